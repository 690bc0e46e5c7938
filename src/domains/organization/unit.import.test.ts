import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { ImportBench } from '#kernel/imports/import.factory.ts'
import { fixCells, importRows, leaveRows, undoImport } from '#kernel/imports/import.service.ts'
import { anActor, type TestWorld, worldTest } from '#kernel/testing.ts'
import { can } from './organization.permissions.ts'
import { organization } from './index.ts'
import { aUnit } from './unit.factory.ts'
import { kindOfUnit } from './unit-import.rules.ts'

const test = worldTest([organization])
const all = { [can.readUnit.id]: { all: true }, [can.changeUnit.id]: { all: true } }
const bench = (world: TestWorld, reach: Parameters<typeof anActor>[0] = all) => new ImportBench(world, anActor(reach))

/** The lists of the statistics office, where they lie beside the repository. */
const lists = join(process.cwd(), '..', 'shared', 'data', 'units')
const real = (file: string) => join(lists, file)

describe('units from a list', () => {
  test('are made with the units above them, dated by the name of the file, and known again', async ({ world }) => {
    const b = bench(world)
    const file = [
      'code,name,type,district_code,district_name,province_code,province_name',
      '11953,Phường Hiến Nam,Phường,323,Thành phố Hưng Yên,33,Tỉnh Hưng Yên',
      '11956,Phường An Tảo,Phường,323,Thành phố Hưng Yên,33,Tỉnh Hưng Yên',
      ',,,324,Huyện Không Có Xã,33,Tỉnh Hưng Yên',
    ].join('\n')
    const { id } = await b.draft('units', 'danh-muc_2019-10-06.csv', file)
    expect((await b.check(id)).run?.counts).toEqual({ made: 3 })
    await b.commit(id)
    const stored = await world.sql(
      `SELECT v.code, v.name, v.kind, v.level, v.valid_from, a.code AS above FROM organization.unit_version v
       LEFT JOIN organization.unit_parent p ON p.unit_id = v.unit_id LEFT JOIN organization.unit_version a ON a.unit_id = p.parent_id ORDER BY v.code`,
    )
    expect(stored).toEqual([
      { code: '11953', name: 'Phường Hiến Nam', kind: 'ward', level: 'commune', valid_from: '2019-10-06', above: '323' },
      { code: '11956', name: 'Phường An Tảo', kind: 'ward', level: 'commune', valid_from: '2019-10-06', above: '323' },
      { code: '323', name: 'Thành phố Hưng Yên', kind: 'city', level: 'district', valid_from: '2019-10-06', above: '33' },
      {
        code: '324',
        name: 'Huyện Không Có Xã',
        kind: 'rural-district',
        level: 'district',
        valid_from: '2019-10-06',
        above: '33',
      },
      { code: '33', name: 'Tỉnh Hưng Yên', kind: 'province', level: 'province', valid_from: '2019-10-06', above: null },
    ])
    const again = await b.draft('units', 'danh-muc_2019-10-06.csv', file)
    expect((await b.check(again.id)).run?.counts).toEqual({ same: 3 })

    await b.do((ctx) => undoImport(ctx, { id, reason: 'Sai ngày' }))
    for (const table of ['unit', 'unit_version', 'unit_parent'])
      expect(await world.sql(`SELECT FROM organization.${table}`)).toHaveLength(0)
  })

  test('take a new name only by an act, and give the former one back when undone', async ({ world }) => {
    const unit = await world.asSystem((ctx) =>
      aUnit(ctx, { code: '11974', name: 'Xã Trung Nghĩa', kind: 'rural-commune', level: 'commune' }),
    )
    const b = bench(world)
    const { id } = await b.draft('units', 'moi.csv', 'code,name\n11974,Phường Trung Nghĩa\n11975,Xã Mới')
    await b.check(id, { validFrom: { value: '01/07/2021' } })
    const { rows } = await b.do((ctx) => importRows(ctx, { id, limit: 5 }))
    expect(rows.map((r) => [r.state, r.issues[0]?.code, r.issues[0]?.cell])).toEqual([
      ['refused', 'organization.importNeedsAct', 'B2'],
      ['made', undefined, undefined],
    ])
    await b.do((ctx) => fixCells(ctx, { id, field: 'act', no: 2, to: 'Nghị quyết 15/NQ-UBTVQH' }))
    await b.commit(id)
    const versions = () =>
      world.sql(
        `SELECT name, valid_from, valid_until, act FROM organization.unit_version WHERE unit_id = $1 ORDER BY valid_from`,
        [unit.unitId],
      )
    expect(await versions()).toEqual([
      { name: 'Xã Trung Nghĩa', valid_from: '2010-01-01', valid_until: '2021-07-01', act: null },
      { name: 'Phường Trung Nghĩa', valid_from: '2021-07-01', valid_until: null, act: 'Nghị quyết 15/NQ-UBTVQH' },
    ])
    await b.do((ctx) => undoImport(ctx, { id, reason: 'Nghị quyết chưa có hiệu lực' }))
    expect(await versions()).toEqual([{ name: 'Xã Trung Nghĩa', valid_from: '2010-01-01', valid_until: null, act: null }])
  })

  test('with units made below them since are not taken back', async ({ world }) => {
    const b = bench(world)
    const { id } = await b.draft('units', 'tinh.csv', 'Mã,Tên\n01,Thành phố Hà Nội\n02,Hà Giang')
    await b.check(id, { validFrom: { value: '01/01/2020' } })
    await b.commit(id)
    expect(await world.sql(`SELECT name, kind FROM organization.unit_version ORDER BY code`)).toEqual([
      { name: 'Thành phố Hà Nội', kind: 'central-city' },
      { name: 'Tỉnh Hà Giang', kind: 'province' },
    ])
    const [hanoi] = await world.sql<{ unit_id: string }>(`SELECT unit_id FROM organization.unit_version WHERE code = '01'`)
    await world.asSystem((ctx) => aUnit(ctx, { parentId: hanoi?.unit_id ?? '', validFrom: '2020-01-01' }))
    await expect(b.do((ctx) => undoImport(ctx, { id, reason: 'x' }))).rejects.toMatchObject({
      code: 'kernel.importUsed',
      params: { rows: '2' },
    })
  })

  test('are nothing for who may change units of a part only', async ({ world }) => {
    const unit = await world.asSystem((ctx) => aUnit(ctx))
    const b = bench(world, { [can.readUnit.id]: { all: true }, [can.changeUnit.id]: { units: [unit.unitId] } })
    await expect(b.draft('units', 'x.csv', 'Mã,Tên\n01,Thành phố Hà Nội')).rejects.toMatchObject({ code: 'kernel.forbidden' })
  })

  test('kinds follow the list, else the name, and two digits are a province', () => {
    expect(kindOfUnit(null, 'Thị trấn Vương', '12142')).toBe('township')
    expect(kindOfUnit(null, 'Thị xã Mỹ Hào', '328')).toBe('town')
    expect(kindOfUnit('city', 'Thành phố Hà Nội', '01')).toBe('central-city')
    expect(kindOfUnit(null, 'Quảng Ninh', '22')).toBe('province')
    expect(kindOfUnit(null, 'Vương', '12142')).toBeNull()
  })

  test.skipIf(!existsSync(real('excel')))(
    'the list of all communes of 2019, as the office gave it out',
    { timeout: 240_000 },
    async ({ world }) => {
      const b = bench(world)
      const provinces = await b.draft(
        'units',
        'gso_provinces_2019-10-06.xls',
        readFileSync(real('excel/gso_provinces_2019-10-06.xls')),
      )
      expect(provinces.mapping).toMatchObject({
        code: { column: 0 },
        name: { column: 1 },
        kind: { column: 3 },
        validFrom: { value: '2019-10-06' },
      })
      const checked = await b.check(provinces.id)
      expect(checked.run?.counts).toEqual({ made: 63 })
      expect(checked.run?.skipped).toEqual([{ no: 65, kind: 'total', text: 'Số lượng : 63' }])
      await b.commit(provinces.id)

      const communes = await b.draft(
        'units',
        'gso_communes_2019-10-06.xls',
        readFileSync(real('excel/gso_communes_2019-10-06.xls')),
      )
      expect(communes.mapping).toMatchObject({
        parentCode: { column: 4 },
        parentName: { column: 5 },
        topCode: { column: 6 },
        topName: { column: 7 },
      })
      const all = await b.check(communes.id)
      const { rows } = await b.do((ctx) => importRows(ctx, { id: communes.id, states: ['refused'], limit: 50 }))
      await b.do((ctx) => leaveRows(ctx, { id: communes.id, states: ['refused'], reason: 'Không có mã' }))
      expect({ ...all.run?.counts, issues: [...new Set(rows.flatMap((r) => r.issues.map((i) => i.code)))] }).toEqual({
        made: 11_160,
        issues: [],
      })
      await b.commit(communes.id)
      const [levels] =
        await world.sql(`SELECT count(*) FILTER (WHERE level = 'province')::int AS provinces, count(*) FILTER (WHERE level = 'district')::int AS districts,
      count(*) FILTER (WHERE level = 'commune')::int AS communes FROM organization.unit_version`)
      expect(levels).toMatchObject({ provinces: 63 })
    },
  )
})
