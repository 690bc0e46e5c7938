import { describe, expect } from 'vitest'
import { organization } from '#domains/organization/index.ts'
import { aUnit } from '#domains/organization/unit.factory.ts'
import type { Actor } from '#kernel/context.ts'
import { anActor, type TestWorld, worldTest } from '#kernel/testing.ts'
import { can } from './people.permissions.ts'
import { people } from './index.ts'
import { aPerson } from './person.factory.ts'
import { correctPerson, getPerson, personHistory } from './person.service.ts'
import {
  approveCorrection,
  askCorrection,
  getRequest,
  listRequests,
  myFile,
  refuseCorrection,
  withdrawCorrection,
} from './request.service.ts'
import { endRequest } from './request.store.ts'

const test = worldTest([organization, people])
const reason = 'Theo giấy khai sinh'
const ask = { field: 'birth', newValue: '1985-03-09', note: null, file: null }

/** A person who may ask, and who decides in the same body. */
async function aBody(world: TestWorld) {
  const { unitId } = await world.asSystem((ctx) => aUnit(ctx))
  const person = await world.asSystem((ctx) => aPerson(ctx, { unitId }))
  const reach = { units: [unitId] }
  const asker = anActor(
    { [can.readPerson.id]: { own: true }, [can.requestCorrection.id]: { own: true } },
    { personId: person.id },
  )
  const decider = anActor({ [can.readPerson.id]: reach, [can.changePerson.id]: reach, [can.decideCorrection.id]: reach })
  return { unitId, person, asker, decider }
}

const open = (world: TestWorld, decider: Actor) => world.as(decider, (ctx) => listRequests(ctx, { limit: 50, state: 'open' }))

describe('a correction asked for', () => {
  test('stands old beside new, is due in ten working days; approved, the record is corrected for the reason given', async ({
    world,
  }) => {
    const { person, asker, decider } = await aBody(world)
    const { id } = await world.as(asker, (ctx) => askCorrection(ctx, ask))
    expect((await open(world, decider)).rows).toMatchObject([{ id, personId: person.id, field: 'birth', due: '2023-01-04' }])
    expect(await world.as(decider, (ctx) => getRequest(ctx, id))).toMatchObject({
      oldValue: '1985-03-08',
      nowValue: '1985-03-08',
      newValue: '1985-03-09',
      overtaken: false,
    })
    await world.as(decider, (ctx) => approveCorrection(ctx, { id, reason }), { reason })
    expect(await world.sql('SELECT birth_date FROM people.person WHERE id = $1', [person.id])).toEqual([
      { birth_date: '1985-03-09' },
    ])
    const [event] = await world.as(decider, (ctx) => personHistory(ctx, person.id))
    expect([event?.reason, event?.actorName]).toEqual([reason, decider.name])
    const mine = await world.as(asker, (ctx) => myFile(ctx))
    expect(mine.requests.map((r) => [r.state, r.why])).toEqual([['approved', reason]])
    expect(mine.fields).toContainEqual({ field: 'birth', value: '1985-03-09' })
    expect(await world.sql(`SELECT user_id, params FROM kernel.notice WHERE kind = 'people.correctionDecided'`)).toMatchObject([
      { user_id: asker.id },
    ])
    await expect(world.as(decider, (ctx) => approveCorrection(ctx, { id, reason }))).rejects.toMatchObject({
      code: 'people.requestEnded',
    })
  })

  test('refused, the record stays and the person is told why', async ({ world }) => {
    const { person, asker, decider } = await aBody(world)
    const before = await world.asSystem((ctx) => getPerson(ctx, person.id))
    const { id } = await world.as(asker, (ctx) => askCorrection(ctx, { ...ask, field: 'fullName', newValue: 'Nguyễn Thị Hòa' }))
    await world.as(decider, (ctx) => refuseCorrection(ctx, { id, reason: 'Không có giấy tờ' }))
    expect(await world.asSystem((ctx) => getPerson(ctx, person.id))).toEqual(before)
    const { requests } = await world.as(asker, (ctx) => myFile(ctx))
    expect(requests.map((r) => [r.state, r.why])).toEqual([['refused', 'Không có giấy tờ']])
  })

  test('is not written over what changed meanwhile: that is shown, and approving refuses', async ({ world }) => {
    const { person, asker, decider } = await aBody(world)
    const { id } = await world.as(asker, (ctx) => askCorrection(ctx, ask))
    const { familyAndMiddle, given, sex, category } = person
    await world.as(decider, (ctx) =>
      correctPerson(ctx, { id: person.id, familyAndMiddle, given, sex, category, birthDate: '1986-01-02', birthYear: null }),
    )
    expect(await world.as(decider, (ctx) => getRequest(ctx, id))).toMatchObject({ overtaken: true, nowValue: '1986-01-02' })
    await expect(world.as(decider, (ctx) => approveCorrection(ctx, { id, reason }))).rejects.toMatchObject({
      code: 'people.requestOvertaken',
    })
    expect(await world.sql('SELECT birth_date FROM people.person WHERE id = $1', [person.id])).toEqual([
      { birth_date: '1986-01-02' },
    ])
    expect((await open(world, decider)).rows).toHaveLength(1)
  })

  test('of the citizen number writes it, unless it is of somebody else', async ({ world }) => {
    const { unitId, person, asker, decider } = await aBody(world)
    const other = await world.asSystem((ctx) => aPerson(ctx, { unitId }))
    await world.sql(`SELECT set_config('noivu.entry', gen_random_uuid()::text, true)`)
    await world.sql(`INSERT INTO people.identity VALUES ($1, '033185000001')`, [other.id])
    const number = (newValue: string) => world.as(asker, (ctx) => askCorrection(ctx, { ...ask, field: 'citizenId', newValue }))
    const taken = await number('033185000001')
    await expect(world.as(decider, (ctx) => approveCorrection(ctx, { id: taken.id, reason }))).rejects.toMatchObject({
      code: 'people.numberTaken',
      params: { number: '033185000001', name: 'Nguyễn Thị Hoa' },
    })
    expect(await world.sql('SELECT state FROM people.request WHERE id = $1', [taken.id])).toEqual([{ state: 'open' }])
    await world.as(asker, (ctx) => withdrawCorrection(ctx, taken.id))
    const { id } = await number('033185000002')
    await world.as(decider, (ctx) => approveCorrection(ctx, { id, reason }))
    expect(await world.sql('SELECT citizen_id FROM people.identity WHERE person_id = $1', [person.id])).toEqual([
      { citizen_id: '033185000002' },
    ])
    expect((await world.as(asker, (ctx) => myFile(ctx))).fields).toContainEqual({ field: 'citizenId', value: '033185000002' })
  })

  test('must fit its field, say something new, and be the only one waiting', async ({ world }) => {
    const { asker } = await aBody(world)
    const code = (input: Partial<typeof ask>) =>
      world
        .as(asker, (ctx) => askCorrection(ctx, { ...ask, ...input }))
        .then(
          () => 'asked',
          (error: { code: string }) => error.code,
        )
    expect(await code({ newValue: '1985-02-31' })).toBe('people.requestValue')
    expect(await code({ field: 'citizenId', newValue: '123' })).toBe('people.requestValue')
    expect(await code({ newValue: '1985-03-08' })).toBe('people.requestSame')
    expect(await code({})).toBe('asked')
    expect(await code({ newValue: '1985-03-10' })).toBe('people.requestOpen')
  })
})

describe('who may', () => {
  test('ask: a person for the own record alone; an account without one is told what to do', async ({ world }) => {
    const { asker, decider, person } = await aBody(world)
    await expect(world.as({ ...asker, personId: null }, (ctx) => askCorrection(ctx, ask))).rejects.toMatchObject({
      code: 'people.noOwnRecord',
    })
    // Somebody who may see the record, but is not the person.
    await expect(world.as({ ...decider, personId: person.id }, (ctx) => askCorrection(ctx, ask))).rejects.toThrow()
  })

  test('withdraw: the asker, while it is open', async ({ world }) => {
    const { asker, decider } = await aBody(world)
    const stranger = (await aBody(world)).asker
    const { id } = await world.as(asker, (ctx) => askCorrection(ctx, ask))
    await expect(world.as(stranger, (ctx) => withdrawCorrection(ctx, id))).rejects.toMatchObject({ code: 'kernel.notFound' })
    await world.as(asker, (ctx) => withdrawCorrection(ctx, id))
    expect((await open(world, decider)).rows).toEqual([])
    await expect(world.as(asker, (ctx) => withdrawCorrection(ctx, id))).rejects.toMatchObject({ code: 'people.requestEnded' })
  })

  test('decide: within the body alone, and never on the own request', async ({ world }) => {
    const { asker, decider, person } = await aBody(world)
    const elsewhere = (await aBody(world)).decider
    const { id } = await world.as(asker, (ctx) => askCorrection(ctx, ask))
    expect((await open(world, elsewhere)).rows).toEqual([])
    await expect(world.as(elsewhere, (ctx) => approveCorrection(ctx, { id, reason }))).rejects.toMatchObject({
      code: 'kernel.notFound',
    })
    const self = { ...decider, personId: person.id, reach: { ...decider.reach, ...asker.reach, ...decider.reach } }
    await expect(world.as(self, (ctx) => approveCorrection(ctx, { id, reason }))).rejects.toMatchObject({
      code: 'people.requestOwn',
    })
    // Past the rule, the database refuses too.
    await expect(
      world.as(self, (ctx) => endRequest(ctx.db, id, { state: 'approved', by: 'x', byName: 'x', at: ctx.now(), why: 'x' })),
    ).rejects.toThrow()
    await world.as(decider, (ctx) => approveCorrection(ctx, { id, reason }))
  })
})
