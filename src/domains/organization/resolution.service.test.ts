import { readFileSync } from 'node:fs'
import { describe, expect } from 'vitest'
import { anActorWith, worldTest } from '#kernel/testing.ts'
import { applyAct } from './act.service.ts'
import { organization } from './index.ts'
import { can } from './organization.permissions.ts'
import { draftResolution, proposeFromText } from './resolution.service.ts'
import { aUnit } from './unit.factory.ts'
import { unitsForExport } from './unit.service.ts'
import { hungYenAndThaiBinh, shared, there } from './units-of-2025.factory.ts'

const test = worldTest([organization])
const effectiveOn = '2025-07-01'

describe('what a resolution says', () => {
  test('is proposed with the units it may mean, the likeliest first, and nothing is written', async ({ world }) => {
    const proposals = await world.asSystem(async (ctx) => {
      const unit = (name: string, level: string, parentId: string | null = null) =>
        aUnit(ctx, { name, level, kind: level === 'commune' ? 'rural-commune' : 'rural-district', parentId })
      const north = await unit('Huyện Văn Lâm', 'district')
      const south = await unit('Huyện Vũ Thư', 'district')
      await unit('Xã Việt Hưng', 'commune', north.unitId)
      await unit('Xã Việt Hưng', 'commune', south.unitId)
      await unit('Xã Vũ Vân', 'commune', south.unitId)
      const text =
        '1. Sắp xếp toàn bộ diện tích tự nhiên, quy mô dân số của các xã Việt Hưng, Vũ Vân và Không Có thành xã mới có tên gọi là xã Vạn Xuân.\n\n2. Nhập thôn Một vào thôn Hai.'
      return proposeFromText(ctx, { text, effectiveOn })
    })
    const [first] = proposals.proposals
    expect(first?.from.map((f) => [f.name, f.sure, f.units.map((u) => u.parentName)])).toEqual([
      ['Xã Việt Hưng', false, ['Huyện Vũ Thư', 'Huyện Văn Lâm']],
      ['Xã Vũ Vân', true, ['Huyện Vũ Thư']],
      ['Xã Không Có', false, []],
    ])
    expect(proposals.unread).toEqual([{ no: 2, text: 'Nhập thôn Một vào thôn Hai.' }])
  })

  test('is not for who may not reorganise', async ({ world }) => {
    const reader = anActorWith(can.readUnit)
    await expect(world.as(reader, (ctx) => proposeFromText(ctx, { text: '1. Sắp xếp', effectiveOn }))).rejects.toMatchObject({
      code: 'kernel.forbidden',
    })
  })
})

describe.runIf(there)('resolution 1666 of 2025', () => {
  test(
    'read from its text, confirmed as proposed and applied makes the 104 units of the new province',
    { timeout: 240_000 },
    async ({ world }) => {
      await world.asSystem(hungYenAndThaiBinh)
      const text = readFileSync(new URL('legal/1666_NQ-UBTVQH15.md', shared), 'utf8')
      const { proposals, unread } = await world.asSystem((ctx) => proposeFromText(ctx, { text, effectiveOn }))
      expect(proposals.length).toBe(104)
      expect(unread).toEqual([])
      const lost = proposals.flatMap((p) => p.from.filter((f) => f.units.length === 0).map((f) => f.name))
      // The list of the statistics office has Kim Chung.
      expect(lost).toEqual(['Xã Kim Trung'])
      // Thái Bình joins Hưng Yên by another resolution; here its communes come below Hưng Yên directly.
      const above = (await world.asSystem((ctx) => unitsForExport(ctx, { asOf: '2025-06-30' }))).find((u) => u.code === '33')
      const clauses = proposals.map((p) => ({
        no: p.no,
        into: p.into,
        code: p.code,
        from: p.from.flatMap((f) => (f.units[0] ? [{ id: f.units[0].id, whole: f.part === 'whole' }] : [])),
      }))
      const id = await world.asSystem((ctx) =>
        draftResolution(ctx, {
          title: 'Nghị quyết số 1666/NQ-UBTVQH15',
          effectiveOn,
          aboveId: above?.id ?? '',
          abolish: ['district'],
          clauses,
        }),
      )
      const { faults } = await world.asSystem((ctx) => applyAct(ctx, id))
      expect(faults).toEqual([])
      const after = await world.asSystem((ctx) => unitsForExport(ctx, { asOf: effectiveOn }))
      expect(after.filter((u) => u.parentCode === '33' && u.validFrom === effectiveOn).length).toBe(104)
    },
  )
})
