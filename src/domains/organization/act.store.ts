import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { DB } from '#kernel/db.types.ts'
import type { DatedSuccession, Link, Plan, Thing } from '#engines/timeline/index.ts'
import type { Act, ActEffects, Lineage, UnitName } from './act.contract.ts'
import type { TableRow, UnitFacts } from './act-table.rules.ts'

/** Rows of the list of acts. */
export function actRows(_db: Kysely<DB>): RawBuilder<unknown> {
  return sql`
    SELECT a.id, a.title, a.effective_on AS "effectiveOn", a.state, a.created_by AS "createdBy", kernel.fold(a.title) AS search_text,
      (SELECT count(*)::int FROM organization.act_change c WHERE c.act_id = a.id) AS changes
    FROM organization.act a`
}

export async function insertAct(
  db: Kysely<DB>,
  act: { id: string; title: string; effectiveOn: string; note: string | null; abolish: string[]; at: string; by: string },
): Promise<void> {
  await sql`INSERT INTO organization.act (id, title, effective_on, note, abolish, created_at, created_by)
    VALUES (${act.id}, ${act.title}, ${act.effectiveOn}, ${act.note}, ${act.abolish}::text[], ${act.at}, ${act.by})`.execute(db)
}

export interface StoredChange {
  id: string
  no: number
  kind: string
  clause: string | null
  detail: unknown
}

export async function insertChanges(db: Kysely<DB>, actId: string, rows: StoredChange[]): Promise<void> {
  await sql`INSERT INTO organization.act_change (id, act_id, no, kind, clause, detail)
    SELECT r.id, ${actId}, r.no, r.kind, r.clause, r.detail
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(id uuid, no int, kind text, clause text, detail jsonb)`.execute(
    db,
  )
}

export async function findAct(db: Kysely<DB>, id: string, lock = false): Promise<Act | undefined> {
  const { rows } = await sql<Omit<Act, 'effects'> & { effects: ActEffects | null }>`
    SELECT a.id, a.title, a.effective_on AS "effectiveOn", a.note, a.state, a.created_at AS "createdAt", a.created_by AS "createdBy",
      a.applied_at AS "appliedAt", a.applied_by AS "appliedBy", a.undone_at AS "undoneAt", a.undone_by AS "undoneBy", a.summary AS effects,
      (SELECT count(*)::int FROM organization.act_change c WHERE c.act_id = a.id) AS changes
    FROM organization.act a WHERE a.id = ${id}::uuid ${lock ? sql`FOR UPDATE OF a` : sql``}`.execute(db)
  return rows[0]
}

export async function findChanges(db: Kysely<DB>, actId: string, after = -1, limit = 100_000): Promise<StoredChange[]> {
  const { rows } = await sql<StoredChange>`SELECT id, no, kind, clause, detail FROM organization.act_change
    WHERE act_id = ${actId}::uuid AND no > ${after} ORDER BY no LIMIT ${limit}`.execute(db)
  return rows
}

export async function deleteAct(db: Kysely<DB>, id: string): Promise<number> {
  const { numAffectedRows } = await sql`DELETE FROM organization.act WHERE id = ${id}::uuid AND state = 'draft'`.execute(db)
  return Number(numAffectedRows ?? 0n)
}

export async function markApplied(db: Kysely<DB>, id: string, at: string, by: string, effects: ActEffects): Promise<void> {
  await sql`UPDATE organization.act SET state = 'applied', applied_at = ${at}, applied_by = ${by}, summary = ${JSON.stringify(effects)}::jsonb
    WHERE id = ${id}::uuid`.execute(db)
}

export async function markUndone(db: Kysely<DB>, id: string, at: string, by: string): Promise<void> {
  await sql`UPDATE organization.act SET state = 'undone', undone_at = ${at}, undone_by = ${by} WHERE id = ${id}::uuid`.execute(db)
}

/** Every unit with all its versions and places: what an act is planned upon. */
export async function findThings(db: Kysely<DB>): Promise<Thing<UnitFacts>[]> {
  const { rows: versions } = await sql<UnitFacts & { id: string; validFrom: string | null; validUntil: string | null }>`
    SELECT unit_id AS id, code, name, short_name AS "shortName", kind, level, valid_from AS "validFrom", valid_until AS "validUntil"
    FROM organization.unit_version`.execute(db)
  const { rows: links } = await sql<Link & { id: string }>`
    SELECT unit_id AS id, parent_id AS "parentId", tree, valid_from AS "validFrom", valid_until AS "validUntil" FROM organization.unit_parent`.execute(
    db,
  )
  const things = new Map<string, Thing<UnitFacts>>()
  for (const { id, validFrom, validUntil, ...facts } of versions) {
    const thing = things.get(id) ?? { id, versions: [], links: [] }
    thing.versions.push({ validFrom, validUntil, facts })
    things.set(id, thing)
  }
  for (const { id, ...link } of links) things.get(id)?.links.push(link)
  return [...things.values()]
}

/** Every succession there is. */
export async function findSuccessions(db: Kysely<DB>): Promise<DatedSuccession[]> {
  const { rows } =
    await sql<DatedSuccession>`SELECT from_id AS "from", to_id AS "to", on_day AS "on", whole, share::float8 AS share, goes_on AS "goesOn"
    FROM organization.succession`.execute(db)
  return rows
}

/** Names of units by id: those of a day where they existed then, else the last they had. */
export async function findUnitNames(db: Kysely<DB>, ids: readonly string[], day: string): Promise<Map<string, UnitName>> {
  const { rows } = await sql<UnitName>`
    SELECT DISTINCT ON (unit_id) unit_id AS id, code, name FROM organization.unit_version WHERE unit_id = ANY (${[...new Set(ids)]}::uuid[])
    ORDER BY unit_id, ((valid_from IS NULL OR valid_from <= ${day}::date) AND (valid_until IS NULL OR valid_until > ${day}::date)) DESC,
      valid_from DESC NULLS LAST`.execute(db)
  return new Map(rows.map((r) => [r.id, r]))
}

/**
 * Writes a plan: ends first, then what begins, so that a code may pass from one unit to another on the same day. A place that another act of the
 * same day gave is kept as one that held no day, so that taking this act back gives it back.
 */
export async function writePlan(
  db: Kysely<DB>,
  act: { id: string; on: string; title: string; at: string; newId(): string },
  plan: Plan<UnitFacts>,
): Promise<void> {
  const { id, on, title, at } = act
  const closing = [...plan.ended.map((e) => e.id), ...plan.altered.map((a) => a.id)]
  await sql`UPDATE organization.unit_version SET former_until = valid_until, valid_until = ${on}, ended_by = ${id}
    WHERE unit_id = ANY (${closing}::uuid[]) AND (valid_from IS NULL OR valid_from < ${on}) AND (valid_until IS NULL OR valid_until > ${on})`.execute(
    db,
  )
  await sql`UPDATE organization.unit_parent SET former_until = valid_until, valid_until = ${on}, ended_by = ${id}
    WHERE unit_id = ANY (${plan.ended.map((e) => e.id)}::uuid[]) AND (valid_from IS NULL OR valid_from <= ${on})
      AND (valid_until IS NULL OR valid_until > ${on})`.execute(db)
  const moves = plan.moved.map((m) => ({ ...m, newId: act.newId() }))
  await sql`UPDATE organization.unit_parent p SET former_until = p.valid_until, valid_until = ${on}, ended_by = ${id}
    FROM jsonb_to_recordset(${JSON.stringify(moves)}::jsonb) AS m(id uuid, tree text)
    WHERE p.unit_id = m.id AND p.tree = m.tree AND (p.valid_from IS NULL OR p.valid_from <= ${on}) AND (p.valid_until IS NULL OR p.valid_until > ${on})`.execute(
    db,
  )
  await sql`INSERT INTO organization.unit (id, created_at) SELECT unnest(${plan.established.map((e) => e.id)}::uuid[]), ${at}::timestamptz`.execute(
    db,
  )
  const begun = [
    ...plan.established.map((e) => ({ ...e.facts, id: act.newId(), unitId: e.id, until: null })),
    ...plan.altered.map((a) => ({ ...a.facts, id: act.newId(), unitId: a.id, until: a.until })),
  ]
  await sql`INSERT INTO organization.unit_version (id, unit_id, code, name, short_name, kind, level, valid_from, valid_until, act, begun_by)
    SELECT r.id, r."unitId", r.code, r.name, r."shortName", r.kind, r.level, ${on}, r.until, ${title}, ${id}
    FROM jsonb_to_recordset(${JSON.stringify(begun)}::jsonb)
      AS r(id uuid, "unitId" uuid, code text, name text, "shortName" text, kind text, level text, until date)`.execute(db)
  await sql`INSERT INTO organization.unit_parent (id, unit_id, parent_id, tree, valid_from, valid_until, begun_by)
    SELECT m."newId", m.id, m."parentId", m.tree, ${on}, m.until, ${id}
    FROM jsonb_to_recordset(${JSON.stringify(moves)}::jsonb) AS m("newId" uuid, id uuid, "parentId" uuid, tree text, until date)
    WHERE m."parentId" IS NOT NULL`.execute(db)
  const successions = plan.successions.map((s) => ({ ...s, id: act.newId() }))
  await sql`INSERT INTO organization.succession (id, act_id, from_id, to_id, on_day, whole, share, goes_on)
    SELECT s.id, ${id}, s."from", s."to", ${on}, s.whole, s.share, s."goesOn"
    FROM jsonb_to_recordset(${JSON.stringify(successions)}::jsonb) AS s(id uuid, "from" uuid, "to" uuid, whole boolean, share numeric, "goesOn" boolean)`.execute(
    db,
  )
}

/** Units of an act that something later builds upon: another act or change touched what this one began, or refers to what it established. */
export async function findBuiltUpon(db: Kysely<DB>, actId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    WITH begun AS (SELECT unit_id FROM organization.unit_version WHERE begun_by = ${actId}::uuid),
      made AS (SELECT b.unit_id FROM begun b WHERE NOT EXISTS (SELECT FROM organization.unit_version v WHERE v.unit_id = b.unit_id AND v.begun_by IS DISTINCT FROM ${actId}::uuid)),
      touched AS (SELECT unit_id FROM begun UNION SELECT unit_id FROM organization.unit_version WHERE ended_by = ${actId}::uuid
        UNION SELECT unit_id FROM organization.unit_parent WHERE begun_by = ${actId}::uuid)
    SELECT v.unit_id AS id FROM organization.unit_version v WHERE v.begun_by = ${actId}::uuid AND v.ended_by IS NOT NULL
    UNION SELECT p.unit_id FROM organization.unit_parent p WHERE p.begun_by = ${actId}::uuid AND (p.ended_by IS NOT NULL)
    UNION SELECT v.unit_id FROM organization.unit_version v, organization.act a WHERE a.id = ${actId}::uuid AND v.unit_id IN (SELECT unit_id FROM touched)
      AND v.valid_from > a.effective_on
    UNION SELECT p.parent_id FROM organization.unit_parent p WHERE p.parent_id IN (SELECT unit_id FROM made) AND p.begun_by IS DISTINCT FROM ${actId}::uuid
    UNION SELECT s.from_id FROM organization.succession s WHERE s.act_id <> ${actId}::uuid AND s.from_id IN (SELECT unit_id FROM begun)
    UNION SELECT s.to_id FROM organization.succession s WHERE s.act_id <> ${actId}::uuid AND s.to_id IN (SELECT unit_id FROM made)`.execute(
    db,
  )
  return rows.map((r) => r.id)
}

/** Units that this act established and that nothing else made. */
export async function findEstablished(db: Kysely<DB>, actId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    SELECT v.unit_id AS id FROM organization.unit_version v GROUP BY v.unit_id
    HAVING bool_and(v.begun_by IS NOT NULL AND v.begun_by = ${actId}::uuid)`.execute(db)
  return rows.map((r) => r.id)
}

/** Takes the writing of an act back: what it began goes, what it ended holds as long as it would have. */
export async function unwritePlan(db: Kysely<DB>, actId: string, established: string[]): Promise<void> {
  await sql`DELETE FROM organization.succession WHERE act_id = ${actId}::uuid`.execute(db)
  for (const table of ['unit_parent', 'unit_version']) {
    const name = sql.table(`organization.${table}`)
    await sql`DELETE FROM ${name} WHERE begun_by = ${actId}::uuid`.execute(db)
    await sql`UPDATE ${name} SET valid_until = former_until, ended_by = NULL, former_until = NULL WHERE ended_by = ${actId}::uuid`.execute(
      db,
    )
  }
  await sql`DELETE FROM organization.unit WHERE id = ANY (${established}::uuid[])`.execute(db)
}

export async function followReach(
  db: Kysely<DB>,
  actId: string,
  on: string,
  heirs: { id: string; heir: string | null; follows: boolean }[],
): Promise<{ user: string; role: string; from: string; to: string | null }[]> {
  const { rows } = await sql<{ user: string; role: string; from: string; to: string | null }>`
    SELECT coalesce(u.name, f.user_id, '') AS "user", f.role, f.from_id AS "from", f.to_id AS "to"
    FROM access.follow_act(${actId}::uuid, ${on}::date, ${JSON.stringify(heirs)}::jsonb) f LEFT JOIN access.user_account u ON u.id = f.user_id
    ORDER BY 1, 2`.execute(db)
  return rows
}

export async function unfollowReach(db: Kysely<DB>, actId: string): Promise<void> {
  await sql`SELECT access.unfollow_act(${actId}::uuid)`.execute(db)
}

/** New names of a day that another unit bears as well. */
export async function findSameNames(db: Kysely<DB>, actId: string, on: string): Promise<{ unit: UnitName; other: UnitName }[]> {
  const { rows } = await sql<{ unit: UnitName; other: UnitName }>`
    SELECT jsonb_build_object('id', n.unit_id, 'code', n.code, 'name', n.name) AS unit,
      jsonb_build_object('id', o.unit_id, 'code', o.code, 'name', o.name) AS other
    FROM organization.unit_version n JOIN organization.units_on(${on}::date) o ON o.name = n.name AND o.unit_id <> n.unit_id
    WHERE n.begun_by = ${actId}::uuid ORDER BY n.name, o.code LIMIT 200`.execute(db)
  return rows
}

/** The steps next to a unit: what it came from, and what it went into. */
export async function findSteps(db: Kysely<DB>, unitId: string): Promise<Omit<Lineage, 'became'>> {
  const side = async (mine: 'from_id' | 'to_id', theirs: 'from_id' | 'to_id') => {
    const { rows } = await sql<Lineage['before'][number]>`
      SELECT s.${sql.raw(theirs)} AS id, coalesce(v.code, '') AS code, coalesce(v.name, '') AS name, s.on_day AS "on", s.whole, s.share::float8 AS share,
        coalesce(a.title, '') AS act, s.act_id AS "actId"
      FROM organization.succession s LEFT JOIN organization.act a ON a.id = s.act_id
      LEFT JOIN LATERAL (SELECT x.code, x.name FROM organization.unit_version x WHERE x.unit_id = s.${sql.raw(theirs)}
        AND ${mine === 'to_id' ? sql`(x.valid_from IS NULL OR x.valid_from < s.on_day)` : sql`(x.valid_until IS NULL OR x.valid_until > s.on_day)`}
        ORDER BY x.valid_from ${mine === 'to_id' ? sql`DESC NULLS LAST` : sql`ASC NULLS FIRST`} LIMIT 1) v ON true
      WHERE s.${sql.raw(mine)} = ${unitId}::uuid AND s.${sql.raw(theirs)} IS NOT NULL ORDER BY s.on_day, v.code`.execute(db)
    return rows
  }
  const { rows: unknown } = await sql<Lineage['unknown'][number]>`
    SELECT s.on_day AS "on", a.title AS act, s.act_id AS "actId" FROM organization.succession s JOIN organization.act a ON a.id = s.act_id
    WHERE s.from_id = ${unitId}::uuid AND s.to_id IS NULL ORDER BY s.on_day`.execute(db)
  return { before: await side('to_id', 'from_id'), after: await side('from_id', 'to_id'), unknown }
}

/** Every succession that leads on from a unit, however many steps away. */
export async function findLeadingOn(db: Kysely<DB>, unitId: string): Promise<DatedSuccession[]> {
  const { rows } = await sql<DatedSuccession>`
    WITH RECURSIVE on_from (id) AS (
      SELECT ${unitId}::uuid UNION SELECT s.to_id FROM on_from o JOIN organization.succession s ON s.from_id = o.id WHERE s.to_id IS NOT NULL)
    SELECT s.from_id AS "from", s.to_id AS "to", s.on_day AS "on", s.whole, s.share::float8 AS share, s.goes_on AS "goesOn"
    FROM organization.succession s WHERE s.from_id IN (SELECT id FROM on_from)`.execute(db)
  return rows
}

/** Acts not taken back, by title and day, with the rows of their tables. */
export async function findByTitle(
  db: Kysely<DB>,
  title: string,
  on: string,
): Promise<{ id: string; state: 'draft' | 'applied'; pairs: string[] } | undefined> {
  const { rows } = await sql<{ id: string; state: 'draft' | 'applied'; pairs: string[] }>`
    SELECT a.id, a.state, coalesce((SELECT array_agg(r.old_code || ' ' || r.new_code) FROM organization.act_row r WHERE r.act_id = a.id), '{}') AS pairs
    FROM organization.act a WHERE a.title = ${title} AND a.effective_on = ${on}::date AND a.state <> 'undone'
    ORDER BY a.created_at DESC LIMIT 1`.execute(db)
  return rows[0]
}

export async function insertRows(db: Kysely<DB>, actId: string, rows: readonly TableRow[]): Promise<void> {
  await sql`INSERT INTO organization.act_row (act_id, no, old_code, old_name, share, new_code, new_name, above_code)
    SELECT ${actId}, r.no, r."oldCode", r."oldName", r.share, r."newCode", r."newName", r."aboveCode"
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      AS r(no int, "oldCode" text, "oldName" text, share numeric, "newCode" text, "newName" text, "aboveCode" text)`.execute(db)
}

/** Drafts whose table has been brought in and whose changes have not yet been read from it. */
export async function findUnread(
  db: Kysely<DB>,
): Promise<{ id: string; effectiveOn: string; abolish: string[]; rows: TableRow[] }[]> {
  const { rows } = await sql<{ id: string; effectiveOn: string; abolish: string[]; rows: TableRow[] }>`
    SELECT a.id, a.effective_on AS "effectiveOn", a.abolish,
      (SELECT jsonb_agg(jsonb_build_object('no', r.no, 'oldCode', r.old_code, 'oldName', r.old_name, 'share', r.share, 'newCode', r.new_code,
        'newName', r.new_name, 'aboveCode', r.above_code) ORDER BY r.no) FROM organization.act_row r WHERE r.act_id = a.id) AS rows
    FROM organization.act a WHERE a.state = 'draft' AND EXISTS (SELECT FROM organization.act_row r WHERE r.act_id = a.id)
      AND NOT EXISTS (SELECT FROM organization.act_change c WHERE c.act_id = a.id)`.execute(db)
  return rows
}
