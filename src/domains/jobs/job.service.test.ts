import { describe, expect } from 'vitest'
import { z } from 'zod'
import type { Ctx } from '#kernel/context.ts'
import { can } from '#kernel/jobs/job.permissions.ts'
import { defineJob, startJob } from '#kernel/jobs/job.ts'
import { anActor, anActorWith, type TestWorld, worldTest } from '#kernel/testing.ts'
import { jobs } from './index.ts'
import {
  cancelJob,
  exportJobs,
  getJob,
  listJobs,
  listSchedules,
  pauseSchedule,
  pickKind,
  retryJob,
  runSchedule,
} from './job.service.ts'

const count = defineJob({
  name: 'jobs.count',
  words: { vi: 'Đếm hội viên', en: 'Count members' },
  input: z.object({}),
  permission: can.readOwn,
  run: () => Promise.resolve(null),
  link: () => '/hoi',
})
const test = worldTest([{ ...jobs, jobs: [...jobs.jobs, count] }])

const own = (name: string) =>
  anActor({ [can.readOwn.id]: { all: true }, [can.controlOwn.id]: { all: true } }, { id: `user-${name}`, name })
const keeper = anActorWith(can.readOwn, can.controlOwn, can.readAll, can.manage)
const start = (world: TestWorld, actor = own('anh')) => world.as(actor, (ctx) => startJob(ctx, count, {}))
const put = (world: TestWorld, id: string, set: string) => world.sql(`UPDATE kernel.job SET ${set} WHERE id = $1`, [id])
const list = (ctx: Ctx) => listJobs(ctx, { limit: 50 })

describe('the board', () => {
  test('shows own jobs, in words; all of them to who looks after jobs', async ({ world }) => {
    const mine = await start(world)
    const others = await start(world, own('binh'))
    const seen = await world.as(own('anh'), list, { writes: false })
    expect(seen.rows.map((row) => row.id)).toEqual([mine])
    expect(seen.rows[0]).toMatchObject({ title: { vi: 'Đếm hội viên' }, state: 'waiting', startedByName: 'anh', error: null })
    const all = await world.as(keeper, list, { writes: false })
    expect(all.rows.map((row) => row.id).sort()).toEqual([mine, others].sort())
  })

  test('does not show a person what the platform does on its own account', async ({ world }) => {
    await world.as(own('anh'), (ctx) => startJob(ctx, { ...count, runsAs: 'system' }, {}))
    expect((await world.as(own('anh'), list, { writes: false })).rows).toEqual([])
    expect((await world.as(keeper, list, { writes: false })).rows).toHaveLength(1)
  })

  test('answers for another’s job as for none', async ({ world }) => {
    const id = await start(world)
    await expect(world.as(own('binh'), (ctx) => getJob(ctx, id), { writes: false })).rejects.toMatchObject({
      code: 'kernel.notFound',
    })
  })

  test('says in the reader’s words what went wrong; the technical text is for who manages jobs', async ({ world }) => {
    const id = await start(world)
    await put(
      world,
      id,
      `state = 'failed', finished_at = now(), error = '{"code": "kernel.job.processDied", "params": {}}', error_detail = 'at line 7'`,
    )
    const mine = await world.as(own('anh'), (ctx) => getJob(ctx, id), { writes: false })
    expect(mine.error).toContain('Máy chủ dừng đột ngột')
    expect(mine.errorDetail).toBeNull()
    expect((await world.as(keeper, (ctx) => getJob(ctx, id), { writes: false })).errorDetail).toBe('at line 7')
  })

  test('filters by state and kind, finds kinds by words without marks, pages, and exports', async ({ world }) => {
    const ids = [await start(world), await start(world), await start(world)]
    await put(world, ids[0] ?? '', `state = 'done', finished_at = now(), result = 'null'`)
    const done = await world.as(own('anh'), (ctx) => listJobs(ctx, { limit: 50, state: 'done', name: 'jobs.count' }), {
      writes: false,
    })
    expect(done.rows.map((row) => row.id)).toEqual([ids[0]])
    expect(await world.as(own('anh'), (ctx) => Promise.resolve(pickKind(ctx, 'dem hoi')))).toEqual([
      { id: 'jobs.count', label: 'Đếm hội viên' },
    ])
    const page = await world.as(own('anh'), (ctx) => listJobs(ctx, { limit: 2 }), { writes: false })
    const next = await world.as(own('anh'), (ctx) => listJobs(ctx, { limit: 2, after: page.next ?? '' }), { writes: false })
    expect([...page.rows, ...next.rows].map((row) => row.id).sort()).toEqual([...ids].sort())
    const file = await world.as(own('anh'), (ctx) => exportJobs(ctx, { format: 'csv', lang: 'vi' }), { writes: false })
    expect(await file.text()).toMatch(/Đếm hội viên.*Đã xong/)
  })
})

describe('stopping', () => {
  test('takes a waiting job out of the queue, and is written in the log', async ({ world }) => {
    const id = await start(world)
    const job = await world.as(own('anh'), (ctx) => cancelJob(ctx, id), { operation: 'jobs.cancelJob' })
    expect(job).toMatchObject({ state: 'cancelled', mayRetry: true, mayCancel: false })
    expect(job.orders).toMatchObject([{ act: 'cancel', byName: 'anh' }])
    const logged = await world.sql(`SELECT relation, record_id FROM audit.change WHERE relation = 'kernel.job_order'`)
    expect(logged).toEqual([{ relation: 'kernel.job_order', record_id: id }])
  })

  test('asks a running one to stop, and its starter sees who asked', async ({ world }) => {
    const id = await start(world)
    await put(world, id, `state = 'running', run = gen_random_uuid()`)
    expect(await world.as(keeper, (ctx) => cancelJob(ctx, id))).toMatchObject({
      state: 'running',
      stopping: true,
      mayCancel: false,
    })
    const seen = await world.as(own('anh'), (ctx) => getJob(ctx, id), { writes: false })
    expect(seen.orders).toMatchObject([{ act: 'cancel', byName: 'Người thử' }])
  })

  test('is refused when there is nothing to stop, for another’s job, and to who only looks', async ({ world }) => {
    const id = await start(world)
    await expect(world.as(own('binh'), (ctx) => cancelJob(ctx, id))).rejects.toMatchObject({ code: 'kernel.notFound' })
    const looks = anActorWith(can.readOwn, can.controlOwn, can.readAll)
    await expect(world.as(looks, (ctx) => cancelJob(ctx, id))).rejects.toMatchObject({ code: 'kernel.forbidden' })
    await put(world, id, `state = 'done', finished_at = now()`)
    await expect(world.as(own('anh'), (ctx) => cancelJob(ctx, id))).rejects.toMatchObject({ code: 'jobs.alreadyOver' })
  })
})

describe('trying again', () => {
  test('puts a failed job back with all its attempts', async ({ world }) => {
    const id = await start(world)
    await put(world, id, `state = 'failed', finished_at = now(), attempt = 5`)
    expect(await world.as(own('anh'), (ctx) => retryJob(ctx, id))).toMatchObject({ state: 'waiting', attempt: 0, attempts: 5 })
  })

  test('is refused while the job is not over, and when the program knows it no more', async ({ world }) => {
    const id = await start(world)
    await expect(world.as(own('anh'), (ctx) => retryJob(ctx, id))).rejects.toMatchObject({ code: 'jobs.notOver' })
    await put(world, id, `name = 'jobs.gone', state = 'failed', finished_at = now()`)
    await expect(world.as(own('anh'), (ctx) => retryJob(ctx, id))).rejects.toMatchObject({ code: 'jobs.kindGone' })
  })
})

describe('a schedule', () => {
  const know = (world: TestWorld) =>
    world.sql(`INSERT INTO kernel.job_schedule (name, last_due) VALUES ('jobs.pruneJobs', '2022-12-20T00:00:00Z')`)

  test('tells its next run, and none while it is paused', async ({ world }) => {
    await know(world)
    const one = async () =>
      (await world.as(keeper, listSchedules, { writes: false })).find((each) => each.name === 'jobs.pruneJobs')
    expect(await one()).toMatchObject({ cron: '30 1 * * *', paused: false, nextAt: '2022-12-20T18:30:00.000Z', lastAt: null })
    await world.as(keeper, (ctx) => pauseSchedule(ctx, { name: 'jobs.pruneJobs', paused: true }))
    expect(await one()).toMatchObject({ paused: true, pausedBy: 'Người thử', nextAt: null })
    await world.as(keeper, (ctx) => pauseSchedule(ctx, { name: 'jobs.pruneJobs', paused: false }))
    // What fell due while it paused is over.
    expect(await world.sql('SELECT last_due FROM kernel.job_schedule')).toEqual([{ last_due: '2022-12-20T03:00:00.000Z' }])
  })

  test('is run at once as the platform; asked twice while it waits, once', async ({ world }) => {
    await know(world)
    const first = await world.as(keeper, (ctx) => runSchedule(ctx, 'jobs.pruneJobs'))
    const second = await world.as(keeper, (ctx) => runSchedule(ctx, 'jobs.pruneJobs'))
    expect(second).toEqual(first)
    expect(await world.sql('SELECT runs_as, schedule FROM kernel.job')).toEqual([
      { runs_as: 'system', schedule: 'jobs.pruneJobs' },
    ])
  })

  test('that nobody knows is not found, and nothing but schedules is run this way', async ({ world }) => {
    await expect(world.as(keeper, (ctx) => runSchedule(ctx, 'jobs.count'))).rejects.toMatchObject({ code: 'kernel.notFound' })
    await expect(world.as(keeper, (ctx) => pauseSchedule(ctx, { name: 'x', paused: true }))).rejects.toMatchObject({
      code: 'kernel.notFound',
    })
  })

  test('is not paused by who only sees all', async ({ world }) => {
    await know(world)
    const looks = anActorWith(can.readAll)
    await expect(world.as(looks, (ctx) => pauseSchedule(ctx, { name: 'jobs.pruneJobs', paused: true }))).rejects.toMatchObject({
      code: 'kernel.notFound',
    })
  })
})
