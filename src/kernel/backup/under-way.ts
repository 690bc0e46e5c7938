import { type Kysely, sql } from 'kysely'
import type { DB } from '../db.types.ts'

/** Whether a backup is being made. Contents of files are then not removed: its snapshot may name them, and it copies them last. */
export async function isBackupUnderWay(db: Kysely<DB>): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`SELECT kernel.backup_under_way() AS found`.execute(db)
  return rows[0]?.found ?? false
}
