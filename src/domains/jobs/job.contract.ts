import { z } from 'zod'
import { Choice, Done, Id, operation } from '#kernel/contract.ts'
import { exportInput, listInput, type ListShape, page } from '#kernel/lists.ts'
import { can } from '#kernel/jobs/job.permissions.ts'

export const jobStates = ['waiting', 'running', 'done', 'failed', 'cancelled'] as const
export const JobState = z.enum(jobStates)
export type JobState = z.infer<typeof JobState>

/** Jobs, newest first: one's own, or all for who looks after them. */
export const jobList: ListShape = {
  id: 'jobs',
  title: 'jobs.jobs',
  columns: [
    { key: 'title', title: 'jobs.kind', type: 'text', shown: true, width: 260 },
    { key: 'state', title: 'jobs.state', type: 'text', words: 'jobs.states', shown: true, width: 150 },
    { key: 'progress', title: 'jobs.progress', type: 'text', shown: true, width: 220 },
    { key: 'startedByName', title: 'jobs.startedBy', type: 'text', sortable: true, shown: true, width: 180 },
    { key: 'askedAt', title: 'jobs.askedAt', type: 'text', sortable: true, shown: true, width: 150 },
    { key: 'finishedAt', title: 'jobs.finishedAt', type: 'text', sortable: true, shown: true, width: 150 },
    { key: 'attempt', title: 'jobs.attempt', type: 'number', shown: false, width: 90 },
  ],
  filters: [
    { key: 'state', title: 'jobs.state', choices: jobStates.map((value) => ({ value, title: `jobs.states.${value}` })) },
    {
      key: 'origin',
      title: 'jobs.origin',
      choices: ['person', 'clock', 'platform'].map((value) => ({ value, title: `jobs.origins.${value}` })),
    },
    { key: 'name', title: 'jobs.kind', picker: 'jobs.pickKind' },
  ],
  defaultSort: '-askedAt',
  searchable: true,
}

const Bilingual = z.object({ vi: z.string(), en: z.string() })

export const JobRow = z.object({
  id: Id,
  name: z.string(),
  title: Bilingual,
  state: JobState,
  /** Given up waiting: told as stuck. */
  stuck: z.boolean(),
  /** Somebody stopped it and it has not heeded that yet. */
  stopping: z.boolean(),
  done: z.number(),
  total: z.number().nullable(),
  note: z.string().nullable(),
  startedByName: z.string(),
  askedAt: z.string(),
  runAt: z.string(),
  beganAt: z.string().nullable(),
  finishedAt: z.string().nullable(),
  attempt: z.number().int(),
  attempts: z.number().int(),
  /** What went wrong last, in the language asked for. */
  error: z.string().nullable(),
})
export type JobRow = z.infer<typeof JobRow>

export const JobOrder = z.object({
  id: Id,
  act: z.enum(['cancel', 'retry', 'pause', 'resume', 'run']),
  byName: z.string(),
  at: z.string(),
})
export type JobOrder = z.infer<typeof JobOrder>

export const JobDetail = JobRow.extend({
  beatAt: z.string().nullable(),
  worker: z.string().nullable(),
  /** Technical text of what went wrong; for who manages jobs. */
  errorDetail: z.string().nullable(),
  /** Where the outcome is seen. */
  link: z.string().nullable(),
  orders: z.array(JobOrder),
  /** Whether the asker may stop it now, or have it tried again. */
  mayCancel: z.boolean(),
  mayRetry: z.boolean(),
})
export type JobDetail = z.infer<typeof JobDetail>

export const Schedule = z.object({
  name: z.string(),
  title: Bilingual,
  cron: z.string(),
  paused: z.boolean(),
  pausedBy: z.string().nullable(),
  nextAt: z.string().nullable(),
  lastAt: z.string().nullable(),
  lastState: JobState.nullable(),
  lastJob: Id.nullable(),
})
export type Schedule = z.infer<typeof Schedule>

const one = z.object({ id: Id })
const named = z.object({ name: z.string().max(100) })
const tags = ['jobs']

export const jobContract = {
  listJobs: operation(can.readOwn)
    .route({ method: 'GET', path: '/jobs', summary: 'Background jobs: own ones, or all with the right to it', tags })
    .input(listInput(jobList))
    .output(page(JobRow)),
  exportJobs: operation(can.readOwn)
    .route({ method: 'GET', path: '/jobs/export', summary: 'Background jobs as Excel or CSV', tags })
    .input(exportInput(jobList))
    .output(z.file()),
  pickKind: operation(can.readOwn)
    .route({ method: 'GET', path: '/jobs/kinds', summary: 'Kinds of jobs, by their words', tags })
    .input(z.object({ search: z.string().max(200).default('') }))
    .output(z.array(Choice)),
  getJob: operation(can.readOwn)
    .route({ method: 'GET', path: '/jobs/{id}', summary: 'One job: progress, attempts, what went wrong, what was ordered', tags })
    .input(one)
    .output(JobDetail),
  cancelJob: operation(can.controlOwn)
    .route({ method: 'POST', path: '/jobs/{id}/cancel', summary: 'Stop a job, waiting or running', tags })
    .input(one)
    .output(JobDetail),
  retryJob: operation(can.controlOwn)
    .route({
      method: 'POST',
      path: '/jobs/{id}/retry',
      summary: 'Try a failed or stopped job again; finished steps are kept',
      tags,
    })
    .input(one)
    .output(JobDetail),
  listSchedules: operation(can.readAll)
    .route({ method: 'GET', path: '/jobs/schedules', summary: 'What starts by the clock: last and next run', tags })
    .output(z.array(Schedule)),
  pauseSchedule: operation(can.manage)
    .route({ method: 'POST', path: '/jobs/schedules/{name}/pause', summary: 'Pause a schedule, or let it go on', tags })
    .input(named.extend({ paused: z.boolean() }))
    .output(Done),
  runSchedule: operation(can.manage)
    .route({ method: 'POST', path: '/jobs/schedules/{name}/run', summary: 'Run what a schedule starts at once', tags })
    .input(named)
    .output(z.object({ id: Id })),
}
