import { type Kysely, sql, type Transaction } from 'kysely'
import type { DB } from '../db.types.ts'
import type { Language } from '../words.ts'

/**
 * The worker's side of the queue. It runs as the owner of the tables, past the policies: a worker serves everybody. Heartbeats are told by the
 * database's clock alone, so that machines whose clocks differ agree on who is alive.
 */
type Db = Kysely<DB> | Transaction<DB>

/** A job as taken from the queue. */
export interface TakenJob {
  id: string
  name: string
  input: unknown
  startedBy: string
  startedByName: string
  runsAs: 'starter' | 'system'
  lang: Language
  attempt: number
  attempts: number
  run: string
  cancelAsked: boolean
}

const taken = sql`j.id, j.name, j.input, j.started_by AS "startedBy", j.started_by_name AS "startedByName", j.runs_as AS "runsAs", j.lang, j.attempt, j.attempts,
  j.run, j.cancel_asked_at IS NOT NULL AS "cancelAsked"`

/** Takes the next job of the kinds this process knows; no other process gets the same one. Of one key, one at a time. */
export async function takeNext(
  db: Db,
  worker: { names: string[]; run: string; worker: string; at: string },
): Promise<TakenJob | undefined> {
  const { rows } = await sql<TakenJob>`
    WITH next AS (
      SELECT id FROM kernel.job w WHERE state = 'waiting' AND run_at <= ${worker.at}::timestamptz AND name = ANY (${worker.names}::text[])
        AND (key IS NULL OR NOT EXISTS (SELECT FROM kernel.job r WHERE r.state = 'running' AND r.name = w.name AND r.key = w.key))
      ORDER BY run_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
    UPDATE kernel.job j SET state = 'running', run = ${worker.run}::uuid, worker = ${worker.worker}, attempt = j.attempt + 1, began_at = ${worker.at}::timestamptz,
      beat_at = clock_timestamp(), progressed_at = clock_timestamp(), stuck_at = NULL
    FROM next WHERE j.id = next.id RETURNING ${taken}`.execute(db)
  return rows[0]
}

export interface Progress {
  done: number
  total: number | null
  note: string | null
}

/**
 * A sign of life, with the progress if it changed. A row that another transaction holds is passed over, never waited for.
 *
 * @returns whether the job is still this run's, and whether somebody wants it stopped.
 */
export async function beat(
  db: Db,
  job: { id: string; run: string },
  progress: Progress | null,
): Promise<{ ours: boolean; cancelAsked: boolean }> {
  const { rows } = await sql<{ ours: boolean; cancelAsked: boolean }>`
    WITH mine AS (SELECT id FROM kernel.job WHERE id = ${job.id}::uuid AND run = ${job.run}::uuid FOR NO KEY UPDATE SKIP LOCKED),
    beaten AS (UPDATE kernel.job j SET beat_at = clock_timestamp()${
      progress
        ? sql`, done = ${progress.done}, total = ${progress.total}, note = ${progress.note}, progressed_at = clock_timestamp(), stuck_at = NULL`
        : sql``
    } FROM mine WHERE j.id = mine.id)
    SELECT coalesce(run = ${job.run}::uuid, false) AS ours, cancel_asked_at IS NOT NULL AS "cancelAsked" FROM kernel.job WHERE id = ${job.id}::uuid`.execute(
    db,
  )
  return rows[0] ?? { ours: false, cancelAsked: false }
}

/** How an attempt ended. */
export type Ending =
  | { state: 'done'; result: unknown }
  | { state: 'failed'; error: JobError }
  | { state: 'cancelled' }
  | { state: 'waiting'; runAt: string; error: JobError }
  /** Given back untried: the process ends. */
  | { state: 'waiting'; runAt: string; untried: true }

export interface JobError {
  code: string
  params: Record<string, unknown>
  /** For who looks after the platform: the technical text. */
  detail?: string
}

/** Writes how an attempt ended; false when the job was no longer this run's. */
export async function endRun(
  db: Db,
  job: { id: string; run: string },
  ending: Ending,
  at: string,
  progress: Progress | null,
): Promise<boolean> {
  const error = 'error' in ending ? ending.error : null
  const waits = ending.state === 'waiting'
  // Where the next one of the same key already waits, this one need not be tried again.
  const result = await sql`
    WITH ended AS (
      SELECT j.id, ${waits}::boolean AND EXISTS (SELECT FROM kernel.job o WHERE o.name = j.name AND o.key = j.key AND o.state = 'waiting') AS replaced
      FROM kernel.job j WHERE j.id = ${job.id}::uuid AND j.run = ${job.run}::uuid FOR UPDATE OF j)
    UPDATE kernel.job j SET state = CASE WHEN e.replaced THEN 'cancelled' ELSE ${ending.state} END, run = NULL,
      finished_at = CASE WHEN ${!waits}::boolean OR e.replaced THEN ${at}::timestamptz END,
      run_at = coalesce(${'runAt' in ending ? ending.runAt : null}::timestamptz, j.run_at),
      attempt = j.attempt - ${'untried' in ending ? 1 : 0}::int,
      ${progress ? sql`done = ${progress.done}, total = ${progress.total}, note = ${progress.note},` : sql``}
      error = CASE WHEN e.replaced THEN '{"code": "kernel.job.replaced", "params": {}}'::jsonb
        ELSE ${error ? JSON.stringify({ code: error.code, params: error.params }) : null}::jsonb END,
      error_detail = ${error?.detail ?? null}, result = ${'result' in ending ? JSON.stringify(ending.result ?? null) : null}::jsonb
    FROM ended e WHERE j.id = e.id`.execute(db)
  return result.numAffectedRows === 1n
}

/**
 * Jobs whose process gives no sign of life any more, taken out of its hands: told back with a token of this process, so that the caller
 * alone ends them. A job in the middle of a transaction of its own is held by that transaction and is passed over.
 */
export async function takeDead(
  db: Db,
  worker: { names: string[]; run: string; worker: string; silentSeconds: number; exceptRuns: string[] },
): Promise<TakenJob[]> {
  const { rows } = await sql<TakenJob>`
    WITH dead AS (
      SELECT id FROM kernel.job WHERE state = 'running' AND run <> ALL (${worker.exceptRuns}::uuid[])
        AND beat_at < clock_timestamp() - make_interval(secs => ${worker.silentSeconds}) AND name = ANY (${worker.names}::text[])
      FOR UPDATE SKIP LOCKED)
    UPDATE kernel.job j SET run = gen_random_uuid(), worker = ${worker.worker}, beat_at = clock_timestamp() FROM dead WHERE j.id = dead.id RETURNING ${taken}`.execute(
    db,
  )
  return rows
}

/** Jobs somebody stopped that do not heed it: the token is taken from them, so they can write nothing more. */
export async function releaseCancelled(db: Db, graceSeconds: number, at: string): Promise<{ id: string }[]> {
  const { rows } = await sql<{ id: string }>`
    WITH deaf AS (
      SELECT id FROM kernel.job WHERE state = 'running' AND cancel_asked_at < ${at}::timestamptz - make_interval(secs => ${graceSeconds})
      FOR UPDATE SKIP LOCKED)
    UPDATE kernel.job j SET state = 'cancelled', run = NULL, finished_at = ${at}::timestamptz FROM deaf WHERE j.id = deaf.id RETURNING j.id`.execute(
    db,
  )
  return rows
}

export interface StuckJob {
  id: string
  name: string
  startedBy: string
  runsAs: 'starter' | 'system'
  state: 'waiting' | 'running'
}

/** Jobs that do not move, told once each: running without progress for longer than their kind allows, or waiting with nobody to take them. */
export async function takeStuck(
  db: Db,
  kinds: { name: string; minutes: number }[],
  waitingMinutes: number,
  at: string,
): Promise<StuckJob[]> {
  const { rows } = await sql<StuckJob>`
    WITH kinds AS (SELECT * FROM jsonb_to_recordset(${JSON.stringify(kinds)}::jsonb) AS k(name text, minutes int)),
    stuck AS (
      SELECT j.id FROM kernel.job j LEFT JOIN kinds k ON k.name = j.name
      WHERE j.stuck_at IS NULL AND ((j.state = 'running' AND j.progressed_at < clock_timestamp() - make_interval(mins => coalesce(k.minutes, 15)))
        OR (j.state = 'waiting' AND j.run_at < ${at}::timestamptz - make_interval(mins => ${waitingMinutes}::int)))
      FOR NO KEY UPDATE OF j SKIP LOCKED)
    UPDATE kernel.job j SET stuck_at = ${at}::timestamptz FROM stuck WHERE j.id = stuck.id
    RETURNING j.id, j.name, j.started_by AS "startedBy", j.runs_as AS "runsAs", j.state`.execute(db)
  return rows
}

/** Makes the schedules known; one that is new counts from now on. */
export async function knowSchedules(db: Db, names: string[], at: string): Promise<void> {
  await sql`INSERT INTO kernel.job_schedule (name, last_due) SELECT unnest(${names}::text[]), ${at}::timestamptz ON CONFLICT DO NOTHING`.execute(
    db,
  )
}

export async function findSchedules(db: Db): Promise<{ name: string; lastDue: string; paused: boolean }[]> {
  const { rows } = await sql<{ name: string; lastDue: string; paused: boolean }>`
    SELECT name, last_due AS "lastDue", paused_at IS NOT NULL AS paused FROM kernel.job_schedule`.execute(db)
  return rows
}

/**
 * Starts the job of a schedule for one moment: once, whichever process comes first. While the one before still waits, none is added; a
 * paused schedule lets the moment pass.
 */
export async function startDue(
  db: Db,
  job: { id: string; name: string; input: string; due: string; at: string; by: { id: string; name: string }; attempts: number },
): Promise<boolean> {
  const result = await sql`
    WITH moment AS (
      UPDATE kernel.job_schedule SET last_due = ${job.due}::timestamptz WHERE name = ${job.name} AND last_due < ${job.due}::timestamptz RETURNING paused_at)
    INSERT INTO kernel.job (id, name, input, started_by, started_by_name, runs_as, lang, schedule, key, state, asked_at, run_at, attempts)
    SELECT ${job.id}::uuid, ${job.name}, ${job.input}::jsonb, ${job.by.id}, ${job.by.name}, 'system', 'vi', ${job.name}, 'schedule', 'waiting', ${job.at}::timestamptz,
      ${job.at}::timestamptz, ${job.attempts} FROM moment WHERE paused_at IS NULL
    ON CONFLICT (name, key) WHERE state = 'waiting' DO NOTHING`.execute(db)
  return result.numAffectedRows === 1n
}
