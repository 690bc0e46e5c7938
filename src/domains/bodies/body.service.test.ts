import { describe, expect } from 'vitest'
import { organization } from '#domains/organization/index.ts'
import { aUnit } from '#domains/organization/unit.factory.ts'
import { anActor, worldTest } from '#kernel/testing.ts'
import { can } from './bodies.permissions.ts'
import { someBodies } from './body.factory.ts'
import { rateFits } from './body.rules.ts'
import {
  bodyHistory,
  listAutonomy,
  listBodyDecisions,
  listCirculars,
  recordAutonomy,
  recordBodyDecision,
  recordCircular,
  withdrawBodyRecord,
} from './body.service.ts'
import { bodies } from './index.ts'

const test = worldTest([organization, bodies])
const page = { limit: 50, asOf: '2022-12-20' }

describe('what decisions say of bodies', () => {
  test('departments stand with their circular and functions decision of the day; those without one can be asked for', async ({
    world,
  }) => {
    await world.asSystem(async (ctx) => {
      const [guided, other] = [await aUnit(ctx, { level: 'department' }), await aUnit(ctx, { level: 'department' })]
      await someBodies(ctx, guided.unitId)
      expect((await listCirculars(ctx, page)).rows.map((r) => [r.unitId, r.issuer, r.functionsOn]).sort()).toEqual(
        [
          [guided.unitId, 'Bộ Nội vụ', '2022-03-01'],
          [other.unitId, null, null],
        ].sort(),
      )
      expect((await listCirculars(ctx, { ...page, guided: 'no' })).rows.map((r) => r.unitId)).toEqual([other.unitId])
      // Before the decision was made there was none.
      const before = await listCirculars(ctx, { ...page, asOf: '2022-02-28', guided: 'yes' })
      expect(before.rows[0]?.functionsOn).toBeNull()
    })
  })

  test('a unit has one autonomy group at a time, of a rate that belongs to it', async ({ world }) => {
    await world.asSystem(async (ctx) => {
      const { unitId } = await aUnit(ctx, { level: 'service-unit' })
      await someBodies(ctx, unitId)
      expect((await listAutonomy(ctx, page)).rows).toMatchObject([{ unitId, level: '3', rate: '45' }])
      expect((await listAutonomy(ctx, { ...page, asOf: '2026-01-01' })).rows).toEqual([])
      const plan = { unitId, rate: null, number: null, decidedOn: null }
      const twice = recordAutonomy(ctx, { ...plan, level: 2, validFrom: '2025-01-01', validUntil: '2027-01-01' })
      await expect(twice).rejects.toMatchObject({ code: 'bodies.autonomyTwice' })
      const unfit = recordAutonomy(ctx, { ...plan, level: 2, rate: 99, validFrom: '2026-01-01', validUntil: '2031-01-01' })
      await expect(unfit).rejects.toMatchObject({ code: 'bodies.rateUnfit' })
      const empty = recordAutonomy(ctx, { ...plan, level: 2, validFrom: '2026-01-01', validUntil: '2026-01-01' })
      await expect(empty).rejects.toMatchObject({ code: 'bodies.periodUnfit' })
      await recordAutonomy(ctx, { ...plan, level: 2, rate: 100, validFrom: '2026-01-01', validUntil: '2031-01-01' })
    })
  })

  test('Decree 60/2021, article 9: from 10 % to below 100 % is group 3', () => {
    const fits = [9.9, 10, 99.9, 100].map((rate) => [1, 2, 3, 4].filter((level) => rateFits(level, rate)))
    expect(fits).toEqual([[4], [3], [3], [1, 2]])
  })

  test('what was recorded by mistake is taken back', async ({ world }) => {
    await world.asSystem(async (ctx) => {
      const { decision } = await someBodies(ctx, (await aUnit(ctx)).unitId)
      await withdrawBodyRecord(ctx, { kind: 'decision', id: decision })
      expect((await listBodyDecisions(ctx, page)).rows).toEqual([])
    })
  })
})

describe('who may', () => {
  test('sees and records for the units within reach, and nowhere else', async ({ world }) => {
    const made = await world.asSystem(async (ctx) => {
      const [own, other] = [(await aUnit(ctx)).unitId, (await aUnit(ctx)).unitId]
      return { own, other, theirs: await someBodies(ctx, other), mine: await someBodies(ctx, own) }
    })
    const units = { 'organization.readUnit': { all: true } }
    const decision = { kind: 'functions', subject: null, number: null, decidedOn: '2022-05-01', issuer: 'UBND tỉnh' } as const
    const rest = { appraisedOn: null, unitsChange: 0, note: null }
    const reader = anActor({ ...units, [can.readBody.id]: { units: [made.own] } })
    await world.as(reader, async (ctx) => {
      expect((await listBodyDecisions(ctx, page)).rows.map((r) => r.unitId)).toEqual([made.own])
      await expect(bodyHistory(ctx, { kind: 'decision', id: made.theirs.decision })).rejects.toMatchObject({
        code: 'kernel.notFound',
      })
      const recorded = recordBodyDecision(ctx, { ...decision, ...rest, unitId: made.own })
      await expect(recorded).rejects.toMatchObject({ code: 'kernel.forbidden' })
      const taken = withdrawBodyRecord(ctx, { kind: 'circular', id: made.mine.circular })
      await expect(taken).rejects.toMatchObject({ code: 'kernel.forbidden' })
    })
    const officer = anActor({ ...units, [can.readBody.id]: { units: [made.own] }, [can.changeBody.id]: { units: [made.own] } })
    await world.as(officer, async (ctx) => {
      await recordBodyDecision(ctx, { ...decision, ...rest, unitId: made.own })
      const circular = { unitId: made.other, issuer: 'Bộ Nội vụ', number: null, issuedOn: null, title: '' }
      await expect(recordCircular(ctx, circular)).rejects.toMatchObject({ code: 'kernel.forbidden' })
    })
  })
})
