import { type Kysely, sql } from 'kysely'
import type { DB } from '#kernel/db.types.ts'
import type { StoredFile } from './file.contract.ts'

const columns = sql`f.id, f.name, f.size, f.sha256, f.media_type AS "mediaType", f.kind, f.inline, f.mismatch, f.purpose, f.sensitive,
  f.uploaded_by_name AS "uploadedByName", f.uploaded_at AS "uploadedAt", f.deleted_at AS "deletedAt"`

export async function insertFile(db: Kysely<DB>, file: StoredFile, uploadedBy: string): Promise<void> {
  await sql`INSERT INTO files.file (id, sha256, size, name, media_type, kind, inline, mismatch, purpose, sensitive, uploaded_by, uploaded_by_name, uploaded_at)
    VALUES (${file.id}::uuid, ${file.sha256}, ${file.size}, ${file.name}, ${file.mediaType}, ${file.kind}, ${file.inline}, ${file.mismatch},
      ${file.purpose}, ${file.sensitive}, ${uploadedBy}, ${file.uploadedByName}, ${file.uploadedAt}::timestamptz)`.execute(db)
}

/** Notes a content that has just been put, and so is whole; waits for a clearing of the same content that is under way. */
export async function noteContent(db: Kysely<DB>, blob: { sha256: string; size: number }, at: string): Promise<void> {
  await sql`INSERT INTO files.blob (sha256, size, state, checked_at) VALUES (${blob.sha256}, ${blob.size}, 'whole', ${at}::timestamptz)
    ON CONFLICT (sha256) DO UPDATE SET state = 'whole', checked_at = excluded.checked_at`.execute(db)
  await sql`UPDATE files.fault SET repaired_at = ${at}::timestamptz WHERE sha256 = ${blob.sha256} AND repaired_at IS NULL`.execute(
    db,
  )
}

export async function findOpenable(db: Kysely<DB>, id: string): Promise<(StoredFile & { openedByRight: boolean }) | undefined> {
  const { rows } = await sql<StoredFile & { openedByRight: boolean }>`
    SELECT ${columns}, f.uploaded_by <> current_setting('noivu.actor', true) AND NOT EXISTS (SELECT FROM files.link l WHERE l.file_id = f.id
      AND files.within(l.read_permission, l.unit_id, l.person_id)) AS "openedByRight"
    FROM files.openable f WHERE f.id = ${id}::uuid`.execute(db)
  return rows[0]
}

/** Uploads of the actor that no record holds yet. */
export async function countUnfinished(db: Kysely<DB>, actorId: string): Promise<{ files: number; bytes: number }> {
  const { rows } = await sql<{ files: number; bytes: number }>`
    SELECT count(*)::int AS files, coalesce(sum(size), 0)::bigint AS bytes FROM files.file
    WHERE uploaded_by = ${actorId} AND NOT linked AND deleted_at IS NULL`.execute(db)
  return rows[0] ?? { files: 0, bytes: 0 }
}

/** Whether this actor opened the file since a moment, as written down. */
export async function openedSince(db: Kysely<DB>, fileId: string, actorId: string, since: string): Promise<boolean> {
  const { rows } = await sql`SELECT FROM files.opening WHERE file_id = ${fileId}::uuid AND actor_id = ${actorId}
    AND opened_at > ${since}::timestamptz LIMIT 1`.execute(db)
  return rows.length > 0
}

export async function insertOpening(
  db: Kysely<DB>,
  o: { id: string; fileId: string; actorId: string; actorName: string; at: string },
): Promise<void> {
  await sql`INSERT INTO files.opening (id, file_id, actor_id, actor_name, opened_at)
    VALUES (${o.id}::uuid, ${o.fileId}::uuid, ${o.actorId}, ${o.actorName}, ${o.at}::timestamptz)`.execute(db)
}

export interface LinkRow {
  id: string
  fileId: string
  relation: string
  ownerId: string
  read: string
  write: string
  unitId: string | null
  personId: string | null
  at: string
}

/** Ties a file to a record; once is enough. */
export async function insertLink(db: Kysely<DB>, l: LinkRow): Promise<void> {
  await sql`INSERT INTO files.link (id, file_id, owner_relation, owner_id, read_permission, write_permission, unit_id, person_id, linked_at)
    VALUES (${l.id}::uuid, ${l.fileId}::uuid, ${l.relation}, ${l.ownerId}, ${l.read}, ${l.write}, ${l.unitId}::uuid, ${l.personId}::uuid, ${l.at}::timestamptz)
    ON CONFLICT (file_id, owner_relation, owner_id) DO NOTHING`.execute(db)
}

export async function deleteLink(db: Kysely<DB>, fileId: string, relation: string, ownerId: string): Promise<boolean> {
  const result =
    await sql`DELETE FROM files.link WHERE file_id = ${fileId}::uuid AND owner_relation = ${relation} AND owner_id = ${ownerId}`.execute(
      db,
    )
  return result.numAffectedRows === 1n
}

/** Files of records, oldest link first. */
export async function findFilesOf(
  db: Kysely<DB>,
  relation: string,
  ownerIds: string[],
): Promise<(StoredFile & { ownerId: string })[]> {
  const { rows } = await sql<StoredFile & { ownerId: string }>`
    SELECT ${columns}, l.owner_id AS "ownerId" FROM files.link l JOIN files.openable f ON f.id = l.file_id
    WHERE l.owner_relation = ${relation} AND l.owner_id = ANY (${ownerIds}::text[]) AND f.deleted_at IS NULL
    ORDER BY l.linked_at, l.id`.execute(db)
  return rows
}
