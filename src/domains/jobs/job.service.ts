import type { Ctx } from '#kernel/context.ts'
import type { Choice } from '#kernel/contract.ts'
import { formatDateTime } from '#kernel/dates.ts'
import { refuse as kernelRefuse } from '#kernel/errors.ts'
import { can } from '#kernel/jobs/job.permissions.ts'
import { attemptsOf, type Job, startJob } from '#kernel/jobs/job.ts'
import { nextDue, parseCron } from '#kernel/jobs/schedule.rules.ts'
import { listPage, type ListSource } from '#kernel/list.ts'
import { type ExportQuestion, exportList } from '#kernel/list-export.ts'
import type { ListInput } from '#kernel/lists.ts'
import { fold } from '#kernel/text.ts'
import type { Language } from '#kernel/words.ts'
import { type JobDetail, jobList, type JobOrder, type JobRow, type Schedule } from './job.contract.ts'
import * as store from './job.store.ts'
import { refuse } from './jobs.refusals.ts'

const source: ListSource = { shape: jobList, rows: store.jobRows, searchColumn: 'search_name' }

const kindOf = (ctx: Ctx, name: string): Job | undefined => ctx.kernel.jobs.find((job) => job.name === name)
const wordsOf = (ctx: Ctx, name: string) => kindOf(ctx, name)?.words ?? { vi: name, en: name }

export async function listJobs(ctx: Ctx, input: ListInput) {
  const { rows, ...rest } = await listPage<store.StoredJob>(ctx, source, input)
  return { ...rest, rows: rows.map((row) => inWords(ctx, row)) }
}

/** What its kind is called and what went wrong, in words. */
function inWords(ctx: Ctx, { errorCode, errorParams, startedBy: _, ...row }: store.StoredJob): JobRow {
  const error = errorCode ? ctx.kernel.translate(ctx.lang, errorCode, errorParams ?? {}) : null
  return { ...row, title: wordsOf(ctx, row.name), error }
}

/** The same list as a file; kinds and moments in words. */
export async function exportJobs(ctx: Ctx, input: Omit<ListInput, 'limit'> & ExportQuestion): Promise<File> {
  const names = Object.fromEntries(ctx.kernel.jobs.map((job) => [job.name, job.words[input.lang]]))
  return exportList(ctx, { ...source, read: (row) => asText(row as unknown as store.StoredJob, names, input.lang) }, input, names)
}

export function pickKind(ctx: Ctx, search: string): Choice[] {
  const words = fold(search).split(' ').filter(Boolean)
  return ctx.kernel.jobs
    .map((job) => ({ id: job.name, label: job.words[ctx.lang] }))
    .filter(({ id, label }) => words.every((word) => fold(`${label} ${id}`).includes(word)))
    .sort((a, b) => a.label.localeCompare(b.label, ctx.lang))
    .slice(0, 50)
}

async function storedJob(ctx: Ctx, id: string): Promise<store.StoredDetail> {
  const job = await store.findJob(ctx.db, id)
  if (!job) throw kernelRefuse.notFound({ what: 'job' })
  return job
}

/** @throws Refusal `kernel.notFound`: another's job answers like none. */
export async function getJob(ctx: Ctx, id: string): Promise<JobDetail> {
  const { beatAt, worker, errorDetail, input, result, ...row } = await storedJob(ctx, id)
  const manages = ctx.may(can.manage)
  const controls = manages || (row.startedBy === ctx.actor.id && ctx.may(can.controlOwn))
  const kind = kindOf(ctx, row.name)
  const given = row.state === 'done' ? kind?.input.safeParse(input) : undefined
  return {
    ...inWords(ctx, row),
    beatAt,
    worker: manages ? worker : null,
    errorDetail: manages ? errorDetail : null,
    link: given?.success ? (kind?.link?.(given.data, result) ?? null) : null,
    orders: await store.findOrders(ctx.db, id),
    mayCancel: controls && (row.state === 'waiting' || (row.state === 'running' && !row.stopping)),
    mayRetry: controls && (row.state === 'failed' || row.state === 'cancelled') && kind !== undefined,
  }
}

/** @throws Refusal `jobs.alreadyOver`. */
export async function cancelJob(ctx: Ctx, id: string): Promise<JobDetail> {
  const job = await storedJob(ctx, id)
  demandControl(ctx, job)
  if (!(await store.cancel(ctx.db, id, ctx.actor.name, ctx.now()))) throw refuse.alreadyOver()
  await order(ctx, 'cancel', id, job.name)
  return getJob(ctx, id)
}

/** @throws Refusal `jobs.notOver`; `jobs.kindGone` when this program knows no such job any more. */
export async function retryJob(ctx: Ctx, id: string): Promise<JobDetail> {
  const job = await storedJob(ctx, id)
  demandControl(ctx, job)
  const kind = kindOf(ctx, job.name)
  if (!kind) throw refuse.kindGone()
  if (!(await store.retry(ctx.db, id, attemptsOf(kind), ctx.now()))) throw refuse.notOver()
  await order(ctx, 'retry', id, job.name)
  return getJob(ctx, id)
}

/** One's own, or anybody's for who manages jobs. */
function demandControl(ctx: Ctx, job: store.StoredDetail): void {
  if (job.startedBy !== ctx.actor.id && !ctx.may(can.manage)) throw kernelRefuse.forbidden({ permission: can.manage.id })
}

async function order(ctx: Ctx, act: JobOrder['act'], subject: string, job: string): Promise<void> {
  const { id: byId, name: byName } = ctx.actor
  await store.insertOrder(ctx.db, { id: ctx.newId(), subject, job, act, byId, byName, at: ctx.now() })
}

export async function listSchedules(ctx: Ctx): Promise<Schedule[]> {
  const stored = new Map((await store.findSchedules(ctx.db)).map((each) => [each.name, each]))
  return ctx.kernel.jobs.flatMap((job) => {
    if (!job.schedule) return []
    const { paused = false, pausedBy = null, lastAt = null, lastState = null, lastJob = null } = stored.get(job.name) ?? {}
    const next = paused ? null : nextDue(parseCron(job.schedule), new Date(ctx.now()))
    const nextAt = next?.toISOString() ?? null
    return [{ name: job.name, title: job.words, cron: job.schedule, paused, pausedBy, nextAt, lastAt, lastState, lastJob }]
  })
}

/** @throws Refusal `kernel.notFound`. */
export async function pauseSchedule(ctx: Ctx, input: { name: string; paused: boolean }): Promise<void> {
  if (!(await store.setPaused(ctx.db, input.name, input.paused ? ctx.actor.name : null, ctx.now())))
    throw kernelRefuse.notFound({ what: 'schedule' })
  await order(ctx, input.paused ? 'pause' : 'resume', input.name, input.name)
}

/** Runs what a schedule starts now, as the platform, even while it is paused. @throws Refusal `kernel.notFound`. */
export async function runSchedule(ctx: Ctx, name: string): Promise<{ id: string }> {
  const job = kindOf(ctx, name)
  if (!job?.schedule) throw kernelRefuse.notFound({ what: 'schedule' })
  const id = await startJob(ctx, { ...job, runsAs: 'system' }, {}, { key: 'schedule', schedule: name })
  await order(ctx, 'run', name, name)
  return { id }
}

/** A row as an export writes it. */
function asText(row: store.StoredJob, names: Record<string, string>, lang: Language): Record<string, unknown> {
  const moment = (at: string | null) => (at ? formatDateTime(at, lang) : '')
  return {
    ...row,
    title: names[row.name] ?? row.name,
    progress: row.total ? `${row.done}/${row.total}` : (row.note ?? ''),
    askedAt: moment(row.askedAt),
    finishedAt: moment(row.finishedAt),
  }
}
