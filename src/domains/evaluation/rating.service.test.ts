import { call } from '@orpc/server'
import { parse } from 'csv-parse/sync'
import { describe, expect } from 'vitest'
import type { Actor, Ctx } from '#kernel/context.ts'
import type { RequestContext } from '#kernel/operations.ts'
import { asRefusal } from '#kernel/operations.ts'
import { anActor, type TestWorld, worldTest } from '#kernel/testing.ts'
import { organization } from '#domains/organization/index.ts'
import { aUnit, aUnitOverTime } from '#domains/organization/unit.factory.ts'
import { people } from '#domains/people/index.ts'
import { aPerson, aPersonWhoMoved, manyPeople } from '#domains/people/person.factory.ts'
import { can } from './evaluation.permissions.ts'
import { evaluation } from './index.ts'
import { aRating } from './rating.factory.ts'
import { ratingRoutes } from './rating.routes.ts'
import {
  correctRating,
  exportRatings,
  getRating,
  listRatings,
  ratingHistory,
  ratingsOfPerson,
  recordRating,
  recordRatings,
} from './rating.service.ts'

const test = worldTest([organization, people, evaluation])
const nobody = '00000000-0000-4000-8000-00000000dead'
const year = (y: number) => ({ periodKind: 'year', periodFrom: `${y}-01-01`, periodUntil: `${y + 1}-01-01` })

/** Who works in these units: sees people and ratings there and records ratings. */
const officerOf = (...units: string[]) =>
  anActor({
    'organization.readUnit': { all: true },
    'people.readPerson': { units },
    [can.readRating.id]: { units },
    [can.recordRating.id]: { units },
  })
const everyReader = () =>
  anActor({ 'organization.readUnit': { all: true }, 'people.readPerson': { all: true }, [can.readRating.id]: { all: true } })

/** A person who moved from one unit to another on a day. */
const aTransfer = (on: string) => async (ctx: Ctx) => {
  const [from, to] = [await aUnit(ctx, { name: 'Nơi đi' }), await aUnit(ctx, { name: 'Nơi đến' })]
  return { from, to, person: await aPersonWhoMoved(ctx, { unitId: from.unitId }, { unitId: to.unitId, on }) }
}

const contextOf = (world: TestWorld, actor: Actor): RequestContext => ({
  kernel: world.kernel,
  actor,
  requestId: null,
  reason: null,
  lang: 'vi',
})

const constraintOf = async (attempt: Promise<unknown>) => {
  const error: unknown = await attempt.then(
    () => null,
    (e: unknown) => e,
  )
  return [(error as { constraint?: string } | null)?.constraint, asRefusal(error)?.code]
}

describe('recording', () => {
  test('keeps level, period and decision, at the unit of the main post', async ({ world }) => {
    const unit = await world.asSystem((ctx) => aUnit(ctx, { name: 'Phòng Nội vụ' }))
    const { id, personId } = await world.as(officerWhoHires(unit.unitId), async (ctx) =>
      aRating(ctx, { personId: (await aPerson(ctx, { unitId: unit.unitId })).id, level: 'XS' }),
    )
    expect(await world.as(officerOf(unit.unitId), (ctx) => getRating(ctx, id))).toMatchObject({
      personId,
      personName: 'Nguyễn Thị Hoa',
      unitId: unit.unitId,
      unitName: 'Phòng Nội vụ',
      ...year(2021),
      level: 'XS',
      decidedOn: '2022-01-10',
      decisionNumber: '15/QĐ-SNV',
    })
    expect(await world.sql('SELECT subject_kind, recorded_via FROM evaluation.rating')).toEqual([
      { subject_kind: 'person', recorded_via: 'platform' },
    ])
  })

  const officerWhoHires = (unit: string) => {
    const officer = officerOf(unit)
    return { ...officer, reach: { ...officer.reach, 'people.changePerson': { units: [unit] } } }
  }

  test.for([
    ['the last day of the year', '2021-12-31', 'Nơi đến'],
    ['the middle of the year', '2021-07-01', 'Nơi đến'],
    ['the day after the year', '2022-01-01', 'Nơi đi'],
  ] as const)('takes the unit of the post on the last day: moved on %s', async ([, on, unitName], { world }) => {
    const { person } = await world.asSystem(aTransfer(on))
    const { id } = await world.asSystem((ctx) => aRating(ctx, { personId: person.id }))
    expect(await world.as(everyReader(), (ctx) => getRating(ctx, id))).toMatchObject({ unitName })
    expect(await world.sql('SELECT id FROM evaluation.rating')).toHaveLength(1)
  })

  test('shows the unit by the name it bore at the end of the period', async ({ world }) => {
    const { id } = await world.asSystem(async (ctx) => {
      const unit = await aUnitOverTime(
        ctx,
        { name: 'Phòng Tổ chức', validUntil: '2022-01-01' },
        { name: 'Phòng Cán bộ', validFrom: '2022-01-01', validUntil: null },
      )
      const person = await aPerson(ctx, { unitId: unit.unitId })
      await aRating(ctx, { personId: person.id, ...year(2022) })
      return aRating(ctx, { personId: person.id })
    })
    expect((await world.as(everyReader(), (ctx) => getRating(ctx, id))).unitName).toBe('Phòng Tổ chức')
    expect(
      (await world.as(everyReader(), (ctx) => listRatings(ctx, { limit: 9 }))).rows.map((r) => [r.periodFrom, r.unitName]),
    ).toEqual([
      ['2022-01-01', 'Phòng Cán bộ'],
      ['2021-01-01', 'Phòng Tổ chức'],
    ])
  })

  test.for([
    [
      'a level not in force then',
      { ...year(2022), level: 'HTHC' },
      'evaluation.levelNotInForce',
      409,
      { level: 'HTHC', from: '2022-01-01' },
    ],
    ['a level of no decree', { level: 'AAA' }, 'evaluation.unknownLevel', 422, { level: 'AAA' }],
    ['a period that is none of its kind', { periodUntil: '2021-12-31' }, 'evaluation.periodUnfit', 422, { kind: 'year' }],
    ['a person without a post on the last day', year(2014), 'evaluation.noPostThen', 409, { on: '2014-12-31' }],
    ['a person whom nobody knows', { personId: nobody }, 'kernel.notFound', 404, { what: 'person' }],
  ] as const)('is refused for %s, and leaves nothing', async ([, changes, code, status, params], { world }) => {
    await expect(world.asSystem((ctx) => aRating(ctx, changes))).rejects.toMatchObject({ code, status, params })
    expect(await world.sql('SELECT id FROM evaluation.rating')).toEqual([])
  })

  test('of many is all or nothing', async ({ world }) => {
    const { id, unitId } = await world.asSystem((ctx) => aPerson(ctx))
    const rating = (level: string, y: number) => ({
      id: '',
      personId: id,
      unitId,
      ...year(y),
      level,
      decidedOn: null,
      decisionNumber: null,
      decidedByUnitId: null,
      recordedVia: 'import' as const,
    })
    const record = (...ratings: ReturnType<typeof rating>[]) =>
      world.asSystem((ctx) =>
        recordRatings(
          ctx,
          ratings.map((r) => ({ ...r, id: ctx.newId() })),
        ),
      )
    await expect(record(rating('TOT', 2020), rating('TOT', 2021), rating('HTHC', 2022))).rejects.toMatchObject({
      code: 'evaluation.levelNotInForce',
    })
    expect(await constraintOf(record(rating('TOT', 2020), rating('TOT', 2021), rating('XS', 2021)))).toEqual([
      'rating_once',
      'kernel.constraint',
    ])
    expect(await world.sql('SELECT id FROM evaluation.rating')).toEqual([])
    await record(rating('TOT', 2020), rating('TOT', 2021))
    expect(await world.sql('SELECT id FROM evaluation.rating')).toHaveLength(2)
  })
})

describe('the database refuses', () => {
  test('a second rating of one person for one period, and one that overlaps another of its kind', async ({ world }) => {
    const { personId } = await world.asSystem((ctx) => aRating(ctx))
    expect(await constraintOf(world.asSystem((ctx) => aRating(ctx, { personId, level: 'XS' })))).toEqual([
      'rating_once',
      'kernel.constraint',
    ])
    const schoolYear = { personId, periodKind: 'school-year', periodFrom: '2020-09-01', periodUntil: '2021-06-01' }
    await world.asSystem((ctx) => aRating(ctx, schoolYear))
    const overlapping = { ...schoolYear, periodFrom: '2021-05-01', periodUntil: '2022-05-01' }
    expect(await constraintOf(world.asSystem((ctx) => aRating(ctx, overlapping)))).toEqual(['rating_once', 'kernel.constraint'])
    expect(await world.sql('SELECT id FROM evaluation.rating')).toHaveLength(2)
  })

  test('but not periods that follow each other, periods of another kind, or another person', async ({ world }) => {
    const { personId } = await world.asSystem((ctx) => aRating(ctx))
    await world.asSystem((ctx) => aRating(ctx, { personId, ...year(2022) }))
    await world.asSystem((ctx) =>
      aRating(ctx, { personId, periodKind: 'month', periodFrom: '2021-12-01', periodUntil: '2022-01-01' }),
    )
    await world.asSystem((ctx) => aRating(ctx))
    expect(await world.sql('SELECT id FROM evaluation.rating')).toHaveLength(4)
  })
})

describe('correcting', () => {
  test('changes the level; the log keeps the former one and the reason given', async ({ world }) => {
    const rating = await world.asSystem((ctx) => aRating(ctx, { level: 'HT' }))
    const { unitId } = await world.as(everyReader(), (ctx) => getRating(ctx, rating.id))
    const officer = { ...officerOf(unitId), name: 'Cán bộ tổ chức' }
    const corrected: unknown = await call(
      ratingRoutes.router.correctRating as never,
      { id: rating.id, level: 'TOT', reason: 'nhập nhầm dòng' } as never,
      {
        context: contextOf(world, officer) as never,
        path: ['evaluation', 'correctRating'],
      },
    )
    expect(corrected).toMatchObject({ id: rating.id, level: 'TOT' })
    const [event] = await world.as(officer, (ctx) => ratingHistory(ctx, rating.id))
    expect(event).toMatchObject({
      actorName: 'Cán bộ tổ chức',
      operation: 'evaluation.correctRating',
      reason: 'nhập nhầm dòng',
      before: { level: 'HT' },
      after: { level: 'TOT' },
    })
    expect(await world.sql('SELECT * FROM audit.verify()')).toEqual([])
  })

  test('without a reason is no input', async ({ world }) => {
    const { id } = await world.asSystem((ctx) => aRating(ctx))
    const correct = (reason: string) =>
      call(ratingRoutes.router.correctRating as never, { id, level: 'XS', reason } as never, {
        context: contextOf(world, everyReaderWhoRecords()) as never,
      })
    await expect(correct('  ')).rejects.toMatchObject({ code: 'BAD_REQUEST' })
    await expect(correct('sai')).resolves.toMatchObject({ level: 'XS' })
  })

  const everyReaderWhoRecords = () => {
    const reader = everyReader()
    return { ...reader, reach: { ...reader.reach, [can.recordRating.id]: { all: true } } }
  }

  test('to a level not in force for the period is refused', async ({ world }) => {
    const { id } = await world.asSystem((ctx) => aRating(ctx, year(2022)))
    await expect(world.asSystem((ctx) => correctRating(ctx, { id, level: 'HTHC' }))).rejects.toMatchObject({
      code: 'evaluation.levelNotInForce',
    })
  })
})

describe('reach', () => {
  async function twoUnits(ctx: Ctx) {
    const [own, other] = [await aUnit(ctx), await aUnit(ctx)]
    const [mine, theirs] = [
      await aPerson(ctx, { unitId: own.unitId, given: 'Mình' }),
      await aPerson(ctx, { unitId: other.unitId, given: 'Họ' }),
    ]
    return {
      own,
      other,
      mine,
      theirs,
      myRating: await aRating(ctx, { personId: mine.id }),
      theirRating: await aRating(ctx, { personId: theirs.id }),
    }
  }

  test('ratings are seen and recorded in the units within reach', async ({ world }) => {
    const { own, mine, myRating } = await world.asSystem(twoUnits)
    const officer = officerOf(own.unitId)
    expect((await world.as(officer, (ctx) => listRatings(ctx, { limit: 9 }))).rows.map((r) => r.id)).toEqual([myRating.id])
    await world.as(officer, (ctx) => recordRating(ctx, { ...myRating, ...year(2020) }))
    expect((await world.as(officer, (ctx) => ratingsOfPerson(ctx, mine.id))).map((r) => r.periodFrom)).toEqual([
      '2021-01-01',
      '2020-01-01',
    ])
  })

  test('what lies outside answers exactly like what does not exist', async ({ world }) => {
    const { own, theirs, theirRating } = await world.asSystem(twoUnits)
    const officer = officerOf(own.unitId)
    const answer = (run: (ctx: Ctx) => Promise<unknown>) =>
      world.as(officer, run).then(JSON.stringify, (e: unknown) => JSON.stringify(asRefusal(e)))
    const asks: ((id: string) => (ctx: Ctx) => Promise<unknown>)[] = [
      (id: string) => (ctx: Ctx) => getRating(ctx, id),
      (id: string) => (ctx: Ctx) => ratingHistory(ctx, id),
      (id: string) => (ctx: Ctx) => correctRating(ctx, { id, level: 'XS' }),
    ]
    for (const ask of asks) {
      expect(await answer(ask(theirRating.id))).toBe(await answer(ask(nobody)))
      await expect(world.as(officer, ask(theirRating.id))).rejects.toMatchObject({
        code: 'kernel.notFound',
        params: { what: 'rating' },
      })
    }
    const rate = (personId: string) => (ctx: Ctx) => recordRating(ctx, { ...theirRating, ...year(2020), personId })
    expect(await answer(rate(theirs.id))).toBe(await answer(rate(nobody)))
    expect(await world.as(officer, (ctx) => ratingsOfPerson(ctx, theirs.id))).toEqual([])
    expect(await world.sql(`SELECT level FROM evaluation.rating WHERE id = $1`, [theirRating.id])).toEqual([{ level: 'TOT' }])
  })

  test('who may see a person or a rating may not therefore record one', async ({ world }) => {
    const { theirs, theirRating } = await world.asSystem(twoUnits)
    await expect(world.as(everyReader(), (ctx) => aRating(ctx, { personId: theirs.id, ...year(2020) }))).rejects.toMatchObject({
      code: 'kernel.forbidden',
      status: 403,
    })
    await expect(world.as(everyReader(), (ctx) => correctRating(ctx, { id: theirRating.id, level: 'XS' }))).rejects.toMatchObject(
      { code: 'kernel.forbidden' },
    )
  })

  test('past the service, ratings of units outside are refused by the database itself', async ({ world }) => {
    const { own, other, theirs } = await world.asSystem(twoUnits)
    const attempt = world.as(officerOf(own.unitId), (ctx) =>
      recordRatings(ctx, [
        {
          id: ctx.newId(),
          personId: theirs.id,
          unitId: other.unitId,
          ...year(2020),
          level: 'XS',
          decidedOn: null,
          decisionNumber: null,
          decidedByUnitId: null,
          recordedVia: 'platform',
        },
      ]),
    )
    await expect(attempt).rejects.toMatchObject({ code: '42501' })
  })

  test('everybody sees the own results, and at that reach no others', async ({ world }) => {
    const { mine, theirs, myRating } = await world.asSystem(twoUnits)
    const self = anActor(
      { [can.readRating.id]: { own: true }, [can.recordRating.id]: { own: true }, 'people.readPerson': { own: true } },
      { personId: mine.id },
    )
    expect((await world.as(self, (ctx) => listRatings(ctx, { limit: 9 }))).rows.map((r) => r.id)).toEqual([myRating.id])
    expect(await world.as(self, (ctx) => ratingsOfPerson(ctx, theirs.id))).toEqual([])
    await expect(world.as(self, (ctx) => correctRating(ctx, { id: myRating.id, level: 'XS' }))).rejects.toMatchObject({
      code: 'kernel.forbidden',
    })
    expect((await world.as(anActor({}, { personId: mine.id }), (ctx) => listRatings(ctx, { limit: 9 }))).rows).toEqual([])
  })

  test('the result of a year stays with the unit that rated, after the person left', async ({ world }) => {
    const { from, to, person } = await world.asSystem(aTransfer('2022-03-01'))
    const { id } = await world.asSystem((ctx) => aRating(ctx, { personId: person.id }))
    expect(await world.as(officerOf(from.unitId), (ctx) => getRating(ctx, id))).toMatchObject({
      unitName: 'Nơi đi',
      personName: null,
    })
    await expect(world.as(officerOf(to.unitId), (ctx) => getRating(ctx, id))).rejects.toMatchObject({ code: 'kernel.notFound' })
  })
})

describe('list and export', () => {
  async function someRatings(ctx: Ctx) {
    const unit = await aUnit(ctx, { name: 'Phòng Nội vụ' })
    const [an, binh] = await manyPeople(ctx, [
      { familyAndMiddle: 'Lê', given: 'An', unitId: unit.unitId },
      { familyAndMiddle: '=HYPERLINK("http://x")', given: 'Bình', unitId: unit.unitId },
    ])
    await aRating(ctx, { personId: an, level: 'XS' })
    await aRating(ctx, { personId: an, level: 'TOT', ...year(2020) })
    await aRating(ctx, { personId: binh, level: 'KHT' })
    await aRating(ctx, { personId: binh, level: 'HT', periodKind: 'month', periodFrom: '2021-11-01', periodUntil: '2021-12-01' })
    return unit
  }
  const levels = (input: object) => async (ctx: Ctx) =>
    (await listRatings(ctx, { limit: 50, ...input })).rows.map((r) => r.level).sort()

  test('filters by level, kind and year of the period and unit; searches by name', async ({ world }) => {
    const unit = await world.asSystem(someRatings)
    expect(await world.as(everyReader(), levels({}))).toEqual(['HT', 'KHT', 'TOT', 'XS'])
    expect(await world.as(everyReader(), levels({ level: ['XS', 'TOT'] }))).toEqual(['TOT', 'XS'])
    expect(await world.as(everyReader(), levels({ periodKind: 'month' }))).toEqual(['HT'])
    expect(await world.as(everyReader(), levels({ periodYear: '2021' }))).toEqual(['HT', 'KHT', 'XS'])
    expect(await world.as(everyReader(), levels({ periodYear: ['2020'], periodKind: 'year' }))).toEqual(['TOT'])
    expect(await world.as(everyReader(), levels({ search: 'lê an' }))).toEqual(['TOT', 'XS'])
    expect(await world.as(everyReader(), levels({ unitId: unit.unitId, level: 'KXL' }))).toEqual([])
  })

  test('exports in words, with the filter above and no formula', async ({ world }) => {
    await world.asSystem(someRatings)
    const file = await world.as(everyReader(), (ctx) =>
      exportRatings(ctx, { format: 'csv', lang: 'vi', periodYear: '2021', periodKind: 'year', sort: 'personName' }),
    )
    const rows: string[][] = parse(await file.text(), { bom: true })
    const level = rows[4]?.indexOf('Mức xếp loại') ?? -1
    expect(rows[1]?.[0]).toContain('2021')
    expect(rows.slice(5).map((r) => [r[0], r[level]])).toEqual([
      [expect.stringMatching(/^'=HYPERLINK/), 'Không hoàn thành nhiệm vụ'],
      ['Lê An', 'Hoàn thành xuất sắc nhiệm vụ'],
    ])
  })
})
