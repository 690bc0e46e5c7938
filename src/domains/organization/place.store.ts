import { type Kysely, sql } from 'kysely'
import type { DatedSuccession } from '#engines/timeline/index.ts'
import type { DB } from '#kernel/db.types.ts'

/** A unit on its day, with its name and its level, and what stood above it then, nearest first; itself is step 0. */
export interface Ancestor {
  start: string
  step: number
  id: string
  code: string
  name: string
  level: string
}

/** What stood above each of these units on a day: of the trees a unit stands in, that of the government first. */
export async function findAncestors(db: Kysely<DB>, starts: readonly { id: string; day: string }[]): Promise<Ancestor[]> {
  const { rows } = await sql<Ancestor>`
    WITH RECURSIVE up (start, step, id, day) AS (
      SELECT s.id, 0, s.id, s.day FROM jsonb_to_recordset(${JSON.stringify(starts)}::jsonb) AS s(id uuid, day date)
      UNION ALL
      SELECT up.start, up.step + 1, above.parent_id, up.day FROM up CROSS JOIN LATERAL (
        SELECT p.parent_id FROM organization.unit_parent p
        WHERE p.unit_id = up.id AND (p.valid_from IS NULL OR p.valid_from <= up.day) AND (p.valid_until IS NULL OR p.valid_until > up.day)
        ORDER BY array_position(ARRAY['government', 'territory', 'party'], p.tree) LIMIT 1) above
      WHERE up.step < 12
    )
    SELECT up.start, up.step, up.id, v.code, v.name, v.level FROM up JOIN organization.unit_version v ON v.unit_id = up.id
      AND (v.valid_from IS NULL OR v.valid_from <= up.day) AND (v.valid_until IS NULL OR v.valid_until > up.day)
    ORDER BY up.start, up.step`.execute(db)
  return rows
}

/** The day on which each unit is looked at: the one asked for, or its last before that where it had ended; its first where it began later. */
export async function findDays(db: Kysely<DB>, ids: readonly string[], day: string): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; day: string }>`
    SELECT v.unit_id AS id, CASE
        WHEN bool_or((v.valid_from IS NULL OR v.valid_from <= ${day}::date) AND (v.valid_until IS NULL OR v.valid_until > ${day}::date)) THEN ${day}::date
        ELSE coalesce(max(v.valid_until - 1) FILTER (WHERE v.valid_until <= ${day}::date), min(v.valid_from))
      END AS day
    FROM organization.unit_version v WHERE v.unit_id = ANY (${ids}::uuid[]) GROUP BY v.unit_id`.execute(db)
  return new Map(rows.map((r) => [r.id, r.day]))
}

/** Every succession that leads on from these units, however many steps away. */
export async function findSuccessions(db: Kysely<DB>, ids: readonly string[]): Promise<DatedSuccession[]> {
  const { rows } = await sql<DatedSuccession>`
    WITH RECURSIVE on_from (id) AS (
      SELECT unnest(${ids}::uuid[]) UNION SELECT s.to_id FROM on_from o JOIN organization.succession s ON s.from_id = o.id)
    SELECT s.from_id AS "from", s.to_id AS "to", s.on_day AS "on", s.whole, s.share::float8 AS share, s.goes_on AS "goesOn"
    FROM organization.succession s WHERE s.from_id IN (SELECT id FROM on_from)`.execute(db)
  return rows
}

/** Which of these units exist on a day. */
export async function findExisting(db: Kysely<DB>, ids: readonly string[], day: string): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    SELECT u.unit_id AS id FROM organization.units_on(${day}::date) u WHERE u.unit_id = ANY (${ids}::uuid[])`.execute(db)
  return new Set(rows.map((r) => r.id))
}
