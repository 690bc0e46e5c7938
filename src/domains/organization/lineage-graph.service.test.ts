import { describe, expect } from 'vitest'
import { anActorWith, worldTest } from '#kernel/testing.ts'
import { anAct } from './act.factory.ts'
import { organization } from './index.ts'
import { lineageGraph } from './lineage-graph.service.ts'
import { can } from './organization.permissions.ts'
import { aUnit } from './unit.factory.ts'

const test = worldTest([organization])

describe('the graph of a unit', () => {
  test('is the same two units and their act from either side', async ({ world }) =>
    world.asSystem(async (ctx) => {
      const { id, from, into } = await anAct(ctx, { applied: true })
      for (const unit of [from, into]) {
        const graph = await lineageGraph(ctx, unit)
        expect(graph.edges).toMatchObject([{ from, to: into, on: '2022-12-01', whole: true, actId: id }])
        expect(new Map(graph.units.map((u) => [u.id, [u.from, u.until]]))).toEqual(
          new Map([
            [from, ['2010-01-01', '2022-12-01']],
            [into, ['2010-01-01', null]],
          ]),
        )
      }
    }))

  test('is empty for one that no act touched, and refused for one out of sight', async ({ world }) => {
    const unit = await world.asSystem((ctx) => aUnit(ctx))
    const reader = anActorWith(can.readUnit)
    const graph = await world.as(reader, (ctx) => lineageGraph(ctx, unit.unitId))
    expect([graph.units.map((u) => u.id), graph.edges]).toEqual([[unit.unitId], []])
    const elsewhere = { ...reader, reach: { ...reader.reach, [can.readUnit.id]: { units: [] } } }
    await expect(world.as(elsewhere, (ctx) => lineageGraph(ctx, unit.unitId))).rejects.toMatchObject({ code: 'kernel.notFound' })
  })
})
