import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { DB } from '#kernel/db.types.ts'
import type { DatedScheme, SchemeKind } from './position.rules.ts'
import type { Scheme, SchemeRow } from './scheme.contract.ts'

/** Names as of the scheme's first day, of a draft as of the day shown; of a unit that is gone, its last name. */
export function schemeRows(_db: Kysely<DB>, asOf: string): RawBuilder<unknown> {
  return sql`
    SELECT s.id, s.unit_id AS "unitId", coalesce(u.name, v.name, '') AS "unitName",
      CASE WHEN s.state = 'draft' THEN 'draft' WHEN s.valid_from > ${asOf}::date THEN 'to-come'
        WHEN s.valid_until <= ${asOf}::date THEN 'ended' ELSE 'in-force' END AS state,
      s.kind, s.number, s.decided_on AS "decidedOn", s.approver, s.valid_from AS "validFrom", s.valid_until AS "validUntil",
      extract(year FROM s.decided_on)::text AS year,
      kernel.fold(coalesce(u.name, v.name, '') || ' ' || coalesce(s.number, '') || ' ' || coalesce(s.approver, '')) AS search_text,
      coalesce(l.positions, 0) AS positions, coalesce(l.posts, 0) AS posts
    FROM positions.scheme s
    LEFT JOIN organization.units_on(${asOf}::date) u ON u.unit_id = s.unit_id
    LEFT JOIN LATERAL (SELECT o.name FROM organization.unit_version o WHERE o.unit_id = s.unit_id ORDER BY o.valid_from DESC NULLS LAST LIMIT 1) v ON u.name IS NULL
    LEFT JOIN (SELECT n.scheme_id, count(*)::int AS positions, sum(n.posts)::int AS posts FROM positions.scheme_line n GROUP BY 1) l ON l.scheme_id = s.id`
}

async function findLines(db: Kysely<DB>, schemeId: string): Promise<Scheme['lines']> {
  const { rows } = await sql<Scheme['lines'][number]>`
    SELECT l.id, l.position_id AS "positionId", p.code, p.name, p.position_group AS "group", l.posts, l.rank_code AS "rankCode"
    FROM positions.scheme_line l JOIN positions.position p ON p.id = l.position_id WHERE l.scheme_id = ${schemeId}::uuid
    ORDER BY array_position(ARRAY['leadership', 'specialised', 'shared', 'support'], p.position_group), p.code`.execute(db)
  return rows
}

export async function findScheme(db: Kysely<DB>, id: string, asOf: string): Promise<Scheme | undefined> {
  const { rows } = await sql<SchemeRow & Pick<Scheme, 'note' | 'endedByAct'>>`
    SELECT l.*, s.note, s.ended_by IS NOT NULL AS "endedByAct" FROM (${schemeRows(db, asOf)}) l JOIN positions.scheme s ON s.id = l.id WHERE l.id = ${id}::uuid`.execute(
    db,
  )
  const scheme = rows[0]
  if (!scheme) return undefined
  const { rows: earlier } = await sql<{ id: string; number: string | null }>`
    SELECT s.id, s.number FROM positions.scheme s WHERE s.unit_id = ${scheme.unitId}::uuid AND s.state = 'approved' AND s.id <> ${id}::uuid
      AND (${scheme.validFrom}::date IS NULL OR s.valid_from < ${scheme.validFrom}::date) ORDER BY s.valid_from DESC LIMIT 1`.execute(
    db,
  )
  const before = earlier[0]
  return {
    ...scheme,
    lines: await findLines(db, id),
    before: before ? { ...before, lines: await findLines(db, before.id) } : null,
  }
}

export interface StoredScheme {
  id: string
  unitId: string
  kind: SchemeKind
  state: 'draft' | 'approved'
  number: string | null
  decidedOn: string | null
  approver: string | null
  validFrom: string | null
  validUntil: string | null
  note: string | null
}
export interface StoredLine {
  id: string
  schemeId: string
  unitId: string
  positionId: string
  posts: number
  rankCode: string | null
}

export async function insertSchemes(
  db: Kysely<DB>,
  rows: readonly StoredScheme[],
  lines: readonly StoredLine[],
  at: string,
): Promise<void> {
  await sql`INSERT INTO positions.scheme (id, unit_id, kind, state, number, decided_on, approver, valid_from, valid_until, note, recorded_at)
    SELECT r.id, r."unitId", r.kind, r.state, r.number, r."decidedOn", r.approver, r."validFrom", r."validUntil", r.note, ${at}::timestamptz
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(id uuid, "unitId" uuid, kind text, state text, number text, "decidedOn" date,
      approver text, "validFrom" date, "validUntil" date, note text)`.execute(db)
  await insertLines(db, lines)
}

export async function insertLines(db: Kysely<DB>, lines: readonly StoredLine[]): Promise<void> {
  await sql`INSERT INTO positions.scheme_line (id, scheme_id, unit_id, position_id, posts, rank_code)
    SELECT r.id, r."schemeId", r."unitId", r."positionId", r.posts, r."rankCode"
    FROM jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) AS r(id uuid, "schemeId" uuid, "unitId" uuid, "positionId" uuid, posts int, "rankCode" text)`.execute(
    db,
  )
}

export async function updateDraft(
  db: Kysely<DB>,
  row: { id: string; kind: SchemeKind; note: string | null },
  lines: readonly StoredLine[],
): Promise<void> {
  await sql`UPDATE positions.scheme SET kind = ${row.kind}, note = ${row.note} WHERE id = ${row.id}::uuid AND state = 'draft'`.execute(
    db,
  )
  await sql`DELETE FROM positions.scheme_line WHERE scheme_id = ${row.id}::uuid`.execute(db)
  await insertLines(db, lines)
}

export async function deleteScheme(db: Kysely<DB>, id: string): Promise<void> {
  await sql`DELETE FROM positions.scheme WHERE id = ${id}::uuid`.execute(db)
}

/** Approved schemes of a body, the earliest first. */
export async function findApproved(db: Kysely<DB>, unitId: string): Promise<DatedScheme[]> {
  const { rows } = await sql<DatedScheme>`
    SELECT s.id, s.valid_from AS "validFrom", s.valid_until AS "validUntil" FROM positions.scheme s
    WHERE s.unit_id = ${unitId}::uuid AND s.state = 'approved' ORDER BY s.valid_from`.execute(db)
  return rows
}

export async function updateEnd(db: Kysely<DB>, id: string, until: string | null): Promise<void> {
  await sql`UPDATE positions.scheme SET valid_until = ${until}::date WHERE id = ${id}::uuid`.execute(db)
}

export async function approve(
  db: Kysely<DB>,
  row: { id: string; number: string; decidedOn: string; approver: string; validFrom: string },
): Promise<void> {
  await sql`UPDATE positions.scheme SET state = 'approved', number = ${row.number}, decided_on = ${row.decidedOn}, approver = ${row.approver},
    valid_from = ${row.validFrom} WHERE id = ${row.id}::uuid`.execute(db)
}

export async function reopenDraft(db: Kysely<DB>, id: string): Promise<void> {
  await sql`UPDATE positions.scheme SET state = 'draft', number = NULL, decided_on = NULL, approver = NULL, valid_from = NULL, valid_until = NULL
    WHERE id = ${id}::uuid`.execute(db)
}

/** Of a unit on a day: its name, and whether it is a body that has a scheme of its own. */
export async function findBody(db: Kysely<DB>, unitId: string, on: string): Promise<{ name: string; body: boolean } | undefined> {
  const { rows } = await sql<{ name: string; body: boolean }>`
    SELECT u.name, positions.is_body(u.level, u.kind) AS body FROM organization.units_on(${on}::date) u WHERE u.unit_id = ${unitId}::uuid`.execute(
    db,
  )
  return rows[0]
}

export async function findNamed(db: Kysely<DB>, column: 'unit_id' | 'person_id', ids: string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`SELECT n AS id FROM positions.named(${column}, ${ids}::uuid[]) n`.execute(db)
  return rows.map((r) => r.id)
}

export async function findDraft(db: Kysely<DB>, unitId: string): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    SELECT s.id FROM positions.scheme s WHERE s.unit_id = ${unitId}::uuid AND s.state = 'draft' LIMIT 1`.execute(db)
  return rows[0]?.id
}

/** Positions of a day by code or, where no code is so, by name. */
export async function findPositionNamed(db: Kysely<DB>, text: string, folded: string, on: string): Promise<{ id: string }[]> {
  const { rows } = await sql<{ id: string; by_code: boolean }>`
    SELECT p.id, p.code = ${text} AS by_code FROM positions.position p
    WHERE (p.code = ${text} OR kernel.fold(p.name) = ${folded}) AND p.valid_from <= ${on}::date AND (p.valid_until IS NULL OR p.valid_until > ${on}::date)`.execute(
    db,
  )
  const byCode = rows.filter((r) => r.by_code)
  return byCode.length > 0 ? byCode : rows
}
