import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { DB } from '#kernel/db.types.ts'
import type { RatingRow } from './rating.contract.ts'

/** Rows of the rating list. Units carry the name they had on the last day of the period. */
export function ratingRows(_db: Kysely<DB>, _asOf: string): RawBuilder<unknown> {
  return sql`
    SELECT r.id, r.person_id AS "personId", p.full_name AS "personName", p.search_name, r.unit_id AS "unitId", u.name AS "unitName",
      r.period_kind AS "periodKind", r.period_from AS "periodFrom", r.period_until AS "periodUntil", extract(year FROM r.period_from)::text AS "periodYear",
      r.level, r.decision_number AS "decisionNumber", r.decided_on AS "decidedOn"
    FROM evaluation.rating r
    LEFT JOIN people.person p ON p.id = r.person_id
    LEFT JOIN organization.unit_version u ON u.unit_id = r.unit_id
      AND (u.valid_from IS NULL OR u.valid_from < r.period_until) AND (u.valid_until IS NULL OR u.valid_until >= r.period_until)`
}

export async function findRating(db: Kysely<DB>, id: string): Promise<RatingRow | undefined> {
  const { rows } = await sql<RatingRow>`SELECT l.* FROM (${ratingRows(db, '')}) l WHERE l.id = ${id}::uuid`.execute(db)
  return rows[0]
}

export async function findRatingsOf(db: Kysely<DB>, personId: string): Promise<RatingRow[]> {
  const { rows } = await sql<RatingRow>`
    SELECT l.* FROM (${ratingRows(db, '')}) l WHERE l."personId" = ${personId}::uuid ORDER BY l."periodFrom" DESC, l."periodKind"`.execute(
    db,
  )
  return rows
}

/** A rating as written. */
export interface NewRating {
  id: string
  personId: string
  unitId: string
  periodKind: string
  periodFrom: string
  periodUntil: string
  level: string
  decidedOn: string | null
  decisionNumber: string | null
  decidedByUnitId: string | null
  recordedVia: 'platform' | 'import'
}

export async function insertRatings(db: Kysely<DB>, rows: NewRating[], at: string): Promise<void> {
  await sql`
    INSERT INTO evaluation.rating (id, subject_kind, person_id, unit_id, period_kind, period_from, period_until, level, decided_on, decision_number,
      decided_by_unit_id, recorded_via, recorded_at)
    SELECT r.id, 'person', r."personId", r."unitId", r."periodKind", r."periodFrom", r."periodUntil", r.level, r."decidedOn", r."decisionNumber",
      r."decidedByUnitId", r."recordedVia", ${at}::timestamptz
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(id uuid, "personId" uuid, "unitId" uuid, "periodKind" text, "periodFrom" date,
      "periodUntil" date, level text, "decidedOn" date, "decisionNumber" text, "decidedByUnitId" uuid, "recordedVia" text)`.execute(
    db,
  )
}

export async function updateLevel(db: Kysely<DB>, id: string, level: string): Promise<number> {
  const result = await sql`UPDATE evaluation.rating SET level = ${level} WHERE id = ${id}::uuid`.execute(db)
  return Number(result.numAffectedRows ?? 0n)
}

/** Ratings of many people, as far as telling a new one from a repeated one goes. */
export async function findForPeople(db: Kysely<DB>, personIds: string[]) {
  const { rows } = await sql<{
    id: string
    personId: string
    unitId: string
    periodKind: string
    periodFrom: string
    periodUntil: string
    level: string
  }>`
    SELECT id, person_id AS "personId", unit_id AS "unitId", period_kind AS "periodKind", period_from AS "periodFrom", period_until AS "periodUntil", level
    FROM evaluation.rating WHERE person_id = ANY (${personIds}::uuid[])`.execute(db)
  return rows
}

/** Corrects many levels; the number written. */
export async function updateLevels(db: Kysely<DB>, rows: { id: string; level: string }[]): Promise<number> {
  const { numAffectedRows } = await sql`UPDATE evaluation.rating t SET level = r.level
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(id uuid, level text) WHERE t.id = r.id`.execute(db)
  return Number(numAffectedRows ?? 0n)
}

export async function deleteRatings(db: Kysely<DB>, ids: string[]): Promise<void> {
  await sql`DELETE FROM evaluation.rating WHERE id = ANY (${ids}::uuid[])`.execute(db)
}

/** Of these, the people (or the units) that have ratings. */
export async function findRated(db: Kysely<DB>, of: 'person_id' | 'unit_id', ids: string[]): Promise<string[]> {
  const { rows } = await sql<{
    id: string
  }>`SELECT DISTINCT ${sql.ref(of)} AS id FROM evaluation.rating WHERE ${sql.ref(of)} = ANY (${ids}::uuid[])`.execute(db)
  return rows.map((r) => r.id)
}

/** Years (school years too) that these persons were rated "not completed" in, within reach. */
export async function findNotCompleted(
  db: Kysely<DB>,
  personIds: readonly string[],
): Promise<{ personId: string; from: string; until: string }[]> {
  const { rows } = await sql<{ personId: string; from: string; until: string }>`
    SELECT person_id AS "personId", period_from AS "from", period_until AS until FROM evaluation.rating
    WHERE person_id = ANY (${personIds}::uuid[]) AND level = 'KHT' AND period_kind IN ('year', 'school-year') ORDER BY period_from`.execute(
    db,
  )
  return rows
}
