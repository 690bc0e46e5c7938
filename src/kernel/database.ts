import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import { connect } from 'node:net'
import { Worker } from 'node:worker_threads'
import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { type Holder, StartFailure, takeDataFolder } from './data-folder.ts'
import type { WorkerMessage, WorkerSettings } from './database-worker.ts'
import { quiet, serverPool, serversIn, watchServer } from './database-server.ts'
import type { DB } from './db.types.ts'

/** The database, whichever kind serves it. */
export interface Database {
  kind: 'pglite' | 'postgres'
  pool: pg.Pool
  db: Kysely<DB>
  /** Queries go out before earlier ones are answered: a server alone can do it, with a backend for each connection. */
  pipelined?: boolean
  close(): Promise<void>
  /** Embedded only: the whole database as a tar file. */
  dump?(): Promise<Uint8Array>
}

export type DatabaseSettings =
  /** A PostgreSQL server, 15 or newer. */
  | { url: string; max?: number }
  /** The embedded database in a folder; `join` lets a second process work through the one that holds it. */
  | { folder: string; join?: boolean; loopback?: boolean }
  /** The embedded database in memory, for tests. */
  | { memory: true; dump?: string }

// Dates stay plain dates, decimals stay exact, moments become ISO text: the same in records, audit entries and JSON.
const text = (value: string) => value
pg.types.setTypeParser(1082, text)
pg.types.setTypeParser(1700, text)
pg.types.setTypeParser(1184, (value) => new Date(value).toISOString())
pg.types.setTypeParser(20, (value) => {
  const n = Number(value)
  if (!Number.isSafeInteger(n)) throw new RangeError(`bigint out of range: ${value}`)
  return n
})

/**
 * Opens the database.
 *
 * @throws StartFailure when the folder is held by another process, cannot be written, or the server cannot be reached.
 */
export async function openDatabase(settings: DatabaseSettings): Promise<Database> {
  if ('url' in settings) return openPostgres(settings.url, settings.max ?? 10)
  if ('memory' in settings) {
    const token = randomBytes(24).toString('hex')
    return openEmbedded({ dataDir: 'memory://', token, ...(settings.dump ? { dump: settings.dump } : {}) })
  }
  const taken = await takeDataFolder(settings.folder)
  if ('holder' in taken) {
    if (settings.join && (taken.holder.socketPath || taken.holder.port)) return joinHolder(taken.holder)
    throw new StartFailure('start.folderInUse', { folder: settings.folder, pid: taken.holder.pid })
  }
  const folder = taken.held
  try {
    const withSocket = process.platform !== 'win32' && !settings.loopback
    const socketPath = withSocket ? folder.socketPath() : undefined
    const token = withSocket ? undefined : randomBytes(24).toString('hex')
    if (socketPath) rmSync(socketPath, { force: true })
    const database = await openEmbedded({ dataDir: folder.database, socketPath, token }, (port) =>
      folder.write({ pid: process.pid, socketPath, token, ...(port ? { port } : {}) }),
    )
    return {
      ...database,
      close: async () => {
        await database.close()
        folder.release()
      },
    }
  } catch (error) {
    folder.release()
    throw error
  }
}

async function openPostgres(url: string, max: number): Promise<Database> {
  const pool = serverPool(url, max)
  const watch = watchServer(pool)
  try {
    const { rows } = await withSeveralTries(() =>
      pool.query<{ version: number }>(`SELECT current_setting('server_version_num')::int AS version`),
    )
    if ((rows[0]?.version ?? 0) < 150000) throw new StartFailure('start.postgresTooOld')
  } catch (error) {
    watch.stop()
    await pool.end()
    if (error instanceof StartFailure) throw error
    throw new StartFailure('start.databaseUnreachable', {
      reason: error instanceof Error ? error.message || String((error as { code?: string }).code) : '',
    })
  }
  const close = async () => {
    watch.stop()
    await pool.end()
  }
  return { kind: 'postgres', pool, db: kyselyOn(pool), pipelined: true, close }

  // With two servers in the address, the first one asked may be the one that is gone.
  async function withSeveralTries<T>(ask: () => Promise<T>): Promise<T> {
    for (let left = serversIn(url).length; ; left--) {
      try {
        return await ask()
      } catch (error) {
        if (left <= 1) throw error
      }
    }
  }
}

/** All clients of the embedded database share one backend: more connections would only wait for each other. */
const embeddedConnections = 8

/** Milliseconds somebody waits for a connection to the embedded database: behind the longest writing there is, an import. */
const embeddedPatience = 120_000

async function openEmbedded(settings: WorkerSettings, onReady?: (port: number | null) => void): Promise<Database> {
  const fromSource = import.meta.url.endsWith('.ts')
  const worker = fromSource
    ? new Worker(
        `import('tsx/esm/api').then((tsx) => { tsx.register(); return import(${JSON.stringify(new URL('./database-worker.ts', import.meta.url).href)}) })`,
        { eval: true, workerData: settings },
      )
    : new Worker(new URL('./database-worker.js', import.meta.url), { workerData: settings })
  const ready = await answer(worker, 'ready')
  onReady?.(ready.port)
  const pool = poolFor(
    { pid: process.pid, socketPath: settings.socketPath, port: ready.port ?? undefined, token: settings.token },
    embeddedConnections,
  )
  return {
    kind: 'pglite',
    pool,
    db: kyselyOn(pool),
    dump: async () => {
      worker.postMessage('dump')
      return (await answer(worker, 'dumped')).bytes
    },
    close: async () => {
      await pool.end()
      worker.postMessage('close')
      await answer(worker, 'closed')
      await worker.terminate()
    },
  }
}

function joinHolder(holder: Holder): Database {
  const pool = poolFor(holder, 2)
  return { kind: 'pglite', pool, db: kyselyOn(pool), close: () => pool.end() }
}

function poolFor(holder: Holder, max: number): pg.Pool {
  const stream = () => {
    const socket = connect(holder.socketPath ? { path: holder.socketPath } : { port: holder.port ?? 0, host: '127.0.0.1' })
    if (!holder.socketPath) socket.write(holder.token ?? '')
    // The driver asks to connect once more: the socket is already on its way.
    socket.connect = () => socket
    return socket
  }
  const pool = new pg.Pool({
    user: 'postgres',
    database: 'postgres',
    password: 'postgres',
    ssl: false,
    stream,
    max,
    connectionTimeoutMillis: embeddedPatience,
  } as pg.PoolConfig)
  return quiet(pool)
}

function kyselyOn(pool: pg.Pool): Kysely<DB> {
  return new Kysely<DB>({ dialect: new PostgresDialect({ pool }) })
}

function answer<K extends WorkerMessage['kind']>(worker: Worker, kind: K): Promise<Extract<WorkerMessage, { kind: K }>> {
  return new Promise((resolve, reject) => {
    const done = () => {
      worker.off('message', onMessage).off('error', onError)
    }
    const onMessage = (message: WorkerMessage) => {
      if (message.kind === 'failed') {
        done()
        reject(new StartFailure('start.databaseFailed', { reason: message.message }))
      } else if (message.kind === kind) {
        done()
        resolve(message as Extract<WorkerMessage, { kind: K }>)
      }
    }
    const onError = (error: Error) => {
      done()
      reject(new StartFailure('start.databaseFailed', { reason: error.message }))
    }
    worker.on('message', onMessage).on('error', onError)
  })
}
