import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { DB } from '#kernel/db.types.ts'

export function emergencyRows(_db: Kysely<DB>, _asOf: string, now: string): RawBuilder<unknown> {
  return sql`SELECT e.id, e.user_id AS "userId", e.user_name AS "userName", e.started_at AS "startedAt", coalesce(e.ended_at, e.until) AS "endedAt", e.reason,
    CASE WHEN (SELECT access.reaches_all('administration.readAudit')) THEN (SELECT count(*)::int FROM audit.entry a WHERE a.emergency_id = e.id) END AS entries,
    CASE WHEN e.finding IS NOT NULL THEN e.finding WHEN e.ended_at IS NULL AND e.until > ${now}::timestamptz THEN 'ongoing' ELSE 'unreviewed' END AS state,
    e.reviewed_by_name AS "reviewedByName", e.review_note AS "reviewNote", kernel.fold(e.user_name || ' ' || e.reason) AS search_name
  FROM access.emergency e`
}

export async function insertEmergency(
  db: Kysely<DB>,
  e: { id: string; userId: string; userName: string; reason: string; at: string; until: string },
): Promise<void> {
  await sql`INSERT INTO access.emergency (id, user_id, user_name, reason, started_at, until)
    VALUES (${e.id}::uuid, ${e.userId}, ${e.userName}, ${e.reason}, ${e.at}, ${e.until})`.execute(db)
}

export async function isOngoing(db: Kysely<DB>, userId: string, now: string): Promise<boolean> {
  const { rows } =
    await sql`SELECT 1 FROM access.emergency WHERE user_id = ${userId} AND ended_at IS NULL AND until > ${now}::timestamptz`.execute(
      db,
    )
  return rows.length > 0
}

export async function endEmergency(db: Kysely<DB>, userId: string, now: string): Promise<boolean> {
  const result = await sql`UPDATE access.emergency SET ended_at = ${now}
    WHERE user_id = ${userId} AND ended_at IS NULL AND until > ${now}::timestamptz`.execute(db)
  return (result.numAffectedRows ?? 0n) > 0n
}

export async function findEmergency(
  db: Kysely<DB>,
  id: string,
): Promise<{ userId: string; finding: string | null; over: string } | undefined> {
  const { rows } = await sql<{ userId: string; finding: string | null; over: string }>`
    SELECT user_id AS "userId", finding, coalesce(ended_at, until) AS over FROM access.emergency WHERE id = ${id}::uuid`.execute(
    db,
  )
  return rows[0]
}

export async function updateReview(
  db: Kysely<DB>,
  r: { id: string; finding: string; note: string; by: string; byName: string; at: string },
): Promise<boolean> {
  const result =
    await sql`UPDATE access.emergency SET finding = ${r.finding}, review_note = ${r.note}, reviewed_at = ${r.at}, reviewed_by = ${r.by},
    reviewed_by_name = ${r.byName} WHERE id = ${r.id}::uuid AND finding IS NULL`.execute(db)
  return result.numAffectedRows === 1n
}
