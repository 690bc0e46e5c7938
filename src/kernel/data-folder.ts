import {
  chmodSync,
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  unlinkSync,
  utimesSync,
  writeSync,
  accessSync,
  constants,
} from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

/** A start that cannot go on, told in one line. `key` is a word key of the kernel. */
export class StartFailure extends Error {
  constructor(
    readonly key: string,
    readonly params: Record<string, string | number> = {},
  ) {
    super(key)
    this.name = 'StartFailure'
  }
}

/** Who holds a data folder, as written in its lock file. */
export interface Holder {
  pid: number
  socketPath?: string
  port?: number
  token?: string
}

const heartbeat = 2000
const staleAfter = 10_000

/**
 * Takes the data folder for this process, or says who holds it. The lock is a file made exclusively and touched every two seconds; it
 * counts as left behind when its process is gone, or when it has not been touched for ten seconds and its socket does not answer.
 *
 * @throws StartFailure `start.folderNotWritable` when the folder cannot be made or written.
 */
export async function takeDataFolder(folder: string): Promise<{ held: DataFolder } | { holder: Holder }> {
  const path = resolve(folder)
  try {
    mkdirSync(join(path, 'run'), { recursive: true, mode: 0o700 })
    chmodSync(join(path, 'run'), 0o700)
    accessSync(path, constants.W_OK)
  } catch {
    throw new StartFailure('start.folderNotWritable', { folder: path })
  }
  const lock = join(path, 'run', 'lock.json')
  for (let attempt = 0; attempt < 20; attempt++) {
    try {
      const file = openSync(lock, 'wx', 0o600)
      return { held: new DataFolder(path, lock, file) }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw new StartFailure('start.folderNotWritable', { folder: path })
    }
    const holder = readHolder(lock)
    if (holder && (await isAlive(holder, lock))) return { holder }
    try {
      // Another start may have removed it while this one looked, and put its own in place: that one stays.
      const leftBehind = holder
        ? JSON.stringify(readHolder(lock)) === JSON.stringify(holder)
        : Date.now() - statSync(lock).mtimeMs > staleAfter
      if (leftBehind) unlinkSync(lock)
    } catch {
      // Another start removed it first: try again.
    }
    await new Promise((done) => setTimeout(done, 100))
  }
  return { holder: readHolder(lock) ?? { pid: 0 } }
}

function readHolder(lock: string): Holder | null {
  try {
    return JSON.parse(readFileSync(lock, 'utf8')) as Holder
  } catch {
    return null
  }
}

async function isAlive(holder: Holder, lock: string): Promise<boolean> {
  try {
    process.kill(holder.pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false
  }
  if (await answers(holder)) return true
  try {
    return Date.now() - statSync(lock).mtimeMs < staleAfter
  } catch {
    return false
  }
}

function answers(holder: Holder): Promise<boolean> {
  if (!holder.socketPath && !holder.port) return Promise.resolve(false)
  return new Promise((done) => {
    const socket = holder.socketPath ? connect(holder.socketPath) : connect(holder.port ?? 0, '127.0.0.1')
    const end = (answer: boolean) => {
      socket.destroy()
      done(answer)
    }
    socket
      .once('connect', () => end(true))
      .once('error', () => end(false))
      .setTimeout(1000, () => end(false))
  })
}

/** A data folder held by this process. */
export class DataFolder {
  private readonly beat: NodeJS.Timeout
  private elsewhere: string | undefined

  constructor(
    readonly path: string,
    private readonly lock: string,
    private readonly file: number,
  ) {
    this.write({ pid: process.pid })
    this.beat = setInterval(() => utimesSync(lock, new Date(), new Date()), heartbeat)
    this.beat.unref()
  }

  /** Folder of the embedded database. */
  get database(): string {
    return join(this.path, 'pg')
  }

  /** A private place for the socket: inside the folder, or in a private temporary one when that path is too long for a socket. */
  socketPath(): string {
    const inside = join(this.path, 'run', '.s.PGSQL.5432')
    if (Buffer.byteLength(inside) < 100) return inside
    this.elsewhere ??= mkdtempSync(join(tmpdir(), 'noivu-'))
    return join(this.elsewhere, '.s.PGSQL.5432')
  }

  /** Tells others (the command line) how to reach the database through this process. */
  write(holder: Holder): void {
    writeSync(this.file, JSON.stringify(holder).padEnd(400), 0)
  }

  release(): void {
    clearInterval(this.beat)
    closeSync(this.file)
    try {
      unlinkSync(this.lock)
    } catch {
      // Already gone.
    }
    if (this.elsewhere) rmSync(this.elsewhere, { recursive: true, force: true })
  }
}
