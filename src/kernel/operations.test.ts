import { oc } from '@orpc/contract'
import { sql } from 'kysely'
import { describe, expect } from 'vitest'
import { z } from 'zod'
import { operation } from './contract.ts'
import type { Ctx } from './context.ts'
import { defineDomain } from './domain.ts'
import { Refusal } from './errors.ts'
import { asRefusal, implement, runOperation } from './operations.ts'
import { definePermissions } from './permissions.ts'
import { anActor, anActorWith, type TestWorld, worldTest } from './testing.ts'

const can = definePermissions('club', { admit: { vi: 'Kết nạp', en: 'Admit' } })
const club = defineDomain({ name: 'club', permissions: can, routes: [], words: { vi: {}, en: {} } })
const test = worldTest([club])

/** A club's table, made inside the test's transaction and guarded as every table is. */
async function foundClub(sqlRun: (text: string) => Promise<unknown>): Promise<void> {
  await sqlRun(`
    CREATE SCHEMA club; GRANT USAGE ON SCHEMA club TO noivu_app;
    CREATE TABLE club.member (id uuid PRIMARY KEY, unit_id uuid NOT NULL, name text NOT NULL UNIQUE);
    ALTER TABLE club.member ENABLE ROW LEVEL SECURITY;
    CREATE POLICY member_all ON club.member TO noivu_app
      USING ((SELECT access.reaches_all('club.admit')) OR unit_id = ANY ((SELECT access.reach_units('club.admit'))::uuid[]))
      WITH CHECK ((SELECT access.reaches_all('club.admit')) OR unit_id = ANY ((SELECT access.reach_units('club.admit'))::uuid[]));
    GRANT SELECT, INSERT, UPDATE, DELETE ON club.member TO noivu_app;
    SELECT audit.track('club.member');`)
}

const [north, south] = ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002']

async function admit(ctx: Ctx, name: string, unitId = north): Promise<string> {
  const id = ctx.newId()
  await sql`INSERT INTO club.member (id, unit_id, name) VALUES (${id}::uuid, ${unitId}::uuid, ${name})`.execute(ctx.db)
  return id
}

const names = async (ctx: Ctx) =>
  (await sql<{ name: string }>`SELECT name FROM club.member ORDER BY name`.execute(ctx.db)).rows.map((r) => r.name)

describe('a statement', () => {
  test('may run for a minute, reading or writing, and one that is stopped says so', async ({ world }) => {
    const limit = async (ctx: Ctx) =>
      (await sql<{ t: string }>`SELECT current_setting('statement_timeout') AS t`.execute(ctx.db)).rows[0]?.t
    const actor = anActorWith(can.admit)
    expect(await world.as(actor, limit)).toBe('1min')
    expect(await world.as(actor, limit, { writes: false })).toBe('1min')
    const stopped = Object.assign(new Error('canceling statement due to statement timeout'), { code: '57014', severity: 'ERROR' })
    expect(asRefusal(stopped)).toMatchObject({ code: 'kernel.tookTooLong', status: 503, params: { seconds: 60 } })
    // The embedded database has no clock that could interrupt it; the setting is the same.
    if (world.kernel.database.kind !== 'postgres') return
    const slow = world.as(actor, async (ctx) => {
      await sql`SELECT set_config('statement_timeout', '50ms', true)`.execute(ctx.db)
      await sql`SELECT pg_sleep(5)`.execute(ctx.db)
    })
    await expect(
      slow.catch((error: unknown) => Promise.reject(asRefusal(error) ?? new Error('unforeseen'))),
    ).rejects.toMatchObject({
      code: 'kernel.tookTooLong',
    })
  })
})

describe('who may', () => {
  test('nobody signed in: refused before anything runs', async ({ world }) => {
    let ran = false
    const call = { operation: 'club.admit', permission: can.admit, writes: true, actor: null }
    await expect(runOperation(world.kernel, call, async () => void (ran = true))).rejects.toMatchObject({
      code: 'kernel.notSignedIn',
      status: 401,
    })
    expect(ran).toBe(false)
  })

  test('signed in without the permission: forbidden before anything runs', async ({ world }) => {
    const call = { operation: 'club.admit', permission: can.admit, writes: true, actor: anActor({}) }
    await expect(runOperation(world.kernel, call, async () => 1)).rejects.toMatchObject({ code: 'kernel.forbidden', status: 403 })
  })

  test('an operation without a permission does not compile', () => {
    const bare = { admit: oc.route({ method: 'POST', path: '/club' }).input(z.object({})) }
    // @ts-expect-error the contract carries no permission
    implement(bare, { admit: async () => undefined })
    const guarded = {
      admit: operation(can.admit).route({ method: 'POST', path: '/club' }).input(z.object({})).output(z.object({})),
    }
    expect(Object.keys(implement(guarded, { admit: async () => ({}) }).router)).toEqual(['admit'])
  })
})

describe('row visibility', () => {
  test('rows outside the reach are not there, whatever the query', async ({ world }) => {
    await foundClub((t) => world.sql(t))
    await world.as(anActorWith(can.admit), async (ctx) => {
      await admit(ctx, 'An', north)
      await admit(ctx, 'Bình', south)
    })
    expect(await world.as(anActorWith(can.admit), names)).toEqual(['An', 'Bình'])
    expect(await world.as(anActor({ 'club.admit': { units: [south] } }), names)).toEqual(['Bình'])
    expect(await world.as(anActor({}), names)).toEqual([])
  })

  test('writing outside the reach is refused and leaves nothing', async ({ world }) => {
    await foundClub((t) => world.sql(t))
    await expect(world.as(anActor({ 'club.admit': { units: [south] } }), (ctx) => admit(ctx, 'An', north))).rejects.toMatchObject(
      { code: '42501' },
    )
    expect(await world.sql('SELECT * FROM club.member')).toEqual([])
    expect(await world.sql('SELECT * FROM audit.change')).toEqual([])
  })

  test('units below follow the dated closure, as of the day of the operation', async ({ world }) => {
    await foundClub((t) => world.sql(t))
    await world.sql(
      `INSERT INTO access.scope VALUES ('${north}', '${north}', NULL, NULL), ('${north}', '${south}', '2022-01-01', '2022-12-01')`,
    )
    await world.as(anActorWith(can.admit), (ctx) => admit(ctx, 'Bình', south))
    const head = anActor({ 'club.admit': { below: [north] } })
    expect(await world.as(head, names)).toEqual([])
    world.kernel.now = () => new Date('2022-06-01T00:00:00Z')
    expect(await world.as(head, names)).toEqual(['Bình'])
  })

  test('a reading operation cannot write', async ({ world }) => {
    await foundClub((t) => world.sql(t))
    await expect(world.as(anActorWith(can.admit), (ctx) => admit(ctx, 'An'), { writes: false })).rejects.toMatchObject({
      code: '25006',
    })
  })
})

describe('a request that arrives twice', () => {
  test('gets the first answer and changes nothing again', async ({ world }) => {
    await foundClub((t) => world.sql(t))
    const actor = anActorWith(can.admit)
    const call = { requestId: 'r-1', input: { name: 'An' } }
    const first = await world.as(actor, (ctx) => admit(ctx, 'An'), call)
    const second = await world.as(actor, (ctx) => admit(ctx, 'An'), call)
    expect(second).toBe(first)
    expect(await world.sql('SELECT * FROM club.member')).toHaveLength(1)
    expect(await world.sql('SELECT * FROM audit.entry')).toHaveLength(1)
  })

  test('with other contents is refused', async ({ world }) => {
    await foundClub((t) => world.sql(t))
    const actor = anActorWith(can.admit)
    await world.as(actor, (ctx) => admit(ctx, 'An'), { requestId: 'r-1', input: { name: 'An' } })
    await expect(
      world.as(actor, (ctx) => admit(ctx, 'Bình'), { requestId: 'r-1', input: { name: 'Bình' } }),
    ).rejects.toMatchObject({ code: 'kernel.requestReused' })
  })

  test('after a refusal may succeed: the refusal was not remembered', async ({ world }) => {
    await foundClub((t) => world.sql(t))
    const actor = anActorWith(can.admit)
    const refused = world.as(actor, async () => Promise.reject(new Refusal('club.full', 'conflict')), {
      requestId: 'r-1',
      input: {},
    })
    await expect(refused).rejects.toMatchObject({ code: 'club.full' })
    await world.as(actor, (ctx) => admit(ctx, 'An'), { requestId: 'r-1', input: {} })
    expect(await world.sql('SELECT * FROM club.member')).toHaveLength(1)
  })

  test('whose answer is told once: nothing of it is kept, and a repeat is refused', async ({ world }) => {
    await foundClub((t) => world.sql(t))
    const actor = anActorWith(can.admit)
    const call = { requestId: 'r-1', input: {}, toldOnce: true }
    const told = async (ctx: Ctx) => ({ id: await admit(ctx, 'An'), password: 'bí-mật' })
    expect((await world.as(actor, told, call)).password).toBe('bí-mật')
    await expect(world.as(actor, told, call)).rejects.toMatchObject({ code: 'kernel.toldOnce' })
    expect(await world.sql('SELECT answer FROM kernel.request')).toEqual([{ answer: null }])
    expect(await world.sql('SELECT * FROM club.member')).toHaveLength(1)
  })

  test('of somebody else with the same id is another request', async ({ world }) => {
    await foundClub((t) => world.sql(t))
    await world.as(anActorWith(can.admit), (ctx) => admit(ctx, 'An'), { requestId: 'r-1', input: {} })
    await world.as(anActorWith(can.admit), (ctx) => admit(ctx, 'Bình'), { requestId: 'r-1', input: {} })
    expect(await world.sql('SELECT * FROM club.member')).toHaveLength(2)
  })
})

describe('the log', () => {
  test('says who, when, what, why, before and after', async ({ world }) => {
    await foundClub((t) => world.sql(t))
    const actor = anActorWith(can.admit)
    const id = await world.as(actor, (ctx) => admit(ctx, 'An'))
    await world.as(actor, (ctx) => sql`UPDATE club.member SET name = 'Ánh' WHERE id = ${id}::uuid`.execute(ctx.db), {
      reason: 'viết sai tên',
      operation: 'club.rename',
    })
    const [entry] = await world.sql<{ actor_id: string; operation: string; reason: string; changes: number; at: string }>(
      'SELECT * FROM audit.entry ORDER BY seq DESC',
    )
    expect(entry).toMatchObject({
      actor_id: actor.id,
      operation: 'club.rename',
      reason: 'viết sai tên',
      changes: 1,
      at: '2022-12-20T03:00:00.000Z',
    })
    const [change] = await world.sql<{ before: { name: string }; after: { name: string } }>(
      `SELECT * FROM audit.change ORDER BY id DESC`,
    )
    expect([change?.before.name, change?.after.name]).toEqual(['An', 'Ánh'])
    expect(await world.sql('SELECT * FROM audit.verify()')).toEqual([])
  })

  test('nothing is written to a tracked table outside an operation', async ({ world }) => {
    await foundClub((t) => world.sql(t))
    await world.sql('SAVEPOINT before')
    await expect(world.sql(`INSERT INTO club.member VALUES ('${north}', '${north}', 'An')`)).rejects.toThrow(
      'write outside an operation',
    )
    await world.sql('ROLLBACK TO SAVEPOINT before')
  })

  const entries = async (world: TestWorld) => {
    await foundClub((t) => world.sql(t))
    for (const name of ['An', 'Bình', 'Chi']) await world.as(anActorWith(can.admit), (ctx) => admit(ctx, name))
  }
  const tamper = (text: string) =>
    `ALTER TABLE audit.entry DISABLE TRIGGER append_only; ALTER TABLE audit.change DISABLE TRIGGER append_only; ${text}`

  test.for([
    ['an altered entry', `UPDATE audit.entry SET actor_name = 'Người khác' WHERE seq = 2`, 2, 'entry-altered'],
    [
      'an altered change',
      `UPDATE audit.change SET after = jsonb_set(after, '{name}', '"Dung"') WHERE after ->> 'name' = 'Bình'`,
      2,
      'changes-altered',
    ],
    ['a removed change', `DELETE FROM audit.change WHERE after ->> 'name' = 'Bình'`, 2, 'changes-missing'],
    ['a removed entry', `DELETE FROM audit.entry WHERE seq = 2`, 3, 'entry-missing-before'],
    [
      'two entries changed about',
      `UPDATE audit.entry SET seq = -1 WHERE seq = 2; UPDATE audit.entry SET seq = 2 WHERE seq = 3; UPDATE audit.entry SET seq = 3 WHERE seq = -1`,
      2,
      'chain-broken',
    ],
    ['a cut-off tail', `DELETE FROM audit.entry WHERE seq = 3`, 3, 'tail-cut-off'],
  ] as const)('tells of %s', async ([, attack, seq, fault], { world }) => {
    await entries(world)
    expect(await world.sql('SELECT * FROM audit.verify()')).toEqual([])
    await world.sql(tamper(attack))
    expect(await world.sql('SELECT * FROM audit.verify()')).toContainEqual({ seq, fault })
  })

  test('cannot be rewritten even by the owner without taking the guard off', async ({ world }) => {
    await entries(world)
    await expect(world.sql(`UPDATE audit.entry SET reason = 'x'`)).rejects.toThrow('append-only')
  })
})
