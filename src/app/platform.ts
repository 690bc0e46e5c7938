import type pg from 'pg'
import { assetPath, listAssets } from '#kernel/assets.ts'
import type { Blobs } from '#kernel/blobs/blobs.ts'
import { type Kernel, newId, systemActor } from '#kernel/context.ts'
import { type Database, type DatabaseSettings, openDatabase } from '#kernel/database.ts'
import { gatherEvents, gatherOperations } from '#kernel/domain.ts'
import { kernelWords } from '#kernel/kernel.words.ts'
import type { Mailer } from '#kernel/notices/mailer.ts'
import { migrate, readMigrations } from '#kernel/migrate.ts'
import { makeTranslate } from '#kernel/translate.ts'
import type { Words } from '#kernel/words.ts'
import { appWords } from './app.words.ts'
import { domains } from './domains.ts'
import { readRoles, syncRoles } from './roles.ts'

/** Words of everything the server says. */
export const serverWords: Record<string, Words> = Object.fromEntries([
  ['kernel', kernelWords],
  ['app', appWords],
  ...domains.map((d) => [d.name, d.words] as const),
])
export const translate = makeTranslate(serverWords)

export const allPermissions = domains.flatMap((d) => Object.values(d.permissions))

/** The actor that acts for the platform itself. */
export const system = systemActor(allPermissions.map((p) => p.id))

/** All migrations of all folders. */
export function allMigrations() {
  return readMigrations(listAssets('**/db/*.sql').map(assetPath))
}

export interface KernelOptions {
  demonstration: boolean
  blobs: Blobs
  now?: () => Date
  backups?: Kernel['backups']
  mail?: Mailer | null
  publicUrl?: string | null
  /** What second factors are enciphered with; without it none can be set up. */
  secret?: string
}

/** A kernel upon an open, migrated database. `now` can be fixed by tests. */
export function makeKernel(database: Database, options: KernelOptions): Kernel {
  return {
    database,
    blobs: options.blobs,
    program: { version: '', startedAt: new Date().toISOString() },
    now: options.now ?? (() => new Date()),
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
    permissions: allPermissions,
    jobs: domains.flatMap((d) => d.jobs ?? []),
    notices: domains.flatMap((d) => d.notices ?? []),
    backups: options.backups ?? null,
    mail: options.mail ?? null,
    publicUrl: options.publicUrl ?? null,
    secret: options.secret ?? '',
    demonstration: options.demonstration,
    translate,
  }
}

/** How a running installation came to be: for real, or as the demonstration province. Null before the first start is finished. */
export async function installationKind(pool: pg.Pool): Promise<'real' | 'demonstration' | null> {
  const { rows } = await pool.query<{ value: 'real' | 'demonstration' }>(
    `SELECT value FROM kernel.setting WHERE key = 'installation'`,
  )
  return rows[0]?.value ?? null
}

export async function setInstallationKind(pool: pg.Pool, kind: 'real' | 'demonstration'): Promise<void> {
  await pool.query(`INSERT INTO kernel.setting (key, value) VALUES ('installation', $1::jsonb) ON CONFLICT (key) DO NOTHING`, [
    JSON.stringify(kind),
  ])
}

/** Opens the database and brings it to this program's version: migrations, roles. */
export async function openMigrated(
  settings: DatabaseSettings,
  onStep?: (id: string, at: number, of: number) => void,
): Promise<Database> {
  const database = await openDatabase(settings)
  try {
    await migrate(database.pool, allMigrations(), onStep)
    await syncRoles(database.pool, readRoles(domains))
    return database
  } catch (error) {
    await database.close()
    throw error
  }
}
