import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { DB } from '#kernel/db.types.ts'
import type { FileRecord, Totals } from './file.contract.ts'

const place = sql`CASE WHEN f.deleted_at IS NOT NULL THEN 'bin' WHEN f.linked THEN 'used' ELSE 'unfinished' END`

/** Rows of the inventory; what a content was last found to be is that of all files that share it. */
export function fileRows(_db: Kysely<DB>, _asOf: string): RawBuilder<unknown> {
  return sql`
    SELECT f.id, f.name, f.kind, f.size, f.uploaded_by_name AS "uploadedByName", f.uploaded_at AS "uploadedAt", f.media_type AS "mediaType",
      f.sha256, f.search_name, ${place} AS place, coalesce(b.state, 'whole') AS state, b.checked_at AS "checkedAt",
      coalesce((SELECT replace(min(l.owner_relation), '.', '_') FROM files.link l WHERE l.file_id = f.id), '') AS owner
    FROM files.file f LEFT JOIN files.blob b ON b.sha256 = f.sha256`
}

/** The file alone: what names, kinds, sizes and dates are searched, sorted and counted by. */
export function fileSpine(_db: Kysely<DB>, _asOf: string): RawBuilder<unknown> {
  return sql`SELECT f.id, f.name, f.kind, f.size, f.uploaded_by_name AS "uploadedByName", f.uploaded_at AS "uploadedAt", f.search_name,
    ${place} AS place FROM files.file f`
}

export async function findRecord(db: Kysely<DB>, id: string): Promise<FileRecord | undefined> {
  const { rows } = await sql<FileRecord>`
    SELECT f.id, f.name, f.size, f.sha256, f.media_type AS "mediaType", f.kind, f.inline, f.mismatch, f.purpose, f.sensitive,
      f.uploaded_by_name AS "uploadedByName", f.uploaded_at AS "uploadedAt", f.deleted_at AS "deletedAt", f.deleted_by_name AS "deletedByName",
      ${place} AS place, coalesce(b.state, 'whole') AS state, b.checked_at AS "checkedAt", f.held, f.retain_until AS "retainUntil",
      EXISTS (SELECT FROM files.openable o WHERE o.id = f.id) AS "mayOpen",
      (SELECT coalesce(jsonb_agg(jsonb_build_object('owner', replace(l.owner_relation, '.', '_'), 'ownerId', l.owner_id, 'linkedAt', l.linked_at)
        ORDER BY l.linked_at), '[]') FROM files.link l WHERE l.file_id = f.id) AS owners,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('actorName', o.actor_name, 'openedAt', o.opened_at) ORDER BY o.opened_at DESC), '[]')
        FROM (SELECT * FROM files.opening o WHERE o.file_id = f.id ORDER BY o.opened_at DESC LIMIT 50) o) AS openings,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('state', t.state, 'foundAt', t.found_at, 'repairedAt', t.repaired_at) ORDER BY t.found_at DESC), '[]')
        FROM files.fault t WHERE t.sha256 = f.sha256) AS faults
    FROM files.file f LEFT JOIN files.blob b ON b.sha256 = f.sha256 WHERE f.id = ${id}::uuid`.execute(db)
  return rows[0]
}

export async function readTotals(db: Kysely<DB>): Promise<Omit<Totals, 'store'>> {
  const { rows } = await sql<Omit<Totals, 'store'>>`
    SELECT (SELECT count(*)::int FROM files.file WHERE deleted_at IS NULL) AS files,
      (SELECT coalesce(sum(size), 0)::bigint FROM files.file WHERE deleted_at IS NULL) AS bytes,
      (SELECT count(*)::int FROM files.file WHERE deleted_at IS NULL AND NOT linked) AS unfinished,
      (SELECT count(*)::int FROM files.file WHERE deleted_at IS NOT NULL) AS "inBin",
      count(*)::int AS contents, coalesce(sum(size), 0)::bigint AS "storedBytes", min(checked_at) AS "oldestCheck",
      count(*) FILTER (WHERE state = 'damaged')::int AS damaged, count(*) FILTER (WHERE state = 'missing')::int AS missing
    FROM files.blob`.execute(db)
  return rows[0]!
}

/** Puts a file into the bin; the second look at its state and the write are one. */
export async function updateDeleted(db: Kysely<DB>, id: string, at: string, byName: string): Promise<boolean> {
  const result = await sql`UPDATE files.file SET deleted_at = ${at}::timestamptz, deleted_by_name = ${byName}
    WHERE id = ${id}::uuid AND deleted_at IS NULL AND NOT linked AND NOT held
      AND (retain_until IS NULL OR retain_until <= current_setting('noivu.today')::date)`.execute(db)
  return result.numAffectedRows === 1n
}

export async function updateRestored(db: Kysely<DB>, id: string): Promise<boolean> {
  const result =
    await sql`UPDATE files.file SET deleted_at = NULL, deleted_by_name = NULL WHERE id = ${id}::uuid AND deleted_at IS NOT NULL`.execute(
      db,
    )
  return result.numAffectedRows === 1n
}

export async function updateHeld(db: Kysely<DB>, id: string, held: boolean, retainUntil: string | null): Promise<boolean> {
  const result =
    await sql`UPDATE files.file SET held = ${held}, retain_until = ${retainUntil}::date WHERE id = ${id}::uuid`.execute(db)
  return result.numAffectedRows === 1n
}
