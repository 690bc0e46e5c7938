import { z } from 'zod'
import { checkFixity, faultFound, type FileFault, tidyFiles } from '#engines/files/index.ts'
import type { Ctx } from '#kernel/context.ts'
import { defineJob } from '#kernel/jobs/job.ts'
import { defineNotices, holdersOf, notify } from '#kernel/notices/notice.ts'
import { can } from './files.permissions.ts'

export const told = defineNotices('files', { fault: 'now' })

/** Reads every content of the store again, at a rate that leaves the machine to people's work. */
export const checkFiles = defineJob({
  name: 'files.checkFiles',
  words: { vi: 'Kiểm tra toàn bộ kho tệp', en: 'Check all contents of the file store' },
  permission: can.manageFiles,
  input: z.object({}),
  runsAs: 'system',
  schedule: '0 1 * * 0',
  link: () => '/kho-tep',
  run: (job) =>
    checkFixity({
      blobs: job.kernel.blobs,
      act: (run, options) => job.asActor(run, options),
      signal: job.signal,
      progress: (done, total) => job.progress(done, total),
    }),
})

/** Clears away what nobody uses any more. */
export const tidyStore = defineJob({
  name: 'files.tidyFiles',
  words: { vi: 'Dọn kho tệp', en: 'Tidy the file store' },
  permission: can.manageFiles,
  input: z.object({}),
  runsAs: 'system',
  schedule: '30 2 * * *',
  quiet: true,
  run: (job) => tidyFiles({ blobs: job.kernel.blobs, act: (run, options) => job.asActor(run, options), signal: job.signal }),
})

/** The alarm: who looks after files is told at once. */
async function raiseAlarm(ctx: Ctx, { faults }: { faults: FileFault[] }): Promise<void> {
  const [first] = faults
  await notify(ctx, {
    to: await holdersOf(ctx, can.manageFiles),
    kind: told.fault,
    params: { count: faults.length, name: first?.names[0] ?? first?.sha256 ?? '' },
    link: '/kho-tep?state=damaged&state=missing',
    evenSelf: true,
  })
}

export const listening = { [faultFound]: raiseAlarm }
