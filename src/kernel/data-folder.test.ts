import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type Holder, StartFailure, takeDataFolder } from './data-folder.ts'
import { openDatabase } from './database.ts'
import { fillDataFolder } from './testing.ts'

let place: string
let children: ChildProcess[] = []
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'noivu-test-'))
  children = []
})
afterEach(async () => {
  vi.useRealTimers()
  for (const child of children) await killed(child)
  rmSync(place, { recursive: true, force: true })
})

const moduleUrl = (file: string) => JSON.stringify(new URL(file, import.meta.url).href)

/** Another process running a piece of TypeScript, and the lines it prints. */
function another(code: string) {
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', code], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  children.push(child)
  const lines: string[] = []
  const waiting: (() => void)[] = []
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line)
    for (const wake of waiting.splice(0)) wake()
  })
  child.once('exit', () => {
    for (const wake of waiting.splice(0)) wake()
  })
  const line = async (n: number) => {
    while (lines.length <= n && child.exitCode === null && child.signalCode === null)
      await new Promise<void>((wake) => waiting.push(wake))
    return lines[n] ?? expect.fail(`the other process ended after ${lines.length} lines`)
  }
  return { child, lines, line }
}

async function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise((done) => child.once('exit', done))
  child.kill('SIGKILL')
  await gone
}

/** Another process that holds the folder until it is told to let go, or killed. */
async function anotherHolding(folder: string) {
  const other = another(`
    import { takeDataFolder } from ${moduleUrl('./data-folder.ts')}
    const taken = await takeDataFolder(${JSON.stringify(folder)})
    console.log('held' in taken ? 'held' : JSON.stringify(taken.holder))
    process.stdin.once('data', () => { taken.held.release(); process.exit(0) })
    setInterval(() => {}, 1000)`)
  expect(await other.line(0)).toBe('held')
  return other
}

const lockOf = (folder: string) => join(folder, 'run', 'lock.json')
const longAgo = new Date(Date.now() - 60_000)

/** A lock as some process wrote it, touched when told. */
function leaveLock(folder: string, holder: Holder | null, touched?: Date): void {
  mkdirSync(join(folder, 'run'), { recursive: true })
  writeFileSync(lockOf(folder), holder ? JSON.stringify(holder) : '')
  if (touched) utimesSync(lockOf(folder), touched, touched)
}

async function take(folder: string) {
  const taken = await takeDataFolder(folder)
  if ('holder' in taken) return { holder: taken.holder }
  taken.held.release()
  return 'held'
}

/** A process that is no more. */
async function deadPid(): Promise<number> {
  const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' })
  const pid = child.pid ?? 0
  await new Promise((done) => child.once('exit', done))
  return pid
}

describe('a folder held by another process', () => {
  test('cannot be opened: one line says which process holds it', async () => {
    const other = await anotherHolding(place)
    const attempt = openDatabase({ folder: place })
    await expect(attempt).rejects.toThrow(StartFailure)
    await expect(attempt).rejects.toMatchObject({ key: 'start.folderInUse', params: { folder: place, pid: other.child.pid } })
  })

  test('is free once it was let go, and nothing of the lock remains', async () => {
    const other = await anotherHolding(place)
    const gone = new Promise((done) => other.child.once('exit', done))
    other.child.stdin?.write('let go\n')
    await gone
    expect(existsSync(lockOf(place))).toBe(false)
    expect(await take(place)).toBe('held')
  })

  test('is taken over when that process was killed', async () => {
    const other = await anotherHolding(place)
    await killed(other.child)
    expect(JSON.parse(readFileSync(lockOf(place), 'utf8'))).toMatchObject({ pid: other.child.pid })
    expect(await take(place)).toBe('held')
  })

  test('by this very process too is held', async () => {
    const taken = await takeDataFolder(place)
    expect(await take(place)).toMatchObject({ holder: { pid: process.pid } })
    if ('held' in taken) taken.held.release()
    expect(await take(place)).toBe('held')
  })
})

describe('a lock that was left behind', () => {
  test('names a process that is gone: taken over, however fresh', async () => {
    leaveLock(place, { pid: await deadPid() })
    expect(await take(place)).toBe('held')
  })

  test('names a number some other program now has: taken over when long untouched and nobody answers, respected when fresh', async () => {
    const holder = { pid: process.ppid, socketPath: join(place, 'nobody-listens') }
    leaveLock(place, holder)
    expect(await take(place)).toEqual({ holder })
    leaveLock(place, holder, longAgo)
    expect(await take(place)).toBe('held')
  })

  test('is none when its holder answers, though too busy to touch it', async () => {
    const server = createServer((socket) => socket.destroy())
    await new Promise<void>((ready) => server.listen(join(place, 'socket'), ready))
    const holder = { pid: process.ppid, socketPath: join(place, 'socket') }
    leaveLock(place, holder, longAgo)
    expect(await take(place)).toEqual({ holder })
    await new Promise((closed) => server.close(closed))
    expect(await take(place)).toBe('held')
  })

  test('half written: taken over when old', async () => {
    leaveLock(place, null, longAgo)
    expect(await take(place)).toBe('held')
  })

  test('is taken over by one of two who find it: the second does not remove the first one’s', async () => {
    const gone = await deadPid()
    leaveLock(place, { pid: gone })
    const first = { pid: process.ppid }
    // The first comes between: while the second looks whether the former holder lives, it has taken over already.
    const kill = vi.spyOn(process, 'kill').mockImplementation((pid) => {
      if (pid !== gone) return true
      leaveLock(place, first)
      throw Object.assign(new Error('no such process'), { code: 'ESRCH' })
    })
    expect(await take(place)).toEqual({ holder: first })
    kill.mockRestore()
    expect(JSON.parse(readFileSync(lockOf(place), 'utf8'))).toEqual(first)
  })
})

describe('a folder', () => {
  test('that is a file, or lies in one, is not writable: told in one line', async () => {
    const file = join(place, 'data')
    writeFileSync(file, '')
    for (const folder of [file, join(file, 'deeper')]) {
      await expect(takeDataFolder(folder)).rejects.toMatchObject({
        name: 'StartFailure',
        key: 'start.folderNotWritable',
        params: { folder },
      })
    }
  })

  const bound = process.getuid?.() !== 0
  test.skipIf(!bound)(
    bound ? 'closed to writing is told so' : 'closed to writing is told so (skipped: root writes everywhere)',
    async () => {
      chmodSync(place, 0o500)
      await expect(takeDataFolder(place)).rejects.toMatchObject({ key: 'start.folderNotWritable' })
      chmodSync(place, 0o700)
    },
  )

  test('keeps what leads to the database from the eyes of others', async () => {
    const taken = await takeDataFolder(place)
    if (!('held' in taken)) return expect.fail('not held')
    taken.held.write({ pid: process.pid, port: 5432, token: 'a secret' })
    expect([statSync(lockOf(place)).mode & 0o777, statSync(join(place, 'run')).mode & 0o777]).toEqual([0o600, 0o700])
    expect(JSON.parse(readFileSync(lockOf(place), 'utf8'))).toEqual({ pid: process.pid, port: 5432, token: 'a secret' })
    taken.held.write({ pid: process.pid })
    expect(JSON.parse(readFileSync(lockOf(place), 'utf8'))).toEqual({ pid: process.pid })
    taken.held.release()
  })

  test('is touched every two seconds while held', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    const taken = await takeDataFolder(place)
    if (!('held' in taken)) return expect.fail('not held')
    utimesSync(lockOf(place), longAgo, longAgo)
    vi.advanceTimersByTime(2000)
    expect(Date.now() - statSync(lockOf(place)).mtimeMs).toBeLessThan(30_000)
    taken.held.release()
    expect(vi.getTimerCount()).toBe(0)
  })

  test('whose path is too long for a socket has it in a private folder elsewhere, gone when the folder is let go', async () => {
    const [near, far] = [join(place, 'data'), join(place, 'x'.repeat(60), 'y'.repeat(60))]
    for (const folder of [near, far]) {
      const taken = await takeDataFolder(folder)
      if (!('held' in taken)) return expect.fail('not held')
      const socket = taken.held.socketPath()
      expect(Buffer.byteLength(socket)).toBeLessThan(104)
      expect(socket.startsWith(folder)).toBe(folder === near)
      expect(statSync(join(socket, '..')).mode & 0o777).toBe(0o700)
      expect(taken.held.socketPath()).toBe(socket)
      taken.held.release()
      expect(existsSync(join(socket, '..'))).toBe(folder === near)
    }
  })
})

describe('killed in the middle of writing', () => {
  /** Opens the folder, says what it finds there, then writes one operation after the other and says each once it is committed. */
  const writer = (folder: string) => `
    import { writeSync } from 'node:fs'
    import { sql } from 'kysely'
    import { assetPath, listAssets } from ${moduleUrl('./assets.ts')}
    import { newId, systemActor } from ${moduleUrl('./context.ts')}
    import { openDatabase } from ${moduleUrl('./database.ts')}
    import { migrate, readMigrations } from ${moduleUrl('./migrate.ts')}
    import { runOperation } from ${moduleUrl('./operations.ts')}
    const database = await openDatabase({ folder: ${JSON.stringify(folder)} })
    const migrations = readMigrations(listAssets('**/db/*.sql').map(assetPath))
    await migrate(database.pool, [...migrations, { id: '20990101-0000-found-club', sql: \`
      CREATE SCHEMA club; GRANT USAGE ON SCHEMA club TO noivu_app;
      CREATE TABLE club.note (id integer PRIMARY KEY, text text NOT NULL); GRANT SELECT, INSERT ON club.note TO noivu_app;
      SELECT audit.track('club.note')\` }])
    const look = async (text) => (await database.pool.query(text)).rows
    const [{ notes, last }] = await look('SELECT count(*)::int AS notes, coalesce(max(id), 0) AS last FROM club.note')
    const [{ entries }] = await look('SELECT count(*)::int AS entries FROM audit.entry')
    const say = (text) => writeSync(1, text + '\\n')
    say(JSON.stringify({ notes, last, entries, faults: await look('SELECT * FROM audit.verify()') }))
    const kernel = { database, now: () => new Date(), newId, events: {}, indicators: [], permissions: [], demonstration: false, translate: (_, key) => key }
    const permission = { id: 'club.write', words: { vi: '', en: '' } }
    const call = { operation: 'club.write', permission, writes: true, actor: systemActor(['club.write']) }
    for (let n = last + 1; ; n++) {
      await runOperation(kernel, call, (ctx) => sql\`INSERT INTO club.note VALUES (\${n}, repeat('chữ ', 500))\`.execute(ctx.db))
      say(String(n))
    }`

  test('loses nothing it had said was done, and the log stays whole', { timeout: 240_000 }, async () => {
    await fillDataFolder(place)
    let acknowledged = 0
    const found: unknown[] = []
    for (const moment of [25, 60]) {
      const other = another(writer(place))
      const state = JSON.parse(await other.line(0)) as { notes: number; last: number; entries: number; faults: unknown[] }
      found.push(state.faults)
      expect(state.last).toBeGreaterThanOrEqual(acknowledged)
      expect(state.last).toBeLessThanOrEqual(acknowledged + 1)
      expect([state.notes, state.entries]).toEqual([state.last, state.last])
      await other.line(moment)
      await killed(other.child)
      acknowledged = Number(other.lines.at(-1))
      expect(acknowledged).toBeGreaterThanOrEqual(state.last + moment)
    }
    const database = await openDatabase({ folder: place })
    try {
      const { rows } = await database.pool.query(
        `SELECT count(*)::int AS notes, max(id) AS last, (SELECT count(*)::int FROM audit.entry) AS entries FROM club.note`,
      )
      const [{ notes, last, entries }] = rows as [{ notes: number; last: number; entries: number }]
      expect([last === acknowledged || last === acknowledged + 1, notes, entries]).toEqual([true, last, last])
      found.push((await database.pool.query('SELECT * FROM audit.verify()')).rows)
    } finally {
      await database.close()
    }
    expect(found).toEqual([[], [], []])
  })
})
