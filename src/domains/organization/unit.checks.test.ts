import { describe, expect } from 'vitest'
import { checkRecords } from '#kernel/checks.ts'
import type { Ctx } from '#kernel/context.ts'
import { anActor, anActorWith, type TestWorld, worldTest } from '#kernel/testing.ts'
import { organization } from './index.ts'
import { can } from './organization.permissions.ts'
import { aUnit } from './unit.factory.ts'

const test = worldTest([organization])

/** A province, a district, two communes: all well. */
async function province(ctx: Ctx) {
  const unit = (code: string, name: string, level: string, parentId: string | null, validUntil: string | null = null) =>
    aUnit(ctx, { code, name, level, kind: level, parentId, validFrom: '2000-01-01', validUntil })
  const top = await unit('33', 'Tỉnh Hưng Yên', 'province', null)
  const district = await unit('325', 'Huyện Văn Lâm', 'district', top.unitId)
  const tan = await unit('12001', 'Xã Tân Quang', 'commune', district.unitId)
  const lac = await unit('12004', 'Xã Lạc Hồng', 'commune', district.unitId)
  const gone = await unit('12007', 'Xã Cũ', 'commune', district.unitId, '2020-01-01')
  const [a, b] = [ctx.newId(), ctx.newId()]
  return { top: top.unitId, district: district.unitId, tan: tan.unitId, lac: lac.unitId, gone: gone.unitId, a, b }
}
type Units = Awaited<ReturnType<typeof province>>

const checked = (world: TestWorld) => world.as(anActorWith(can.readUnit), (ctx) => checkRecords(ctx))
const act = (u: Units) =>
  `INSERT INTO organization.act (id, title, effective_on, created_at, created_by) VALUES ('${u.a}', 'Nghị quyết số 1', '2020-01-01', now(), 'Người thử');`
const goes = (u: Units, from: string, to: string, whole: boolean, share: number | null, goesOn = false) =>
  `INSERT INTO organization.succession (id, act_id, from_id, to_id, on_day, whole, share, goes_on)
   VALUES (gen_random_uuid(), '${u.a}', '${from}', '${to}', '2020-01-01', ${whole}, ${share}, ${goesOn});`

describe('each rule, broken past all writing, is found with its record and its day, and nothing else is', () => {
  const broken: Record<string, { sql: (u: Units) => string; vi: string }> = {
    overlap: {
      sql: (
        u,
      ) => `ALTER TABLE organization.unit_version DROP CONSTRAINT unit_version_no_overlap, DROP CONSTRAINT unit_version_code_once;
        INSERT INTO organization.unit_version (id, unit_id, code, name, short_name, kind, level, valid_from)
        VALUES (gen_random_uuid(), '${u.tan}', '12001', 'Xã Tân Quang', 'Tân Quang', 'commune', 'commune', '2015-06-01')`,
      vi: 'Xã Tân Quang (12001) có hai tên hoặc hai vị trí cùng lúc, từ 01/06/2015.',
    },
    'code-twice': {
      sql: (u) => `ALTER TABLE organization.unit_version DROP CONSTRAINT unit_version_code_once;
        UPDATE organization.unit_version SET code = '12001' WHERE unit_id = '${u.lac}'`,
      vi: 'cùng mang một mã, từ 01/01/2000.',
    },
    orphan: {
      sql: (u) => `UPDATE organization.unit_version SET valid_until = '2022-01-01' WHERE unit_id = '${u.district}';
        UPDATE organization.unit_parent SET valid_until = '2022-01-01' WHERE unit_id IN ('${u.district}', '${u.lac}');
        UPDATE organization.unit_version SET valid_until = '2022-01-01' WHERE unit_id = '${u.lac}'`,
      vi: 'Xã Tân Quang (12001) thuộc Huyện Văn Lâm (325), mà đơn vị ấy không tồn tại, từ 01/01/2022.',
    },
    'place-alone': {
      sql: (u) => `UPDATE organization.unit_parent SET valid_until = NULL WHERE unit_id = '${u.gone}'`,
      vi: 'Xã Cũ (12007) còn ghi thuộc Huyện Văn Lâm (325) khi chính nó không tồn tại, từ 01/01/2020.',
    },
    'no-place': {
      sql: (u) => `DELETE FROM organization.unit_parent WHERE unit_id = '${u.tan}'`,
      vi: 'Xã Tân Quang (12001) không thuộc đơn vị nào, từ 01/01/2000.',
    },
    cycle: {
      sql: (u) => `INSERT INTO organization.unit_parent (id, unit_id, parent_id, tree, valid_from)
        VALUES (gen_random_uuid(), '${u.top}', '${u.tan}', 'government', '2018-02-01')`,
      vi: 'đứng dưới chính nó qua',
    },
    outlives: {
      sql: (u) => act(u) + goes(u, u.tan, u.lac, true, 1),
      vi: 'Xã Tân Quang (12001) đã nhập hoặc chia từ 01/01/2020 (vào Xã Lạc Hồng (12004)) mà vẫn còn tồn tại.',
    },
    'share-over': {
      sql: (u) => act(u) + goes(u, u.tan, u.lac, false, 0.6, true) + goes(u, u.tan, u.district, false, 0.5, true),
      vi: 'Xã Tân Quang (12001): các phần chuyển đi ngày 01/01/2020 cộng lại quá 100%.',
    },
    'not-covered': {
      sql: (u) => act(u) + goes(u, u.gone, u.tan, false, 0.6) + goes(u, u.gone, u.lac, false, 0.3),
      vi: 'Xã Cũ (12007): các phần khi chia ngày 01/01/2020 cộng lại chưa đủ 100%.',
    },
    'leads-nowhere': {
      sql: (u) => act(u) + goes(u, u.tan, u.gone, false, 0.1, true),
      vi: 'Xã Tân Quang (12001) nhập vào Xã Cũ (12007) ngày 01/01/2020, mà đơn vị ấy không tồn tại vào ngày đó.',
    },
    'from-nowhere': {
      sql: (u) => `UPDATE organization.unit_version SET valid_until = '2019-06-01' WHERE unit_id = '${u.gone}';
        UPDATE organization.unit_parent SET valid_until = '2019-06-01' WHERE unit_id = '${u.gone}';${act(u)}${goes(u, u.gone, u.tan, true, 1)}`,
      vi: 'Xã Cũ (12007) nhập vào Xã Tân Quang (12001) ngày 01/01/2020, mà chính nó không tồn tại đến ngày trước đó.',
    },
  }

  test('none, where all is well', async ({ world }) => {
    await world.asSystem(province)
    const { checked: found, left } = await checked(world)
    expect(found.map((c) => [c.check, c.findings])).toEqual([['organization.checks.units', []]])
    expect(left).toEqual([])
    expect(found[0]?.rules.map((r) => r.rule).sort()).toEqual(Object.keys(broken).sort())
  })

  for (const [rule, { sql, vi }] of Object.entries(broken))
    test(`${rule}`, async ({ world }) => {
      const units = await world.asSystem(province)
      for (const statement of sql(units).split(';')) if (statement.trim()) await world.sql(statement)
      const [found] = (await checked(world)).checked
      expect(found?.rules.filter((r) => r.count > 0)).toEqual([expect.objectContaining({ rule, count: 1 })])
      expect(found?.findings[0]?.message.vi).toContain(vi)
      expect(found?.findings[0]?.message.en).not.toMatch(/[{}]|organization\./)
      expect(found?.findings[0]?.link).toMatch(/^\/to-chuc\/don-vi\//)
    })
})

test('who does not see all units is told that units were left out', async ({ world }) => {
  const units = await world.asSystem(province)
  const someone = anActor({ [can.readUnit.id]: { units: [units.tan] } })
  const answer = await world.as(someone, (ctx) => checkRecords(ctx))
  expect(answer.checked).toEqual([])
  expect(answer.left).toEqual([{ vi: 'Đơn vị qua thời gian', en: 'Units over time' }])
})
