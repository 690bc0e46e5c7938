import { expect } from 'vitest'
import { systemActor } from '#kernel/context.ts'
import type { JobCtx } from '#kernel/jobs/job.ts'
import { type TestWorld, worldTest } from '#kernel/testing.ts'
import { jobs } from './index.ts'
import { pruneJobs, pruneRequests } from './prune.job.ts'

const test = worldTest([jobs])

const ctxOf = (world: TestWorld, signal = new AbortController().signal): JobCtx => ({
  id: 'x',
  kernel: world.kernel,
  actor: systemActor([]),
  lang: 'vi',
  attempt: 1,
  signal,
  progress: () => {},
  asActor: () => Promise.reject(new Error('housekeeping acts for nobody')),
})
const request = (world: TestWorld, id: string, at: string) =>
  world.sql(
    `INSERT INTO kernel.request (actor_id, request_id, operation, input_hash, answered_at) VALUES ('a', $1, 'o', 'h', $2)`,
    [id, at],
  )
const job = (world: TestWorld, id: string, more: { state: string; at: string; schedule?: string }) =>
  world.sql(
    `INSERT INTO kernel.job (id, name, input, started_by, started_by_name, runs_as, lang, state, asked_at, run_at, attempts, schedule, finished_at)
     VALUES ($1, 'club.count', '{}', 'anh', 'Anh', 'starter', 'vi', $2, $3, $3, 1, $4, CASE WHEN $2 = 'waiting' THEN NULL ELSE $3::timestamptz END)`,
    [`00000000-0000-4000-8000-00000000000${id}`, more.state, more.at, more.schedule ?? null],
  )

// It is 20 December 2022 here: thirty days before is 20 November.
test('answers older than thirty days go; those of a job that is still there stay, however old', async ({ world }) => {
  await job(world, '1', { state: 'waiting', at: '2022-01-01' })
  await request(world, 'old', '2022-11-20T02:59:00Z')
  await request(world, 'young', '2022-11-20T03:01:00Z')
  await request(world, 'job/00000000-0000-4000-8000-000000000001/step', '2022-01-01')
  await request(world, 'job/00000000-0000-4000-8000-000000000009/step', '2022-01-01')
  expect(await pruneRequests.run(ctxOf(world), {})).toEqual({ removed: 2, days: 30 })
  expect(await world.sql(`SELECT request_id FROM kernel.request WHERE actor_id = 'a' ORDER BY 1`)).toEqual([
    { request_id: 'job/00000000-0000-4000-8000-000000000001/step' },
    { request_id: 'young' },
  ])
})

test('the setting says how many days; nonsense there counts as none', async ({ world }) => {
  await request(world, 'old', '2022-12-10')
  await world.sql(`INSERT INTO kernel.setting (key, value) VALUES ('requests.days', '"soon"')`)
  expect(await pruneRequests.run(ctxOf(world), {})).toEqual({ removed: 0, days: 30 })
  await world.sql(`UPDATE kernel.setting SET value = '7' WHERE key = 'requests.days'`)
  expect(await pruneRequests.run(ctxOf(world), {})).toEqual({ removed: 1, days: 7 })
})

test('jobs long over go, but not one that waits, and not the last run of a schedule; read notices go, unread ones stay longer', async ({
  world,
}) => {
  await job(world, '1', { state: 'done', at: '2022-11-01' })
  await job(world, '2', { state: 'waiting', at: '2022-11-01' })
  await job(world, '3', { state: 'done', at: '2022-12-19' })
  await job(world, '4', { state: 'done', at: '2022-10-01', schedule: 'club.nightly' })
  await job(world, '5', { state: 'failed', at: '2022-10-02', schedule: 'club.nightly' })
  for (const [at, read] of [
    ['2022-09-01', true],
    ['2022-09-01', false],
    ['2021-12-01', false],
    ['2022-12-01', true],
  ] as const)
    await world.sql(
      `INSERT INTO kernel.notice (id, user_id, kind, params, raised_by, raised_at, read_at, mail) VALUES (gen_random_uuid(), 'anh', 'club.news', '{}', 'system', $1, $2, 'none')`,
      [at, read ? at : null],
    )
  expect(await pruneJobs.run(ctxOf(world), {})).toEqual({ jobs: 2, notices: 2, days: 30 })
  const left = await world.sql<{ id: string }>('SELECT id FROM kernel.job ORDER BY id')
  expect(left.map((row) => row.id.slice(-1))).toEqual(['2', '3', '5'])
})

test('stops between portions when it is stopped', async ({ world }) => {
  await request(world, 'old', '2022-01-01')
  const stopped = AbortSignal.abort(new Error('stopped'))
  await expect(pruneRequests.run(ctxOf(world, stopped), {})).rejects.toThrow('stopped')
  expect(await world.sql(`SELECT 1 FROM kernel.request WHERE request_id = 'old'`)).toHaveLength(1)
})
