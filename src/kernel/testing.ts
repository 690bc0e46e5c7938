import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Kysely, PostgresDialect, type PostgresPool } from 'kysely'
import pg from 'pg'
import { beforeAll, test as base } from 'vitest'
import { assetPath, listAssets } from './assets.ts'
import type { Blobs } from './blobs/blobs.ts'
import { openDiskBlobs } from './blobs/disk-blobs.ts'
import { type Actor, type Ctx, type Kernel, newId, type ReachMap, systemActor } from './context.ts'
import { type Database, openDatabase } from './database.ts'
import type { DB } from './db.types.ts'
import { type Domain, gatherEvents, gatherOperations } from './domain.ts'
import { kernelWords } from './kernel.words.ts'
import { migrate, readMigrations } from './migrate.ts'
import { type Call, runOperation } from './operations.ts'
import { definePermissions, type Permission } from './permissions.ts'
import { makeTranslate } from './translate.ts'

/** The day on which tests happen unless they say otherwise. */
export const testNow = new Date('2022-12-20T03:00:00Z')

const testing = definePermissions('testing', { act: { vi: 'Thử', en: 'Test' } })

/** A migrated database of its own: restored from a dump (embedded), or copied from a template (PostgreSQL at DATABASE_URL). */
export async function freshDatabase(): Promise<Database> {
  const url = process.env.DATABASE_URL
  return url ? copyOfTemplate(url) : openDatabase({ memory: true, dump: await migratedDump() })
}

function migrations() {
  return readMigrations(listAssets('**/db/*.sql').map(assetPath))
}

function migrationsKey(): string {
  const hash = createHash('sha256')
  for (const m of migrations()) hash.update(m.id).update(m.sql)
  return hash.digest('hex').slice(0, 16)
}

/** Makes the dump once for all workers and runs; it is named by the migrations it holds. */
async function migratedDump(): Promise<string> {
  const folder = join(process.cwd(), 'node_modules', '.cache', 'noivu')
  const file = join(folder, `migrated-${migrationsKey()}.tar`)
  if (existsSync(file)) return file
  mkdirSync(folder, { recursive: true })
  const database = await openDatabase({ memory: true })
  await migrate(database.pool, migrations())
  const bytes = await database.dump?.()
  await database.close()
  if (!bytes) throw new Error('no dump')
  const part = `${file}.${process.pid}`
  writeFileSync(part, bytes)
  renameSync(part, file)
  return file
}

/** Puts a migrated embedded database into a data folder, without the seconds that making one takes. */
export async function fillDataFolder(folder: string): Promise<void> {
  const inside = join(folder, 'pg')
  mkdirSync(inside, { recursive: true })
  execFileSync('tar', ['-xf', await migratedDump(), '-C', inside], { stdio: 'ignore' })
}

async function copyOfTemplate(url: string): Promise<Database> {
  const template = `noivu_test_${migrationsKey()}`
  const name = `noivu_test_${process.pid}_${newId().slice(-12)}`
  const owner = new pg.Client({ connectionString: url })
  await owner.connect()
  try {
    await owner.query('SELECT pg_advisory_lock(316)')
    const { rowCount } = await owner.query('SELECT 1 FROM pg_database WHERE datname = $1', [template])
    if (rowCount === 0) {
      await owner.query(`CREATE DATABASE ${template}`)
      const made = await openDatabase({ url: at(url, template), max: 1 })
      await migrate(made.pool, migrations())
      await made.close()
    }
    await owner.query(`CREATE DATABASE ${name} TEMPLATE ${template}`)
    await owner.query('SELECT pg_advisory_unlock(316)')
  } finally {
    await owner.end()
  }
  return openDatabase({ url: at(url, name) })
}

function at(url: string, database: string): string {
  const parsed = new URL(url)
  parsed.pathname = `/${database}`
  return parsed.toString()
}

let blobs: Blobs | undefined

/** A store of content for the tests of this process, gone when it ends. */
export function testBlobs(): Blobs {
  if (blobs) return blobs
  const folder = mkdtempSync(join(tmpdir(), 'noivu-test-files-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  return (blobs = openDiskBlobs(folder))
}

/** A kernel for tests of some domains: their permissions, words, events and figures, a fixed clock. */
export function testKernel(database: Database, domains: Domain[], now = testNow): Kernel {
  return {
    database,
    blobs: testBlobs(),
    program: { version: '0.0.0-test', startedAt: now.toISOString() },
    now: () => now,
    newId,
    events: gatherEvents(domains),
    operations: gatherOperations(domains),
    indicators: domains.flatMap((d) => d.indicators ?? []),
    filePurposes: domains.flatMap((d) => d.filePurposes ?? []),
    lists: domains.flatMap((d) => d.lists ?? []),
    search: domains.flatMap((d) => d.search ?? []),
    timelines: domains.flatMap((d) => d.timelines ?? []),
    imports: domains.flatMap((d) => d.imports ?? []),
    checks: domains.flatMap((d) => d.checks ?? []),
    permissions: domains.flatMap((d) => Object.values(d.permissions)),
    jobs: domains.flatMap((d) => d.jobs ?? []),
    notices: domains.flatMap((d) => d.notices ?? []),
    backups: null,
    mail: null,
    publicUrl: null,
    secret: 'a secret for tests',
    demonstration: false,
    translate: makeTranslate(Object.fromEntries([['kernel', kernelWords], ...domains.map((d) => [d.name, d.words] as const)])),
  }
}

/** An actor with just these rights. */
export function anActor(reach: ReachMap, more: Partial<Actor> = {}): Actor {
  return {
    id: `user-${newId().slice(-8)}`,
    name: 'Người thử',
    username: 'thu',
    personId: null,
    roles: [],
    ...more,
    reach: { [testing.act.id]: { own: true }, ...reach },
  }
}

/** An actor with these permissions everywhere. */
export function anActorWith(...permissions: Permission[]): Actor {
  return anActor(Object.fromEntries(permissions.map((p) => [p.id, { all: true }])))
}

/** What a database test works with. Everything it writes is rolled back at its end. */
export interface TestWorld {
  kernel: Kernel
  /** Runs a step as an actor, in a transaction of its own, as operations do. Writing by default. */
  as<T>(actor: Actor, run: (ctx: Ctx) => Promise<T>, call?: Partial<Call>): Promise<T>
  /** Runs a step with every permission of the domains given. */
  asSystem<T>(run: (ctx: Ctx) => Promise<T>, call?: Partial<Call>): Promise<T>
  /** Plain SQL past all policies, for looking at what is really stored. */
  sql<R extends pg.QueryResultRow = Record<string, unknown>>(text: string, values?: unknown[]): Promise<R[]>
}

let shared: Promise<Database> | undefined

/**
 * `test` with a `world`: one restored database per worker; each test runs inside a transaction that is rolled back (about 3 ms).
 *
 * @example const test = worldTest([people]); test('…', async ({ world }) => { await world.asSystem((ctx) => …) })
 */
export function worldTest(domains: Domain[], now = testNow) {
  // Outside the time of the first test: one that ran out of time while waiting here would leave its transaction open for all others.
  beforeAll(async () => void (await (shared ??= freshDatabase())), 300_000)
  return base.extend<{ world: TestWorld }>({
    // eslint-disable-next-line no-empty-pattern
    world: async ({}, use) => {
      shared ??= freshDatabase()
      const database = await shared
      const client = await database.pool.connect()
      await client.query('BEGIN')
      try {
        const kernel = testKernel(insideTransaction(database, client), domains, now)
        const act = <T>(actor: Actor, run: (ctx: Ctx) => Promise<T>, call: Partial<Call> = {}) =>
          runOperation(kernel, { operation: 'testing.act', permission: testing.act, writes: true, ...call, actor }, run)
        const everything = systemActor([testing.act.id, ...kernel.permissions.map((p) => p.id)])
        await use({
          kernel,
          as: act,
          asSystem: (run, call) => act(everything, run, call),
          sql: async <R extends pg.QueryResultRow>(text: string, values?: unknown[]) =>
            (await client.query<R>(text, values)).rows,
        })
      } finally {
        await client.query('ROLLBACK')
        client.release()
      }
    },
  })
}

/** The same database seen from inside one open transaction: operations become savepoints of it. */
function insideTransaction(database: Database, client: pg.PoolClient): Database {
  const inner = {
    query: (text: unknown, values?: unknown[]) =>
      typeof text === 'string' ? client.query(asSavepoint(text), values) : client.query(text as pg.QueryConfig),
    release: () => {},
    totalCount: 1,
    idleCount: 0,
    options: database.pool.options,
  }
  const pool = { connect: () => Promise.resolve(inner), end: () => Promise.resolve() } as unknown as PostgresPool
  return {
    ...database,
    pipelined: false,
    db: new Kysely<DB>({ dialect: new PostgresDialect({ pool }) }),
    pool: inner as unknown as pg.Pool,
  }
}

function asSavepoint(text: string): string {
  if (text.startsWith('BEGIN READ ONLY;'))
    return text.replace('BEGIN READ ONLY;', 'SAVEPOINT operation; SET LOCAL transaction_read_only = on;')
  if (text.startsWith('BEGIN;')) return text.replace('BEGIN;', 'SAVEPOINT operation;')
  if (text === 'COMMIT') return 'RELEASE SAVEPOINT operation; RESET ROLE'
  if (text === 'ROLLBACK') return 'ROLLBACK TO SAVEPOINT operation; RELEASE SAVEPOINT operation; RESET ROLE'
  return text
}
