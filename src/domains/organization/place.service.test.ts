import { describe, expect } from 'vitest'
import type { Ctx } from '#kernel/context.ts'
import { worldTest } from '#kernel/testing.ts'
import { applyAct, draftFromTable } from './act.service.ts'
import { organization } from './index.ts'
import { placeSums } from './place.service.ts'
import { aUnit } from './unit.factory.ts'

const test = worldTest([organization])
const then = '2022-12-31'
const on = '2025-07-01'

/** Two districts with three communes, of which one is divided when districts end; a school below a district. */
async function reorganised(ctx: Ctx, share: number | null) {
  const unit = (name: string, code: string, level: string, kind: string, parentId: string | null) =>
    aUnit(ctx, { name, shortName: name, code, level, kind, parentId, validFrom: '1997-01-01' })
  const top = await unit('Tỉnh Hưng Yên', '33', 'province', 'province', null)
  const north = await unit('Huyện Văn Lâm', '325', 'district', 'rural-district', top.unitId)
  const south = await unit('Huyện Tiên Lữ', '332', 'district', 'rural-district', top.unitId)
  const tan = await unit('Xã Tân Quang', '12001', 'commune', 'rural-commune', north.unitId)
  const lac = await unit('Xã Lạc Hồng', '12004', 'commune', 'rural-commune', north.unitId)
  const hung = await unit('Xã Hưng Đạo', '12301', 'commune', 'rural-commune', south.unitId)
  const row = (no: number, oldCode: string, part: number | null, newCode: string, newName: string) => ({
    no,
    oldCode,
    oldName: '',
    share: part,
    newCode,
    newName,
    aboveCode: '33',
  })
  const { id } = await draftFromTable(ctx, { title: 'Nghị quyết số 1666/NQ-UBTVQH15', effectiveOn: on, abolish: ['district'] }, [
    row(2, '12001', 1, '12001', 'Xã Như Quỳnh'),
    row(3, '12004', share, '12001', 'Xã Như Quỳnh'),
    row(4, '12004', share === null ? null : 1 - share, '12301', 'Xã Đại Đồng'),
    row(5, '12301', 1, '12301', 'Xã Đại Đồng'),
  ])
  await applyAct(ctx, id ?? '')
  return [
    { unitId: tan.unitId, amount: 100 },
    { unitId: lac.unitId, amount: 40 },
    { unitId: hung.unitId, amount: 7 },
  ]
}

const shown = (groups: { name: string; amount: number; estimate: boolean }[]) =>
  groups.map((g) => `${g.name} ${g.amount}${g.estimate ? ' about' : ''}`)

describe('sums of units', () => {
  test('as organised then stay what they were after an act, at each level', async ({ world }) =>
    world.asSystem(async (ctx) => {
      const sums = await reorganised(ctx, 0.25)
      expect(shown((await placeSums(ctx, sums, { then, level: 'district' })).groups)).toEqual([
        'Huyện Văn Lâm 140',
        'Huyện Tiên Lữ 7',
      ])
      expect(shown((await placeSums(ctx, sums, { then, level: 'body' })).groups)).toEqual([
        'Huyện Văn Lâm 140',
        'Huyện Tiên Lữ 7',
      ])
      expect(shown((await placeSums(ctx, sums, { then, level: 'commune' })).groups)).toEqual([
        'Xã Tân Quang 100',
        'Xã Lạc Hồng 40',
        'Xã Hưng Đạo 7',
      ])
      expect(shown((await placeSums(ctx, sums, { then, level: 'province' })).groups)).toEqual(['Tỉnh Hưng Yên 147'])
    }))

  test('restated to a day go by the shares of the act, and say where they are estimates', async ({ world }) =>
    world.asSystem(async (ctx) => {
      const sums = await reorganised(ctx, 0.25)
      const placed = await placeSums(ctx, sums, { then, restatedTo: on, level: 'commune' })
      expect(shown(placed.groups)).toEqual(['Xã Như Quỳnh 110 about', 'Xã Đại Đồng 37 about'])
      expect(placed.unplaced).toEqual([])
      // Both parts lie in one province: that sum is exact.
      expect(shown((await placeSums(ctx, sums, { then, restatedTo: on, level: 'province' })).groups)).toEqual([
        'Tỉnh Hưng Yên 147',
      ])
    }))

  test('restated are not guessed where the act does not say the share', async ({ world }) =>
    world.asSystem(async (ctx) => {
      const sums = await reorganised(ctx, null)
      const { groups, unplaced } = await placeSums(ctx, sums, { then, restatedTo: on, level: 'commune' })
      expect(shown(groups)).toEqual(['Xã Như Quỳnh 100', 'Xã Đại Đồng 7'])
      expect(unplaced.map(({ name, amount, why }) => [name, amount, why])).toEqual([['Xã Lạc Hồng', 40, 'shares-unknown']])
    }))

  test('restated to a day before the act are what they were', async ({ world }) =>
    world.asSystem(async (ctx) => {
      const sums = await reorganised(ctx, 0.25)
      const asked = { then, restatedTo: '2025-06-30', level: 'commune' as const }
      expect((await placeSums(ctx, sums, asked)).groups).toEqual((await placeSums(ctx, sums, { then, level: 'commune' })).groups)
    }))

  test('of a unit that had ended before the day are named as on its last day', async ({ world }) =>
    world.asSystem(async (ctx) => {
      const sums = await reorganised(ctx, 0.25)
      const { groups } = await placeSums(ctx, sums, { then: '2025-12-31', level: 'commune' })
      expect(shown(groups)).toEqual(['Xã Tân Quang 100', 'Xã Lạc Hồng 40', 'Xã Hưng Đạo 7'])
    }))
})
