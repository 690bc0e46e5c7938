import type pg from 'pg'
import { Refusal } from '../errors.ts'

/** Why a backup failed, as a code of words and its parameters. */
export function failureText(error: unknown): string {
  if (error instanceof Refusal) return JSON.stringify({ code: error.code, params: error.params })
  const code = (error as NodeJS.ErrnoException | null)?.code
  if (code === 'ENOSPC' || code === 'EDQUOT') return JSON.stringify({ code: 'kernel.backupNoSpace', params: {} })
  if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM')
    return JSON.stringify({ code: 'kernel.backupNotWritable', params: {} })
  return JSON.stringify({ code: 'kernel.backupUnexpected', params: {} })
}

/** The record of a backup that is under way. */
export interface BackupRecord {
  id: string
  end(outcome: {
    size: number
    sha256: string
    records: number
    contents: number
    audit: { seq: number; hash: string }
  }): Promise<void>
  fail(error: unknown): Promise<void>
}

/** Milliseconds between signs of life. They are taken as gone after ten minutes without one. */
const beatEvery = 30_000

/**
 * Writes down that a backup begins, and says again and again that it goes on. Past the operations and their log: this tells of files
 * beside the installation, and must stand before the snapshot is taken.
 */
export async function beginBackup(
  pool: pg.Pool,
  { id, file, scheduled, encrypted }: { id: string; file: string; scheduled: boolean; encrypted: boolean },
): Promise<BackupRecord> {
  await pool.query(
    `INSERT INTO kernel.backup (id, file, scheduled, encrypted, began_at, alive_at)
     VALUES ($1, $2, $3, $4, clock_timestamp(), clock_timestamp())`,
    [id, file, scheduled, encrypted],
  )
  let beating = false
  const beat = setInterval(() => {
    if (beating) return
    beating = true
    pool
      .query('UPDATE kernel.backup SET alive_at = clock_timestamp() WHERE id = $1 AND ended_at IS NULL', [id])
      .catch(() => {})
      .finally(() => (beating = false))
  }, beatEvery)
  beat.unref()
  return {
    id,
    end: async ({ size, sha256, records, contents, audit }) => {
      clearInterval(beat)
      await pool.query(
        `UPDATE kernel.backup SET ended_at = clock_timestamp(), size = $2, sha256 = $3, records = $4, contents = $5, audit_seq = $6,
           audit_hash = $7 WHERE id = $1`,
        [id, size, sha256, records, contents, audit.seq, audit.hash],
      )
    },
    fail: async (error) => {
      clearInterval(beat)
      await pool
        .query('UPDATE kernel.backup SET ended_at = clock_timestamp(), error = $2 WHERE id = $1', [id, failureText(error)])
        .catch(() => {})
    },
  }
}
