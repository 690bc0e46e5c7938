import { hostname } from 'node:os'
import { sql } from 'kysely'
import { loadActor } from '../auth/actor.ts'
import { type Actor, type Ctx, type Kernel, systemActor } from '../context.ts'
import { Refusal } from '../errors.ts'
import { allow, asRefusal, runOperation } from '../operations.ts'
import { attemptsOf, type Job, type JobCtx, JobStopped, type StepOptions } from './job.ts'
import { decideAfterFailure, decideWait, usualRetry } from './job.rules.ts'
import * as store from './job.store.ts'
import type { Ending, JobError, Progress, TakenJob } from './job.store.ts'
import { tellEnded, tellStuck } from './job.notices.ts'
import { lastDue, parseCron } from './schedule.rules.ts'

export interface WorkerSettings {
  /** Jobs at once in this process. */
  slots: number
  /** How often the queue is looked at when nothing runs out of it. */
  pollMs: number
  /** How often a running job shows that it is alive. */
  beatMs: number
  /** Silence after which a job's process counts as dead. */
  silentMs: number
  /** How long a job that was stopped may take to heed it. */
  graceMs: number
  /** How often dead and stuck jobs and the clock of schedules are looked at. */
  watchMs: number
  /** A job that waits so long with nobody taking it counts as stuck. */
  waitingMinutes: number
  /** The only process there is: whatever the database calls running at the start is dead. */
  alone: boolean
  /** Unforeseen trouble, for the log. */
  onError(error: unknown, what: string): void
}

const usual: WorkerSettings = {
  slots: 2,
  pollMs: 1000,
  beatMs: 5000,
  silentMs: 30_000,
  graceMs: 30_000,
  watchMs: 15_000,
  waitingMinutes: 15,
  alone: false,
  onError: () => {},
}

interface Running {
  taken: TakenJob
  stop: AbortController
  progress: Progress | null
  changed: boolean
  beatAt: number
  ended: Promise<void>
}

/** Takes jobs from the queue and runs them. Several processes may do so on one database: each job is run by one of them. */
export class JobWorker {
  private readonly settings: WorkerSettings
  private readonly kinds: Map<string, Job>
  private readonly running = new Map<string, Running>()
  private readonly name: string
  private timers: NodeJS.Timeout[] = []
  private stopping = false
  private looking: Promise<void> | null = null
  private watching: Promise<void> | null = null
  private beating: Promise<void> | null = null

  constructor(
    private readonly kernel: Kernel,
    settings: Partial<WorkerSettings> = {},
  ) {
    this.settings = { ...usual, ...settings }
    this.kinds = new Map(kernel.jobs.map((job) => [job.name, job]))
    this.name = `${hostname()}/${process.pid}/${kernel.newId().slice(-6)}`
  }

  private get db() {
    return this.kernel.database.db
  }
  private at(): string {
    return this.kernel.now().toISOString()
  }

  /** Finds what a former process left behind, then begins to work. */
  async start(): Promise<void> {
    await store.knowSchedules(
      this.db,
      this.scheduled().map((job) => job.name),
      this.at(),
    )
    if (this.settings.alone) await this.recover(0)
    await this.watch()
    const every = (ms: number, run: () => Promise<void>) => {
      const timer = setInterval(() => void run(), ms)
      timer.unref()
      this.timers.push(timer)
    }
    every(this.settings.pollMs, () => this.look())
    every(Math.min(1000, this.settings.beatMs), () => this.beat())
    every(this.settings.watchMs, () => this.watch())
    void this.look()
  }

  /** Tells running jobs to stop, gives them time, and puts back what is not finished: it goes on elsewhere or after the next start. */
  async stop(graceMs = 10_000): Promise<void> {
    this.stopping = true
    for (const timer of this.timers) clearInterval(timer)
    await Promise.all([this.looking, this.watching, this.beating])
    const left = [...this.running.values()]
    for (const each of left) each.stop.abort(new JobStopped('stopping'))
    await Promise.race([Promise.all(left.map((each) => each.ended)), pause(graceMs)])
    for (const each of this.running.values())
      await this.end(each, { state: 'waiting', runAt: this.at(), untried: true }).catch((error: unknown) =>
        this.settings.onError(error, each.taken.name),
      )
    this.running.clear()
  }

  /** One look at the queue: fills the free places. */
  look(): Promise<void> {
    this.looking ??= this.fill()
      .catch((error: unknown) => this.settings.onError(error, 'look'))
      .finally(() => (this.looking = null))
    return this.looking
  }

  /** Works until nothing is due any more. For tests and for the command line. */
  async untilIdle(): Promise<void> {
    do {
      // A look already under way may have begun before what this one is to find, or is about to find more.
      await this.looking
      await this.look()
      await Promise.all([...this.running.values()].map((each) => each.ended))
      await this.looking
    } while (this.running.size > 0)
  }

  private async fill(): Promise<void> {
    while (!this.stopping && this.running.size < this.settings.slots) {
      const taken = await store.takeNext(this.db, {
        names: [...this.kinds.keys()],
        run: this.kernel.newId(),
        worker: this.name,
        at: this.at(),
      })
      if (!taken) return
      this.begin(taken)
    }
  }

  private begin(taken: TakenJob): void {
    const running: Running = {
      taken,
      stop: new AbortController(),
      progress: null,
      changed: false,
      beatAt: Date.now(),
      ended: Promise.resolve(),
    }
    this.running.set(taken.run, running)
    if (taken.cancelAsked) running.stop.abort(new JobStopped('cancelled'))
    running.ended = this.run(running)
      .then((ending) => this.end(running, ending))
      .catch((error: unknown) => this.settings.onError(error, taken.name))
      .finally(() => {
        this.running.delete(taken.run)
        if (!this.stopping) void this.look()
      })
  }

  private async run(running: Running): Promise<Ending> {
    const { taken, stop } = running
    const job = this.kinds.get(taken.name) as Job
    try {
      stop.signal.throwIfAborted()
      const input = job.input.safeParse(taken.input)
      if (!input.success) return this.failed({ code: 'kernel.job.inputOld', params: {}, detail: input.error.message })
      const actor = allow(await this.actorOf(taken), { operation: job.name, permission: job.permission })
      const result = await job.run(this.contextOf(running, job, actor), input.data)
      return { state: 'done', result }
    } catch (error) {
      if (stop.signal.aborted) {
        const why = stop.signal.reason instanceof JobStopped ? stop.signal.reason.why : 'cancelled'
        return why === 'cancelled' ? { state: 'cancelled' } : { state: 'waiting', runAt: this.at(), untried: true }
      }
      return this.afterFailure(taken, job, error)
    }
  }

  private failed(error: JobError): Ending {
    return { state: 'failed', error }
  }

  private afterFailure(taken: TakenJob, job: Job, error: unknown): Ending {
    const told = this.inWords(error, taken.name)
    const retry = { ...usualRetry, ...job.retry }
    if (decideAfterFailure({ ...taken, final: told.final }) === 'fail') return this.failed(told.error)
    const wait = decideWait(retry, taken.attempt, Math.random())
    return { state: 'waiting', runAt: new Date(this.kernel.now().getTime() + wait * 1000).toISOString(), error: told.error }
  }

  /** What went wrong, as a code with words. A refusal will be the same tomorrow, unless it says that the moment was bad. */
  private inWords(error: unknown, what: string): { error: JobError; final: boolean } {
    const refusal = asRefusal(error)
    if (refusal)
      return {
        error: { code: refusal.code, params: refusal.params },
        final: !['unavailable', 'too-many'].includes(refusal.kind) && refusal.code !== 'kernel.changedMeanwhile',
      }
    const incident = this.kernel.newId().slice(-12)
    this.settings.onError(error, `${what} ${incident}`)
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error)
    return { error: { code: 'kernel.job.unexpected', params: { incident }, detail: detail.slice(0, 2000) }, final: false }
  }

  private async actorOf(taken: TakenJob): Promise<Actor> {
    const own = this.kinds.get(taken.name)?.permission.id ?? ''
    if (taken.runsAs === 'system' || taken.startedBy === 'system')
      return systemActor([...this.kernel.permissions.map((p) => p.id), own])
    const actor = await loadActor(this.kernel, taken.startedBy)
    if (!actor) throw new Refusal('kernel.job.accountGone', 'forbidden')
    return actor
  }

  private contextOf(running: Running, job: Job, actor: Actor): JobCtx {
    const { taken, stop } = running
    return {
      id: taken.id,
      kernel: this.kernel,
      actor,
      lang: taken.lang,
      attempt: taken.attempt,
      signal: stop.signal,
      progress: (done, total, note) => {
        running.progress = {
          done: Math.floor(done),
          total: total === null ? null : Math.floor(total),
          note: note?.slice(0, 300) ?? null,
        }
        running.changed = true
      },
      asActor: (run, options = {}) => this.asActor(running, job, run, options),
    }
  }

  private async asActor<T>(running: Running, job: Job, run: (ctx: Ctx) => Promise<T>, options: StepOptions): Promise<T> {
    const { taken, stop } = running
    stop.signal.throwIfAborted()
    const actor = await this.actorOf(taken)
    const call = {
      operation: job.name,
      permission: job.permission,
      writes: !options.reads,
      actor,
      requestId: options.step && !options.reads ? `job/${taken.id}/${options.step}` : null,
      reason: options.reason ?? null,
      lang: taken.lang,
      input: options.step ?? null,
    }
    return runOperation(this.kernel, call, async (ctx) => {
      if (!options.reads) await this.hold(ctx, taken)
      return run(ctx)
    })
  }

  /** Keeps the job in this run's hands until the transaction ends; one already taken over elsewhere writes nothing. */
  private async hold(ctx: Ctx, taken: TakenJob): Promise<void> {
    const { rows } =
      await sql`SELECT 1 FROM kernel.job WHERE id = ${taken.id}::uuid AND run = ${taken.run}::uuid FOR KEY SHARE`.execute(ctx.db)
    if (rows.length > 0) return
    const lost = new JobStopped('lost')
    this.running.get(taken.run)?.stop.abort(lost)
    throw lost
  }

  private async end(running: Running, ending: Ending): Promise<void> {
    const { taken } = running
    const job = this.kinds.get(taken.name)
    // A database that is away for a moment must not lose an ending; after that, the job counts as dead and is found by the watch.
    for (let attempt = 0; ; attempt++) {
      try {
        await this.db.transaction().execute(async (db) => {
          const ours = await store.endRun(db, taken, ending, this.at(), running.changed ? running.progress : null)
          if (ours && job && ending.state !== 'waiting') await tellEnded(this.kernel, db, job, taken, ending)
        })
        return
      } catch (error) {
        if (attempt >= 3) throw error
        await pause(500 * 2 ** attempt)
      }
    }
  }

  /** Signs of life and progress of all running jobs. */
  beat(): Promise<void> {
    this.beating ??= this.beatAll()
      .catch((error: unknown) => this.settings.onError(error, 'beat'))
      .finally(() => (this.beating = null))
    return this.beating
  }

  private async beatAll(): Promise<void> {
    for (const running of this.running.values()) {
      const { taken, stop } = running
      if (!running.changed && Date.now() - running.beatAt < this.settings.beatMs) continue
      const progress = running.changed ? running.progress : null
      running.changed = false
      running.beatAt = Date.now()
      const { ours, cancelAsked } = await store.beat(this.db, taken, progress)
      if (!ours && this.running.has(taken.run)) {
        stop.abort(new JobStopped('lost'))
        // Whoever took it over goes on; this place is free again even when the old run never returns.
        this.running.delete(taken.run)
      } else if (cancelAsked) stop.abort(new JobStopped('cancelled'))
    }
  }

  /** Looks after what does not look after itself: dead, deaf and stuck jobs, and the clock. */
  watch(): Promise<void> {
    this.watching ??= this.watchAll()
      .catch((error: unknown) => this.settings.onError(error, 'watch'))
      .finally(() => (this.watching = null))
    return this.watching
  }

  private async watchAll(): Promise<void> {
    await this.recover(this.settings.silentMs / 1000)
    await store.releaseCancelled(this.db, this.settings.graceMs / 1000, this.at())
    await this.startSchedules()
    const kinds = [...this.kinds.values()].map((job) => ({ name: job.name, minutes: job.stuckAfterMinutes ?? 15 }))
    await this.db.transaction().execute(async (db) => {
      for (const stuck of await store.takeStuck(db, kinds, this.settings.waitingMinutes, this.at()))
        await tellStuck(this.kernel, db, stuck)
    })
  }

  /** Jobs whose process died: tried again, or told as failed when they have been tried often enough. */
  private async recover(silentSeconds: number): Promise<void> {
    const dead = await store.takeDead(this.db, {
      names: [...this.kinds.keys()],
      run: this.kernel.newId(),
      worker: this.name,
      silentSeconds,
      exceptRuns: [...this.running.keys()],
    })
    for (const taken of dead) {
      const error = { code: 'kernel.job.processDied', params: {} }
      const ending: Ending = taken.cancelAsked
        ? { state: 'cancelled' }
        : decideAfterFailure({ ...taken, final: false }) === 'fail'
          ? { state: 'failed', error }
          : { state: 'waiting', runAt: this.at(), error }
      await this.end(
        { taken, stop: new AbortController(), progress: null, changed: false, beatAt: 0, ended: Promise.resolve() },
        ending,
      )
    }
  }

  private scheduled(): Job[] {
    return [...this.kinds.values()].filter((job) => job.schedule)
  }

  private async startSchedules(): Promise<void> {
    const known = new Map((await store.findSchedules(this.db)).map((each) => [each.name, each]))
    const system = systemActor([])
    for (const job of this.scheduled()) {
      const due = lastDue(parseCron(job.schedule ?? ''), this.kernel.now())
      const schedule = known.get(job.name)
      if (!due || !schedule || due.getTime() <= Date.parse(schedule.lastDue)) continue
      await store.startDue(this.db, {
        id: this.kernel.newId(),
        name: job.name,
        input: JSON.stringify(job.input.parse({})),
        due: due.toISOString(),
        at: this.at(),
        by: system,
        attempts: attemptsOf(job),
      })
    }
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((done) => void setTimeout(done, ms).unref())
}
