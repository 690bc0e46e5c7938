import { type Kysely, type RawBuilder, sql } from 'kysely'
import { addDays } from '#kernel/dates.ts'
import type { DB } from '#kernel/db.types.ts'
import type { TreeNode, UnitVersion } from './unit.contract.ts'

/** Units of a day, as they are known now or were known at the end of another day. */
function unitsOn(asOf: string, knownOn?: string): RawBuilder<unknown> {
  if (!knownOn) return sql`organization.units_on(${asOf}::date)`
  return sql`(SELECT k.* FROM organization.versions_known(${endOf(knownOn)}::timestamptz) k
    WHERE (k.valid_from IS NULL OR k.valid_from <= ${asOf}::date) AND (k.valid_until IS NULL OR k.valid_until > ${asOf}::date))`
}

function placesOn(asOf: string, knownOn?: string): RawBuilder<unknown> {
  if (!knownOn) return sql`organization.parents_on(${asOf}::date)`
  return sql`(SELECT k.* FROM organization.places_known(${endOf(knownOn)}::timestamptz) k
    WHERE (k.valid_from IS NULL OR k.valid_from <= ${asOf}::date) AND (k.valid_until IS NULL OR k.valid_until > ${asOf}::date))`
}

/** The moment a day ends in Vietnam: what was recorded during the day was known on it. */
export function endOf(day: string): string {
  return `${addDays(day, 1)}T00:00:00+07:00`
}

/** Trees by their standing: the unit shown above another is that of the first of them in which it has a place. */
const trees = ['government', 'territory', 'party'] as const

/** The place of a unit `u` in each tree, one row each at most: so the planner is free to look up a page's or to read them all at once. */
function joinAbove(asOf: string, knownOn?: string): RawBuilder<unknown> {
  return sql.join(
    trees.map((tree) => {
      const link = sql.ref(`in_${tree}`)
      return sql`LEFT JOIN ${placesOn(asOf, knownOn)} ${link} ON ${link}.unit_id = u.unit_id AND ${link}.tree = ${sql.lit(tree)}`
    }),
    sql` `,
  )
}
const above = sql`coalesce(${sql.join(trees.map((tree) => sql.ref(`in_${tree}.parent_id`)))})`

const ownColumns = sql`u.unit_id AS id, u.code, u.name, u.short_name AS "shortName", u.level, u.kind, u.valid_from AS "validFrom",
      u.valid_until AS "validUntil", u.search_name`

/** What the list orders and searches by, without the units above. */
export const spineColumns = ['code', 'name', 'shortName', 'level', 'kind', 'validFrom', 'validUntil', 'search_name']

export function unitSpine(asOf: string, knownOn?: string): RawBuilder<unknown> {
  return sql`SELECT ${ownColumns} FROM ${unitsOn(asOf, knownOn)} u`
}

/** Rows of the unit list on a day. */
export function unitRows(asOf: string, knownOn?: string): RawBuilder<unknown> {
  return sql`
    SELECT ${ownColumns}, ${above} AS "parentId", pv.name AS "parentName"
    FROM ${unitsOn(asOf, knownOn)} u ${joinAbove(asOf, knownOn)}
    LEFT JOIN ${unitsOn(asOf, knownOn)} pv ON pv.unit_id = ${above}`
}

export async function findChildren(db: Kysely<DB>, tree: string, parentId: string | null, asOf: string): Promise<TreeNode[]> {
  const places = sql`organization.parents_on(${asOf}::date)`
  // Whatever has a place on a day exists on it: places alone are counted (an invariant of unit.checks).
  const below = sql`${places} c WHERE c.tree = ${tree} AND c.parent_id = n.unit_id`
  const { rows } = await sql<TreeNode>`
    SELECT n.unit_id AS id, n.code, n.name, n.level, n.kind, (SELECT count(*)::int FROM ${below}) AS children
    FROM organization.units_on(${asOf}::date) n
    WHERE ${
      parentId === null
        ? sql`n.unit_id IN (SELECT l.parent_id FROM ${places} l WHERE l.tree = ${tree} EXCEPT SELECT l.unit_id FROM ${places} l WHERE l.tree = ${tree})`
        : sql`n.unit_id IN (SELECT l.unit_id FROM ${places} l WHERE l.parent_id = ${parentId}::uuid AND l.tree = ${tree})`
    }
    ORDER BY array_position(ARRAY['division', 'department', 'district', 'commune', 'service-unit', 'party-cell'], n.level), n.code`.execute(
    db,
  )
  return rows
}

export async function findVersions(db: Kysely<DB>, unitId: string, knownOn?: string): Promise<UnitVersion[]> {
  const known = knownOn ? sql`organization.versions_known(${endOf(knownOn)}::timestamptz)` : sql`organization.unit_version`
  const { rows } = await sql<UnitVersion>`
    SELECT code, name, short_name AS "shortName", level, kind, valid_from AS "validFrom", valid_until AS "validUntil", act
    FROM ${known} v WHERE unit_id = ${unitId}::uuid ORDER BY valid_from NULLS FIRST`.execute(db)
  return rows
}

export async function findPath(
  db: Kysely<DB>,
  unitId: string,
  asOf: string,
  knownOn?: string,
): Promise<{ id: string; name: string }[]> {
  const { rows } = await sql<{ id: string; name: string }>`
    WITH RECURSIVE up (id, depth) AS (
      SELECT ${unitId}::uuid, 0
      UNION SELECT p.parent_id, up.depth + 1 FROM up CROSS JOIN LATERAL (SELECT l.parent_id FROM ${placesOn(asOf, knownOn)} l
        WHERE l.unit_id = up.id ORDER BY array_position(${sql.lit(`{${trees.join(',')}}`)}::text[], l.tree) LIMIT 1) p WHERE up.depth < 12
    )
    SELECT up.id, u.name FROM up JOIN ${unitsOn(asOf, knownOn)} u ON u.unit_id = up.id WHERE up.depth > 0 ORDER BY up.depth DESC`.execute(
    db,
  )
  return rows
}

export async function countChildren(db: Kysely<DB>, unitId: string, asOf: string, knownOn?: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    SELECT count(*)::int AS n FROM ${placesOn(asOf, knownOn)} p WHERE p.parent_id = ${unitId}::uuid`.execute(db)
  return rows[0]?.n ?? 0
}

export async function findByText(db: Kysely<DB>, words: string[], asOf: string, level?: string) {
  const { rows } = await sql<{ id: string; name: string; code: string; parent: string | null }>`
    SELECT u.unit_id AS id, u.name, u.code, pv.name AS parent
    FROM (SELECT u.unit_id, u.name, u.code, u.search_name FROM organization.units_on(${asOf}::date) u WHERE ${
      words.length > 0
        ? sql.join(
            words.map((w) => sql`u.search_name LIKE ${`%${w.replace(/[\\%_]/g, '\\$&')}%`}`),
            sql` AND `,
          )
        : sql`true`
    }
      AND ${level ? sql`u.level = ${level}` : sql`true`} ORDER BY length(u.name), u.search_name LIMIT 20) u
    ${joinAbove(asOf)} LEFT JOIN organization.units_on(${asOf}::date) pv ON pv.unit_id = ${above}
    ORDER BY length(u.name), u.search_name`.execute(db)
  return rows
}

/** Units of a day that once bore a name with these words, or that a unit with such a name went into, step by step. */
export async function findByFormerName(db: Kysely<DB>, words: string[], asOf: string, level: string | undefined, limit: number) {
  const { rows } = await sql<{ id: string; name: string; code: string; former: string; taken: boolean }>`
    WITH RECURSIVE led (id, former, depth) AS (
      SELECT v.unit_id, v.name, 0 FROM organization.unit_version v
      WHERE v.valid_until <= ${asOf}::date AND ${sql.join(
        words.map((w) => sql`v.search_name LIKE ${`%${w.replace(/[\\%_]/g, '\\$&')}%`}`),
        sql` AND `,
      )}
      UNION SELECT s.to_id, led.former, led.depth + 1 FROM led JOIN organization.succession s ON s.from_id = led.id
      WHERE s.on_day <= ${asOf}::date AND s.to_id IS NOT NULL AND led.depth < 12)
    SELECT DISTINCT ON (u.unit_id) u.unit_id AS id, u.name, u.code, led.former, led.depth > 0 AS taken FROM led
    JOIN organization.units_on(${asOf}::date) u ON u.unit_id = led.id
    WHERE ${level ? sql`u.level = ${level}` : sql`true`} ORDER BY u.unit_id, length(led.former) LIMIT ${limit}`.execute(db)
  return rows
}

export async function codeExists(db: Kysely<DB>, code: string, asOf: string): Promise<boolean> {
  const { rows } = await sql`SELECT FROM organization.units_on(${asOf}::date) u WHERE u.code = ${code}`.execute(db)
  return rows.length > 0
}

export interface ExportedUnit {
  id: string
  code: string
  name: string
  kind: string
  parentCode: string | null
  validFrom: string | null
  validUntil: string | null
}

/** Units of a day, each once, under the one parent its tree of government gives it (else its territory, else the Party). */
export async function findForExport(db: Kysely<DB>, asOf: string, level?: string, under?: string): Promise<ExportedUnit[]> {
  const { rows } = await sql<ExportedUnit>`
    WITH RECURSIVE node AS (SELECT * FROM organization.units_on(${asOf}::date)),
      link AS (SELECT DISTINCT ON (p.unit_id) p.unit_id, p.parent_id FROM organization.parents_on(${asOf}::date) p
        ORDER BY p.unit_id, array_position(ARRAY['government', 'territory', 'party'], p.tree)),
      below (id, depth) AS (
        SELECT l.unit_id, 1 FROM link l JOIN node n ON n.unit_id = l.parent_id WHERE n.code = ${under ?? ''}
        UNION SELECT l.unit_id, b.depth + 1 FROM below b JOIN link l ON l.parent_id = b.id WHERE b.depth < 12
      )
    SELECT n.unit_id AS id, n.code, n.name, n.kind, above.code AS "parentCode", n.valid_from AS "validFrom", n.valid_until AS "validUntil"
    FROM node n LEFT JOIN link l ON l.unit_id = n.unit_id LEFT JOIN node above ON above.unit_id = l.parent_id
    WHERE ${level ? sql`n.level = ${level}` : sql`true`} AND ${under ? sql`n.unit_id IN (SELECT id FROM below)` : sql`true`}
    ORDER BY n.code COLLATE "C", n.unit_id`.execute(db)
  return rows
}

export async function closeVersion(db: Kysely<DB>, unitId: string, on: string): Promise<void> {
  await sql`UPDATE organization.unit_version SET valid_until = ${on}
    WHERE unit_id = ${unitId}::uuid AND (valid_from IS NULL OR valid_from < ${on}) AND (valid_until IS NULL OR valid_until > ${on})`.execute(
    db,
  )
}

/** A new version as written. */
export interface VersionRow {
  id: string
  unitId: string
  code: string
  name: string
  shortName: string
  kind: string
  level: string
  validFrom: string | null
  validUntil: string | null
  act: string | null
}

export interface ParentRow {
  id: string
  unitId: string
  parentId: string
  tree: string
  validFrom: string | null
  validUntil: string | null
}

export async function insertUnits(db: Kysely<DB>, ids: string[], at: string): Promise<void> {
  await sql`INSERT INTO organization.unit (id, created_at) SELECT unnest(${ids}::uuid[]), ${at}::timestamptz`.execute(db)
}

export async function insertVersions(db: Kysely<DB>, rows: VersionRow[]): Promise<void> {
  await sql`
    INSERT INTO organization.unit_version (id, unit_id, code, name, short_name, kind, level, valid_from, valid_until, act)
    SELECT id, unit_id, code, name, short_name, kind, level, valid_from, valid_until, act
    FROM jsonb_to_recordset(${JSON.stringify(rows.map((r) => ({ ...r, unit_id: r.unitId, short_name: r.shortName, valid_from: r.validFrom, valid_until: r.validUntil })))}::jsonb)
      AS r(id uuid, unit_id uuid, code text, name text, short_name text, kind text, level text, valid_from date, valid_until date, act text)`.execute(
    db,
  )
}

export async function insertParents(db: Kysely<DB>, rows: ParentRow[]): Promise<void> {
  await sql`
    INSERT INTO organization.unit_parent (id, unit_id, parent_id, tree, valid_from, valid_until)
    SELECT id, unit_id, parent_id, tree, valid_from, valid_until
    FROM jsonb_to_recordset(${JSON.stringify(rows.map((r) => ({ id: r.id, unit_id: r.unitId, parent_id: r.parentId, tree: r.tree, valid_from: r.validFrom, valid_until: r.validUntil })))}::jsonb)
      AS r(id uuid, unit_id uuid, parent_id uuid, tree text, valid_from date, valid_until date)`.execute(db)
}

/** Rebuilds the dated closure that row-level security reads. */
export async function rebuildScope(db: Kysely<DB>): Promise<void> {
  await sql`SELECT organization.rebuild_scope()`.execute(db)
}

/** Every unit of a day, for finding many by what people call them. */
export async function findNames(db: Kysely<DB>, asOf: string) {
  const { rows } = await sql<{ id: string; code: string; name: string; shortName: string }>`
    SELECT unit_id AS id, code, name, short_name AS "shortName" FROM organization.units_on(${asOf}::date)`.execute(db)
  return rows
}

/** All versions of units that had one of these codes at any time. */
export async function findByCodes(db: Kysely<DB>, codes: string[]): Promise<(UnitVersion & { unitId: string })[]> {
  const { rows } = await sql<UnitVersion & { unitId: string }>`
    SELECT unit_id AS "unitId", code, name, short_name AS "shortName", level, kind, valid_from AS "validFrom", valid_until AS "validUntil", act
    FROM organization.unit_version WHERE unit_id IN (SELECT unit_id FROM organization.unit_version WHERE code = ANY (${codes}::text[]))
    ORDER BY valid_from NULLS FIRST`.execute(db)
  return rows
}

/** Ends the versions of many units, each on a day. */
export async function closeVersions(db: Kysely<DB>, rows: { unitId: string; on: string }[]): Promise<void> {
  await sql`UPDATE organization.unit_version v SET valid_until = r."on" FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r("unitId" uuid, "on" date)
    WHERE v.unit_id = r."unitId" AND (v.valid_from IS NULL OR v.valid_from < r."on") AND (v.valid_until IS NULL OR v.valid_until > r."on")`.execute(
    db,
  )
}

/** Takes changes of name back: the version begun on the day goes, the one ended on it holds as long as that one would have. */
export async function reopenVersions(
  db: Kysely<DB>,
  rows: { unitId: string; on: string; until: string | null }[],
): Promise<void> {
  const list = sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r("unitId" uuid, "on" date, "until" date)`
  await sql`DELETE FROM organization.unit_version v USING ${list} WHERE v.unit_id = r."unitId" AND v.valid_from = r."on"`.execute(
    db,
  )
  await sql`UPDATE organization.unit_version v SET valid_until = r."until" FROM ${list} WHERE v.unit_id = r."unitId" AND v.valid_until = r."on"`.execute(
    db,
  )
}

/** Units among these below which others stand that are not among them. */
export async function findWithOthersBelow(db: Kysely<DB>, ids: string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`SELECT DISTINCT parent_id AS id FROM organization.unit_parent
    WHERE parent_id = ANY (${ids}::uuid[]) AND NOT unit_id = ANY (${ids}::uuid[])`.execute(db)
  return rows.map((r) => r.id)
}

export async function deleteUnits(db: Kysely<DB>, ids: string[]): Promise<void> {
  for (const table of ['unit_parent', 'unit_version'])
    await sql`DELETE FROM ${sql.table(`organization.${table}`)} WHERE unit_id = ANY (${ids}::uuid[])`.execute(db)
  await sql`DELETE FROM organization.unit WHERE id = ANY (${ids}::uuid[])`.execute(db)
}
