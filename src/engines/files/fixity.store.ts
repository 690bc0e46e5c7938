import { type Kysely, sql } from 'kysely'
import type { BlobState } from '#kernel/blobs/blobs.ts'
import type { DB } from '#kernel/db.types.ts'

/** Every content some file has, the one looked at longest ago first. */
export async function findContents(db: Kysely<DB>): Promise<{ sha256: string; size: number }[]> {
  const { rows } = await sql<{ sha256: string; size: number }>`
    SELECT f.sha256, max(f.size) AS size FROM files.file f LEFT JOIN files.blob b ON b.sha256 = f.sha256
    GROUP BY f.sha256 ORDER BY min(b.checked_at) NULLS FIRST, f.sha256`.execute(db)
  return rows
}

export async function upsertStates(
  db: Kysely<DB>,
  findings: { sha256: string; size: number; state: BlobState }[],
  at: string,
): Promise<void> {
  await sql`INSERT INTO files.blob (sha256, size, state, checked_at)
    SELECT r.sha256, r.size, r.state, ${at}::timestamptz FROM jsonb_to_recordset(${JSON.stringify(findings)}::jsonb) AS r(sha256 text, size bigint, state text)
    ON CONFLICT (sha256) DO UPDATE SET state = excluded.state, checked_at = excluded.checked_at`.execute(db)
}

export async function closeFaults(db: Kysely<DB>, hashes: string[], at: string): Promise<void> {
  if (hashes.length === 0) return
  await sql`UPDATE files.fault SET repaired_at = ${at}::timestamptz WHERE repaired_at IS NULL AND sha256 = ANY (${hashes}::text[])`.execute(
    db,
  )
}

/** False where the fault was known. */
export async function insertFault(
  db: Kysely<DB>,
  f: { id: string; sha256: string; state: string; at: string },
): Promise<boolean> {
  const result =
    await sql`INSERT INTO files.fault (id, sha256, state, found_at) VALUES (${f.id}::uuid, ${f.sha256}, ${f.state}, ${f.at}::timestamptz)
    ON CONFLICT (sha256) WHERE repaired_at IS NULL DO NOTHING`.execute(db)
  return result.numAffectedRows === 1n
}

export async function findNames(db: Kysely<DB>, sha256: string): Promise<string[]> {
  const { rows } = await sql<{
    name: string
  }>`SELECT DISTINCT name FROM files.file WHERE sha256 = ${sha256} ORDER BY name LIMIT 20`.execute(db)
  return rows.map((r) => r.name)
}

const mayGo = sql`NOT linked AND NOT held AND (retain_until IS NULL OR retain_until <= current_setting('noivu.today')::date)`

export async function deleteUnfinished(db: Kysely<DB>, before: string): Promise<number> {
  const result =
    await sql`DELETE FROM files.file WHERE ${mayGo} AND deleted_at IS NULL AND uploaded_at < ${before}::timestamptz`.execute(db)
  return Number(result.numAffectedRows ?? 0n)
}

export async function deleteFromBin(db: Kysely<DB>, before: string): Promise<number> {
  const result = await sql`DELETE FROM files.file WHERE ${mayGo} AND deleted_at < ${before}::timestamptz`.execute(db)
  return Number(result.numAffectedRows ?? 0n)
}

export async function findUnused(db: Kysely<DB>): Promise<string[]> {
  const { rows } = await sql<{ sha256: string }>`SELECT sha256 FROM files.blob b
    WHERE NOT EXISTS (SELECT FROM files.file f WHERE f.sha256 = b.sha256) ORDER BY sha256`.execute(db)
  return rows.map((r) => r.sha256)
}

export async function deleteUnused(db: Kysely<DB>, sha256: string): Promise<boolean> {
  const result = await sql`DELETE FROM files.blob b WHERE b.sha256 = ${sha256}
    AND NOT EXISTS (SELECT FROM files.file f WHERE f.sha256 = b.sha256)`.execute(db)
  return result.numAffectedRows === 1n
}
