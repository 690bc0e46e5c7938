/**
 * The embedded database: PGlite in a thread of its own, behind a socket that speaks PostgreSQL, so that the event loop of the server
 * stays free and the one driver serves both kinds of database.
 */
import { readFile } from 'node:fs/promises'
import { createServer, type Socket } from 'node:net'
import { timingSafeEqual } from 'node:crypto'
import { parentPort, workerData } from 'node:worker_threads'
import { PGlite } from '@electric-sql/pglite'
import { btree_gist } from '@electric-sql/pglite/contrib/btree_gist'
import { ltree } from '@electric-sql/pglite/contrib/ltree'
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm'
import { pgcrypto } from '@electric-sql/pglite/contrib/pgcrypto'
import { unaccent } from '@electric-sql/pglite/contrib/unaccent'
import { PGLiteSocketServer } from '@electric-sql/pglite-socket'

export interface WorkerSettings {
  /** Folder of the database, or `memory://`. */
  dataDir: string
  /** A dump (`.tar`) to start from. */
  dump?: string
  /** Unix socket to listen on; without it a loopback port guarded by `token`. */
  socketPath?: string
  token?: string
}

export type WorkerMessage =
  | { kind: 'ready'; port: number | null }
  | { kind: 'dumped'; bytes: Uint8Array }
  | { kind: 'closed' }
  | { kind: 'failed'; message: string }

const settings = workerData as WorkerSettings
const port = parentPort
if (!port) throw new Error('the database worker runs as a worker thread only')
const tell = (message: WorkerMessage) => port.postMessage(message)

async function main() {
  const db = await PGlite.create({
    dataDir: settings.dataDir,
    extensions: { btree_gist, ltree, pg_trgm, pgcrypto, unaccent },
    ...(settings.dump ? { loadDataDir: new Blob([await readFile(settings.dump)]) } : {}),
  })
  const whole = exchangesWhole(db)
  const close = settings.socketPath
    ? await serveSocket(whole, settings.socketPath)
    : await serveLoopback(whole, settings.token ?? '')
  port?.on('message', (request: 'dump' | 'close') => void answer(request))

  async function answer(request: 'dump' | 'close') {
    if (request === 'dump') {
      const blob = await db.dumpDataDir('none')
      tell({ kind: 'dumped', bytes: new Uint8Array(await blob.arrayBuffer()) })
      return
    }
    await close()
    await db.close()
    tell({ kind: 'closed' })
  }
}

/**
 * The socket server queues single messages, and outside a transaction lets another client in between them. All clients share one backend
 * with one unnamed statement and one portal, so a client could then run, and read, the statement of another. Seen as "in a transaction"
 * from the first message of an extended exchange until its Sync, the server keeps each exchange whole.
 */
function exchangesWhole(db: PGlite): PGlite {
  const [sync, query] = [0x53, 0x51]
  const extended = new Set([0x50, 0x42, 0x44, 0x45, 0x43, 0x48])
  let exchanging = false
  return new Proxy(db, {
    get(target, key) {
      if (key === 'isInTransaction') return () => exchanging || target.isInTransaction()
      if (key === 'execProtocolRawStream')
        return (...args: Parameters<PGlite['execProtocolRawStream']>) => {
          const type = args[0][0] ?? 0
          if (extended.has(type)) exchanging = true
          if (type === sync || type === query) exchanging = false
          return target.execProtocolRawStream(...args)
        }
      if (key === 'exec') {
        // The server rolls back for a client that went away in the middle of an exchange.
        return (...args: Parameters<PGlite['exec']>) => {
          exchanging = false
          return target.exec(...args)
        }
      }
      const value: unknown = Reflect.get(target, key, target)
      return typeof value === 'function' ? (value.bind(target) as unknown) : value
    },
  })
}

async function serveSocket(db: PGlite, path: string): Promise<() => Promise<void>> {
  const server = new PGLiteSocketServer({ db, path, maxConnections: 100 })
  await server.start()
  tell({ kind: 'ready', port: null })
  return () => server.stop()
}

/** Where unix sockets are missing: a loopback port that answers only to who first says the token of this start. */
async function serveLoopback(db: PGlite, token: string): Promise<() => Promise<void>> {
  const secret = Buffer.from(token)
  // Not started on a port of its own: it is handed only the connections that knew the token.
  const inner = new PGLiteSocketServer({ db, port: 0, maxConnections: 100 }) as unknown as {
    active: boolean
    handleConnection(socket: Socket): Promise<void>
    stop(): Promise<void>
  }
  inner.active = true
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy()).setTimeout(5000, () => socket.destroy())
    let said = Buffer.alloc(0)
    const listen = (chunk: Buffer) => {
      said = Buffer.concat([said, chunk])
      if (said.length < secret.length) return
      socket.off('data', listen).setTimeout(0)
      if (!timingSafeEqual(said.subarray(0, secret.length), secret)) return void socket.destroy()
      socket.pause()
      const rest = said.subarray(secret.length)
      void inner.handleConnection(socket).then(() => {
        if (rest.length > 0) socket.unshift(rest)
        socket.resume()
      })
    }
    socket.on('data', listen)
  })
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve))
  const address = server.address()
  tell({ kind: 'ready', port: typeof address === 'object' && address ? address.port : null })
  return async () => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    await inner.stop()
    await closed
  }
}

main().catch((error: unknown) => tell({ kind: 'failed', message: error instanceof Error ? error.message : String(error) }))
