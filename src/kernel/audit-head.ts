import { type Kysely, sql } from 'kysely'
import type pg from 'pg'
import type { DB } from './db.types.ts'

/** The newest entry of the log: its hash vouches for every entry before it. Written down elsewhere it shows later that none was rewritten. */
export interface AuditHead {
  seq: number
  hash: string
}

/** Read past the policies: by the platform, for a backup. */
export async function readAuditHead(client: Pick<pg.ClientBase, 'query'>): Promise<AuditHead> {
  const { rows } = await client.query<AuditHead>(`SELECT seq, encode(hash, 'hex') AS hash FROM audit.head`)
  if (!rows[0]) throw new Error('the log has no head')
  return rows[0]
}

/** Whether the log still has this entry as it was; a log without entries has the hash it began with. */
export async function hasAuditEntry(db: Kysely<DB>, { seq, hash }: AuditHead): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`
    SELECT EXISTS (SELECT FROM audit.entry WHERE seq = ${seq} AND hash = decode(${hash}, 'hex'))
      OR (${seq}::bigint = 0 AND decode(${hash}, 'hex') = sha256('noivu audit chain'::bytea)) AS found`.execute(db)
  return rows[0]?.found ?? false
}
