import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { establishUnits } from '#domains/organization/index.ts'
import { openDiskBlobs } from '#kernel/blobs/disk-blobs.ts'
import { type DatabaseSettings, openDatabase } from '#kernel/database.ts'
import { stateOfDatabase } from '#kernel/database-away.ts'
import { serverPool } from '#kernel/database-server.ts'
import { runOperation } from '#kernel/operations.ts'
import { allPermissions, makeKernel, openMigrated, system } from '../platform.ts'
import { Client, type Place, type Program, startProgram } from './program.ts'

/** Password of every account here. */
export const password = 'bền bỉ qua mọi sự cố 7'

/** A running program on a database of its own, with people who may work with it; and a way to look past it at what is really stored. */
export interface World {
  place: Place
  program: Program
  /** Whom the scenarios act as. */
  officer: Client
  writer: Client
  director: Client
  administrator: Client
  unitId: string
  /** Ends the program at once and starts it again, with those signed in still signed in. */
  dieAndReturn(): Promise<void>
  restart(settings?: Partial<Place>): Promise<void>
  sql<R extends Record<string, unknown>>(text: string, values?: unknown[]): Promise<R[]>
  close(): Promise<void>
}

/** What a scenario saw. */
export interface Outcome {
  part: string
  /** How often something was killed, cut or filled. */
  blows: number
  acknowledged: number
  /** Requests whose answer never came; they turned out to be done, or not done. */
  inDoubt: { done: number; undone: number }
  /** What must not be; empty when all is well. */
  wrong: string[]
  note: string
}

/** Random numbers that can be repeated. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

export interface WorldOptions {
  /** An empty PostgreSQL database; without one the embedded database in a temporary folder. */
  databaseUrl?: string
  /** Puts a migrated database into the folder beforehand, to save the seconds that making one takes. */
  fill?: (folder: string) => Promise<void>
  settings?: Record<string, string>
}

/** A fresh installation with four accounts, made through the program itself. */
export async function aWorld(options: WorldOptions = {}): Promise<World> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'noivu-faults-'))
  if (!options.databaseUrl) await options.fill?.(dataFolder)
  const unitId = await makeUnit(options.databaseUrl ? { url: options.databaseUrl } : { folder: dataFolder })
  const place: Place = {
    dataFolder,
    ...(options.databaseUrl ? { databaseUrl: options.databaseUrl } : {}),
    ...(options.settings ? { settings: options.settings } : {}),
  }
  const program = await startProgram(place)
  const pool = options.databaseUrl ? serverPool(options.databaseUrl, 2) : null
  const clients = Array.from({ length: 4 }, () => new Client(program.url))
  const [administrator, officer, writer, director] = clients as [Client, Client, Client, Client]
  const first = /quantri \/ (\S+)/.exec(program.said())?.[1]
  if (!first) throw new Error('the program told no first password')
  await enter(administrator, 'quantri', first)
  for (const [client, username, role, at] of [
    [officer, 'nhap-lieu', 'personnel-officer', unitId],
    [writer, 'tong-hop', 'report-writer', null],
    [director, 'lanh-dao', 'director', null],
  ] as const) {
    const made = await administrator.must<{ id: string; password: string }>('POST', '/administration/users', {
      username,
      name: `Người dùng ${username}`,
      personId: null,
    })
    await administrator.must('POST', `/administration/users/${made.id}/roles`, {
      id: made.id,
      role,
      unitId: at,
      from: '2020-01-01',
      until: null,
    })
    await enter(client, username, made.password)
  }
  const world: World = {
    place,
    program,
    administrator,
    officer,
    writer,
    director,
    unitId,
    dieAndReturn: async () => {
      await world.program.kill()
      await world.restart()
    },
    restart: async (settings = {}) => {
      world.program = await startProgram({ ...place, ...settings })
      for (const client of clients) client.url = world.program.url
    },
    sql: async <R extends Record<string, unknown>>(text: string, values?: unknown[]) => {
      if (pool) return (await patiently(() => pool.query<R>(text, values))).rows
      // Through the program that holds the folder, or by itself when none does.
      const database = await openDatabase({ folder: place.dataFolder, join: true })
      try {
        return (await database.pool.query<R>(text, values)).rows
      } finally {
        await database.close()
      }
    },
    close: async () => {
      await world.program.kill()
      await pool?.end()
      await wait(50)
      rmSync(dataFolder, { recursive: true, force: true })
    },
  }
  return world
}

/** Asks again while the server is away: it restarts, or its standby takes over. */
async function patiently<T>(ask: () => Promise<T>): Promise<T> {
  for (let left = 40; ; left--) {
    try {
      return await ask()
    } catch (error) {
      if (left === 0 || stateOfDatabase(error) !== 'away') throw error
      await wait(250)
    }
  }
}

/** The one unit everybody here belongs to: units are founded by an act, never through a form. */
async function makeUnit(settings: DatabaseSettings): Promise<string> {
  const database = await openMigrated(settings)
  try {
    const kernel = makeKernel(database, { demonstration: false, blobs: openDiskBlobs(tmpdir()) })
    const [permission] = allPermissions
    if (!permission) throw new Error('no permissions declared')
    return await runOperation(kernel, { operation: 'faults.prepare', permission, writes: true, actor: system }, async (ctx) => {
      const unitId = ctx.newId()
      await establishUnits(ctx, [{ ...unitFacts, unitId }])
      return unitId
    })
  } finally {
    await database.close()
  }
}

export const unitFacts = {
  code: 'VP-BEN',
  name: 'Văn phòng Bền Bỉ',
  shortName: 'Văn phòng Bền Bỉ',
  kind: 'division',
  level: 'division',
  parentId: null,
  tree: 'government',
  validFrom: '2010-01-01',
  validUntil: null,
  act: null,
} as const

/** Signs in with a first password and changes it. */
async function enter(client: Client, username: string, first: string): Promise<void> {
  const signedIn = await client.signIn(username, first)
  if (signedIn?.status !== 200) throw new Error(`sign-in of ${username}: ${signedIn?.status}`)
  await client.must('POST', '/administration/self/password', { present: first, next: password })
}

/** What is true of every database, whatever happened: the log is whole, registers have no gap and no double. */
export async function wrongEverywhere(world: World): Promise<string[]> {
  const broken = await world.sql('SELECT * FROM audit.verify() LIMIT 3')
  const registers = await world.sql<{ book: string }>(`
    SELECT book FROM kernel.book_number GROUP BY book, series HAVING count(*) <> max(number) OR count(DISTINCT number) <> count(*) OR min(number) <> 1`)
  return [
    ...broken.map((row) => `log: ${JSON.stringify(row)}`),
    ...registers.map((row) => `register ${row.book} has a gap or a double`),
  ]
}
