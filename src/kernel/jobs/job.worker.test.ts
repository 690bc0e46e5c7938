import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { type Actor, type Ctx, type Kernel, systemActor } from '../context.ts'
import type { Database } from '../database.ts'
import { Refusal } from '../errors.ts'
import { runOperation } from '../operations.ts'
import { definePermissions } from '../permissions.ts'
import { freshDatabase, testKernel } from '../testing.ts'
import { defineJob, type Job, type JobCtx, startJob } from './job.ts'
import { JobWorker, type WorkerSettings } from './job.worker.ts'

const can = definePermissions('club', { count: { vi: 'Đếm hội viên', en: 'Count members' } })
const words = { vi: 'Đếm hội viên', en: 'Count members' }
const input = z.object({ club: z.string().default('A') })

let database: Database
let now = new Date('2026-11-24T03:00:00Z')
let workers: JobWorker[] = []
/** Prepares what no operation of a club makes; an entry of the log must be open for it. */
const asOwner = (text: string) =>
  database.pool.query(`BEGIN; SELECT set_config('noivu.entry', gen_random_uuid()::text, true); ${text}; COMMIT`)
beforeAll(async () => {
  database = await freshDatabase()
  await asOwner(`INSERT INTO auth."user" (id, name, email, username, "createdAt", "updatedAt") VALUES ('anh', 'Nguyễn Anh', 'anh@noivu.invalid', 'anh', now(), now()), ('binh', 'Trần Bình', 'binh@noivu.invalid', 'binh', now(), now());
    INSERT INTO access.role (code, title_vi, title_en) VALUES ('counter', 'Người đếm', 'Counter');
    INSERT INTO access.role_permission VALUES ('counter', 'club.count', 'all');
    INSERT INTO access.assignment (id, user_id, role, valid_from) VALUES (gen_random_uuid(), 'anh', 'counter', '2020-01-01')`)
}, 300_000)
afterAll(() => database.close(), 60_000)
beforeEach(async () => {
  await Promise.all(workers.map((worker) => worker.stop(0)))
  workers = []
  now = new Date('2026-11-24T03:00:00Z')
  await database.pool.query('DELETE FROM kernel.job; DELETE FROM kernel.job_schedule; DELETE FROM kernel.notice')
})

const job = <R>(run: (ctx: JobCtx, given: { club: string }) => Promise<R>, more: Partial<Job<typeof input, R>> = {}) =>
  defineJob({ name: 'club.count', words, input, permission: can.count, run, ...more })

function kernelOf(...jobs: Job[]): Kernel {
  return {
    ...testKernel(database, [{ name: 'club', permissions: can, routes: [], words: { vi: {}, en: {} }, jobs }]),
    now: () => now,
  }
}
function workerOf(kernel: Kernel, settings: Partial<WorkerSettings> = {}): JobWorker {
  const worker = new JobWorker(kernel, settings)
  workers.push(worker)
  return worker
}
const anh: Actor = {
  id: 'anh',
  name: 'Nguyễn Anh',
  username: 'anh',
  personId: null,
  reach: { 'club.count': { all: true } },
  roles: [],
}
const act = <T>(kernel: Kernel, run: (ctx: Ctx) => Promise<T>, actor = anh) =>
  runOperation(kernel, { operation: 'club.start', permission: can.count, writes: true, actor }, run)
const start = (kernel: Kernel, what: Job, more = {}) => act(kernel, (ctx) => startJob(ctx, what, {}, more))
interface Row {
  state: string
  attempt: number
  error: { code: string } | null
  result: unknown
  done: number
  total: number | null
  note: string | null
  run_at: string
  name: string
}
const rowOf = async (id: string) =>
  (await database.pool.query<Row>('SELECT * FROM kernel.job WHERE id = $1', [id])).rows[0] as Row
const until = async (seen: () => Promise<boolean> | boolean) => {
  for (let i = 0; i < 200; i++) {
    if (await seen()) return
    await new Promise((done) => setTimeout(done, 25))
  }
  throw new Error('did not happen')
}

describe('a job', () => {
  test('runs after its transaction committed, with the result and the last progress kept', async () => {
    const count = job(async (ctx, { club }) => {
      ctx.progress(3, 4, 'gần xong')
      return { club, by: ctx.actor.name }
    })
    const kernel = kernelOf(count)
    const id = await start(kernel, count)
    await workerOf(kernel).untilIdle()
    expect(await rowOf(id)).toMatchObject({
      state: 'done',
      attempt: 1,
      result: { club: 'A', by: 'Nguyễn Anh' },
      done: 3,
      total: 4,
      note: 'gần xong',
    })
  })

  test('does not exist when its transaction is rolled back', async () => {
    let runs = 0
    const count = job(async () => void runs++)
    const kernel = kernelOf(count)
    await expect(
      act(kernel, async (ctx) => {
        await startJob(ctx, count, {})
        throw new Error('changed my mind')
      }),
    ).rejects.toThrow('changed my mind')
    await workerOf(kernel).untilIdle()
    expect(runs).toBe(0)
  })

  test('cannot be started by who may not do what it does', async () => {
    const count = job(async () => null, { permission: definePermissions('club', { empty: words }).empty })
    const kernel = kernelOf(count)
    await expect(start(kernel, count)).rejects.toMatchObject({ code: 'kernel.forbidden' })
  })

  test('works with the rights its starter holds when it runs, not when it was started', async () => {
    const count = job(async () => 1)
    const kernel = kernelOf(count)
    const binh = { ...anh, id: 'binh' }
    const id = await act(kernel, (ctx) => startJob(ctx, count, {}), binh)
    await workerOf(kernel).untilIdle()
    expect(await rowOf(id)).toMatchObject({ state: 'failed', attempt: 1, error: { code: 'kernel.forbidden' } })
  })

  test('is run once, however many processes look for it', async () => {
    const runs: string[] = []
    const count = job(async (ctx) => {
      runs.push(ctx.id)
      await new Promise((done) => setTimeout(done, 5))
    })
    const kernel = kernelOf(count)
    const ids = await Promise.all(Array.from({ length: 12 }, () => start(kernel, count)))
    await Promise.all([1, 2, 3].map(() => workerOf(kernel).untilIdle()))
    expect(runs.sort()).toEqual(ids.sort())
  })

  test('is put into the queue once while one with the same key waits, at the earlier moment', async () => {
    const count = job(async () => 1)
    const kernel = kernelOf(count)
    const first = await start(kernel, count, { key: 'k', at: '2026-11-25T00:00:00Z' })
    expect(await start(kernel, count, { key: 'k', at: '2026-11-24T05:00:00Z' })).toBe(first)
    expect(await start(kernel, count, { key: 'k', at: '2026-11-26T05:00:00Z' })).toBe(first)
    expect(await start(kernel, count, { key: 'other' })).not.toBe(first)
    expect((await rowOf(first)).run_at).toBe('2026-11-24T05:00:00.000Z')
  })
})

describe('a job that fails', () => {
  test('is tried again after a growing wait, and not before', async () => {
    const count = job(
      async (ctx) => {
        if (ctx.attempt < 3) throw new Error('the printer is on fire')
        return 'printed'
      },
      { retry: { attempts: 4, firstSeconds: 10 } },
    )
    const kernel = kernelOf(count)
    const worker = workerOf(kernel)
    const id = await start(kernel, count)
    await worker.untilIdle()
    const first = await rowOf(id)
    expect(first).toMatchObject({ state: 'waiting', attempt: 1, error: { code: 'kernel.job.unexpected' } })
    const wait = (Date.parse(first.run_at) - now.getTime()) / 1000
    expect(wait).toBeGreaterThanOrEqual(5)
    expect(wait).toBeLessThanOrEqual(10)
    await worker.untilIdle()
    expect((await rowOf(id)).attempt).toBe(1)
    now = new Date(now.getTime() + 10_001)
    await worker.untilIdle()
    expect(await rowOf(id)).toMatchObject({ state: 'waiting', attempt: 2 })
    now = new Date(now.getTime() + 20_001)
    await worker.untilIdle()
    expect(await rowOf(id)).toMatchObject({ state: 'done', attempt: 3, result: 'printed', error: null })
  })

  test('is told as failed when its attempts are used up: to its starter, and to those who look after jobs', async () => {
    await asOwner(`INSERT INTO access.role (code, title_vi, title_en) VALUES ('keeper', 'Người trông', 'Keeper') ON CONFLICT DO NOTHING;
      INSERT INTO access.role_permission VALUES ('keeper', 'jobs.manage', 'all') ON CONFLICT DO NOTHING;
      INSERT INTO access.assignment (id, user_id, role, valid_from) VALUES (gen_random_uuid(), 'binh', 'keeper', '2020-01-01')`)
    const count = job(async () => Promise.reject(new Error('no')), { retry: { attempts: 1 } })
    const kernel = kernelOf(count)
    const id = await start(kernel, count)
    await workerOf(kernel).untilIdle()
    expect(await rowOf(id)).toMatchObject({ state: 'failed', attempt: 1 })
    const { rows } = await database.pool.query('SELECT user_id, kind, link FROM kernel.notice ORDER BY user_id')
    expect(rows).toEqual([
      { user_id: 'anh', kind: 'jobs.failed', link: `/cong-viec-nen/${id}` },
      { user_id: 'binh', kind: 'jobs.failed', link: `/cong-viec-nen/${id}` },
    ])
  })

  test('is not tried again after a refusal: a no stays a no', async () => {
    let runs = 0
    const count = job(async () => {
      runs++
      throw new Refusal('club.full', 'conflict', { places: 30 })
    })
    const kernel = kernelOf(count)
    const id = await start(kernel, count)
    await workerOf(kernel).untilIdle()
    expect(runs).toBe(1)
    expect(await rowOf(id)).toMatchObject({ state: 'failed', error: { code: 'club.full', params: { places: 30 } } })
  })

  test('makes the effect of a named step once, though it is run again', async () => {
    let calls = 0
    const count = job(async (ctx) => {
      const answer = await ctx.asActor(
        async (inside) => {
          calls++
          await startJob(inside, other, {}, { at: '2030-01-01T00:00:00Z' })
          return { number: calls }
        },
        { step: 'start the other' },
      )
      if (ctx.attempt === 1) throw new Error('after the effect')
      return answer
    })
    const other = defineJob({ ...job(async () => 1), name: 'club.other' })
    const kernel = kernelOf(count, other)
    const id = await start(kernel, count)
    const worker = workerOf(kernel)
    await worker.untilIdle()
    now = new Date(now.getTime() + 60_000)
    await worker.untilIdle()
    expect(await rowOf(id)).toMatchObject({ state: 'done', attempt: 2, result: { number: 1 } })
    expect((await database.pool.query(`SELECT 1 FROM kernel.job WHERE name = 'club.other'`)).rowCount).toBe(1)
    const { rows } = await database.pool.query(`SELECT actor_id, operation FROM audit.entry WHERE request_id = $1`, [
      `job/${id}/start the other`,
    ])
    expect(rows).toEqual([{ actor_id: 'anh', operation: 'club.count' }])
  })
})

describe('a job that is stopped', () => {
  test('gets the signal while it runs, from whichever process, and is told as cancelled', async () => {
    const count = job(
      (ctx) => new Promise((_, reject) => ctx.signal.addEventListener('abort', () => reject(ctx.signal.reason as Error))),
    )
    const kernel = kernelOf(count)
    const id = await start(kernel, count)
    const worker = workerOf(kernel, { beatMs: 10 })
    await worker.look()
    await database.pool.query('UPDATE kernel.job SET cancel_asked_at = now() WHERE id = $1', [id])
    await until(async () => {
      await worker.beat()
      return (await rowOf(id)).state === 'cancelled'
    })
  })

  test('is taken from a run that does not heed the signal, which then can write nothing more', async () => {
    let goOn: (() => void) | null = null
    let refused: unknown = null
    const count = job(async (ctx) => {
      await new Promise<void>((done) => (goOn = done))
      await ctx.asActor(async () => 1).catch((error: unknown) => (refused = error))
    })
    const kernel = kernelOf(count)
    const id = await start(kernel, count)
    const worker = workerOf(kernel)
    await worker.look()
    // Its rights are looked up before it begins.
    await until(() => goOn !== null)
    await database.pool.query('UPDATE kernel.job SET cancel_asked_at = $2 WHERE id = $1', [id, now.toISOString()])
    now = new Date(now.getTime() + 31_000)
    await worker.watch()
    expect(await rowOf(id)).toMatchObject({ state: 'cancelled' })
    goOn!()
    await until(() => refused !== null)
    expect(refused).toMatchObject({ name: 'JobStopped', why: 'lost' })
  })

  test('goes on elsewhere when its process ends: the attempt does not count', async () => {
    const count = job(
      (ctx) =>
        new Promise((_, reject) => {
          const heed = () => reject(new Error('stopping'))
          if (ctx.signal.aborted) heed()
          ctx.signal.addEventListener('abort', heed)
        }),
    )
    const kernel = kernelOf(count)
    const id = await start(kernel, count)
    const first = workerOf(kernel)
    await first.look()
    await first.stop(1000)
    expect(await rowOf(id)).toMatchObject({ state: 'waiting', attempt: 0, error: null })
  })
})

describe('a job whose process died', () => {
  const dies = () => job((ctx) => (ctx.attempt === 1 ? new Promise(() => {}) : Promise.resolve('finished')))

  test('is found by its silence and run again', async () => {
    const count = dies()
    const kernel = kernelOf(count)
    const id = await start(kernel, count)
    const dead = workerOf(kernel)
    await dead.look()
    const other = workerOf(kernel)
    await other.watch()
    expect((await rowOf(id)).state).toBe('running')
    await database.pool.query(`UPDATE kernel.job SET beat_at = clock_timestamp() - interval '31 seconds'`)
    await other.watch()
    expect(await rowOf(id)).toMatchObject({ state: 'waiting', error: { code: 'kernel.job.processDied' } })
    await other.untilIdle()
    expect(await rowOf(id)).toMatchObject({ state: 'done', attempt: 2, result: 'finished' })
  })

  test('is found at once at the start of the only process there is', async () => {
    const count = dies()
    const kernel = kernelOf(count)
    const id = await start(kernel, count)
    await workerOf(kernel).look()
    const next = workerOf(kernel, { alone: true })
    await next.start()
    await until(async () => (await rowOf(id)).state === 'done')
  })

  test('is told as failed when it takes its process along each time', async () => {
    const count = job(() => new Promise(() => {}), { retry: { attempts: 2 } })
    const kernel = kernelOf(count)
    const id = await start(kernel, count)
    for (let i = 0; i < 2; i++) {
      await workerOf(kernel).look()
      await database.pool.query(`UPDATE kernel.job SET beat_at = clock_timestamp() - interval '31 seconds'`)
      await workerOf(kernel).watch()
    }
    expect(await rowOf(id)).toMatchObject({ state: 'failed', attempt: 2, error: { code: 'kernel.job.processDied' } })
  })

  test('is not taken from a transaction of its own that is still open', async () => {
    let goOn: (() => void) | null = null
    const count = job(async (ctx) =>
      ctx.asActor(async () => {
        await new Promise<void>((done) => (goOn = done))
        return 'made'
      }),
    )
    // The embedded database lets nobody else in while a transaction is open: there is nothing to prove.
    if (database.kind === 'pglite') return
    const kernel = kernelOf(count)
    const id = await start(kernel, count)
    const slow = workerOf(kernel)
    await slow.look()
    await until(() => goOn !== null)
    await database.pool.query(`UPDATE kernel.job SET beat_at = clock_timestamp() - interval '31 seconds'`)
    await workerOf(kernel).watch()
    expect((await rowOf(id)).state).toBe('running')
    ;(goOn as (() => void) | null)?.()
    await until(async () => (await rowOf(id)).state === 'done')
  })
})

describe('a job that does not move', () => {
  test('raises one notice, whether it runs without progress or waits with nobody to take it', async () => {
    const count = job(() => new Promise(() => {}), { stuckAfterMinutes: 5 })
    const nobodys = defineJob({ ...count, name: 'club.unknown' })
    const kernel = kernelOf(count)
    const running = await start(kernel, count)
    const waiting = await start(kernel, nobodys)
    const worker = workerOf(kernel)
    await worker.look()
    await worker.watch()
    const told = async () =>
      (
        await database.pool.query<{ link: string }>(
          `SELECT link FROM kernel.notice WHERE kind = 'jobs.stuck' AND user_id = 'anh' ORDER BY link`,
        )
      ).rows.map((row) => row.link)
    expect(await told()).toEqual([])
    await database.pool.query(
      `UPDATE kernel.job SET progressed_at = clock_timestamp() - interval '6 minutes' WHERE state = 'running'`,
    )
    now = new Date(now.getTime() + 16 * 60_000)
    await worker.watch()
    await worker.watch()
    expect(await told()).toEqual([`/cong-viec-nen/${running}`, `/cong-viec-nen/${waiting}`].sort())
  })
})

describe('a schedule', () => {
  const nightly = (run: () => Promise<unknown>) => defineJob({ ...job(run), name: 'club.nightly', schedule: '30 2 * * *' })

  test('starts its job once at its time in Vietnam, whichever process sees it', async () => {
    const runs: string[] = []
    const kernel = kernelOf(nightly(async () => void runs.push(now.toISOString())))
    now = new Date('2026-11-24T12:00:00Z')
    const [a, b] = [workerOf(kernel), workerOf(kernel)]
    await a.start()
    await b.start()
    now = new Date('2026-11-24T19:29:59Z')
    await a.watch()
    await a.untilIdle()
    expect(runs).toEqual([])
    now = new Date('2026-11-24T19:30:20Z')
    await Promise.all([a.watch(), b.watch()])
    await Promise.all([a.untilIdle(), b.untilIdle()])
    expect(runs).toEqual(['2026-11-24T19:30:20.000Z'])
  })

  test('that was missed while nothing ran is made up for once, not for each day', async () => {
    let runs = 0
    const kernel = kernelOf(nightly(async () => void runs++))
    await workerOf(kernel).start()
    now = new Date('2026-12-04T03:00:00Z')
    const later = workerOf(kernel)
    await later.watch()
    await later.untilIdle()
    await later.watch()
    await later.untilIdle()
    expect(runs).toBe(1)
  })

  test('that is paused lets its moments pass', async () => {
    let runs = 0
    const kernel = kernelOf(nightly(async () => void runs++))
    const worker = workerOf(kernel)
    await worker.start()
    await database.pool.query('UPDATE kernel.job_schedule SET paused_at = now()')
    now = new Date('2026-11-26T03:00:00Z')
    await worker.watch()
    await worker.untilIdle()
    await database.pool.query('UPDATE kernel.job_schedule SET paused_at = NULL')
    await worker.watch()
    await worker.untilIdle()
    expect(runs).toBe(0)
  })
})

test('the platform itself may start a job', async () => {
  const count = job(async (ctx) => ctx.asActor(async (inside) => inside.actor.id))
  const kernel = kernelOf(count)
  const id = await act(kernel, (ctx) => startJob(ctx, count, {}), systemActor([can.count.id]))
  await workerOf(kernel).untilIdle()
  expect(await rowOf(id)).toMatchObject({ state: 'done', result: 'system' })
})
