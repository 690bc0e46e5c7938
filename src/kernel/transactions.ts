import { createHash } from 'node:crypto'
import type { Socket } from 'node:net'
import { CompiledQuery, Kysely, PostgresDialect, type PostgresPool } from 'kysely'
import type pg from 'pg'
import type { Database } from './database.ts'
import type { DB } from './db.types.ts'

/**
 * Runs a step inside one transaction on one connection: commits when it ends, rolls back when it throws.
 *
 * A reading step on a PostgreSQL server goes out together with its opening, without waiting for it to be answered, and the connection
 * stays open for the next reading step for a moment: of four packets to the database one or two remain (docs/decisions/005).
 *
 * @param begin SQL that opens the transaction and takes role and reach; nothing the step gives leaves here unless it succeeded.
 */
export async function inTransaction<T>(
  database: Database,
  begin: string,
  writes: boolean,
  run: (db: Kysely<DB>) => Promise<T>,
): Promise<T> {
  if (database.pipelined && !writes) return readAhead(database.pool, begin, run)
  return database.db.connection().execute(async (db) => {
    try {
      await db.executeQuery(CompiledQuery.raw(begin))
      const result = await run(db)
      await db.executeQuery(CompiledQuery.raw('COMMIT'))
      return result
    } catch (error) {
      await db.executeQuery(CompiledQuery.raw('ROLLBACK')).catch(() => {})
      throw error
    }
  })
}

/** A connection whose reading transaction is over but not yet closed. */
interface Lingering {
  client: pg.PoolClient
  end: NodeJS.Timeout
}

/** Milliseconds a connection waits for the next reading step before its transaction is closed and the pool has it back. */
const lingerFor = 2

const lingering = new WeakMap<pg.Pool, Lingering[]>()
const bound = new WeakMap<pg.PoolClient, Kysely<DB>>()

async function readAhead<T>(pool: pg.Pool, begin: string, run: (db: Kysely<DB>) => Promise<T>): Promise<T> {
  const warm = lingering.get(pool)?.pop()
  if (warm) clearTimeout(warm.end)
  const client = warm?.client ?? (await pool.connect())
  hold(client)
  const begun = client.query(warm ? `COMMIT; ${begin}` : begin).then(
    () => null,
    (error: unknown) => ({ error }),
  )
  try {
    const result = await run(on(client))
    const failed = await begun
    if (failed) throw failed.error
    letLinger(pool, client)
    return result
  } catch (error) {
    // What failed first is what went wrong: an opening that failed makes every later query fail too.
    const failed = await begun
    await client.query('ROLLBACK').then(
      () => client.release(),
      (broken: Error) => client.release(broken),
    )
    throw failed?.error ?? error
  }
}

function letLinger(pool: pg.Pool, client: pg.PoolClient): void {
  const close = () =>
    void client.query('COMMIT').then(
      () => client.release(),
      (broken: Error) => client.release(broken),
    )
  if (pool.waitingCount > 0 || pool.ending) return close()
  let all = lingering.get(pool)
  if (!all) lingering.set(pool, (all = []))
  const entry: Lingering = {
    client,
    end: setTimeout(() => {
      all.splice(all.indexOf(entry), 1)
      close()
    }, lingerFor),
  }
  all.push(entry)
}

/** Keeps what is written to the database in this turn of the event loop together, in one packet. */
function hold(client: pg.PoolClient): void {
  const { stream } = (client as unknown as { connection: { stream: Socket } }).connection
  stream.cork()
  setImmediate(() => stream.uncork())
}

/** Queries that run on just this connection, side by side where the caller starts them side by side. */
function on(client: pg.PoolClient): Kysely<DB> {
  let db = bound.get(client)
  if (!db) {
    const one = {
      query: (text: string, values: unknown[]) => client.query({ name: statementName(text), text, values }),
      release: () => {},
    }
    const pool = { connect: () => Promise.resolve(one), end: () => Promise.resolve() } as unknown as PostgresPool
    bound.set(client, (db = new Kysely<DB>({ dialect: new PostgresDialect({ pool }) })))
  }
  return db
}

/** Texts asked of late, oldest first, and how often. */
const asked = new Map<string, { times: number; name: string | undefined }>()
const mostTexts = 500

/**
 * The name under which the server keeps a query's plan: for most reads planning, with the policies of every table in it, costs more
 * than the reading. A text gets one when it comes back often; those put together for one question stay nameless, so that what a server
 * keeps is bounded. A name says the whole text, so one name never means two queries.
 */
export function statementName(text: string): string | undefined {
  const known = asked.get(text)
  if (known) {
    if (known.name === undefined && ++known.times > 3 && named < mostTexts / 2) {
      named++
      known.name = `noivu_${createHash('sha256').update(text).digest('hex').slice(0, 24)}`
    }
    return known.name
  }
  if (asked.size >= mostTexts) {
    for (const [old, { name }] of asked) {
      if (name !== undefined) continue
      asked.delete(old)
      break
    }
  }
  asked.set(text, { times: 1, name: undefined })
  return undefined
}

/** How many texts have a name; a name once given is kept, because the server keeps it too. */
let named = 0
