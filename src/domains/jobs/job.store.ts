import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { DB } from '#kernel/db.types.ts'
import type { JobOrder, JobState } from './job.contract.ts'

/** A row as stored; what its kind is called, and its error in words, are added by the service. */
export interface StoredJob {
  id: string
  name: string
  state: JobState
  stuck: boolean
  stopping: boolean
  done: number
  total: number | null
  note: string | null
  startedBy: string
  startedByName: string
  askedAt: string
  runAt: string
  beganAt: string | null
  finishedAt: string | null
  attempt: number
  attempts: number
  errorCode: string | null
  errorParams: Record<string, unknown> | null
}

/** Jobs the actor may see. Own ones that work as the platform (a delivery) belong to the platform, and are shown to who sees all. */
export function jobRows(): RawBuilder<unknown> {
  return sql`
    SELECT j.id, j.name, j.state, j.stuck_at IS NOT NULL AND j.state IN ('waiting', 'running') AS stuck,
      j.cancel_asked_at IS NOT NULL AND j.state = 'running' AS stopping, j.done, j.total, j.note, j.started_by AS "startedBy",
      j.started_by_name AS "startedByName", j.asked_at AS "askedAt", j.run_at AS "runAt", j.began_at AS "beganAt", j.finished_at AS "finishedAt",
      j.attempt, j.attempts, j.error ->> 'code' AS "errorCode", j.error -> 'params' AS "errorParams",
      CASE WHEN j.schedule IS NOT NULL THEN 'clock' WHEN j.runs_as = 'system' THEN 'platform' ELSE 'person' END AS origin,
      kernel.fold(j.started_by_name || ' ' || j.name || ' ' || coalesce(j.note, '')) AS search_name
    FROM kernel.job j WHERE j.runs_as = 'starter' OR (SELECT access.reaches_all('jobs.readAll'))`
}

export interface StoredDetail extends StoredJob {
  beatAt: string | null
  worker: string | null
  errorDetail: string | null
  input: unknown
  result: unknown
}

export async function findJob(db: Kysely<DB>, id: string): Promise<StoredDetail | undefined> {
  const { rows } = await sql<StoredDetail>`
    SELECT l.*, j.beat_at AS "beatAt", j.worker, j.error_detail AS "errorDetail", j.input, j.result
    FROM (${jobRows()}) l JOIN kernel.job j ON j.id = l.id WHERE l.id = ${id}::uuid`.execute(db)
  return rows[0]
}

/** Marks a running job to be stopped, or takes a waiting one out of the queue at once. False when it is over already. */
export async function cancel(db: Kysely<DB>, id: string, by: string, at: string): Promise<boolean> {
  const result = await sql`
    UPDATE kernel.job SET cancel_asked_at = coalesce(cancel_asked_at, ${at}::timestamptz), cancelled_by = ${by},
      state = CASE WHEN state = 'waiting' THEN 'cancelled' ELSE state END,
      finished_at = CASE WHEN state = 'waiting' THEN ${at}::timestamptz END
    WHERE id = ${id}::uuid AND state IN ('waiting', 'running')`.execute(db)
  return result.numAffectedRows === 1n
}

/** Puts a job that failed or was stopped back into the queue with all its attempts. False when it is not over. */
export async function retry(db: Kysely<DB>, id: string, attempts: number, at: string): Promise<boolean> {
  const result = await sql`
    UPDATE kernel.job SET state = 'waiting', run_at = ${at}::timestamptz, attempt = 0, attempts = ${attempts}, finished_at = NULL, cancel_asked_at = NULL,
      cancelled_by = NULL, stuck_at = NULL
    WHERE id = ${id}::uuid AND state IN ('failed', 'cancelled')`.execute(db)
  return result.numAffectedRows === 1n
}

export async function insertOrder(
  db: Kysely<DB>,
  order: JobOrder & { subject: string; job: string; byId: string },
): Promise<void> {
  await sql`INSERT INTO kernel.job_order (id, subject, job, act, by_id, by_name, at)
    VALUES (${order.id}::uuid, ${order.subject}, ${order.job}, ${order.act}, ${order.byId}, ${order.byName}, ${order.at}::timestamptz)`.execute(
    db,
  )
}

export async function findOrders(db: Kysely<DB>, subject: string): Promise<JobOrder[]> {
  const { rows } = await sql<JobOrder>`
    SELECT id, act, by_name AS "byName", at FROM kernel.job_order WHERE subject = ${subject} ORDER BY at DESC, id DESC LIMIT 50`.execute(
    db,
  )
  return rows
}

export interface StoredSchedule {
  name: string
  paused: boolean
  pausedBy: string | null
  lastAt: string | null
  lastState: JobState | null
  lastJob: string | null
}

export async function findSchedules(db: Kysely<DB>): Promise<StoredSchedule[]> {
  const { rows } = await sql<StoredSchedule>`
    SELECT s.name, s.paused_at IS NOT NULL AS paused, s.paused_by AS "pausedBy", l.asked_at AS "lastAt", l.state AS "lastState", l.id AS "lastJob"
    FROM kernel.job_schedule s
    LEFT JOIN LATERAL (SELECT j.id, j.state, j.asked_at FROM kernel.job j WHERE j.schedule = s.name ORDER BY j.asked_at DESC, j.id DESC LIMIT 1) l ON true
    ORDER BY s.name`.execute(db)
  return rows
}

/** A schedule that goes on does so from now: what was due while it paused is over. */
export async function setPaused(db: Kysely<DB>, name: string, by: string | null, at: string): Promise<boolean> {
  const result = await sql`
    UPDATE kernel.job_schedule SET paused_at = ${by ? at : null}::timestamptz, paused_by = ${by}, last_due = greatest(last_due, ${at}::timestamptz)
    WHERE name = ${name}`.execute(db)
  return result.numAffectedRows === 1n
}
