import { describe, expect } from 'vitest'
import type { Change } from '#engines/timeline/index.ts'
import { asRefusal } from '#kernel/operations.ts'
import { type TestWorld, worldTest } from '#kernel/testing.ts'
import { applyAct, draftAct } from './act.service.ts'
import type { UnitFacts } from './act-table.rules.ts'
import { organization } from './index.ts'
import { aUnit, aUnitOverTime } from './unit.factory.ts'
import { establishUnits, renameUnit } from './unit.service.ts'

/** What is wrong is told by the record and the rule, in the words that people read; and nothing of it is written, however much was right. */

const test = worldTest([organization])

/** Everything the tables of units hold: two states that print alike are alike. */
const stateOf = (world: TestWorld) =>
  world.sql(`SELECT (SELECT jsonb_agg(to_jsonb(v) ORDER BY v.id) FROM organization.unit_version v) AS v,
    (SELECT jsonb_agg(to_jsonb(p) ORDER BY p.id) FROM organization.unit_parent p) AS p, (SELECT count(*) FROM organization.unit) AS u,
    (SELECT count(*) FROM organization.succession) AS s, (SELECT count(*) FROM organization.former_version) AS f`)

/** Applies an act whose first change is right and whose others are not; gives the faults as people read them. */
async function faultsOf(world: TestWorld, changes: Change<UnitFacts>[], effectiveOn = '2022-12-01'): Promise<string[]> {
  const id = await world.asSystem(async (ctx) => {
    const right = (await aUnit(ctx, { name: 'Phòng đúng' })).unitId
    return draftAct(ctx, { title: 'Nghị quyết sai', effectiveOn }, [
      { no: 1, kind: 'alter', id: right, facts: { name: 'Phòng khác' } },
      ...changes,
    ])
  })
  const before = await stateOf(world)
  const { faults, effects } = await world.asSystem((ctx) => applyAct(ctx, id))
  expect(effects).toBeNull()
  expect(await stateOf(world)).toEqual(before)
  expect(faults.every((f) => f.no !== null)).toBe(true)
  return faults.map(
    (f) => `${f.unit.name}: ${world.kernel.translate('vi', `organization.actFaults.${f.code}`, { other: f.other?.name ?? '' })}`,
  )
}

async function refusedAs(world: TestWorld, run: () => Promise<unknown>): Promise<string> {
  const before = await stateOf(world)
  const error: unknown = await run().then(
    () => null,
    (e: unknown) => e,
  )
  expect(await stateOf(world)).toEqual(before)
  const refusal = asRefusal(error)
  return refusal ? world.kernel.translate('vi', refusal.code, refusal.params) : ''
}

const whole = (id: string) => ({ id, whole: true, share: 1 })

describe('an act is not applied', () => {
  test('that merges a unit into itself', async ({ world }) => {
    const id = (await world.asSystem((ctx) => aUnit(ctx, { name: 'Xã Tân Lập' }))).unitId
    expect(await faultsOf(world, [{ no: 2, kind: 'merge', from: [whole(id)], into: id }])).toContain(
      'Xã Tân Lập: nhập vào chính nó',
    )
  })

  test('whose shares are over the whole, however they are spread over its changes', async ({ world }) => {
    const [a, b, c] = await world.asSystem(async (ctx) => [
      await aUnit(ctx, { name: 'Xã A' }),
      await aUnit(ctx),
      await aUnit(ctx),
    ])
    const part = (id: string, share: number) => ({ id, whole: false, share })
    const [from, x, y] = [a?.unitId ?? '', b?.unitId ?? '', c?.unitId ?? '']
    expect(await faultsOf(world, [{ no: 2, kind: 'split', id: from, into: [part(x, 0.7), part(y, 0.4)] }])).toEqual([
      'Xã A: các phần chuyển đi cộng lại quá toàn bộ',
    ])
    expect(
      await faultsOf(world, [
        { no: 2, kind: 'transfer', id: from, to: x, share: 0.6 },
        { no: 3, kind: 'transfer', id: from, to: y, share: 0.5 },
      ]),
    ).toEqual(['Xã A: các phần chuyển đi cộng lại quá toàn bộ'])
  })

  test('that puts a unit below one that does not exist on its day', async ({ world }) => {
    const { unit, gone, coming } = await world.asSystem(async (ctx) => ({
      unit: (await aUnit(ctx, { name: 'Phòng Nội vụ' })).unitId,
      gone: (await aUnit(ctx, { name: 'Huyện cũ', validUntil: '2020-01-01' })).unitId,
      coming: (await aUnit(ctx, { name: 'Xã mới', validFrom: '2024-01-01' })).unitId,
    }))
    for (const [parentId, name] of [
      [gone, 'Huyện cũ'],
      [coming, 'Xã mới'],
    ] as const)
      expect(await faultsOf(world, [{ no: 2, kind: 'move', id: unit, tree: 'government', parentId }])).toEqual([
        `Phòng Nội vụ: cấp trên ${name} không tồn tại vào ngày đó`,
      ])
  })

  test('that contradicts one already applied for a day to come, before that day or after it', async ({ world }) => {
    const { unit, heir } = await world.asSystem(async (ctx) => {
      const [unit, heir] = [(await aUnit(ctx, { name: 'Ban Dân tộc' })).unitId, (await aUnit(ctx, { name: 'Sở Nội vụ' })).unitId]
      const future = await draftAct(ctx, { title: 'Nghị quyết tương lai', effectiveOn: '2030-01-01' }, [
        { no: 1, kind: 'merge', from: [whole(unit)], into: heir },
      ])
      expect((await applyAct(ctx, future)).faults).toEqual([])
      return { unit, heir }
    })
    const rename: Change<UnitFacts> = { no: 2, kind: 'alter', id: unit, facts: { name: 'Sở Dân tộc' } }
    expect(await faultsOf(world, [rename], '2028-01-01')).toEqual([
      'Ban Dân tộc: đã có thay đổi ghi sau ngày đó; hãy hoàn tác thay đổi ấy trước',
    ])
    expect(await faultsOf(world, [rename], '2031-01-01')).toEqual(['Ban Dân tộc: không tồn tại vào ngày đó'])
    expect(await faultsOf(world, [{ no: 2, kind: 'merge', from: [whole(heir)], into: unit }], '2030-01-01')).toContain(
      'Ban Dân tộc: không tồn tại vào ngày đó',
    )
    expect(
      await refusedAs(world, () =>
        world.asSystem((ctx) => renameUnit(ctx, { id: heir, name: 'X', from: '2009-01-01', act: 'QĐ' })),
      ),
    ).toBe('Đơn vị không tồn tại vào ngày 2009-01-01. Hãy chọn ngày khác.')
  })
})

describe('units are not written', () => {
  test('with two versions on one day, nor any of those written with them', async ({ world }) => {
    const said = await refusedAs(world, () =>
      world.asSystem(async (ctx) => {
        await aUnit(ctx, { name: 'Phòng đúng' })
        await aUnitOverTime(
          ctx,
          { name: 'Phòng Một', code: 'P1', validUntil: '2015-01-01' },
          { name: 'Phòng Hai', validFrom: '2014-06-01', validUntil: null },
        )
      }),
    )
    expect(said).toBe(
      'Chưa ghi gì: 1 chỗ sẽ trái quy tắc về đơn vị. Chỗ đầu tiên: Phòng Hai (P1) có hai tên hoặc hai vị trí cùng lúc, từ 01/06/2014.',
    )
  })

  test('with a code that another unit bears that day', async ({ world }) => {
    await world.asSystem((ctx) => aUnit(ctx, { name: 'Xã Cũ', code: '12001', validUntil: '2025-07-01' }))
    const unit = {
      shortName: 'Xã Mới',
      kind: 'rural-commune',
      level: 'commune',
      parentId: null,
      tree: 'government',
      validUntil: null,
      act: null,
    }
    const establish = (validFrom: string) => () =>
      world.asSystem((ctx) => establishUnits(ctx, [{ ...unit, unitId: ctx.newId(), name: 'Xã Mới', code: '12001', validFrom }]))
    expect(await refusedAs(world, establish('2025-06-30'))).toBe(
      'Chưa ghi gì: 1 chỗ sẽ trái quy tắc về đơn vị. Chỗ đầu tiên: Xã Mới (12001) và Xã Cũ (12001) cùng mang một mã, từ 30/06/2025.',
    )
    await establish('2025-07-01')()
  })
})
