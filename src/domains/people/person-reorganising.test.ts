import { describe, expect } from 'vitest'
import { anAct } from '#domains/organization/act.factory.ts'
import { applyAct, organization, undoAct } from '#domains/organization/index.ts'
import type { Ctx } from '#kernel/context.ts'
import { worldTest } from '#kernel/testing.ts'
import { people } from './index.ts'
import { aPerson } from './person.factory.ts'
import { getPerson } from './person.service.ts'
import { movePerson } from './post.service.ts'

const test = worldTest([organization, people])
const title = 'Chủ tịch Ủy ban nhân dân'
const on = '2022-12-01'

const postsOf = (id: string) => async (ctx: Ctx) =>
  (await getPerson(ctx, id)).posts.map((p) => [p.unitId, p.title, p.validFrom, p.validUntil])

describe('posts in a unit that an act ends', () => {
  test('go on in its heir, title and all, and are told; undone, they are where they were', async ({ world }) => {
    const act = await world.asSystem((ctx) => anAct(ctx))
    const moved = await world.asSystem((ctx) => aPerson(ctx, { unitId: act.from, title, from: '2015-01-01' }))
    const there = await world.asSystem((ctx) => aPerson(ctx, { unitId: act.into, title, from: '2015-01-01' }))
    // Several of one title in one unit are nothing new.
    for (let i = 0; i < 2; i++) await world.asSystem((ctx) => aPerson(ctx, { unitId: act.into, from: '2015-01-01' }))
    const was = await world.asSystem(postsOf(moved.id))
    const { effects } = await world.asSystem((ctx) => applyAct(ctx, act.id))
    expect(effects?.posts.map((p) => [p.from.id, p.to.id, p.count])).toEqual([[act.from, act.into, 1]])
    expect(effects?.doubled).toEqual([{ unit: expect.objectContaining({ id: act.into }) as object, title, count: 2 }])
    expect(await world.asSystem(postsOf(moved.id))).toEqual([
      [act.into, title, on, null],
      [act.from, title, '2015-01-01', on],
    ])
    expect(await world.asSystem(postsOf(there.id))).toEqual([[act.into, title, '2015-01-01', null]])
    await world.asSystem((ctx) => undoAct(ctx, act.id))
    expect(await world.asSystem(postsOf(moved.id))).toEqual(was)
  })

  test('that begin on its day or later stand in the way: nothing is applied', async ({ world }) => {
    const act = await world.asSystem((ctx) => anAct(ctx))
    await world.asSystem((ctx) => aPerson(ctx, { unitId: act.from, title, from: '2022-12-05' }))
    const { faults, effects } = await world.asSystem((ctx) => applyAct(ctx, act.id))
    expect(effects).toBeNull()
    expect(faults).toEqual([
      expect.objectContaining({ code: 'posts-later', unit: expect.objectContaining({ id: act.from }) as object }),
    ])
  })

  test('cannot come back once somebody was moved on from there', async ({ world }) => {
    const act = await world.asSystem((ctx) => anAct(ctx))
    const person = await world.asSystem((ctx) => aPerson(ctx, { unitId: act.from, title, from: '2015-01-01' }))
    await world.asSystem((ctx) => applyAct(ctx, act.id))
    const other = await world.asSystem((ctx) => anAct(ctx))
    await world.asSystem((ctx) => movePerson(ctx, { id: person.id, unitId: other.into, title, from: '2022-12-15' }))
    await expect(world.asSystem((ctx) => undoAct(ctx, act.id))).rejects.toMatchObject({ code: 'organization.actBuiltUpon' })
  })
})
