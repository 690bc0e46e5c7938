import fc from 'fast-check'
import { describe, expect } from 'vitest'
import { anAct } from '#domains/organization/act.factory.ts'
import { applyAct, organization, undoAct } from '#domains/organization/index.ts'
import { aUnit } from '#domains/organization/unit.factory.ts'
import { people } from '#domains/people/index.ts'
import { aPerson, aPersonWhoMoved } from '#domains/people/person.factory.ts'
import { checkRecords } from '#kernel/checks.ts'
import type { Ctx } from '#kernel/context.ts'
import { anActor, worldTest } from '#kernel/testing.ts'
import { staffing } from './index.ts'
import { aDecision } from './quota.factory.ts'
import type { QuotaLine } from './quota.rules.ts'
import { getDecision, listQuotas, quotasOfUnit, quotaTotals, recordDecision, withdrawDecision } from './quota.service.ts'
import { can } from './staffing.permissions.ts'

const test = worldTest([organization, people, staffing])

const line = (side: 'from' | 'to', unitId: string | null, amount: number): QuotaLine & { staff: null } => ({
  unitId,
  kind: 'CC',
  side,
  amount,
  staff: null,
})
const move = (ctx: Ctx, lines: (QuotaLine & { staff: null })[], on = '2022-06-01') =>
  aDecision(ctx, { act: 'move', effectiveOn: on, decidedOn: on, lines })
const row = async (ctx: Ctx, unitId: string, asOf: string) => (await quotasOfUnit(ctx, { unitId, asOf })).rows[0]

describe('quotas', () => {
  test('hold from the day of their decision; a movement takes and gives the same', async ({ world }) => {
    await world.asSystem(async (ctx) => {
      const [a, b] = [(await aUnit(ctx)).unitId, (await aUnit(ctx)).unitId]
      await aDecision(ctx, {
        lines: [
          [a, 10],
          [b, 5],
          [null, 3],
        ],
      })
      await move(ctx, [line('from', a, 2), line('from', null, 1), line('to', b, 3)])
      expect(await row(ctx, a, '2022-05-31')).toMatchObject({ quota: 10, moved: 0 })
      expect(await row(ctx, a, '2022-06-01')).toMatchObject({ quota: 8, moved: -2, assigned: 10 })
      expect(await row(ctx, b, '2022-06-01')).toMatchObject({ quota: 8, moved: 3 })
      expect(await quotaTotals(ctx, { asOf: '2022-06-01' })).toMatchObject([{ kind: 'CC', quota: 18, reserve: 2 }])
      expect(await quotaTotals(ctx, { asOf: '2021-12-31' })).toEqual([])
    })
  })

  test('go on into a year without a decision, until that body is given anew; an act moves them then too', async ({ world }) => {
    await world.asSystem(async (ctx) => {
      const [a, b] = [(await aUnit(ctx)).unitId, (await aUnit(ctx)).unitId]
      const given = await aDecision(ctx, {
        lines: [
          [a, 10],
          [b, 5],
        ],
      })
      expect(await row(ctx, a, '2023-05-01')).toMatchObject({ quota: 10, year: '2022' })
      await aDecision(ctx, { year: 2023, effectiveOn: '2023-03-01', decidedOn: '2023-03-01', lines: [[a, 7]] })
      expect(await row(ctx, a, '2023-02-28')).toMatchObject({ quota: 10, year: '2022' })
      expect(await row(ctx, a, '2023-03-01')).toMatchObject({ quota: 7, year: '2023' })
      expect(await row(ctx, b, '2023-03-01')).toMatchObject({ quota: 5, year: '2022' })
      // What goes on can be moved on, and then not be taken back.
      await aDecision(ctx, { act: 'move', year: 2023, effectiveOn: '2023-06-01', lines: [line('from', b, 4), line('to', a, 4)] })
      expect(await row(ctx, b, '2023-06-01')).toMatchObject({ quota: 1, year: '2022', moved: -4 })
      await expect(withdrawDecision(ctx, given.id)).rejects.toMatchObject({ code: 'staffing.quotaBelowNought' })
      await expect(
        aDecision(ctx, { act: 'move', year: 2023, effectiveOn: '2023-07-01', lines: [line('from', b, 2), line('to', a, 2)] }),
      ).rejects.toMatchObject({ code: 'staffing.quotaBelowNought' })
    })
    const act = await world.asSystem((ctx) => anAct(ctx))
    await world.asSystem((ctx) =>
      aDecision(ctx, { year: 2021, effectiveOn: '2021-01-01', decidedOn: '2021-01-01', lines: [[act.from, 4]] }),
    )
    await world.asSystem((ctx) => applyAct(ctx, act.id))
    await world.asSystem(async (ctx) => expect(await row(ctx, act.into, '2022-12-31')).toMatchObject({ quota: 4, moved: 4 }))
    await world.asSystem((ctx) => undoAct(ctx, act.id))
    await world.asSystem(async (ctx) => expect(await row(ctx, act.from, '2022-12-31')).toMatchObject({ quota: 4 }))
  })

  test('any sequence of movements keeps the sum of each kind and year, and nobody goes below nought', async ({ world }) => {
    await world.asSystem(async (ctx) => {
      const units = [(await aUnit(ctx)).unitId, (await aUnit(ctx)).unitId, (await aUnit(ctx)).unitId, null]
      const kinds = ['CC', 'VC-NSNN'] as const
      const lines = units.flatMap((unitId, at) => kinds.map((kind) => ({ unitId, kind, amount: 4 + at, staff: null })))
      await aDecision(ctx, { lines })
      const place = fc.nat({ max: units.length - 1 })
      const step = fc.record({
        from: place,
        to: place,
        also: place,
        kind: fc.constantFrom(...kinds),
        n: fc.integer({ min: 1, max: 6 }),
      })
      let [taken, refused] = [0, 0]
      for (const steps of fc.sample(fc.array(step, { minLength: 4, maxLength: 4 }), { numRuns: 15, seed: 7 })) {
        for (const { from, to, also, kind, n } of steps) {
          const legs = [
            { ...line('from', units[from] ?? null, n), kind },
            { ...line('to', units[to] ?? null, 1), kind },
            ...(n > 1 ? [{ ...line('to', units[also] ?? null, n - 1), kind }] : []),
          ]
          try {
            await move(ctx, legs)
            taken += 1
          } catch (error) {
            expect((error as { code: string }).code).toMatch(/staffing\.(holderTwice|quotaBelowNought)/)
            refused += 1
          }
        }
        const totals = await quotaTotals(ctx, { asOf: '2022-12-31' })
        expect(totals.map((t) => [t.kind, t.quota])).toEqual(kinds.map((kind) => [kind, 4 + 5 + 6 + 7]))
        const { rows } = await listQuotas(ctx, { limit: 50, asOf: '2022-12-31' })
        expect(rows.filter((r) => r.quota < 0)).toEqual([])
      }
      expect(taken).toBeGreaterThan(5)
      expect(refused).toBeGreaterThan(5)
    })
  })

  test('the database refuses what does not sum, whoever writes it', async ({ world }) => {
    const unit = await world.asSystem((ctx) => aUnit(ctx))
    const { id } = await world.asSystem(async (ctx) => {
      await aDecision(ctx, {
        lines: [
          [unit.unitId, 5],
          [null, 5],
        ],
      })
      return move(ctx, [line('from', null, 2), line('to', unit.unitId, 2)])
    })
    await world.sql(`SELECT set_config('noivu.entry', gen_random_uuid()::text, true)`)
    await expect(
      world.sql(
        `INSERT INTO staffing.quota_entry (id, decision_id, unit_id, kind, year, effective_on, amount) VALUES (gen_random_uuid(), $1, $2, 'CC', 2022, '2022-06-01', 1)`,
        [id, unit.unitId],
      ),
    ).rejects.toThrow('does not sum')
  })

  test('what is wrong is named, and nothing is recorded', async ({ world }) => {
    await world.asSystem(async (ctx) => {
      const [a, b] = [(await aUnit(ctx)).unitId, (await aUnit(ctx)).unitId]
      await aDecision(ctx, { lines: [[a, 3]] })
      const say = (error: unknown) => (error as { code: string; params: object }).code
      const wrong = async (run: Promise<unknown>) => run.then(() => 'recorded', say)
      expect(await wrong(move(ctx, [line('from', a, 2), line('to', b, 1)]))).toBe('staffing.movementUneven')
      expect(await wrong(move(ctx, [line('from', a, 4), line('to', b, 4)]))).toBe('staffing.quotaBelowNought')
      expect(await wrong(move(ctx, [line('from', a, 1), line('to', a, 1)]))).toBe('staffing.holderTwice')
      expect(await wrong(aDecision(ctx, { act: 'cut', lines: [[a, 4]] }))).toBe('staffing.quotaBelowNought')
      expect(await wrong(aDecision(ctx, { act: 'move', lines: [[a, 1]] }))).toBe('staffing.entryWrongSign')
      expect(await wrong(aDecision(ctx, { year: 2023, lines: [[a, 1]] }))).toBe('staffing.dateOutsideYear')
      const contract = { unitId: a, kind: 'HD68' as const, amount: 1, staff: null }
      expect(await wrong(aDecision(ctx, { year: 2023, effectiveOn: '2023-01-01', lines: [contract] }))).toBe(
        'staffing.kindNotInForce',
      )
      expect(await wrong(aDecision(ctx, { year: 2009, effectiveOn: '2009-01-01', lines: [[a, 1]] }))).toBe(
        'staffing.unitNotThere',
      )
      expect(await row(ctx, a, '2022-12-31')).toMatchObject({ quota: 3 })
    })
  })

  test('a decision recorded by mistake is taken back, unless something moved on what it gave', async ({ world }) => {
    await world.asSystem(async (ctx) => {
      const [a, b] = [(await aUnit(ctx)).unitId, (await aUnit(ctx)).unitId]
      const given = await aDecision(ctx, { lines: [[a, 3]] })
      const moved = await move(ctx, [line('from', a, 2), line('to', b, 2)])
      await expect(withdrawDecision(ctx, given.id)).rejects.toMatchObject({ code: 'staffing.quotaBelowNought' })
      await withdrawDecision(ctx, moved.id)
      await withdrawDecision(ctx, given.id)
      expect(await row(ctx, a, '2022-12-31')).toBeUndefined()
    })
  })
})

describe('the check', () => {
  test('finds what stands past every way of writing it', async ({ world }) => {
    const { a, id } = await world.asSystem(async (ctx) => {
      const a = (await aUnit(ctx)).unitId
      return { a, ...(await aDecision(ctx, { lines: [[a, 3]] })) }
    })
    const reader = anActor({ [can.readQuota.id]: { all: true }, ...units })
    const found = async () => {
      const { checked } = await world.as(reader, (ctx) => checkRecords(ctx))
      return checked.find((c) => c.check === 'staffing.checks.quotas')?.findings.map((f) => [f.rule, f.link])
    }
    expect(await found()).toEqual([])
    await world.sql(`SELECT set_config('noivu.entry', gen_random_uuid()::text, true)`)
    await world.sql(`ALTER TABLE staffing.quota_entry DISABLE TRIGGER quota_entry_sums_update`)
    await world.sql(`UPDATE staffing.quota_entry SET amount = -3 WHERE decision_id = $1`, [id])
    expect(await found()).toEqual([
      ['fits', `/bien-che/quyet-dinh/${id}`],
      ['not-below', `/to-chuc/don-vi/${a}`],
    ])
    await world.sql(`UPDATE staffing.quota_decision SET act = 'move' WHERE id = $1`, [id])
    expect((await found())?.map(([rule]) => rule)).toEqual(['sums', 'not-below'])
  })
})

describe('people against quotas', () => {
  test('whoever moves counts at the body where she is on that day, and each below the nearest holder', async ({ world }) => {
    await world.asSystem(async (ctx) => {
      const [a, b] = [await aUnit(ctx, { level: 'department' }), await aUnit(ctx, { level: 'department' })]
      const division = await aUnit(ctx, { parentId: a.unitId })
      const centre = await aUnit(ctx, { parentId: a.unitId, level: 'service-unit' })
      await aDecision(ctx, {
        lines: [
          [a.unitId, 1],
          [b.unitId, 1],
        ],
      })
      await aDecision(ctx, { lines: [{ unitId: centre.unitId, kind: 'VC-NSNN', amount: 2, staff: null }] })
      await aPerson(ctx, { unitId: a.unitId })
      await aPersonWhoMoved(ctx, { unitId: division.unitId }, { unitId: b.unitId, on: '2022-09-01' })
      await aPerson(ctx, { unitId: centre.unitId, category: 'public-employee' })
      expect(await row(ctx, a.unitId, '2022-08-31')).toMatchObject({ quota: 1, heads: 2, difference: 1, standing: 'over' })
      expect(await row(ctx, b.unitId, '2022-08-31')).toMatchObject({ heads: 0, standing: 'unfilled' })
      expect(await row(ctx, a.unitId, '2022-09-01')).toMatchObject({ heads: 1, standing: 'filled' })
      expect(await row(ctx, b.unitId, '2022-09-01')).toMatchObject({ heads: 1, standing: 'filled' })
      expect(await row(ctx, centre.unitId, '2022-09-01')).toMatchObject({ kind: 'VC-NSNN', heads: 1, standing: 'unfilled' })
      const over = await listQuotas(ctx, { limit: 50, standing: 'over', asOf: '2022-08-31' })
      expect(over.rows.map((r) => r.unitId)).toEqual([a.unitId])
    })
  })
})

describe('who may', () => {
  test('sees the holders within reach alone, without the reserve; records there and nowhere else', async ({ world }) => {
    const [own, other] = await world.asSystem(async (ctx) => {
      const units = [(await aUnit(ctx)).unitId, (await aUnit(ctx)).unitId] as const
      await aDecision(ctx, {
        lines: [
          [units[0], 4],
          [units[1], 4],
          [null, 2],
        ],
      })
      await aPerson(ctx, { unitId: units[0] })
      return units
    })
    const reader = anActor({ ...units, [can.readQuota.id]: { units: [own] } })
    await world.as(reader, async (ctx) => {
      const { rows } = await listQuotas(ctx, { limit: 50, asOf: '2022-06-01' })
      expect(rows).toMatchObject([{ unitId: own, quota: 4, heads: 1 }])
      await expect(
        recordDecision(ctx, { ...decision, lines: [{ unitId: own, kind: 'CC', amount: 1, staff: null }] }),
      ).rejects.toMatchObject({
        code: 'kernel.forbidden',
      })
    })
    const officer = anActor({ ...units, [can.readQuota.id]: { units: [own] }, [can.changeQuota.id]: { units: [own] } })
    await world.as(officer, async (ctx) => {
      for (const unitId of [other, null])
        await expect(
          recordDecision(ctx, { ...decision, lines: [{ unitId, kind: 'CC', amount: 1, staff: null }] }),
        ).rejects.toMatchObject({ code: 'kernel.forbidden' })
      const { id } = await recordDecision(ctx, { ...decision, lines: [{ unitId: own, kind: 'CC', amount: 1, staff: null }] })
      expect((await getDecision(ctx, id)).entries).toMatchObject([{ unitId: own, amount: 1 }])
      await expect(withdrawDecision(ctx, id)).rejects.toMatchObject({ code: 'kernel.forbidden' })
    })
  })
})

const units = { 'organization.readUnit': { all: true } }
const decision = {
  act: 'add' as const,
  number: '77/QĐ-UBND',
  decidedOn: '2022-05-01',
  issuer: 'UBND tỉnh',
  year: 2022,
  effectiveOn: '2022-05-01',
  note: null,
}

describe('an act of reorganisation', () => {
  test('takes quotas to the heir, tells doubled ones, and gives them back when undone', async ({ world }) => {
    const act = await world.asSystem((ctx) => anAct(ctx))
    await world.asSystem((ctx) =>
      aDecision(ctx, {
        lines: [
          [act.from, 4],
          [act.into, 6],
        ],
      }),
    )
    const { effects } = await world.asSystem((ctx) => applyAct(ctx, act.id))
    expect(effects?.doubled).toMatchObject([{ unit: { id: act.into }, title: 'Biên chế công chức', count: 2 }])
    const quotas = () =>
      world.asSystem(async (ctx) => [await row(ctx, act.from, '2022-12-01'), await row(ctx, act.into, '2022-12-01')])
    expect((await quotas()).map((r) => r?.quota)).toEqual([0, 10])
    await world.asSystem((ctx) => undoAct(ctx, act.id))
    expect((await quotas()).map((r) => r?.quota)).toEqual([4, 6])
  })

  test('stops where a decision takes effect on its day or later; is not undone once the heir has moved the posts on', async ({
    world,
  }) => {
    const act = await world.asSystem((ctx) => anAct(ctx))
    const later = await world.asSystem((ctx) => aDecision(ctx, { effectiveOn: '2022-12-05', lines: [[act.from, 4]] }))
    const { faults } = await world.asSystem((ctx) => applyAct(ctx, act.id))
    expect(faults).toMatchObject([{ code: 'quotas-later', unit: { id: act.from } }])
    await world.asSystem((ctx) => withdrawDecision(ctx, later.id))
    await world.asSystem((ctx) => aDecision(ctx, { lines: [[act.from, 4]] }))
    await world.asSystem((ctx) => applyAct(ctx, act.id))
    const other = await world.asSystem((ctx) => aUnit(ctx))
    await world.asSystem((ctx) => move(ctx, [line('from', act.into, 1), line('to', other.unitId, 1)], '2022-12-15'))
    await expect(world.asSystem((ctx) => undoAct(ctx, act.id))).rejects.toMatchObject({ code: 'organization.actBuiltUpon' })
  })
})
