import { tmpdir } from 'node:os'
import { join } from 'node:path'
import autocannon from 'autocannon'
import { type CompiledQuery, Kysely, PostgresDialect } from 'kysely'
import type pg from 'pg'
import { type Ctx, makeContext } from '#kernel/context.ts'
import type { Database } from '#kernel/database.ts'
import type { DB } from '#kernel/db.types.ts'
import { openDiskBlobs } from '#kernel/blobs/disk-blobs.ts'
import { makeKernel, system } from '../platform.ts'

export interface Measured {
  perSecond: number
  /** Milliseconds of each answer, sorted. */
  times: number[]
}

export function percentile({ times }: Measured, p: number): number {
  return times[Math.min(times.length - 1, Math.floor((times.length * p) / 100))] ?? Number.NaN
}

export function median(values: number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

/**
 * Asks for addresses in turn over so many connections for so many seconds.
 *
 * @throws Error when any answer was not a success: a refusal is quick, and would flatter.
 */
export function askFor(seconds: number, connections: number, url: string, cookie: string, paths: string[]): Promise<Measured> {
  const times: number[] = []
  return new Promise((resolve, reject) => {
    const run = autocannon(
      { url, connections, duration: seconds, headers: { cookie }, requests: paths.map((path) => ({ method: 'GET', path })) },
      (error, result) => {
        if (error) return reject(error instanceof Error ? error : new Error(String(error)))
        const failed = result.non2xx + result.errors + result.timeouts
        if (failed > 0) return reject(new Error(`${failed} of ${result.requests.total} requests failed at ${paths[0]}`))
        resolve({ perSecond: result['2xx'] / result.duration, times: times.sort((a, b) => a - b) })
      },
    )
    run.on('response', (_client, _status, _bytes, time) => times.push(time))
  })
}

/** The queries of one operation, as the driver gets them. */
export type Queries = Pick<CompiledQuery, 'sql' | 'parameters'>[]

/** The queries a service really runs, found by running it. */
export async function queriesOf(pool: pg.Pool, run: (ctx: Ctx) => Promise<unknown>): Promise<Queries> {
  const queries: Queries = []
  const db = new Kysely<DB>({
    dialect: new PostgresDialect({ pool }),
    log: (event) => {
      if (event.level === 'query') queries.push(event.query)
    },
  })
  const database: Database = { kind: 'postgres', pool, db, close: () => Promise.resolve() }
  const kernel = makeKernel(database, { demonstration: true, blobs: openDiskBlobs(join(tmpdir(), 'noivu-bench-files')) })
  await run(makeContext(kernel, db, { actor: system, lang: 'vi', requestId: 'bench', reason: null, at: kernel.now() }))
  return queries
}

/** The same queries through the driver alone: no transaction, no rights, no HTTP; one operation after the other on each connection. */
export async function queryAlone(seconds: number, connections: number, pool: pg.Pool, operations: Queries[]): Promise<Measured> {
  const times: number[] = []
  const start = performance.now()
  let next = 0
  const work = async () => {
    while (performance.now() - start < seconds * 1000) {
      const began = performance.now()
      for (const { sql, parameters } of operations[next++ % operations.length] ?? []) await pool.query(sql, [...parameters])
      times.push(performance.now() - began)
    }
  }
  await Promise.all(Array.from({ length: connections }, work))
  return { perSecond: times.length / ((performance.now() - start) / 1000), times: times.sort((a, b) => a - b) }
}
