import { describe, expect } from 'vitest'
import { evaluation } from '#domains/evaluation/index.ts'
import { aRating } from '#domains/evaluation/rating.factory.ts'
import { anAct } from '#domains/organization/act.factory.ts'
import { applyAct, organization } from '#domains/organization/index.ts'
import { people } from '#domains/people/index.ts'
import { aPerson } from '#domains/people/person.factory.ts'
import type { Ctx } from '#kernel/context.ts'
import { anActorWith, worldTest } from '#kernel/testing.ts'
import { figureRecords, getFigure, readFigures } from './figure.service.ts'
import { exportFigureByUnits, figureByUnits } from './figure-units.service.ts'
import { reports } from './index.ts'
import { can } from './reports.permissions.ts'

const test = worldTest([organization, people, evaluation, reports])
const figure = { id: 'F34d-03', period: '2022' }

/** One unit that goes into another on 1 December 2022, with three and one people rated for 2021. */
async function rated(ctx: Ctx) {
  const act = await anAct(ctx)
  for (const [unitId, count] of [
    [act.from, 3],
    [act.into, 1],
  ] as const)
    for (let n = 0; n < count; n++) await aRating(ctx, { personId: (await aPerson(ctx, { unitId })).id })
  return act
}

describe('a figure by units', () => {
  test('is the same before and after an act; restated, former units count for their heir and open the same records', async ({
    world,
  }) =>
    world.asSystem(async (ctx) => {
      const act = await rated(ctx)
      const was = await figureByUnits(ctx, { ...figure, level: 'unit' })
      const values = async () => [...(await readFigures(ctx, '2022')).readings].map(([id, r]) => [id, r.value])
      const figures = await values()
      await applyAct(ctx, act.id)
      expect(await values()).toEqual(figures)
      const then = await figureByUnits(ctx, { ...figure, level: 'unit' })
      expect(then).toEqual(was)
      expect(then).toMatchObject({ value: '4', complete: true, restated: false, on: '2022-12-31', unplaced: [] })
      expect(then.groups.map((g) => [g.unitId, g.value])).toEqual([
        [act.from, '3'],
        [act.into, '1'],
      ])
      const restated = await figureByUnits(ctx, { ...figure, level: 'unit', restatedTo: '2022-12-01' })
      expect(restated.groups.map((g) => [g.unitId, g.value, g.estimate])).toEqual([[act.into, '4', false]])
      expect(restated).toMatchObject({ complete: true, restated: true, on: '2022-12-01' })
      for (const g of [...then.groups, ...restated.groups]) {
        const { rows, total } = await figureRecords(ctx, { ...figure, limit: 50, group: g.group })
        expect([rows.length, total.value]).toEqual([Number(g.value), Number(g.value)])
      }
      expect((await getFigure(ctx, figure)).inUnits).toBe(true)
    }))

  test('is written out with its units', async ({ world }) =>
    world.asSystem(async (ctx) => {
      const act = await rated(ctx)
      await applyAct(ctx, act.id)
      const asked = { ...figure, level: 'unit' as const, restatedTo: '2022-12-01', format: 'csv' as const, lang: 'vi' as const }
      const file = await exportFigureByUnits(ctx, asked)
      expect(await file.text()).toMatch(/quy về tổ chức ngày 0?1\/12\/2022[\s\S]*,4,/)
    }))

  test('is refused for a figure whose records name no unit, and for a group that is none', async ({ world }) =>
    world.asSystem(async (ctx) => {
      await rated(ctx)
      await expect(figureByUnits(ctx, { ...figure, id: 'F33a-35', level: 'unit' })).rejects.toMatchObject({
        code: 'reports.notInUnits',
      })
      const group = `units:unit:then:${ctx.newId()}`
      await expect(figureRecords(ctx, { ...figure, limit: 5, group })).rejects.toMatchObject({ code: 'kernel.notFound' })
    }))

  test('counts only what the reader may see', async ({ world }) => {
    await world.asSystem(rated)
    const reader = anActorWith(can.readFigure)
    const seen = await world.as(reader, (ctx) => figureByUnits(ctx, { ...figure, level: 'unit' }))
    expect([seen.value, seen.groups]).toEqual([null, []])
  })
})
