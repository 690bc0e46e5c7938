import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { DB } from '#kernel/db.types.ts'

/** The list; `error` is still a code with its parameters. */
export function backupRows(_db: Kysely<DB>, _asOf: string): RawBuilder<unknown> {
  return sql`
    SELECT b.id, b.file, b.encrypted, b.began_at AS "beganAt", b.size, b.records, b.contents, b.audit_seq || ':' || b.audit_hash AS "auditHead",
      b.verified_at AS "verifiedAt", b.error,
      CASE WHEN b.removed_at IS NOT NULL THEN 'removed'
        WHEN b.ended_at IS NULL AND b.alive_at > clock_timestamp() - interval '10 minutes' THEN 'running'
        WHEN b.ended_at IS NULL THEN 'died'
        WHEN b.sha256 IS NULL THEN 'failed'
        WHEN b.error IS NOT NULL THEN 'damaged'
        WHEN b.verified_at IS NOT NULL THEN 'verified'
        ELSE 'made' END AS state
    FROM kernel.backup b`
}

/** The file of a backup that was finished and is still there. */
export async function findFile(db: Kysely<DB>, id: string): Promise<{ file: string; sha256: string } | undefined> {
  const { rows } = await sql<{ file: string; sha256: string }>`
    SELECT file, sha256 FROM kernel.backup WHERE id = ${id}::uuid AND sha256 IS NOT NULL AND removed_at IS NULL`.execute(db)
  return rows[0]
}

export async function newestVerified(db: Kysely<DB>): Promise<string | null> {
  const { rows } = await sql<{ at: string | null }>`
    SELECT max(began_at) AS at FROM kernel.backup WHERE verified_at IS NOT NULL AND error IS NULL AND removed_at IS NULL`.execute(
    db,
  )
  return rows[0]?.at ?? null
}

// What follows is written past the operations, as the records themselves are: by the process that makes and checks the files.

export async function findScheduled(db: Kysely<DB>): Promise<{ id: string; file: string; day: string; verified: boolean }[]> {
  const { rows } = await sql<{ id: string; file: string; day: string; verified: boolean }>`
    SELECT id, file, (began_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS day, verified_at IS NOT NULL AND error IS NULL AS verified
    FROM kernel.backup WHERE scheduled AND sha256 IS NOT NULL AND removed_at IS NULL ORDER BY began_at DESC`.execute(db)
  return rows
}

export async function updateVerified(db: Kysely<DB>, id: string, error: string | null): Promise<void> {
  await sql`UPDATE kernel.backup SET error = ${error}, verified_at = CASE WHEN ${error}::text IS NULL THEN clock_timestamp() ELSE verified_at END
    WHERE id = ${id}::uuid`.execute(db)
}

export async function updateRemoved(db: Kysely<DB>, id: string): Promise<void> {
  await sql`UPDATE kernel.backup SET removed_at = clock_timestamp() WHERE id = ${id}::uuid`.execute(db)
}

export async function readKeep(db: Kysely<DB>): Promise<unknown> {
  const { rows } = await sql<{ value: unknown }>`SELECT kernel.backup_keep() AS value`.execute(db)
  return rows[0]?.value
}
