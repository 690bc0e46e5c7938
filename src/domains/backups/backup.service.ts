import type { Ctx } from '#kernel/context.ts'
import { refuse } from '#kernel/errors.ts'
import { startJob } from '#kernel/jobs/job.ts'
import { listPage, type ListSource } from '#kernel/list.ts'
import type { ListInput } from '#kernel/lists.ts'
import { type BackupPlan, type BackupRow, backupList } from './backup.contract.ts'
import { checkBackup, keepOf, makeBackupNow } from './backup.jobs.ts'
import * as store from './backup.store.ts'

const source: ListSource = { shape: backupList, rows: store.backupRows }

export async function listBackups(ctx: Ctx, input: ListInput) {
  const found = await listPage<BackupRow>(ctx, source, input)
  return { ...found, rows: found.rows.map((row) => ({ ...row, error: inWords(ctx, row.error) })) }
}

/** Failures are kept as a code with its parameters, so that each reader has them in their language. */
function inWords(ctx: Ctx, error: string | null): string | null {
  if (error === null) return null
  const { code, params } = JSON.parse(error) as { code: string; params: Record<string, unknown> }
  return ctx.kernel.translate(ctx.lang, code, params)
}

export async function backupPlan(ctx: Ctx): Promise<BackupPlan> {
  const { backups } = ctx.kernel
  return {
    folder: backups?.folder ?? '',
    encrypted: Boolean(backups?.passphrase),
    keep: await keepOf(ctx.db),
    newestVerified: await store.newestVerified(ctx.db),
  }
}

/** Begins a backup; one waits at most. */
export async function startBackup(ctx: Ctx): Promise<{ jobId: string }> {
  return { jobId: await startJob(ctx, makeBackupNow, {}, { key: 'now' }) }
}

/** Begins to prove a backup. @throws Refusal `kernel.notFound` for one that was never finished, or is cleared away. */
export async function startCheck(ctx: Ctx, id: string): Promise<{ jobId: string }> {
  if (!(await store.findFile(ctx.db, id))) throw refuse.notFound({ what: 'backup' })
  return { jobId: await startJob(ctx, checkBackup, { id }, { key: id }) }
}
