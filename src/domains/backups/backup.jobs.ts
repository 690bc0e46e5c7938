import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Kysely } from 'kysely'
import { z } from 'zod'
import { neededContents } from '#engines/files/index.ts'
import { assetPath, listAssets } from '#kernel/assets.ts'
import { type BackupProgress, makeBackup } from '#kernel/backup/backup.ts'
import { failureText } from '#kernel/backup/backup.store.ts'
import { verifyBackup } from '#kernel/backup/verify.ts'
import { type Kernel, vietnamDay } from '#kernel/context.ts'
import { Id } from '#kernel/contract.ts'
import type { DB } from '#kernel/db.types.ts'
import { defineJob, type JobCtx } from '#kernel/jobs/job.ts'
import { readMigrations } from '#kernel/migrate.ts'
import { defineNotices, holdersOf, notify } from '#kernel/notices/notice.ts'
import { can } from './backups.permissions.ts'
import * as store from './backup.store.ts'
import { decideRetention, Keep, usualKeep } from './retention.rules.ts'

export const told = defineNotices('backups', { failed: 'now' })

const page = '/quan-tri/sao-luu'

/** How many are kept: `backups.keep` of the settings of this installation, or the usual. */
export async function keepOf(db: Kysely<DB>): Promise<Keep> {
  const found = Keep.safeParse(await store.readKeep(db))
  return found.success ? found.data : usualKeep
}

function settingsOf(kernel: Kernel) {
  if (!kernel.backups) throw new Error('this process knows no folder of backups')
  return { ...kernel.backups, neededContents, migrations: readMigrations(listAssets('**/db/*.sql').map(assetPath)) }
}

/** Reading, writing and proving as one way of a thousand steps. */
function progressOf(job: JobCtx, proves: boolean) {
  const steps: BackupProgress['step'][] = proves
    ? ['read', 'write', 'check', 'restore', 'compare']
    : ['check', 'restore', 'compare']
  return ({ step, done, total }: BackupProgress) => {
    const share = total > 0 ? Math.min(1, done / total) : 0
    job.progress(Math.round(((steps.indexOf(step) + share) / steps.length) * 1000), 1000)
  }
}

/** Makes a backup, proves it by restoring it aside, and only then clears older ones away. */
async function backUp(job: JobCtx): Promise<{ file: string; size: number }> {
  const { kernel, signal } = job
  const settings = settingsOf(kernel)
  const onProgress = progressOf(job, true)
  await mkdir(settings.folder, { recursive: true, mode: 0o700 })
  await mkdir(settings.scratch, { recursive: true, mode: 0o700 })
  const moment = kernel.now()
  const file = join(settings.folder, `noivu-${vietnamDay(moment)}-${job.id.slice(-12)}-${job.attempt}.noivu`)
  const made = await makeBackup(kernel, { ...settings, file, scheduled: true, onProgress, signal })
  await prove(job, made.id, file, onProgress)
  await clearAway(kernel)
  return { file, size: made.size }
}

async function prove(job: JobCtx, id: string, file: string, onProgress: (p: BackupProgress) => void): Promise<void> {
  const { kernel, signal } = job
  try {
    await verifyBackup({ ...settingsOf(kernel), file, onProgress, signal })
  } catch (error) {
    if (!signal.aborted) await store.updateVerified(kernel.database.db, id, failureText(error))
    throw error
  }
  await store.updateVerified(kernel.database.db, id, null)
}

async function clearAway(kernel: Kernel): Promise<void> {
  const found = await store.findScheduled(kernel.database.db)
  const files = new Map(found.map((b) => [b.id, b.file]))
  for (const id of decideRetention(found, await keepOf(kernel.database.db))) {
    await rm(files.get(id) ?? '', { force: true })
    await store.updateRemoved(kernel.database.db, id)
  }
  // What a process that was killed left half-written.
  const folder = kernel.backups?.folder ?? ''
  for (const name of await readdir(folder)) if (name.endsWith('.noivu.part')) await rm(join(folder, name), { force: true })
}

/** Whoever looks after backups is told at once when one fails. */
async function telling<T>(job: JobCtx, run: () => Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (error) {
    if (!job.signal.aborted)
      await job.asActor(
        async (ctx) =>
          notify(ctx, { to: await holdersOf(ctx, can.makeBackup), kind: told.failed, params: {}, link: page, evenSelf: true }),
        { step: 'told' },
      )
    throw error
  }
}

const common = { permission: can.makeBackup, runsAs: 'system', stuckAfterMinutes: 30, link: () => page } as const

export const nightlyBackup = defineJob({
  ...common,
  name: 'backups.nightly',
  words: { vi: 'Sao lưu hằng đêm', en: 'Nightly backup' },
  input: z.object({}),
  schedule: '15 0 * * *',
  quiet: true,
  run: (job) => telling(job, () => backUp(job)),
})

export const makeBackupNow = defineJob({
  ...common,
  name: 'backups.makeBackup',
  words: { vi: 'Sao lưu', en: 'Backup' },
  input: z.object({}),
  run: (job) => telling(job, () => backUp(job)),
})

export const checkBackup = defineJob({
  ...common,
  name: 'backups.checkBackup',
  words: { vi: 'Kiểm tra bản sao lưu', en: 'Check of a backup' },
  input: z.object({ id: Id }),
  run: (job, { id }) =>
    telling(job, async () => {
      const found = await store.findFile(job.kernel.database.db, id)
      if (found) await prove(job, id, found.file, progressOf(job, false))
      return {}
    }),
})
