import { sql } from 'kysely'
import { expect, vi } from 'vitest'
import { type Ctx, newId } from '#kernel/context.ts'
import { anActor, anActorWith, type TestWorld, worldTest } from '#kernel/testing.ts'
import { system } from './index.ts'
import { getState } from './state.service.ts'
import { can } from './system.permissions.ts'

const test = worldTest([system])
const keeper = anActorWith(can.readState)
const look = (world: TestWorld) => world.as(keeper, getState, { writes: false })
const job = (world: TestWorld, state: string, more: { finished?: string; stuck?: boolean } = {}) =>
  world.sql(
    `INSERT INTO kernel.job (id, name, input, started_by, started_by_name, runs_as, lang, state, asked_at, run_at, attempts, finished_at, stuck_at)
     VALUES ($1, 'club.count', '{}', 'someone', 'x', 'system', 'vi', $2, now(), now(), 1, now() - $3::interval, $4)`,
    [newId(), state, more.finished ?? null, more.stuck ? new Date() : null],
  )

test('tells what there is, counted past the reach of the asker: jobs, backups and the log are not theirs', async ({ world }) => {
  await job(world, 'waiting')
  await job(world, 'waiting', { stuck: true })
  await job(world, 'failed', { finished: '23 hours' })
  await job(world, 'failed', { finished: '25 hours' })
  await world.sql(
    `INSERT INTO kernel.backup (id, file, scheduled, encrypted, began_at, alive_at, ended_at, size, sha256, records, contents, audit_seq, audit_hash, verified_at)
     VALUES ($1, 'x', true, false, now() - interval '2 hours', now(), now(), 12345, 'x', 1, 1, 1, 'x', now())`,
    [newId()],
  )
  const [head] = await world.sql<{ seq: number; hash: string }>(`SELECT seq, encode(hash, 'hex') AS hash FROM audit.head`)
  const { facts, judgements } = await look(world)
  expect(facts.jobs).toMatchObject({ waiting: 2, failedLately: 1, stuck: 1 })
  expect(facts.backup.newest).toMatchObject({ size: 12345, proven: true })
  expect(Math.round((facts.backup.newest?.age ?? 0) / 60)).toBe(120)
  expect(facts.log).toEqual(head)
  expect(facts.database).toMatchObject({ kind: world.kernel.database.kind, version: expect.stringMatching(/^1[5-9]/) as string })
  expect(facts.database.size).toBeGreaterThan(1_000_000)
  expect(facts.files.room?.free).toBeGreaterThan(0)
  expect(facts.program).toEqual({ version: '0.0.0-test', startedAt: '2022-12-20T03:00:00.000Z' })
  expect(facts.clock.day).toBe('2022-12-20')
  // The clock of the test stands in 2022, that of the database does not.
  expect(judgements.slice(0, 2)).toEqual([
    { part: 'jobs', state: 'late', advice: 'jobsStuck' },
    { part: 'clock', state: 'late', advice: 'clockOff' },
  ])
})

test('says when files cannot be written, and has no backup where none was made', async ({ world }) => {
  vi.spyOn(world.kernel.blobs, 'probe').mockRejectedValueOnce(new Error('ENOSPC'))
  const { facts, judgements } = await look(world)
  expect(facts.files.writable).toBe(false)
  expect(judgements).toContainEqual({ part: 'files', state: 'late', advice: 'filesClosed' })
  expect(judgements).toContainEqual({ part: 'backup', state: 'late', advice: 'backupNone' })
})

test('refuses who may not, in the service and again in the database', async ({ world }) => {
  for (const actor of [anActor({}), anActor({ [can.readState.id]: { own: true } })]) {
    await expect(world.as(actor, getState, { writes: false })).rejects.toMatchObject({ code: 'kernel.forbidden' })
    const past = (ctx: Ctx) => sql`SELECT kernel.state()`.execute(ctx.db)
    await expect(world.as(actor, past, { writes: false })).rejects.toMatchObject({ code: '42501' })
    const around = (ctx: Ctx) => sql`SELECT kernel.state_facts()`.execute(ctx.db)
    await expect(world.as(actor, around, { writes: false })).rejects.toMatchObject({ code: '42501' })
  }
})
