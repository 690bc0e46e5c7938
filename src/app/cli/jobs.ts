import { listJobs, listSchedules, runSchedule } from '#domains/jobs/index.ts'
import { formatDateTime } from '#kernel/dates.ts'
import { Refusal } from '#kernel/errors.ts'
import { can } from '#kernel/jobs/job.permissions.ts'
import { translate } from '../platform.ts'
import { ask } from './installation.ts'
import { printJson, printList } from './output.ts'
import { type Asked, UsageError } from './usage.ts'

/** How many jobs are printed: what is going on and what went before, not the whole past. */
const most = 200

/** `noivu jobs`: the newest jobs, those that wait and run among them. */
export async function printJobs(asked: Asked): Promise<number> {
  const { rows } = await ask(asked, 'listJobs', can.readAll, (ctx) => listJobs(ctx, { limit: most }))
  const keys = ['id', 'name', 'state', 'done', 'total', 'attempt', 'started_by', 'asked_at', 'run_at', 'finished_at', 'error']
  const moment = (value: unknown) => (typeof value === 'string' && value !== '' ? formatDateTime(value, asked.lang) : '')
  await printList(asked, {
    keys,
    rows: rows.map((job) => ({
      id: job.id,
      name: job.name,
      state: job.stuck ? 'stuck' : job.state,
      done: job.done,
      total: job.total,
      attempt: job.attempt,
      started_by: job.startedByName,
      asked_at: job.askedAt,
      run_at: job.runAt,
      finished_at: job.finishedAt,
      error: job.error,
    })),
    columns: ['name', 'state', 'done', 'started_by', 'asked_at', 'finished_at', 'error'].map((key) => ({
      key,
      title: asked.say(`column.${key}`),
    })),
    read: (row) => ({
      ...row,
      state: translate(asked.lang, row.state === 'stuck' ? 'jobs.stuck' : `jobs.states.${String(row.state)}`),
      done: row.total === null ? row.done : `${String(row.done)}/${String(row.total)}`,
      asked_at: moment(row.asked_at),
      finished_at: moment(row.finished_at),
    }),
  })
  return 0
}

/** `noivu jobs run NAME`: what a schedule starts, now. A server takes it up; without one it waits for the next start. */
export async function runScheduled(asked: Asked): Promise<number> {
  const order = { writes: true }
  const { id } = await ask(asked, 'jobs.runSchedule', can.manage, (ctx) => runSchedule(ctx, asked.argument), order).catch(
    async (error: unknown) => {
      if (!(error instanceof Refusal && error.kind === 'not-found')) throw error
      const known = await ask(asked, 'listSchedules', can.readAll, listSchedules)
      throw new UsageError('unknownSchedule', { name: asked.argument, names: known.map((each) => each.name).join(', ') })
    },
  )
  if (asked.on('json')) await printJson(asked, { id })
  else await asked.out.print(`${asked.say('queued', { name: asked.argument })}\n`)
  return 0
}
