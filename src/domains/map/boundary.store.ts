import { type Kysely, sql } from 'kysely'
import type { DB } from '#kernel/db.types.ts'
import type { Geometry } from './boundary.rules.ts'
import type { MapLevel, MappedUnit } from './map.contract.ts'

export interface Boundary {
  id: string
  unitId: string
  validFrom: string | null
  validUntil: string | null
  geometry: Geometry
  source: string
}

/** All boundaries of these units, oldest first. */
export async function findBoundaries(db: Kysely<DB>, unitIds: readonly string[]): Promise<Boundary[]> {
  const { rows } = await sql<Boundary>`
    SELECT id, unit_id AS "unitId", valid_from AS "validFrom", valid_until AS "validUntil", geometry, source
    FROM map.boundary WHERE unit_id = ANY (${unitIds}::uuid[]) ORDER BY valid_from NULLS FIRST`.execute(db)
  return rows
}

export async function findBoundary(db: Kysely<DB>, id: string): Promise<Boundary | undefined> {
  const { rows } = await sql<Boundary>`
    SELECT id, unit_id AS "unitId", valid_from AS "validFrom", valid_until AS "validUntil", geometry, source
    FROM map.boundary WHERE id = ${id}::uuid`.execute(db)
  return rows[0]
}

export async function insertBoundaries(db: Kysely<DB>, rows: readonly Boundary[], at: string): Promise<void> {
  await sql`INSERT INTO map.boundary (id, unit_id, valid_from, valid_until, geometry, source, brought_at)
    SELECT r.id, r."unitId", r."validFrom", r."validUntil", r.geometry, r.source, ${at}
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      AS r(id uuid, "unitId" uuid, "validFrom" date, "validUntil" date, geometry jsonb, source text)`.execute(db)
}

/** Ends a boundary on a day, or lets it hold on (null). */
export async function endBoundaries(db: Kysely<DB>, rows: readonly { id: string; until: string | null }[]): Promise<void> {
  await sql`UPDATE map.boundary b SET valid_until = r."until"
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(id uuid, "until" date) WHERE b.id = r.id`.execute(db)
}

/** Gives boundaries another outline: what was recorded before was wrong or coarser. */
export async function replaceGeometries(
  db: Kysely<DB>,
  rows: readonly { id: string; geometry: Geometry; source: string }[],
): Promise<void> {
  await sql`UPDATE map.boundary b SET geometry = r.geometry, source = r.source
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(id uuid, geometry jsonb, source text) WHERE b.id = r.id`.execute(
    db,
  )
}

export async function deleteBoundaries(db: Kysely<DB>, ids: readonly string[]): Promise<void> {
  await sql`DELETE FROM map.boundary WHERE id = ANY (${ids}::uuid[])`.execute(db)
}

/** The units of a level on a day, each with its outline on that day or none. */
export async function findOnMap(
  db: Kysely<DB>,
  level: MapLevel,
  on: string,
): Promise<(Omit<MappedUnit, 'geometry'> & { geometry: Geometry | null })[]> {
  const { rows } = await sql<Omit<MappedUnit, 'geometry'> & { geometry: Geometry | null }>`
    SELECT u.unit_id AS id, u.code, u.name, u.kind, b.geometry
    FROM organization.units_on(${on}::date) u
    LEFT JOIN map.boundary b ON b.unit_id = u.unit_id AND (b.valid_from IS NULL OR b.valid_from <= ${on}::date)
      AND (b.valid_until IS NULL OR b.valid_until > ${on}::date)
    WHERE u.level = ${level} ORDER BY u.code`.execute(db)
  return rows
}

/** Days on which units with a boundary, or their boundaries, began or ended, with the act that says so. */
export async function findMoments(db: Kysely<DB>): Promise<{ on: string; levels: MapLevel[]; act: string | null }[]> {
  const { rows } = await sql<{ on: string; levels: MapLevel[]; act: string | null }>`
    WITH mapped AS (SELECT DISTINCT unit_id FROM map.boundary),
      change (on_day, level, act) AS (
        SELECT v.valid_from, v.level, v.act FROM organization.unit_version v JOIN mapped m ON m.unit_id = v.unit_id WHERE v.valid_from IS NOT NULL
        UNION ALL
        SELECT v.valid_until, v.level, NULL FROM organization.unit_version v JOIN mapped m ON m.unit_id = v.unit_id WHERE v.valid_until IS NOT NULL
        UNION ALL
        SELECT b.valid_from, v.level, NULL FROM map.boundary b JOIN organization.unit_version v ON v.unit_id = b.unit_id WHERE b.valid_from IS NOT NULL)
    SELECT on_day AS "on", array_agg(DISTINCT level ORDER BY level) AS levels, mode() WITHIN GROUP (ORDER BY act) AS act
    FROM change WHERE level IN ('province', 'district', 'commune') GROUP BY on_day ORDER BY on_day`.execute(db)
  return rows
}

/** Which of these units have a boundary: they are not taken back. */
export async function findWithBoundary(db: Kysely<DB>, unitIds: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{
    id: string
  }>`SELECT DISTINCT unit_id AS id FROM map.boundary WHERE unit_id = ANY (${unitIds}::uuid[])`.execute(db)
  return rows.map((r) => r.id)
}
