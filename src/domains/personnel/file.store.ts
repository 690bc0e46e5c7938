import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { DB } from '#kernel/db.types.ts'
import type { Entry, EntryInput } from './file.contract.ts'
import { type FieldClass, kindColumn, sectionOf, type SectionSpec, sections } from './section.rules.ts'

const tableOf = (section: SectionSpec) => sql.table(`personnel.${section.name}`)

/** A row as JSON; exact decimals stay text. */
function rowSql(section: SectionSpec): RawBuilder<unknown> {
  const decimals = section.fields.filter((f) => f.type === 'decimal')
  const exact = decimals.flatMap((f) => [sql.lit(f.key), sql`t.${sql.ref(f.key)}::text`])
  return decimals.length > 0 ? sql`to_jsonb(t) || jsonb_build_object(${sql.join(exact)})` : sql`to_jsonb(t)`
}

interface StoredRow extends Record<string, unknown> {
  id: string
  class: FieldClass
}

function entryOf(section: SectionSpec, row: StoredRow): Entry {
  const text = (key: string) => (row[key] ?? null) as string | null
  const column = kindColumn(section)
  return {
    id: row.id,
    section: section.name,
    kind: column ? text(column) : null,
    class: row.class,
    values: Object.fromEntries(section.fields.map((f) => [f.key, (row[f.key] ?? null) as string | number | null])),
    from: text('valid_from'),
    until: text('valid_until'),
    endReason: text('end_reason'),
    decisionNumber: text('decision_number'),
    decisionOn: text('decision_on'),
    decisionBy: text('decision_by'),
    note: text('note'),
    recordedAt: text('recorded_at') ?? '',
    replaces: text('replaces'),
    struckAt: text('struck_at'),
    struckReason: text('struck_reason'),
  }
}

const has = (section: SectionSpec, wanted: FieldClass) =>
  section.kinds ? Object.values(section.kinds).some((k) => k.class === wanted) : section.class === wanted

/** The rows of one class of somebody's file, newest first in each section. */
export async function findEntries(
  db: Kysely<DB>,
  personId: string,
  wanted: FieldClass,
  only?: readonly string[],
): Promise<Entry[]> {
  const parts = sections
    .filter((s) => has(s, wanted) && (only?.includes(s.name) ?? true))
    .map(
      (s) => sql`SELECT ${sql.lit(s.name)} AS section, ${rowSql(s)} AS row FROM ${tableOf(s)} t
        WHERE t.person_id = ${personId}::uuid AND t.class = ${wanted}`,
    )
  const { rows } = await sql<{ section: string; row: StoredRow }>`${sql.join(parts, sql` UNION ALL `)}`.execute(db)
  return rows
    .map(({ section, row }) => entryOf(sectionOf(section), row))
    .sort((a, b) => (b.from ?? '').localeCompare(a.from ?? '') || a.id.localeCompare(b.id))
}

export async function findEntry(
  db: Kysely<DB>,
  section: SectionSpec,
  id: string,
): Promise<(Entry & { personId: string }) | undefined> {
  const { rows } = await sql<{ row: StoredRow }>`
    SELECT ${rowSql(section)} AS row FROM ${tableOf(section)} t WHERE t.id = ${id}::uuid`.execute(db)
  const row = rows[0]?.row
  return row && { ...entryOf(section, row), personId: String(row.person_id) }
}

export type NewEntry = EntryInput & { id: string; personId: string; replaces: string | null; endReason: string | null }

/** Writes rows of one section in one statement. */
export async function insertEntries(db: Kysely<DB>, section: SectionSpec, rows: NewEntry[], at: string): Promise<void> {
  const column = kindColumn(section)
  const own = section.fields.map((f) => f.key).filter((key) => key !== column)
  const columns = [
    ...['id', 'person_id', ...(column ? [column] : []), ...own, 'valid_from', 'valid_until'],
    ...['decision_number', 'decision_on', 'decision_by', 'note', 'replaces', 'recorded_at', 'end_reason'],
  ]
  const stored = rows.map((r) => ({
    ...Object.fromEntries(own.map((key) => [key, r.values[key] ?? null])),
    id: r.id,
    person_id: r.personId,
    ...(column ? { [column]: r.kind } : {}),
    valid_from: r.from,
    valid_until: r.until,
    decision_number: r.decisionNumber,
    decision_on: r.decisionOn,
    decision_by: r.decisionBy,
    note: r.note,
    replaces: r.replaces,
    end_reason: r.endReason,
    recorded_at: at,
  }))
  const list = sql.join(columns.map((c) => sql.ref(c)))
  await sql`INSERT INTO ${tableOf(section)} (${list})
    SELECT ${list} FROM jsonb_populate_recordset(NULL::${tableOf(section)}, ${JSON.stringify(stored)}::jsonb)`.execute(db)
}

/** The number of rows changed: none outside the reach. */
export async function strikeEntry(
  db: Kysely<DB>,
  section: SectionSpec,
  row: { id: string; reason: string; at: string },
): Promise<number> {
  const { numAffectedRows } =
    await sql`UPDATE ${tableOf(section)} SET struck_at = ${row.at}::timestamptz, struck_reason = ${row.reason}
    WHERE id = ${row.id}::uuid AND struck_at IS NULL`.execute(db)
  return Number(numAffectedRows ?? 0n)
}

export async function endEntry(
  db: Kysely<DB>,
  section: SectionSpec,
  row: { id: string; until: string; reason: string },
): Promise<number> {
  const { numAffectedRows } = await sql`UPDATE ${tableOf(section)} SET valid_until = ${row.until}, end_reason = ${row.reason}
    WHERE id = ${row.id}::uuid AND struck_at IS NULL AND valid_until IS NULL`.execute(db)
  return Number(numAffectedRows ?? 0n)
}

/** A row that counts, as far as a line of a sheet is compared with it. */
export interface StandingEntry {
  section: string
  kind: string | null
  from: string | null
  values: Record<string, unknown>
}

/** Rows of these sections that count, of many persons, within reach. */
export async function findStanding(
  db: Kysely<DB>,
  personIds: readonly string[],
  names: readonly string[],
): Promise<Map<string, StandingEntry[]>> {
  const found = new Map<string, StandingEntry[]>()
  if (personIds.length === 0) return found
  const parts = names.map(sectionOf).map(
    (s) => sql`SELECT ${sql.lit(s.name)} AS section, ${rowSql(s)} AS row FROM ${tableOf(s)} t
      WHERE t.person_id = ANY (${personIds}::uuid[]) AND t.struck_at IS NULL AND t.valid_until IS NULL`,
  )
  const { rows } = await sql<{ section: string; row: StoredRow }>`${sql.join(parts, sql` UNION ALL `)}`.execute(db)
  for (const { section, row } of rows) {
    const { kind, from, values } = entryOf(sectionOf(section), row)
    const personId = String(row.person_id)
    found.set(personId, [...(found.get(personId) ?? []), { section, kind, from, values }])
  }
  return found
}

/** Takes back rows an import made. The number that went. */
export async function deleteEntries(db: Kysely<DB>, section: SectionSpec, ids: readonly string[]): Promise<number> {
  const { numAffectedRows } = await sql`DELETE FROM ${tableOf(section)} WHERE id = ANY (${ids}::uuid[])`.execute(db)
  return Number(numAffectedRows ?? 0n)
}

/** Whose papers of a kind these numbers are, within reach or not. */
export async function findPaperOwners(db: Kysely<DB>, kind: string, numbers: readonly string[]): Promise<Map<string, string>> {
  if (numbers.length === 0) return new Map()
  const { rows } = await sql<{ number: string; id: string | null }>`
    SELECT n AS number, personnel.owner_of_paper(${kind}, n) AS id FROM unnest(${numbers}::text[]) n`.execute(db)
  return new Map(rows.flatMap((r) => (r.id ? [[r.number, r.id] as const] : [])))
}

/** Which of these persons have anything in their file, within reach. */
export async function findWithFile(db: Kysely<DB>, personIds: string[]): Promise<string[]> {
  const parts = sections.map((s) => sql`SELECT person_id AS id FROM ${tableOf(s)} WHERE person_id = ANY (${personIds}::uuid[])`)
  const { rows } = await sql<{ id: string }>`SELECT DISTINCT id FROM (${sql.join(parts, sql` UNION ALL `)}) x`.execute(db)
  return rows.map((r) => r.id)
}

/** Whose paper this number is, within reach or not. */
export async function findPaperOwner(db: Kysely<DB>, kind: string, number: string): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`SELECT personnel.owner_of_paper(${kind}, ${number}) AS id`.execute(db)
  return rows[0]?.id ?? null
}

/** Which classes of this person's file are within the actor's reach, and whether the remarks of the body are. */
export async function findClasses(db: Kysely<DB>, personId: string): Promise<{ classes: FieldClass[]; remarks: boolean }> {
  const { rows } = await sql<{ class: FieldClass; reached: boolean; beyond: boolean }>`
    SELECT c.class, c.beyond OR ${personId}::uuid = access.reach_own(c.permission) AS reached, c.beyond
    FROM (SELECT v.class, v.permission, access.reaches_all(v.permission) OR EXISTS (SELECT FROM people.post held WHERE held.person_id = ${personId}::uuid
        AND (held.valid_until IS NULL OR held.valid_until > current_setting('noivu.today')::date)
        AND held.unit_id = ANY (access.reach_units(v.permission))) AS beyond
      FROM (VALUES ('open', 'personnel.readFile'), ('personal', 'personnel.readPersonal'), ('sensitive', 'personnel.readSensitive'),
        ('restricted', 'personnel.readRestricted')) v (class, permission)) c`.execute(db)
  const reached = rows.filter((r) => r.reached)
  return { classes: reached.map((r) => r.class), remarks: rows.some((r) => r.class === 'personal' && r.beyond) }
}

/** Names of a unit and of the one above on a day. */
export async function findBodies(db: Kysely<DB>, unitId: string, day: string): Promise<{ unit: string; parent: string | null }> {
  const { rows } = await sql<{ unit: string; parent: string | null }>`
    SELECT u.name AS unit, above.name AS parent FROM organization.units_on(${day}::date) u
    LEFT JOIN organization.parents_on(${day}::date) p ON p.unit_id = u.unit_id AND p.tree = 'government'
    LEFT JOIN organization.units_on(${day}::date) above ON above.unit_id = p.parent_id
    WHERE u.unit_id = ${unitId}::uuid LIMIT 1`.execute(db)
  return rows[0] ?? { unit: '', parent: null }
}

/** What of the files of many persons the clocks of salaries look at; of disciplines, only of those whose sensitive rows are within reach. */
export interface CareerFacts {
  salary: {
    rank: string
    step: number | null
    coefficient: string
    position: string | null
    overFrame: number | null
    from: string
    until: string | null
  }[]
  disciplines: { form: string; on: string }[]
  rewards: { form: string; on: string }[]
  /** Whether the salary course of this person may be seen: where not, none is told. */
  seesSalary: boolean
  /** Whether the disciplines of this person may be seen: where not, none are told and dates may be later. */
  seesDisciplines: boolean
}

/** Standing rows of these persons, within reach, in one question. */
export async function findCareerFacts(db: Kysely<DB>, personIds: readonly string[]): Promise<Map<string, CareerFacts>> {
  const { rows } = await sql<CareerFacts & { id: string }>`
    WITH asked AS (SELECT unnest(${personIds}::uuid[]) AS id),
      s AS (SELECT t.person_id, jsonb_agg(jsonb_build_object('rank', t.rank_code, 'step', t.step, 'coefficient', t.coefficient::text, 'position', t.position_allowance::text,
          'overFrame', t.over_frame, 'from', t.valid_from, 'until', t.valid_until) ORDER BY t.valid_from, t.recorded_at) AS rows
        FROM personnel.salary t WHERE t.person_id = ANY (${personIds}::uuid[]) AND t.struck_at IS NULL AND t.valid_from IS NOT NULL GROUP BY 1),
      d AS (SELECT t.person_id, jsonb_agg(jsonb_build_object('form', t.code, 'on', t.valid_from) ORDER BY t.valid_from) AS rows
        FROM personnel.discipline t WHERE t.person_id = ANY (${personIds}::uuid[]) AND t.struck_at IS NULL AND t.valid_from IS NOT NULL GROUP BY 1),
      r AS (SELECT t.person_id, jsonb_agg(jsonb_build_object('form', t.code, 'on', t.valid_from) ORDER BY t.valid_from) AS rows
        FROM personnel.reward t WHERE t.person_id = ANY (${personIds}::uuid[]) AND t.struck_at IS NULL AND t.valid_from IS NOT NULL GROUP BY 1),
      seen AS (SELECT held.person_id, bool_or(held.unit_id = ANY ((SELECT access.reach_units('personnel.readPersonal'))::uuid[])) AS personal,
          bool_or(held.unit_id = ANY ((SELECT access.reach_units('personnel.readSensitive'))::uuid[])) AS sensitive
        FROM people.post held WHERE held.person_id = ANY (${personIds}::uuid[])
          AND (held.valid_until IS NULL OR held.valid_until > current_setting('noivu.today')::date) GROUP BY 1)
    SELECT a.id, coalesce(s.rows, '[]') AS salary, coalesce(d.rows, '[]') AS disciplines, coalesce(r.rows, '[]') AS rewards,
      (SELECT access.reaches_all('personnel.readPersonal')) OR coalesce(a.id = (SELECT access.reach_own('personnel.readPersonal')), false)
        OR coalesce(seen.personal, false) AS "seesSalary",
      (SELECT access.reaches_all('personnel.readSensitive')) OR coalesce(a.id = (SELECT access.reach_own('personnel.readSensitive')), false)
        OR coalesce(seen.sensitive, false) AS "seesDisciplines"
    FROM asked a LEFT JOIN s ON s.person_id = a.id LEFT JOIN d ON d.person_id = a.id LEFT JOIN r ON r.person_id = a.id
    LEFT JOIN seen ON seen.person_id = a.id`.execute(db)
  return new Map(rows.map(({ id, ...facts }) => [id, facts]))
}
