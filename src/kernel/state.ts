import { type Kysely, sql } from 'kysely'
import type pg from 'pg'
import type { Blobs } from './blobs/blobs.ts'
import type { DB } from './db.types.ts'

/** Seconds a look at the database or the store may take before it counts as failed. */
const lookSeconds = 2

/** What the database tells of itself and of the platform: counts, sizes and moments, nothing of what is recorded. */
export interface StoredState {
  version: string
  size: number
  /** Of the server, whoever opened them. */
  connections: number
  connectionLimit: number
  clock: string
  jobs: { waiting: number; running: number; failed: number; failedLately: number; stuck: number }
  /** The newest good one still there: the moment it holds, its age in seconds, whether it was restored on trial. */
  backup: { at: string; age: number; size: number; proven: boolean } | null
  log: { seq: number; hash: string }
}

/** Read past the policies, by the platform for its metrics. @throws Error when the database does not answer in time. */
export async function readState(pool: Pick<pg.Pool, 'query'>): Promise<StoredState> {
  const { rows } = await inTime(pool.query<{ state: StoredState }>('SELECT kernel.state_facts() AS state'))
  return only(rows)
}

/** Read in an operation. @throws Error when its actor may not read the state of the platform. */
export async function readStateAsActor(db: Kysely<DB>): Promise<StoredState> {
  const { rows } = await sql<{ state: StoredState }>`SELECT kernel.state() AS state`.execute(db)
  return only(rows)
}

function only(rows: { state: StoredState }[]): StoredState {
  if (!rows[0]) throw new Error('the database told no state')
  return rows[0].state
}

/** Whether content can be written now. @throws Error when it cannot, or not in time. */
export function probeFiles(blobs: Blobs): Promise<void> {
  return inTime(blobs.probe())
}

/** Room where content lies; null where the store does not tell, or not in time. */
export function roomForFiles(blobs: Blobs): Promise<{ free: number; total: number } | null> {
  return inTime(blobs.room()).catch(() => null)
}

/** @throws Error when it takes longer than a look may. */
export async function inTime<T>(look: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer in time')), lookSeconds * 1000)
  })
  try {
    return await Promise.race([look, late])
  } finally {
    clearTimeout(timer)
  }
}
