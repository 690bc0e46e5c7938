import { z } from 'zod'
import type { Ctx } from '#kernel/context.ts'
import { type ImportTask, runPass } from '#kernel/imports/import.run.ts'
import { defineJob, type JobCtx, startJob } from '#kernel/jobs/job.ts'
import { can } from './imports.permissions.ts'
import { importsWords } from './imports.words.ts'

const { vi, en } = importsWords
const Pass = z.object({ importId: z.uuid(), runId: z.uuid(), task: z.enum(['look', 'check', 'recheck', 'commit']) })

async function run(
  { kernel, actor, lang, signal, progress }: JobCtx,
  { importId, runId, task }: z.infer<typeof Pass>,
): Promise<void> {
  const work = { kernel, actor, lang, permission: can.makeImport, signal, onProgress: progress }
  await runPass(work, task, importId, runId)
}

const usual = {
  permission: can.makeImport,
  input: Pass,
  retry: { attempts: 3 },
  link: ({ importId }: z.infer<typeof Pass>) => `/nhap-du-lieu/${importId}`,
  run,
}

/** The dry run and the writing. A process that dies in the middle leaves nothing written; the pass is then begun again. */
export const runImport = defineJob({
  ...usual,
  name: 'imports.runImport',
  words: { vi: vi.operations.runImport, en: en.operations.runImport },
})

/** What people wait for on the screen: the first look at a file, corrected rows read again. Nobody is told of its end. */
export const readImport = defineJob({
  ...usual,
  name: 'imports.readImportFile',
  words: { vi: vi.operations.readImportFile, en: en.operations.readImportFile },
  quiet: true,
})

/** Orders the pass a service has prepared; it begins when the operation is written. */
export async function orderRun<T extends { runId: string | null }>(
  ctx: Ctx,
  importId: string,
  task: ImportTask,
  prepared: T,
): Promise<T> {
  const { runId } = prepared
  const job = task === 'check' || task === 'commit' ? runImport : readImport
  if (runId) await startJob(ctx, job, { importId, runId, task })
  return prepared
}
