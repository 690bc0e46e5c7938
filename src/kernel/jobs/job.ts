import { sql } from 'kysely'
import type { z } from 'zod'
import type { Actor, Ctx, Kernel } from '../context.ts'
import { refuse } from '../errors.ts'
import type { Permission } from '../permissions.ts'
import type { Language } from '../words.ts'
import { type Retry, usualRetry } from './job.rules.ts'

/** What a job works with while it runs. */
export interface JobCtx {
  /** The job's own identifier, the same in every attempt. */
  id: string
  kernel: Kernel
  /** Who the job works for, with the rights held when this attempt began. */
  actor: Actor
  lang: Language
  /** 1 for the first attempt. */
  attempt: number
  /** Fires when somebody stops the job, when the process ends, or when the job was taken over elsewhere. Look at it between steps. */
  signal: AbortSignal
  /** Says how far the job is; written once a second at most, so it may be called for every row. `total` null: not known yet. */
  progress(done: number, total: number | null, note?: string): void
  /**
   * One transaction as the job's actor, whose rights are loaded anew; audited under the job's name. With a `step` it takes effect once,
   * however often the job is run: a second arrival gives the first answer. Nothing is written once the job has been taken over elsewhere.
   */
  asActor<T>(run: (ctx: Ctx) => Promise<T>, options?: StepOptions): Promise<T>
}

export interface StepOptions {
  /** Names this step within the job; its answer must be plain data, because a repetition is answered from what was kept. */
  step?: string
  /** Only looks: no audit entry, and the transaction refuses to write. */
  reads?: boolean
  reason?: string
}

/** A kind of work that goes on after the answer. Made by `defineJob`. */
export interface Job<S extends z.ZodType = z.ZodType, R = unknown> {
  /** `domain.verb`: also the operation its transactions are logged under. */
  name: string
  words: { vi: string; en: string }
  input: S
  /** Who may start it, and what each of its transactions demands. */
  permission: Permission
  retry?: Partial<Retry>
  /** Five cron fields in the time of Vietnam; the job then starts by itself, as the platform. */
  schedule?: string
  /** `system`: works as the platform whoever started it. */
  runsAs?: 'starter' | 'system'
  /** Without progress for so long, it counts as stuck. */
  stuckAfterMinutes?: number
  /** No notice to the starter when it ends well. */
  quiet?: boolean
  run(job: JobCtx, input: z.output<S>): Promise<R>
  /** The address inside the platform where the outcome is seen. */
  link?(input: z.output<S>, result: R): string | null
}

/**
 * Declares a job. A domain lists its jobs in `defineDomain({ jobs })`.
 *
 * @example
 * const countMembers = defineJob({
 *   name: 'club.countMembers', words: { vi: 'Đếm hội viên', en: 'Count the members' }, permission: can.readMember, input: z.object({ clubId: Id }),
 *   run: async (job, { clubId }) => job.asActor((ctx) => countOf(ctx, clubId), { reads: true }),
 * })
 * const jobId = await startJob(ctx, countMembers, { clubId })
 */
export function defineJob<S extends z.ZodType, R>(job: Job<S, R>): Job<S, R> {
  return job
}

export interface StartOptions {
  /** Not before this moment. */
  at?: string
  /** While a job of this kind with the same key waits, no second one is put beside it; the earlier moment holds. */
  key?: string
  /** The schedule this run counts for, when somebody has it run out of turn. */
  schedule?: string
}

/**
 * Puts a job into the queue, in the transaction of `ctx`: it exists when that commits, and not at all when it does not.
 *
 * @returns the job's identifier; with a key, that of the job already waiting.
 * @throws Refusal `kernel.forbidden` when the actor may not do what the job does.
 */
export async function startJob<S extends z.ZodType, R>(
  ctx: Ctx,
  job: Job<S, R>,
  input: z.input<S>,
  options: StartOptions = {},
): Promise<string> {
  const runsAs = job.runsAs ?? 'starter'
  if (runsAs === 'starter' && !ctx.may(job.permission)) throw refuse.forbidden({ permission: job.permission.id })
  const at = options.at ?? ctx.now()
  const values = JSON.stringify(job.input.parse(input) ?? null)
  // The one that waits may be taken up between the two statements: then there is room for a new one.
  for (let round = 0; round < 10; round++) {
    const { rows } = await sql<{ id: string }>`
      INSERT INTO kernel.job (id, name, input, started_by, started_by_name, runs_as, lang, key, schedule, state, asked_at, run_at, attempts)
      VALUES (${ctx.newId()}::uuid, ${job.name}, ${values}::jsonb, ${ctx.actor.id}, ${ctx.actor.name}, ${runsAs}, ${ctx.lang}, ${options.key ?? null}, ${options.schedule ?? null},
        'waiting', ${ctx.now()}::timestamptz, ${at}::timestamptz, ${attemptsOf(job)})
      ON CONFLICT (name, key) WHERE state = 'waiting' DO NOTHING RETURNING id`.execute(ctx.db)
    if (rows[0]) return rows[0].id
    const waiting = await sql<{ id: string | null }>`
      SELECT kernel.hurry_job(${job.name}, ${options.key ?? ''}, ${at}::timestamptz) AS id`.execute(ctx.db)
    if (waiting.rows[0]?.id) return waiting.rows[0].id
  }
  throw refuse.changedMeanwhile()
}

export function attemptsOf(job: Job): number {
  return job.retry?.attempts ?? usualRetry.attempts
}

/** Why a job's signal fired. */
export class JobStopped extends Error {
  constructor(readonly why: 'cancelled' | 'stopping' | 'lost') {
    super(`job ${why}`)
    this.name = 'JobStopped'
  }
}
