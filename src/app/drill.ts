import { spawn } from 'node:child_process'
import { rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { openDatabase } from '#kernel/database.ts'
import { buildProgram, makeProvince, ownDatabase, removeFolders, signIn, startProgram, temporaryFolder } from './bench/world.ts'
import { readConfig } from './config.ts'

/**
 * `npm run drill`: loses the server and gets everything back. The built program serves the demonstration province; people write all the
 * time; a backup is made meanwhile; the process is killed and its folder thrown away; the backup is restored into a new folder, and into
 * PostgreSQL where DATABASE_URL is set. Prints what was lost and how long it took; ends with 1 when anything acknowledged before the
 * snapshot is missing.
 */

const root = fileURLToPath(new URL('../../', import.meta.url))
const say = (line: string) => void process.stdout.write(`${line}\n`)
const seconds = (ms: number) => (ms / 1000).toFixed(1)

/** What a writer was told was done. */
interface Write {
  requestId: string
  sentAt: number
  acknowledgedAt: number
}

/** One person who writes without a pause: a file now and then, else a small thing. Each writing leaves an entry in the log. */
function startWriter(url: string, cookie: string, name: string): { writes: Write[]; stop: () => Promise<void> } {
  const writes: Write[] = []
  let on = true
  const loop = (async () => {
    for (let n = 0; on; n++) {
      const requestId = `drill-${name}-${n}`
      const headers: Record<string, string> = { cookie, origin: url, 'x-request-id': requestId }
      const sentAt = Date.now()
      try {
        const answer = n % 10 === 0 && n < 1000 ? await uploadFile(url, headers, requestId) : await markRead(url, headers)
        if (answer.ok) writes.push({ requestId, sentAt, acknowledgedAt: Date.now() })
        else if (on) throw new Error(`${answer.status} ${await answer.text()}`)
      } catch (error) {
        if (on) throw error
      }
    }
  })()
  // It fails when the server is killed, on purpose.
  loop.catch(() => {})
  return {
    writes,
    stop: async () => {
      on = false
      await Promise.race([loop.catch(() => {}), wait(2000)])
    },
  }
}

function uploadFile(url: string, headers: Record<string, string>, text: string): Promise<Response> {
  const body = new FormData()
  body.append('file', new Blob([`Biên bản ${text}`], { type: 'text/plain' }), `${text}.txt`)
  return fetch(`${url}/api/files`, { method: 'POST', headers, body })
}

function markRead(url: string, headers: Record<string, string>): Promise<Response> {
  return fetch(`${url}/api/notices/read-all`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: '{}',
  })
}

/** The built command, as an administrator types it. */
function noivu(place: { dataFolder: string; databaseUrl?: string }, ...args: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(root, 'dist', 'cli.js'), ...args], {
      cwd: root,
      env: { ...settings, NOIVU_DATA: place.dataFolder, ...(place.databaseUrl ? { DATABASE_URL: place.databaseUrl } : {}) },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const told = { out: '', err: '' }
    child.stdout.on('data', (chunk: Buffer) => (told.out += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (told.err += chunk.toString()))
    child.once('exit', (code) => (code === 0 ? resolve(told.out) : reject(new Error(`noivu ${args[0]}: ${code} ${told.err}`))))
  })
}
const settings = { PATH: [join(process.execPath, '..'), '/usr/bin', '/bin'].join(':') }

interface Told {
  size: number
  moment: string
  records: number
  contents: number
  readSeconds: number
}

async function drill(databaseUrl: string | null): Promise<boolean> {
  buildProgram()
  const first = { dataFolder: temporaryFolder() }
  say(`The demonstration province was made in ${(await makeProvince({ folder: first.dataFolder }, 1)).toFixed(1)} s`)
  const program = await startProgram(first)
  const accounts = ['chuyenvien', 'truongphong', 'tonghop', 'tochuc']
  const cookies = await Promise.all(accounts.map((account) => signIn(program.url, account)))
  const writers = accounts.map((account, i) => startWriter(program.url, cookies[i] ?? '', account))
  await wait(5000)
  const file = join(temporaryFolder(), 'drill.noivu')
  const began = Date.now()
  const made = JSON.parse(await noivu(first, 'backup', file, '--json')) as Told
  const ended = Date.now()
  await wait(3000)
  const killedAt = Date.now()
  await program.kill()
  await Promise.all(writers.map((w) => w.stop()))
  rmSync(first.dataFolder, { recursive: true, force: true })
  const writes = writers.flatMap((w) => w.writes)
  const moment = Date.parse(made.moment)
  const before = writes.filter((w) => w.acknowledgedAt <= moment)
  const longest = (from: number, until: number) =>
    Math.max(0, ...writes.filter((w) => w.acknowledgedAt >= from && w.sentAt <= until).map((w) => w.acknowledgedAt - w.sentAt))
  say(
    `Backup: ${seconds(ended - began)} s, ${(made.size / 1e6).toFixed(1)} MB, ${made.records} records, ${made.contents} contents of files`,
  )
  say(
    `Read in one transaction of ${made.readSeconds} s; longest wait of a writer meanwhile ${seconds(longest(began, ended))} s, before it ${seconds(longest(0, began - 1))} s`,
  )
  say(`Written and acknowledged: ${writes.length}, of these ${before.length} before the snapshot`)

  let good = true
  const places: { name: string; place: { dataFolder: string; databaseUrl?: string }; drop: () => Promise<void> }[] = [
    { name: 'a new folder', place: { dataFolder: temporaryFolder() }, drop: () => Promise.resolve() },
  ]
  if (databaseUrl) {
    const own = await ownDatabase(databaseUrl)
    places.push({ name: 'PostgreSQL', place: { dataFolder: temporaryFolder(), databaseUrl: own.url }, drop: own.drop })
  }
  for (const { name, place, drop } of places) {
    const since = Date.now()
    await noivu(place, 'restore', file, '--json')
    const restored = Date.now()
    const again = await startProgram(place)
    await signIn(again.url, 'giamdoc')
    const serving = Date.now()
    await again.stop()
    const there = await requestsIn(place)
    await drop()
    const lost = before.filter((w) => !there.has(w.requestId))
    const beyond = writes.filter((w) => !there.has(w.requestId))
    const gap = beyond.length > 0 ? killedAt - Math.min(...beyond.map((w) => w.acknowledgedAt)) : 0
    good &&= lost.length === 0
    say(
      `Into ${name}: restored and compared in ${seconds(restored - since)} s, signed in again after ${seconds(serving - since)} s (RTO)`,
    )
    say(
      `  acknowledged before the snapshot and missing: ${lost.length}; after it: ${beyond.length}, the oldest of them ${seconds(gap)} s before the kill (RPO: the time since the snapshot)`,
    )
  }
  say(`File ${statSync(file).size} bytes. ${good ? 'Nothing acknowledged before the snapshot was lost.' : 'RECORDS WERE LOST.'}`)
  return good
}

/** Requests of this drill that the log of a restored database knows. */
async function requestsIn(place: { dataFolder: string; databaseUrl?: string }): Promise<Set<string>> {
  const question = `SELECT request_id FROM audit.entry WHERE request_id LIKE 'drill-%'`
  if (place.databaseUrl) {
    const client = new pg.Client({ connectionString: place.databaseUrl })
    await client.connect()
    const { rows } = await client.query<{ request_id: string }>(question)
    await client.end()
    return new Set(rows.map((r) => r.request_id))
  }
  const database = await openDatabase({ folder: place.dataFolder })
  try {
    const { rows } = await database.pool.query<{ request_id: string }>(question)
    return new Set(rows.map((r) => r.request_id))
  } finally {
    await database.close()
  }
}

try {
  process.exitCode = (await drill(readConfig().databaseUrl)) ? 0 : 1
} finally {
  removeFolders()
}
