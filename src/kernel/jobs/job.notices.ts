import { type Kysely, sql } from 'kysely'
import { type Kernel, vietnamDay } from '../context.ts'
import type { DB } from '../db.types.ts'
import { deliverNotices, queueDelivery } from '../notices/notice.mail.ts'
import { defineNotices, insertNotices, type NoticeKind } from '../notices/notice.ts'
import type { Job } from './job.ts'
import { can } from './job.permissions.ts'
import type { Ending, StuckJob, TakenJob } from './job.store.ts'

/** What is told of jobs; the domain of the board lists these kinds and has their words. */
export const told = defineNotices('jobs', { finished: 'none', failed: 'now', stuck: 'now' })

/** Tells the starter how a job ended, and of a failed one also those who look after jobs. */
export async function tellEnded(kernel: Kernel, db: Kysely<DB>, job: Job, taken: TakenJob, ending: Ending): Promise<void> {
  const starter = taken.runsAs === 'starter' ? [taken.startedBy] : []
  const params = { name: job.words }
  if (ending.state === 'done' && !job.quiet) {
    const link = job.link?.(job.input.parse(taken.input), ending.result) ?? `/cong-viec-nen/${taken.id}`
    await tell(kernel, db, starter, told.finished, params, link, false)
  }
  if (ending.state === 'failed')
    await tell(
      kernel,
      db,
      [...starter, ...(await managers(kernel, db))],
      told.failed,
      params,
      `/cong-viec-nen/${taken.id}`,
      job.name === deliverNotices.name,
    )
}

/** Tells the starter and those who look after jobs that one does not move. */
export async function tellStuck(kernel: Kernel, db: Kysely<DB>, stuck: StuckJob): Promise<void> {
  const words = kernel.jobs.find((job) => job.name === stuck.name)?.words ?? { vi: stuck.name, en: stuck.name }
  const starter = stuck.runsAs === 'starter' ? [stuck.startedBy] : []
  await tell(
    kernel,
    db,
    [...starter, ...(await managers(kernel, db))],
    told.stuck,
    { name: words },
    `/cong-viec-nen/${stuck.id}`,
    stuck.name === deliverNotices.name,
  )
}

async function managers(kernel: Kernel, db: Kysely<DB>): Promise<string[]> {
  const { rows } = await sql<{
    id: string
  }>`SELECT kernel.holders_of(${can.manage.id}, ${vietnamDay(kernel.now())}::date) AS id`.execute(db)
  return rows.map((row) => row.id)
}

async function tell(
  kernel: Kernel,
  db: Kysely<DB>,
  to: string[],
  kind: NoticeKind,
  params: Record<string, { vi: string; en: string }>,
  link: string,
  /** That e-mail does not work is not told by e-mail. */
  silent: boolean,
): Promise<void> {
  const users = [...new Set(to)].filter((id) => id !== 'system')
  const at = kernel.now().toISOString()
  const mailed = await insertNotices(kernel, db, { to: users, kind, params, link, by: 'system', at, silent })
  for (const userId of mailed) await queueDelivery(kernel, userId, kernel.now(), db)
}
