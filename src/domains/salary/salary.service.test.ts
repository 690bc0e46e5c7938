import { describe, expect } from 'vitest'
import { evaluation } from '#domains/evaluation/index.ts'
import { aRating } from '#domains/evaluation/rating.factory.ts'
import { aUnit } from '#domains/organization/unit.factory.ts'
import { organization } from '#domains/organization/index.ts'
import { people } from '#domains/people/index.ts'
import { aPerson, manyPeople } from '#domains/people/person.factory.ts'
import { anEntry } from '#domains/personnel/file.factory.ts'
import { addEntries, personnel } from '#domains/personnel/index.ts'
import { codeEntries, correctCodeEntry, renewCodeEntry } from '#kernel/codelist/codelist.service.ts'
import type { Ctx } from '#kernel/context.ts'
import { defineDomain } from '#kernel/domain.ts'
import { definePermissions } from '#kernel/permissions.ts'
import { anActor, worldTest } from '#kernel/testing.ts'
import { nextStep, payAt } from './clock.service.ts'
import { exportForecast, forecast, listForecast } from './forecast.service.ts'
import { salary } from './index.ts'
import { salaryLists } from './salary.lists.ts'
import { can } from './salary.permissions.ts'
import { addTime, computePay, endTime, getSalary, timeHistory, withdrawTime } from './salary.service.ts'
import { lawTables } from './law.service.ts'

const lists = definePermissions('administration', { changeCodeList: { vi: 'Sửa danh mục', en: 'Change lists' } })
const administration = defineDomain({ name: 'administration', permissions: lists, routes: [], words: { vi: {}, en: {} } })
const test = worldTest([organization, people, personnel, evaluation, salary, administration])

/** Somebody at step 3 of expert since 1 March 2020. */
async function anExpert(ctx: Ctx, more: Parameters<typeof aPerson>[1] = {}) {
  const person = await aPerson(ctx, more)
  await addEntries(ctx, [
    anEntry(
      person.id,
      'salary',
      { rank_code: '01.003', step: 3, coefficient: '3.00', position_allowance: '0.30' },
      { from: '2020-03-01' },
    ),
  ])
  return person
}
const time = { kind: 'NKL', from: '2021-05-01', lastDay: '2021-08-31', decisionNumber: '12/QĐ-SNV', decisionOn: null }
const within = (units: string[], ...permissions: string[]) => Object.fromEntries(permissions.map((p) => [p, { units }]))
const ofPersonnel = [
  'people.readPerson',
  'personnel.readFile',
  'personnel.readPersonal',
  'personnel.readSensitive',
  'evaluation.readRating',
  'organization.readUnit',
]

describe('the salary of a person', () => {
  test('is put together from the file, the ratings and the times that do not count', async ({ world }) => {
    const found = await world.asSystem(async (ctx) => {
      const person = await anExpert(ctx, { birthDate: '1985-03-08' })
      await addEntries(ctx, [anEntry(person.id, 'discipline', { code: 'CC', reason: 'x' }, { from: '2021-06-10' })])
      await aRating(ctx, {
        personId: person.id,
        level: 'KHT',
        periodFrom: '2021-01-01',
        periodUntil: '2022-01-01',
      })
      await addTime(ctx, { ...time, id: person.id })
      return getSalary(ctx, person.id)
    })
    expect(found).toMatchObject({
      disciplinesHidden: false,
      standing: {
        rank: '01.003',
        rankLabel: { vi: 'Chuyên viên' },
        group: 'A1',
        step: 3,
        steps: 9,
        coefficient: '3.00',
        from: '2020-03-01',
      },
      pay: { total: 6_146_250, baseSalary: 1_490_000 },
      next: { date: '2024-07-01', step: 4, coefficient: '3.33' },
      overFrame: { percent: 0, why: 'not-last-step' },
      retirement: { date: '2045-03-31', noticeBy: '2044-09-30', decisionBy: '2044-12-31' },
      times: [{ kind: 'NKL', from: '2021-05-01', until: '2021-09-01', kindLabel: { vi: 'Nghỉ việc riêng không hưởng lương' } }],
    })
    expect(found.next.lines.map((l) => [l.code, l.months])).toEqual([
      ['stands', null],
      ['period', 36],
      ['uncounted', 4],
      ['delay-discipline', 6],
      ['delay-rating', 6],
    ])
    expect(found.next.lines[1]?.source).toContain('08/2013/TT-BNV')
  })

  test('answers for a past day with what was known then', async ({ world }) => {
    const found = await world.asSystem(async (ctx) => {
      const person = await anExpert(ctx)
      await addEntries(ctx, [anEntry(person.id, 'discipline', { code: 'CC', reason: 'x' }, { from: '2022-06-10' })])
      return [
        await getSalary(ctx, person.id, '2022-06-09'),
        await getSalary(ctx, person.id, '2022-06-10'),
        await getSalary(ctx, person.id, '2020-02-28'),
      ]
    })
    expect(found.map((f) => f.next.date)).toEqual(['2023-03-01', '2023-09-01', null])
    expect(found[2]).toMatchObject({ standing: null, next: { why: 'no-salary' }, pay: { total: null } })
  })

  test('struck rows and withdrawn times do not count', async ({ world }) => {
    const date = await world.asSystem(async (ctx) => {
      const person = await anExpert(ctx)
      const { id } = await addTime(ctx, { ...time, id: person.id })
      await withdrawTime(ctx, { id, reason: 'Ghi nhầm người' })
      return (await getSalary(ctx, person.id)).next.date
    })
    expect(date).toBe('2023-03-01')
  })

  test('is shown to oneself, and to nobody else without the reach or the class', async ({ world }) => {
    const person = await world.asSystem((ctx) => anExpert(ctx))
    const other = await world.asSystem((ctx) => anExpert(ctx))
    const own = Object.fromEntries([...ofPersonnel, can.readSalary.id].map((p) => [p, { own: true }]))
    await world.as(anActor({ ...own, 'organization.readUnit': { all: true } }, { personId: person.id }), async (ctx) => {
      expect((await getSalary(ctx, person.id)).pay.total).toBe(6_146_250)
      await expect(getSalary(ctx, other.id)).rejects.toMatchObject({ code: 'kernel.notFound' })
    })
    const everybody = { 'people.readPerson': { all: true }, 'organization.readUnit': { all: true } }
    await world.as(anActor({ ...everybody, [can.readSalary.id]: { units: [other.unitId] } }), (ctx) =>
      expect(getSalary(ctx, person.id)).rejects.toMatchObject({ code: 'kernel.forbidden' }),
    )
    await world.as(anActor({ ...everybody, [can.readSalary.id]: { all: true } }), (ctx) =>
      expect(getSalary(ctx, person.id)).rejects.toMatchObject({ code: 'kernel.forbidden' }),
    )
  })

  test('without the sensitive class disciplines and suspensions stay hidden, and the answer says so', async ({ world }) => {
    const person = await world.asSystem(async (ctx) => {
      const made = await anExpert(ctx)
      await addEntries(ctx, [anEntry(made.id, 'discipline', { code: 'CC', reason: 'x' }, { from: '2021-06-10' })])
      await addTime(ctx, { ...time, kind: 'DC', id: made.id })
      return made
    })
    const head = within([person.unitId], ...ofPersonnel.filter((p) => p !== 'personnel.readSensitive'), can.readSalary.id)
    await world.as(anActor(head), async (ctx) => {
      expect(await getSalary(ctx, person.id)).toMatchObject({ disciplinesHidden: true, next: { date: '2023-03-01' }, times: [] })
    })
    const officer = within([person.unitId], ...ofPersonnel, can.readSalary.id)
    await world.as(anActor(officer), async (ctx) => {
      expect(await getSalary(ctx, person.id)).toMatchObject({ disciplinesHidden: false, next: { date: '2024-01-01' } })
    })
  })
})

describe('times that do not count', () => {
  test('are recorded, ended and struck out, each in the log', async ({ world }) => {
    const id = await world.asSystem(
      async (ctx) => (await addTime(ctx, { ...time, lastDay: null, id: (await anExpert(ctx)).id })).id,
    )
    await world.asSystem((ctx) => endTime(ctx, { id, lastDay: '2021-06-30' }))
    await expect(world.asSystem((ctx) => endTime(ctx, { id, lastDay: '2021-07-30' }))).rejects.toMatchObject({
      code: 'salary.timeEnded',
    })
    await world.asSystem((ctx) => withdrawTime(ctx, { id, reason: 'Ghi nhầm' }))
    await expect(world.asSystem((ctx) => withdrawTime(ctx, { id, reason: 'Ghi nhầm' }))).rejects.toMatchObject({
      code: 'salary.timeWithdrawn',
    })
    const events = await world.asSystem((ctx) => timeHistory(ctx, id))
    expect(events.map((e) => [e.after?.valid_until, e.after?.withdrawn_reason])).toEqual([
      ['2021-07-01', 'Ghi nhầm'],
      ['2021-07-01', null],
      [null, null],
    ])
  })

  test('are refused where they share a day, end before they begin, or are of no kind; the database refuses the first too', async ({
    world,
  }) => {
    const person = await world.asSystem((ctx) => anExpert(ctx))
    const add = (more: Partial<typeof time>) => world.asSystem((ctx) => addTime(ctx, { ...time, ...more, id: person.id }))
    await add({})
    await expect(add({ from: '2021-08-31', lastDay: '2021-09-30' })).rejects.toMatchObject({ code: 'salary.timeOverlaps' })
    await expect(add({ from: '2022-01-02', lastDay: '2022-01-01' })).rejects.toMatchObject({ code: 'salary.endsBeforeStart' })
    await expect(add({ kind: 'KHAC', from: '2022-01-02' })).rejects.toMatchObject({ code: 'salary.unknownKind' })
    await add({ from: '2021-09-01', lastDay: '2021-09-30' })
    await expect(
      world.sql(
        `INSERT INTO salary.uncounted_time (id, person_id, kind, valid_from, recorded_at) VALUES (gen_random_uuid(), $1, 'NKL', '2021-09-15', now())`,
        [person.id],
      ),
    ).rejects.toThrow(/uncounted_time_once/)
  })

  test('are written within reach only', async ({ world }) => {
    const [person, other] = await world.asSystem(async (ctx) => [await anExpert(ctx), await anExpert(ctx)] as const)
    const reader = {
      ...within([person.unitId], ...ofPersonnel),
      'people.readPerson': { all: true },
      'organization.readUnit': { all: true },
    }
    await expect(world.as(anActor(reader), (ctx) => addTime(ctx, { ...time, id: person.id }))).rejects.toMatchObject({
      code: 'kernel.forbidden',
    })
    const officer = anActor({ ...reader, ...within([person.unitId], can.changeTime.id) })
    await world.as(officer, async (ctx) => {
      expect(await addTime(ctx, { ...time, id: person.id })).toMatchObject({ id: expect.any(String) })
    })
    await expect(world.as(officer, (ctx) => addTime(ctx, { ...time, id: other.id }))).rejects.toMatchObject({
      code: 'kernel.forbidden',
    })
    const { id } = await world.asSystem((ctx) => addTime(ctx, { ...time, lastDay: null, id: other.id }))
    await expect(world.as(officer, (ctx) => endTime(ctx, { id, lastDay: '2022-01-01' }))).rejects.toMatchObject({
      code: 'kernel.notFound',
    })
    await expect(world.as(officer, (ctx) => timeHistory(ctx, id))).rejects.toMatchObject({ code: 'kernel.notFound' })
  })
})

describe('the law as data', () => {
  const amount = (value: string) => ({
    labelVi: 'Mức lương cơ sở',
    labelEn: null,
    validFrom: '2026-07-01',
    validUntil: null,
    source: 'Nghị định thử',
    more: { amount: value, certainty: 'sure' },
  })
  const now = { code: 'LCS', validFrom: '2026-07-01' }

  test('a new base salary from a day changes pay from then on, and not a day before', async ({ world }) => {
    const person = await world.asSystem((ctx) => anExpert(ctx))
    const pay = (on: string) => world.asSystem(async (ctx) => (await getSalary(ctx, person.id, on)).pay.total)
    const before = [await pay('2022-12-20'), await pay('2026-12-31')]
    await world.asSystem((ctx) =>
      renewCodeEntry(ctx, salaryLists['base-salaries'], now, { ...amount('3000000'), validFrom: '2027-01-01' }),
    )
    expect([await pay('2022-12-20'), await pay('2026-12-31')]).toEqual(before)
    expect(await pay('2027-01-01')).toBe((3_000_000 * 33 * 125) / 1000)
    const entries = await world.asSystem((ctx) => codeEntries(ctx, salaryLists['base-salaries']))
    expect(entries.slice(-2).map((e) => [e.validFrom, e.validUntil, e.more.amount])).toEqual([
      ['2026-07-01', '2027-01-01', '2530000'],
      ['2027-01-01', null, '3000000'],
    ])
  })

  test('is corrected with what was typed checked: numbers are numbers, steps rise by their difference', async ({ world }) => {
    const correct = (value: string) =>
      world.asSystem((ctx) => correctCodeEntry(ctx, salaryLists['base-salaries'], now, { ...amount(value), code: 'LCS' }))
    await expect(correct('hai triệu')).rejects.toMatchObject({ code: 'kernel.codeNotANumber' })
    await correct('2540000')
    const group = (more: Record<string, string>) =>
      world.asSystem((ctx) =>
        renewCodeEntry(
          ctx,
          salaryLists.groups,
          { code: 'A1', validFrom: '2004-10-01' },
          {
            ...amount(''),
            validFrom: '2030-01-01',
            more: { certainty: 'sure', table: '2', ...more },
          },
        ),
      )
    await expect(group({ difference: '0,40', s1: '2,50', s2: '2,80' })).rejects.toMatchObject({ code: 'kernel.codeWrong' })
    await group({ difference: '0,40', s1: '2,50', s2: '2,90' })
    const tables = await world.asSystem(async (ctx) => [await lawTables(ctx, '2029-12-31'), await lawTables(ctx, '2030-01-01')])
    expect(tables.map((t) => t.groups.find((g) => g.code === 'A1')?.coefficients.slice(0, 2))).toEqual([
      ['2.34', '2.67'],
      ['2.50', '2.90'],
    ])
  })

  test('is changed by who may change code lists, and by nobody else', async ({ world }) => {
    const reader = anActor({ [can.readLaw.id]: { all: true } })
    await expect(
      world.as(reader, (ctx) =>
        renewCodeEntry(ctx, salaryLists['base-salaries'], now, { ...amount('1'), validFrom: '2027-01-01' }),
      ),
    ).rejects.toMatchObject({ code: '42501' })
  })

  test('is what other domains reckon with', async ({ world }) => {
    await world.asSystem(async (ctx) => {
      const file = {
        ...{ category: 'civil-servant', disciplines: [], notCompleted: [], uncounted: [], awards: [], earlyRaises: [] },
        rows: [
          { rank: '01.003', step: 3, coefficient: '3.00', from: '2020-03-01', until: null, position: null, overFrame: null },
        ],
      }
      expect((await nextStep(ctx, file, '2022-12-20')).date).toBe('2023-03-01')
      expect((await payAt(ctx, file, '2022-12-20')).total).toBe(5_587_500)
    })
  })
})

describe('the calculator', () => {
  const question = {
    rank: '01.003',
    step: 1,
    on: '2022-12-20',
    position: null,
    overFrame: 0,
    official: true,
    probation: null,
    allowances: [],
  }

  test('answers line by line, with sources as people cite them', async ({ world }) => {
    const pay = await world.asSystem((ctx) =>
      computePay(ctx, { ...question, allowances: [{ code: 'CVU', value: null, years: null }] }),
    )
    expect(pay.total).toBe(4_358_250)
    expect(pay.lines[0]?.source).toContain('38/2019/NĐ-CP')
  })

  test('refuses what the tables do not know, or do not allow', async ({ world }) => {
    const wrong: [Partial<Parameters<typeof computePay>[1]>, string][] = [
      [{ rank: '99.999' }, 'salary.unknownRank'],
      [{ step: 10 }, 'salary.stepBeyond'],
      [{ probation: 'XX' }, 'salary.unknownProbation'],
      [{ official: false, allowances: [{ code: 'CVU', value: null, years: null }] }, 'salary.allowanceRefused'],
      [{ allowances: [{ code: 'KV', value: '3.00', years: null }] }, 'salary.allowanceRefused'],
    ]
    for (const [more, code] of wrong)
      await expect(world.asSystem((ctx) => computePay(ctx, { ...question, ...more }))).rejects.toMatchObject({ code })
  })
})

describe('the forecast of a body', () => {
  async function aBody(ctx: Ctx) {
    const body = await aUnit(ctx)
    const below = await aUnit(ctx, { parentId: body.unitId })
    const [raised, retiring, unknown] = await manyPeople(ctx, [
      { unitId: body.unitId, given: 'An', birthDate: '1985-03-08' },
      { unitId: below.unitId, given: 'Bình', sex: 'male', birthDate: '1962-10-15', from: '1990-01-01' },
      { unitId: body.unitId, given: 'Chi' },
    ])
    const row = (id: string | undefined, step: number, coefficient: string, from: string) =>
      anEntry(id ?? '', 'salary', { rank_code: '01.003', step, coefficient }, { from })
    await addEntries(ctx, [row(raised, 3, '3.00', '2020-03-01'), row(retiring, 9, '4.98', '2015-06-01')])
    return { unitId: body.unitId, below: below.unitId, raised, retiring, unknown }
  }

  test('sums people of the body and below, with steps, over-frame seniority and retirement as they come', async ({ world }) => {
    const body = await world.asSystem((ctx) => aBody(ctx))
    const found = await world.asSystem((ctx) => forecast(ctx, { unitId: body.unitId, year: 2023 }))
    expect(found).toMatchObject({ people: 3, unknown: 1, hidden: false, earlyQuota: 0 })
    const a = (coefficient: number, base: number) => (coefficient * base * 125) / 100
    // 60 years 9 months: October 1962 retires on 31 July 2023. Over-frame since June 2018: 9 % in June 2022, 10 % in June 2023.
    expect(found.months.map((m) => [m.people, m.raises, m.overFrame, m.retire])).toEqual([
      [2, 0, 0, 0],
      [2, 0, 0, 0],
      [2, 1, 0, 0],
      [2, 0, 0, 0],
      [2, 0, 0, 0],
      [2, 0, 1, 0],
      [2, 0, 0, 1],
      ...Array.from({ length: 5 }, () => [1, 0, 0, 0]),
    ])
    expect(found.months[7]?.total).toBe(a(3.33, 1_800_000))
    expect(found.months[0]?.total).toBe(
      a(3, 1_490_000) + Math.round(4.98 * 1_490_000) + Math.round(0.4482 * 1_490_000) + Math.round(5.4282 * 1_490_000 * 0.25),
    )
    expect(found.total).toBe(found.months.reduce((n, m) => n + m.total, 0))
  })

  test('opens into its people: searched, sorted, filtered and exported; their years sum to the whole', async ({ world }) => {
    const body = await world.asSystem((ctx) => aBody(ctx))
    await world.asSystem(async (ctx) => {
      const ask = { unitId: body.unitId, year: 2023, limit: 50 }
      const { rows, total } = await listForecast(ctx, ask)
      expect(rows.map((r) => [r.id, r.change, r.changeOn])).toEqual([
        [body.raised, 'raise', '2023-03-01'],
        [body.retiring, 'retire', '2023-07-31'],
        [body.unknown, 'unknown', null],
      ])
      expect(total.value).toBe(3)
      expect(rows.reduce((n, r) => n + r.total, 0)).toBe((await forecast(ctx, { unitId: body.unitId, year: 2023 })).total)
      expect((await listForecast(ctx, { ...ask, change: 'retire' })).rows.map((r) => r.id)).toEqual([body.retiring])
      expect((await listForecast(ctx, { ...ask, search: 'binh' })).rows.map((r) => r.id)).toEqual([body.retiring])
      expect((await listForecast(ctx, { ...ask, sort: '-total', limit: 1 })).rows.map((r) => r.id)).toEqual([body.raised])
      const file = await exportForecast(ctx, { unitId: body.unitId, year: 2023, format: 'csv', lang: 'vi' })
      expect(await file.text()).toContain('Nâng bậc')
    })
  })

  test('is for who may see forecasts of that body, and says what is hidden', async ({ world }) => {
    const body = await world.asSystem((ctx) => aBody(ctx))
    const reach = within([body.unitId], ...ofPersonnel, can.readForecast.id)
    await world.as(anActor(reach), async (ctx) => {
      // Reach of the unit alone: who works below it is not seen.
      expect(await forecast(ctx, { unitId: body.unitId, year: 2023 })).toMatchObject({ people: 2, hidden: false })
    })
    await world.as(anActor(reach), (ctx) =>
      expect(forecast(ctx, { unitId: body.below, year: 2023 })).rejects.toMatchObject({ code: 'kernel.forbidden' }),
    )
    await world.as(anActor(within([body.unitId], ...ofPersonnel)), (ctx) =>
      expect(listForecast(ctx, { unitId: body.unitId, year: 2023, limit: 5 })).rejects.toMatchObject({
        code: 'kernel.forbidden',
      }),
    )
    const open = within([body.unitId], 'people.readPerson', 'organization.readUnit', can.readForecast.id)
    await world.as(anActor(open), async (ctx) => {
      expect(await forecast(ctx, { unitId: body.unitId, year: 2023 })).toMatchObject({ hidden: true, unknown: 2, total: 0 })
    })
  })
})
