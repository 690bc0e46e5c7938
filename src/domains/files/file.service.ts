import { checkContent, openFile, refuseFile } from '#engines/files/index.ts'
import type { StoredFile } from '#engines/files/file.contract.ts'
import type { Done, HistoryEvent } from '#kernel/contract.ts'
import type { Ctx } from '#kernel/context.ts'
import { refuse } from '#kernel/errors.ts'
import { startJob } from '#kernel/jobs/job.ts'
import { historyOf } from '#kernel/history.ts'
import { listPage, type ListSource } from '#kernel/list.ts'
import { type ExportQuestion, exportList } from '#kernel/list-export.ts'
import type { ListInput } from '#kernel/lists.ts'
import { fileList, type FileRecord, type FileRow, type Totals } from './file.contract.ts'
import { checkFiles } from './file.jobs.ts'
import * as store from './file.store.ts'

const fileSource: ListSource = {
  shape: fileList,
  rows: store.fileRows,
  searchColumn: 'search_name',
  // In the order of plain letters, as people look for them.
  sortColumns: { name: 'search_name' },
  spine: {
    columns: ['name', 'kind', 'size', 'uploadedByName', 'uploadedAt', 'search_name', 'place'],
    rows: store.fileSpine,
  },
}

const done = { done: true } as const satisfies Done

export function listFiles(ctx: Ctx, input: ListInput) {
  return listPage<FileRow>(ctx, fileSource, input)
}

export function exportFiles(ctx: Ctx, input: Omit<ListInput, 'limit'> & ExportQuestion): Promise<File> {
  return exportList(ctx, fileSource, input)
}

export async function fileTotals(ctx: Ctx): Promise<Totals> {
  return { ...(await store.readTotals(ctx.db)), store: ctx.kernel.blobs.kind }
}

/** What a file is, for who may open it. @throws Refusal `kernel.notFound` for everybody else. */
export async function describeFile(ctx: Ctx, id: string): Promise<StoredFile> {
  const { log: _, ...file } = await openFile(ctx, id)
  return file
}

/** @throws Refusal `kernel.notFound` */
export async function getFile(ctx: Ctx, id: string): Promise<FileRecord> {
  const file = await store.findRecord(ctx.db, id)
  if (!file) throw refuse.notFound({ what: 'file' })
  return file
}

export async function fileHistory(ctx: Ctx, id: string): Promise<HistoryEvent[]> {
  const file = await getFile(ctx, id)
  const [own, faults] = [
    await historyOf(ctx, ['files.file', 'files.link', 'files.opening'], id),
    await historyOf(ctx, ['files.fault'], file.sha256),
  ]
  return [...own, ...faults].sort((a, b) => b.seq - a.seq)
}

/**
 * Puts a file into the bin, from where it can be taken back.
 *
 * @throws Refusal `files.inUse` while a record holds it, `files.mustKeep` while it must be kept.
 */
export async function deleteFile(ctx: Ctx, id: string): Promise<Done> {
  const file = await getFile(ctx, id)
  if (file.place === 'used') throw refuseFile.inUse({ name: file.name })
  if (file.held || (file.retainUntil !== null && file.retainUntil > ctx.today())) throw refuseFile.mustKeep({ name: file.name })
  if (!(await store.updateDeleted(ctx.db, id, ctx.now(), ctx.actor.name)) && file.place !== 'bin') throw refuse.changedMeanwhile()
  return done
}

/** Takes back an own upload. @throws Refusal `kernel.notFound` for what is not one's own, `files.inUse` once a record holds it. */
export async function discardUpload(ctx: Ctx, id: string): Promise<Done> {
  const file = await describeFile(ctx, id)
  if (!(await store.updateDeleted(ctx.db, id, ctx.now(), ctx.actor.name))) throw refuseFile.inUse({ name: file.name })
  return done
}

export async function restoreFile(ctx: Ctx, id: string): Promise<Done> {
  await getFile(ctx, id)
  await store.updateRestored(ctx.db, id)
  return done
}

export async function holdFile(ctx: Ctx, input: { id: string; held: boolean; retainUntil: string | null }): Promise<Done> {
  await getFile(ctx, input.id)
  await store.updateHeld(ctx.db, input.id, input.held, input.retainUntil)
  return done
}

/** Reads one content again. A long one keeps the operation waiting: whole stores are read by the check that runs by itself. */
export async function verifyFile(ctx: Ctx, id: string): Promise<{ state: 'whole' | 'damaged' | 'missing' }> {
  const { sha256, size } = await getFile(ctx, id)
  return { state: await checkContent(ctx, { sha256, size }) }
}

/** Begins to read every content again; one such run at a time. */
export async function checkAllFiles(ctx: Ctx): Promise<{ jobId: string }> {
  return { jobId: await startJob(ctx, checkFiles, {}, { key: 'all' }) }
}
