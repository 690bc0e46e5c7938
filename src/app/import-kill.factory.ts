import { readFileSync } from 'node:fs'
import { can } from '#domains/imports/imports.permissions.ts'
import { openDiskBlobs } from '#kernel/blobs/disk-blobs.ts'
import { openDatabase } from '#kernel/database.ts'
import { type ImportWork, runCheck, runCommit, runLook } from '#kernel/imports/import.run.ts'
import { draftImport, startCheck, startCommit } from '#kernel/imports/import.service.ts'
import { runOperation } from '#kernel/operations.ts'
import { makeKernel, system } from './platform.ts'

/** One whole import into a data folder; `say` tells what begins. Made to be killed at any moment. */
export async function importInto(folder: string, file: string, say: (step: string) => void): Promise<void> {
  const database = await openDatabase({ folder })
  const kernel = makeKernel(database, { demonstration: false, blobs: openDiskBlobs(folder) })
  const work: ImportWork = { kernel, actor: system, lang: 'vi', permission: can.makeImport }
  const act = <T>(run: Parameters<typeof runOperation<T>>[2]) =>
    runOperation(kernel, { operation: 'testing.act', permission: can.makeImport, writes: true, actor: system }, run)
  const { id, runId } = await act((ctx) => draftImport(ctx, { kind: 'people', fileName: 'nguoi.csv', bytes: readFileSync(file) }))
  await runLook(work, id, runId)
  const check = await act((ctx) => startCheck(ctx, { id }))
  say('check')
  await runCheck(work, id, check.runId)
  const commit = await act((ctx) => startCommit(ctx, id))
  say('commit')
  await runCommit(work, id, commit.runId)
  say('done')
  await database.close()
}
