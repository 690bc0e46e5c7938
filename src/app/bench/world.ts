import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import type { DatabaseSettings } from '#kernel/database.ts'
import type { Holder } from '#kernel/data-folder.ts'
import { runOperation } from '#kernel/operations.ts'
import { openDiskBlobs } from '#kernel/blobs/disk-blobs.ts'
import { type Config, readConfig } from '../config.ts'
import { demoPassword, loadDemonstration } from '../demo/load.ts'
import { allPermissions, makeKernel, openMigrated, setInstallationKind, system } from '../platform.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const folders: string[] = []

/** A folder that goes when the measurement ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'noivu-bench-'))
  folders.push(folder)
  return folder
}

export function removeFolders(): void {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
}

/** Builds the program where its sources have changed: what is measured is what people run. */
export function buildProgram(): void {
  const { status } = spawnSync(process.execPath, [join(root, 'scripts', 'ensure-built.mjs')], { cwd: root, stdio: 'inherit' })
  if (status !== 0) throw new Error('the program could not be built')
}

/** Makes the demonstration province at a scale and gives the seconds it took. */
export async function makeProvince(settings: DatabaseSettings, scale: number): Promise<number> {
  const start = performance.now()
  const database = await openMigrated(settings)
  try {
    const kernel = makeKernel(database, { demonstration: true, blobs: openDiskBlobs(join(tmpdir(), 'noivu-bench-files')) })
    const [permission] = allPermissions
    if (!permission) throw new Error('no permissions declared')
    await runOperation(kernel, { operation: 'app.loadDemonstration', permission, writes: true, actor: system }, (ctx) =>
      loadDemonstration(ctx, () => {}, scale),
    )
    await database.pool.query('ANALYZE')
    await setInstallationKind(database.pool, 'demonstration')
  } finally {
    await database.close()
  }
  return (performance.now() - start) / 1000
}

/** A running program, the seconds until it answered, and how to stop it. */
export interface Program {
  url: string
  seconds: number
  stop(): Promise<void>
  /** At once, as a power cut does. */
  kill(): Promise<void>
}

/** The built program in a process of its own, with settings handed over instead of taken from the environment. */
const script = `
const { startServer } = await import(process.argv[2])
const running = await startServer(JSON.parse(process.argv[3]), { empty: false, lang: 'en', say: () => {} })
process.once('SIGTERM', () => void running.stop().then(() => process.exit(0)))
process.stdout.write(running.url + '\\n')`

export async function startProgram(place: { dataFolder: string; databaseUrl?: string }): Promise<Program> {
  const config: Config = {
    ...readConfig({}),
    ...place,
    databaseUrl: place.databaseUrl ?? null,
    port: 0,
    log: 'error',
    rateLimit: false,
  }
  // A file and not --eval: worker threads inherit that option and fail.
  const file = join(temporaryFolder(), 'program.mjs')
  writeFileSync(file, script)
  const start = performance.now()
  const child = spawn(
    process.execPath,
    [file, new URL('../../../dist/server.js', import.meta.url).href, JSON.stringify(config)],
    {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const url = await new Promise<string>((resolve, reject) => {
    createInterface(child.stdout).once('line', resolve)
    void ended.then(() => reject(new Error('the program ended before it was ready')))
  })
  await fetch(`${url}/api/health`)
  const seconds = (performance.now() - start) / 1000
  return {
    url,
    seconds,
    stop: async () => {
      child.kill('SIGTERM')
      await ended
    },
    kill: async () => {
      child.kill('SIGKILL')
      await ended
    },
  }
}

/** The cookie of a demonstration account. */
export async function signIn(url: string, username: string): Promise<string> {
  const answer = await fetch(`${url}/api/auth/sign-in/username`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ username, password: demoPassword }),
  })
  if (!answer.ok) throw new Error(`${username} could not sign in: ${answer.status} ${await answer.text()}`)
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ')
}

/** A pool of the plain driver on the database of a running program. */
export function plainPool(place: { dataFolder: string; databaseUrl?: string }, max: number): pg.Pool {
  if (place.databaseUrl) return new pg.Pool({ connectionString: place.databaseUrl, max })
  const holder = JSON.parse(readFileSync(join(place.dataFolder, 'run', 'lock.json'), 'utf8')) as Holder
  if (!holder.socketPath) throw new Error('the embedded database is measured through its unix socket')
  return new pg.Pool({ host: dirname(holder.socketPath), user: 'postgres', database: 'postgres', password: 'postgres', max })
}

/** A database of its own on a PostgreSQL server, and how to remove it. */
export async function ownDatabase(serverUrl: string): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `noivu_bench_${process.pid}`
  const asOwner = async (statement: string) => {
    const client = new pg.Client({ connectionString: serverUrl })
    await client.connect()
    await client.query(statement)
    await client.end()
  }
  await asOwner(`CREATE DATABASE ${name}`)
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  return { url: url.toString(), drop: () => asOwner(`DROP DATABASE ${name}`) }
}
