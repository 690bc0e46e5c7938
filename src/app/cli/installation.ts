import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { openBlobs } from '#kernel/blobs/open-blobs.ts'
import { type Ctx, type Kernel, newId } from '#kernel/context.ts'
import { type Database, openDatabase } from '#kernel/database.ts'
import { StartFailure } from '#kernel/data-folder.ts'
import { migrate } from '#kernel/migrate.ts'
import { runOperation } from '#kernel/operations.ts'
import type { Permission } from '#kernel/permissions.ts'
import { type Config, readConfig } from '../config.ts'
import { allMigrations, installationKind, makeKernel, system } from '../platform.ts'
import { type Asked, CommandFailure } from './usage.ts'

/** Milliseconds a command waits for another process that is just opening the data folder. */
const patience = 30_000
/** Times a question is asked again when the process it was asked through went away. */
const attempts = 10

/**
 * Answers a question from the installation, as the platform itself, in one reading operation. The database is closed before the answer is
 * printed, so that a slow reader holds nobody up.
 *
 * Works through the process that holds the data folder, or holds it for as long as the question takes. When that process goes away in
 * between (another command that was quicker), the question is asked again: it only reads, or carries the same request id.
 *
 * @throws CommandFailure `noData` before the first start; StartFailure; whatever the question throws.
 */
export async function ask<T>(
  asked: Asked,
  operation: string,
  permission: Permission,
  question: (ctx: Ctx) => Promise<T>,
  /** An order: written and logged. Asked again it is the same request, and is not carried out twice. */
  { writes = false }: { writes?: boolean } = {},
): Promise<T> {
  const requestId = newId()
  const config = readConfig()
  for (let attempt = 1; ; attempt++) {
    const { database, joined } = await open(config)
    try {
      const kind = await installationKind(database.pool)
      if (!kind) throw noData(config)
      const kernel = makeKernel(database, { demonstration: kind === 'demonstration', blobs: await openBlobs(config) })
      return await runOperation(
        kernel,
        { operation: writes ? operation : `cli.${operation}`, permission, writes, actor: system, lang: asked.lang, requestId },
        question,
      )
    } catch (error) {
      if (!joined || attempt === attempts || !mayPass(error)) throw error
    } finally {
      await database.close()
    }
    await wait(200)
  }
}

/**
 * Does something that writes, through the process that holds the data folder or holding it meanwhile. Tried once: it is not a question.
 *
 * @throws CommandFailure `noData` before the first start; StartFailure; whatever the work throws.
 */
export async function work<T>(run: (kernel: Kernel) => Promise<T>): Promise<T> {
  const config = readConfig()
  const { database } = await open(config)
  try {
    const kind = await installationKind(database.pool)
    if (!kind) throw noData(config)
    return await run(makeKernel(database, { demonstration: kind === 'demonstration', blobs: await openBlobs(config) }))
  } finally {
    await database.close()
  }
}

function noData(config: Config): CommandFailure {
  return new CommandFailure('noData', { place: config.databaseUrl ? 'DATABASE_URL' : config.dataFolder })
}

async function open(config: Config): Promise<{ database: Database; joined: boolean }> {
  if (!config.databaseUrl && !existsSync(join(config.dataFolder, 'pg'))) throw noData(config)
  const database = config.databaseUrl
    ? await openDatabase({ url: config.databaseUrl, max: 2 })
    : await openFolder(config.dataFolder)
  // A connection lost while it works fails its question; without a listener it would end the process as well.
  database.pool.on('connect', (client) => client.on('error', () => {}))
  // Only who holds the embedded database can dump it.
  if (database.kind === 'pglite' && !database.dump) return { database, joined: true }
  try {
    await migrate(database.pool, allMigrations())
    return { database, joined: false }
  } catch (error) {
    await database.close()
    throw error
  }
}

/** A folder whose holder cannot be joined yet is being opened: wait for it. */
async function openFolder(folder: string): Promise<Database> {
  const until = performance.now() + patience
  for (;;) {
    try {
      return await openDatabase({ folder, join: true })
    } catch (error) {
      if (!(error instanceof StartFailure && error.key === 'start.folderInUse') || performance.now() > until) throw error
      await wait(200)
    }
  }
}

/** The holder is gone, or is still at its first start. */
function mayPass(error: unknown): boolean {
  if (error instanceof CommandFailure) return error.key === 'noData'
  if (!(error instanceof Error)) return false
  const code = 'code' in error ? String(error.code) : ''
  return /^(ECONN|EPIPE|ENOENT|57P|42P01|3F000)/.test(code) || error.message.includes('Connection terminated')
}
