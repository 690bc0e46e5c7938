import { type Kysely, sql } from 'kysely'
import type { DB } from '#kernel/db.types.ts'
import type { LineageGraph } from './lineage-graph.contract.ts'

/** The successions by which a unit came about and what it went into, however many steps away on either side. */
export async function findLineageEdges(db: Kysely<DB>, unitId: string): Promise<LineageGraph['edges']> {
  const { rows } = await sql<LineageGraph['edges'][number]>`
    WITH RECURSIVE back (id) AS (SELECT ${unitId}::uuid UNION SELECT s.from_id FROM back b JOIN organization.succession s ON s.to_id = b.id),
      on_from (id) AS (SELECT ${unitId}::uuid UNION SELECT s.to_id FROM on_from o JOIN organization.succession s ON s.from_id = o.id)
    SELECT s.from_id AS "from", s.to_id AS "to", s.on_day AS "on", s.whole, coalesce(a.title, '') AS act, s.act_id AS "actId"
    FROM organization.succession s LEFT JOIN organization.act a ON a.id = s.act_id
    WHERE s.to_id IN (SELECT id FROM back) OR s.from_id IN (SELECT id FROM on_from)
    ORDER BY s.on_day, s.from_id, s.to_id`.execute(db)
  return rows
}

/** From when until when units lived, under their last names. */
export async function findLifetimes(db: Kysely<DB>, ids: readonly string[]): Promise<LineageGraph['units']> {
  const { rows } = await sql<LineageGraph['units'][number]>`
    SELECT v.unit_id AS id, (array_agg(v.code ORDER BY v.valid_from DESC NULLS LAST))[1] AS code,
      (array_agg(v.name ORDER BY v.valid_from DESC NULLS LAST))[1] AS name,
      CASE WHEN bool_or(v.valid_from IS NULL) THEN NULL ELSE min(v.valid_from) END AS "from",
      CASE WHEN bool_or(v.valid_until IS NULL) THEN NULL ELSE max(v.valid_until) END AS "until"
    FROM organization.unit_version v WHERE v.unit_id = ANY (${ids}::uuid[]) GROUP BY v.unit_id ORDER BY code`.execute(db)
  return rows
}
