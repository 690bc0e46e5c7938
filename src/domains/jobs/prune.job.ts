import { sql } from 'kysely'
import { z } from 'zod'
import { can } from '#kernel/jobs/job.permissions.ts'
import { defineJob, type JobCtx } from '#kernel/jobs/job.ts'
import { daysKept } from '#kernel/jobs/keep.ts'

/** Rows deleted at a time, so that nobody waits for housekeeping. */
const portion = 1000

async function deleteOld(job: JobCtx, remove: () => Promise<number>): Promise<number> {
  let removed = 0
  for (;;) {
    job.signal.throwIfAborted()
    const now = await remove()
    removed += now
    job.progress(removed, null)
    if (now < portion) return removed
  }
}

/** Answers kept for repeated requests are of no use once nobody repeats: `requests.days` of the settings, else 30 days. */
export const pruneRequests = defineJob({
  name: 'jobs.pruneRequests',
  words: { vi: 'Dọn câu trả lời đã lưu của yêu cầu cũ', en: 'Clear answers kept for old requests' },
  input: z.object({}),
  permission: can.manage,
  runsAs: 'system',
  schedule: '15 1 * * *',
  run: async (job) => {
    const { kernel } = job
    const days = await daysKept(kernel, 'requests.days', 30)
    const before = new Date(kernel.now().getTime() - days * 86_400_000).toISOString()
    const removed = await deleteOld(job, async () => {
      // The steps of a job that may still be tried again stay, however old: each must take effect once.
      const result = await sql`DELETE FROM kernel.request WHERE ctid = ANY (ARRAY (
        SELECT r.ctid FROM kernel.request r WHERE r.answered_at < ${before}::timestamptz
          AND NOT EXISTS (SELECT FROM kernel.job j WHERE r.request_id LIKE 'job/%' AND j.id::text = split_part(r.request_id, '/', 2))
        LIMIT ${portion}))`.execute(kernel.database.db)
      return Number(result.numAffectedRows)
    })
    return { removed, days }
  },
})

/** Jobs long over, and notices long read: `jobs.days` of the settings, else 30 days; unread notices and the last run of a schedule stay longer. */
export const pruneJobs = defineJob({
  name: 'jobs.pruneJobs',
  words: { vi: 'Dọn công việc nền và thông báo cũ', en: 'Clear old jobs and notices' },
  input: z.object({}),
  permission: can.manage,
  runsAs: 'system',
  schedule: '30 1 * * *',
  run: async (job) => {
    const { kernel } = job
    const { db } = kernel.database
    const days = await daysKept(kernel, 'jobs.days', 30)
    const at = (factor: number) => new Date(kernel.now().getTime() - factor * days * 86_400_000).toISOString()
    const jobs = await deleteOld(job, async () => {
      const result = await sql`DELETE FROM kernel.job WHERE id IN (
        SELECT j.id FROM kernel.job j WHERE j.finished_at < ${at(1)}::timestamptz
          AND (j.schedule IS NULL OR EXISTS (SELECT FROM kernel.job l WHERE l.schedule = j.schedule AND l.asked_at > j.asked_at))
        LIMIT ${portion})`.execute(db)
      return Number(result.numAffectedRows)
    })
    const notices = await deleteOld(job, async () => {
      const result = await sql`DELETE FROM kernel.notice WHERE id IN (
        SELECT id FROM kernel.notice WHERE (raised_at < ${at(3)}::timestamptz AND read_at IS NOT NULL) OR raised_at < ${at(12)}::timestamptz
        LIMIT ${portion})`.execute(db)
      return Number(result.numAffectedRows)
    })
    return { jobs, notices, days }
  },
})
