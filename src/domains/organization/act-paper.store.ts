import { type Kysely, sql } from 'kysely'
import type { DB } from '#kernel/db.types.ts'
import type { MovedUnits } from './act-paper.rules.ts'

/** What an act wrote of units: what lives on in what, what each is called since and was called before, and what stands above it. */
export async function findMoved(db: Kysely<DB>, actId: string, day: string): Promise<MovedUnits> {
  const { rows: successions } = await sql<MovedUnits['successions'][number]>`
    SELECT from_id AS "from", to_id AS "to", whole, share::float8 AS share, goes_on AS "goesOn" FROM organization.succession WHERE act_id = ${actId}::uuid`.execute(
    db,
  )
  const { rows: versions } = await sql<MovedUnits['versions'][number]>`
    SELECT v.unit_id AS unit, v.name, v.code, o.name AS "formerName", o.code AS "formerCode" FROM organization.unit_version v
    LEFT JOIN organization.unit_version o ON o.unit_id = v.unit_id AND o.valid_until = ${day}::date
    WHERE v.begun_by = ${actId}::uuid`.execute(db)
  const { rows: places } = await sql<MovedUnits['places'][number]>`
    SELECT p.unit_id AS unit, p.parent_id AS "to", (SELECT o.parent_id FROM organization.unit_parent o
      WHERE o.unit_id = p.unit_id AND o.tree = p.tree AND o.ended_by = ${actId}::uuid LIMIT 1) AS "from"
    FROM organization.unit_parent p WHERE p.begun_by = ${actId}::uuid`.execute(db)
  return { successions, versions, places }
}

/** The bodies that stand over a list: the province that the act is about, and its department of home affairs. */
export async function findIssuers(db: Kysely<DB>, day: string): Promise<{ province: string; department: string }> {
  const { rows } = await sql<{ province: string | null; department: string | null }>`
    SELECT (SELECT a.name FROM organization.parents_on(${day}::date) l JOIN organization.units_on(${day}::date) a ON a.unit_id = l.parent_id
        WHERE l.unit_id = d.unit_id AND l.tree = 'government') AS province, d.name AS department
    FROM organization.units_on(${day}::date) d WHERE d.level = 'department' AND kernel.fold(d.name) LIKE 'so noi vu%' ORDER BY d.code LIMIT 1`.execute(
    db,
  )
  return { province: rows[0]?.province ?? '', department: rows[0]?.department ?? '' }
}
