import fc from 'fast-check'
import { describe, expect } from 'vitest'
import type { Ctx } from '#kernel/context.ts'
import { type TestWorld, worldTest } from '#kernel/testing.ts'
import {
  defineIndicator,
  type FigurePeriod,
  type IndicatorDefinition,
  measuredSet,
  type OpenedRecord,
  openRecords,
  readBreakdown,
  readComputed,
} from '#engines/indicators/index.ts'
import { organization } from '#domains/organization/index.ts'
import { aUnit } from '#domains/organization/unit.factory.ts'
import { people } from '#domains/people/index.ts'
import { aPerson, aPersonWhoMoved, manyPeople } from '#domains/people/person.factory.ts'
import { evaluation } from './index.ts'
import { aRating } from './rating.factory.ts'
import { ratingIndicators } from './rating.indicators.ts'
import { recordRatings } from './rating.service.ts'

const test = worldTest([organization, people, evaluation])
const year = (label: string): FigurePeriod => ({ label, from: `${label}-01-01`, until: `${Number(label) + 1}-01-01` })
const report = year('2022')
const indicator = (id: string) => ratingIndicators.find((d) => d.id === id) ?? expect.fail(`no indicator ${id}`)

/** Every record behind a figure, page after page as a reader turns them. */
async function openAll(
  ctx: Ctx,
  definition: IndicatorDefinition,
  period: FigurePeriod,
  group?: { column: string; key: string },
): Promise<OpenedRecord[]> {
  const all: OpenedRecord[] = []
  const limit = 4
  for (;;) {
    const last = all.at(-1)
    const after = last ? { after: { label: last.record_label ?? '', id: last.record_id, term: last.term ?? '' } } : {}
    const { rows, total } = await openRecords(ctx.db, measuredSet(definition, period), {
      limit,
      ...after,
      ...(group ? { group } : {}),
    })
    all.push(...rows)
    if (rows.length < limit) return all
    if (all.length > 1000) throw new Error(`endless: ${total?.value}`)
  }
}

/** Runs a round of a property and takes back what it wrote. */
async function inRound(world: TestWorld, run: () => Promise<void>): Promise<void> {
  await world.sql('SAVEPOINT round')
  try {
    await run()
  } finally {
    await world.sql('ROLLBACK TO SAVEPOINT round')
  }
}

/** What may be recorded for a person: at most one rating for each of these periods. */
const periods = [
  { kind: 'year', from: '2020-01-01', until: '2021-01-01', levels: ['XS', 'TOT', 'HTHC', 'HT', 'KHT', 'KXL'] },
  { kind: 'year', from: '2021-01-01', until: '2022-01-01', levels: ['XS', 'TOT', 'HTHC', 'HT', 'KHT', 'KXL'] },
  { kind: 'year', from: '2022-01-01', until: '2023-01-01', levels: ['XS', 'TOT', 'HT', 'KHT', 'KXL'] },
  { kind: 'school-year', from: '2020-09-01', until: '2021-06-01', levels: ['XS', 'TOT', 'HT', 'KHT', 'KXL'] },
  { kind: 'school-year', from: '2021-09-01', until: '2022-06-01', levels: ['XS', 'TOT', 'HT', 'KHT', 'KXL'] },
  { kind: 'month', from: '2021-12-01', until: '2022-01-01', levels: ['XS', 'TOT', 'KXL'] },
  { kind: 'month', from: '2022-01-01', until: '2022-02-01', levels: ['XS', 'TOT', 'KXL'] },
  { kind: 'month', from: '2022-12-01', until: '2023-01-01', levels: ['XS', 'TOT', 'KXL'] },
  { kind: 'month', from: '2023-01-01', until: '2023-02-01', levels: ['XS', 'TOT', 'KXL'] },
] as const

interface Drawn {
  person: number
  unit: number
  period: (typeof periods)[number]
  level: string
  via: 'platform' | 'import'
}

const someRatings: fc.Arbitrary<Drawn[]> = fc
  .array(
    fc.record({
      person: fc.integer({ min: 0, max: 5 }),
      unit: fc.integer({ min: 0, max: 2 }),
      period: fc.constantFrom(...periods),
      draw: fc.nat(),
      via: fc.constantFrom('platform' as const, 'import' as const),
    }),
    { minLength: 4, maxLength: 24, size: 'max' },
  )
  .map((drawn) => {
    const once = new Map(drawn.map((d) => [`${d.person}/${d.period.kind}/${d.period.from}`, d]))
    return [...once.values()].map(({ draw, ...d }) => ({ ...d, level: d.period.levels[draw % d.period.levels.length] ?? 'TOT' }))
  })

const levelsOfFigure: Record<string, [kind: string, from: string, level: string | null]> = {
  'F34d-03': ['year', '2021-01-01', null],
  'F34d-04': ['year', '2021-01-01', 'XS'],
  'F34d-05': ['year', '2021-01-01', 'TOT'],
  'F34d-06': ['year', '2021-01-01', 'HTHC'],
  'F34d-07': ['year', '2021-01-01', 'HT'],
  'F34d-08': ['year', '2021-01-01', 'KHT'],
  'F34d-09': ['school-year', '2021-09-01', null],
  'F34d-10': ['school-year', '2021-09-01', 'XS'],
  'F34d-11': ['school-year', '2021-09-01', 'TOT'],
  'F34d-12': ['school-year', '2021-09-01', 'HT'],
  'F34d-13': ['school-year', '2021-09-01', 'KHT'],
}

async function aProvince(ctx: Ctx) {
  const province = await aUnit(ctx, { name: 'Tỉnh' })
  const department = await aUnit(ctx, { name: 'Sở', parentId: province.unitId })
  const units = [
    await aUnit(ctx, { name: 'Phòng Một', parentId: department.unitId }),
    await aUnit(ctx, { name: 'Phòng Hai', parentId: department.unitId }),
    province,
  ]
  const categories = ['cadre', 'civil-servant', 'public-employee']
  // Two of the people bear the same name: their records must not be taken for one when pages are turned.
  const persons = await manyPeople(
    ctx,
    [0, 1, 2, 3, 4, 5].map((n) => ({ given: `Hoa ${n % 5}`, category: categories[n % 3], unitId: units[n % 3]?.unitId })),
  )
  return { units: units.map((u) => u.unitId), persons }
}

const record =
  (drawn: Drawn[], { units, persons }: Awaited<ReturnType<typeof aProvince>>) =>
  (ctx: Ctx) =>
    recordRatings(
      ctx,
      drawn.map((d) => ({
        id: ctx.newId(),
        personId: persons[d.person] ?? '',
        unitId: units[d.unit] ?? '',
        periodKind: d.period.kind,
        periodFrom: d.period.from,
        periodUntil: d.period.until,
        level: d.level,
        decidedOn: null,
        decisionNumber: null,
        decidedByUnitId: null,
        recordedVia: d.via,
      })),
    )

const sum = (values: string[]) => values.reduce((total, value) => total + Number(value), 0)

describe('for any set of ratings', () => {
  test(
    'the value of each figure is the number of records opened and the sum of each breakdown',
    { timeout: 120_000 },
    async ({ world }) => {
      const province = await world.asSystem(aProvince)
      let counted = 0
      await fc.assert(
        fc.asyncProperty(someRatings, (drawn) =>
          inRound(world, async () => {
            await world.asSystem(record(drawn, province))
            await world.asSystem(async (ctx) => {
              for (const [id, [kind, from, level]] of Object.entries(levelsOfFigure)) {
                const definition = indicator(id)
                const inPopulation = drawn.filter((d) => d.period.kind === kind && d.period.from === from && d.level !== 'KXL')
                const expected = level ? inPopulation.filter((d) => d.level === level).length : inPopulation.length
                const value = await readComputed(ctx.db, definition, report)
                expect([id, value]).toEqual([id, inPopulation.length === 0 ? null : String(expected)])
                const opened = await openAll(ctx, definition, report)
                expect([id, opened.length, new Set(opened.map((r) => r.record_id)).size]).toEqual([id, expected, expected])
                for (const b of definition.breakdowns) {
                  const groups = await readBreakdown(ctx.db, definition, report, b.by, b.label)
                  expect([id, b.id, sum(groups.map((g) => g.value))]).toEqual([id, b.id, expected])
                  const [first] = groups
                  if (first)
                    expect(await openAll(ctx, definition, report, { column: b.by, key: first.key })).toHaveLength(
                      Number(first.value),
                    )
                }
                counted += expected
              }
            })
          }),
        ),
        { numRuns: 8, examples: [[[]]] },
      )
      expect(counted).toBeGreaterThan(5)
    },
  )

  test('a ratio opens both of its terms, and they give the value', { timeout: 120_000 }, async ({ world }) => {
    const province = await world.asSystem(aProvince)
    const definition = indicator('F39b-14')
    let [none, some] = [0, 0]
    await fc.assert(
      fc.asyncProperty(someRatings, (drawn) =>
        inRound(world, async () => {
          await world.asSystem(record(drawn, province))
          const months = drawn.filter((d) => d.period.kind === 'month' && d.period.from.startsWith('2022') && d.level !== 'KXL')
          const made = months.filter((d) => d.via === 'platform').length
          await world.asSystem(async (ctx) => {
            const opened = await openAll(ctx, definition, report)
            const terms = (term: string) => opened.filter((r) => r.term === term)
            expect([terms('numerator').length, terms('denominator').length, opened.length]).toEqual([
              made,
              months.length,
              made + months.length,
            ])
            expect(terms('numerator').every((r) => terms('denominator').some((d) => d.record_id === r.record_id))).toBe(true)
            const value = await readComputed(ctx.db, definition, report)
            if (months.length === 0) expect(value).toBeNull()
            else expect(Number(value)).toBeCloseTo((100 * made) / months.length, 1)
            if (months.length === 0) none++
            else some++
          })
        }),
      ),
      { numRuns: 12, examples: [[[]]] },
    )
    expect([none, some].every((n) => n > 0)).toBe(true)
  })

  test('a difference opens what it adds and what it takes away', { timeout: 120_000 }, async ({ world }) => {
    const province = await world.asSystem(aProvince)
    const of = indicator('F34d-03')
    const definition = defineIndicator({
      id: 'evaluation.more-rated',
      basis: { vi: 'Tăng, giảm', en: 'More or fewer' },
      measure: { kind: 'difference', of, before: (p) => year(String(Number(p.label) - 1)) },
      columns: [],
      breakdowns: [],
    })
    await fc.assert(
      fc.asyncProperty(someRatings, (drawn) =>
        inRound(world, async () => {
          await world.asSystem(record(drawn, province))
          const rated = (from: string) =>
            drawn.filter((d) => d.period.kind === 'year' && d.period.from === from && d.level !== 'KXL').length
          const [now, before] = [rated('2021-01-01'), rated('2020-01-01')]
          await world.asSystem(async (ctx) => {
            const opened = await openAll(ctx, definition, report)
            expect([opened.filter((r) => r.term === 'now').length, opened.filter((r) => r.term === 'before').length]).toEqual([
              now,
              before,
            ])
            expect(sum(opened.map((r) => r.amount))).toBe(now - before)
            expect(Number(await readComputed(ctx.db, definition, report))).toBe(now - before)
          })
        }),
      ),
      { numRuns: 8, examples: [[[]]] },
    )
  })
})

describe('who is counted', () => {
  const value =
    (id: string, period = report) =>
    (ctx: Ctx) =>
      readComputed(ctx.db, indicator(id), period)

  test('whoever was not rated for too short a time counts nowhere', async ({ world }) => {
    await world.asSystem(async (ctx) => {
      await aRating(ctx, { level: 'KXL' })
      await aRating(ctx, { level: 'KXL', periodKind: 'school-year', periodFrom: '2021-09-01', periodUntil: '2022-06-01' })
      await aRating(ctx, { level: 'KXL', periodKind: 'month', periodFrom: '2022-03-01', periodUntil: '2022-04-01' })
    })
    for (const { id } of ratingIndicators) expect([id, await world.asSystem(value(id))]).toEqual([id, null])
    await world.asSystem((ctx) => aRating(ctx, { level: 'KHT' }))
    expect(await world.asSystem(value('F34d-03'))).toBe('1')
  })

  test('without any rating of the year a figure is not there yet, with one its empty levels are nought', async ({ world }) => {
    expect([await world.asSystem(value('F34d-03')), await world.asSystem(value('F34d-04'))]).toEqual([null, null])
    await world.asSystem((ctx) => aRating(ctx, { level: 'TOT' }))
    expect([
      await world.asSystem(value('F34d-03')),
      await world.asSystem(value('F34d-04')),
      await world.asSystem(value('F34d-05')),
    ]).toEqual(['1', '0', '1'])
    expect(await world.asSystem(value('F34d-03', year('2021')))).toBeNull()
  })

  test('a person who changed units is counted once, at the unit of the last day', async ({ world }) => {
    await world.asSystem(async (ctx) => {
      const [from, to] = [await aUnit(ctx, { name: 'Sở cũ' }), await aUnit(ctx, { name: 'Sở mới' })]
      const moved = await aPersonWhoMoved(ctx, { unitId: from.unitId }, { unitId: to.unitId, on: '2021-10-01' })
      const stayed = await aPerson(ctx, { unitId: from.unitId })
      for (const { id } of [moved, stayed]) await aRating(ctx, { personId: id })
    })
    await world.asSystem(async (ctx) => {
      expect(await readComputed(ctx.db, indicator('F34d-03'), report)).toBe('2')
      expect(
        (await readBreakdown(ctx.db, indicator('F34d-03'), report, 'body_name', undefined)).map((g) => [g.key, g.value]).sort(),
      ).toEqual([
        ['Sở cũ', '1'],
        ['Sở mới', '1'],
      ])
    })
  })

  test('a body is named as on the last day of the period, by the unit above it', async ({ world }) => {
    await world.asSystem(async (ctx) => {
      const department = await aUnit(ctx, { name: 'Sở Y tế' })
      const division = await aUnit(ctx, { name: 'Phòng Nghiệp vụ', parentId: department.unitId })
      await aRating(ctx, { personId: (await aPerson(ctx, { unitId: division.unitId })).id })
      await aRating(ctx, { personId: (await aPerson(ctx, { unitId: department.unitId })).id })
    })
    await world.asSystem(async (ctx) => {
      expect(await readBreakdown(ctx.db, indicator('F34d-03'), report, 'body_name', undefined)).toEqual([
        { key: 'Sở Y tế', label: 'Sở Y tế', value: '2' },
      ])
      const opened = await openAll(ctx, indicator('F34d-03'), report)
      expect(opened.map((r) => r.unit_name).sort()).toEqual(['Phòng Nghiệp vụ', 'Sở Y tế'])
      expect(opened.every((r) => r.record_open?.startsWith('/con-nguoi/'))).toBe(true)
    })
  })
})
