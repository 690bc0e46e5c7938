import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test as plain } from 'vitest'
import { ImportBench } from '#kernel/imports/import.factory.ts'
import { decideRow, fixCells, importFaults, importRows, leaveRows, undoImport } from '#kernel/imports/import.service.ts'
import { anActor, type TestWorld, worldTest } from '#kernel/testing.ts'
import { organization } from '#domains/organization/index.ts'
import { aUnit } from '#domains/organization/unit.factory.ts'
import { people } from '#domains/people/index.ts'
import { aPerson } from '#domains/people/person.factory.ts'
import { can } from './evaluation.permissions.ts'
import { evaluation } from './index.ts'
import { aRating } from './rating.factory.ts'
import { readPeriod } from './rating-import.rules.ts'

const test = worldTest([organization, people, evaluation])
const all = Object.fromEntries(
  ['organization.readUnit', 'people.readPerson', can.readRating.id, can.recordRating.id].map((p) => [p, { all: true }]),
)
const bench = (world: TestWorld, reach: Parameters<typeof anActor>[0] = all) => new ImportBench(world, anActor(reach))
const form = join(process.cwd(), '..', 'shared', 'data', 'forms', 'evaluation', 'tong-hop-xep-loai_2025-04.xlsx')

describe('ratings from a summary', () => {
  test('are recorded for the period its title names; levels corrected, repeated ones left as they are', async ({ world }) => {
    const [hoa, lan, mai] = await world.asSystem(async (ctx) => {
      const unit = await aUnit(ctx, { name: 'Phòng Một' })
      const facts = { unitId: unit.unitId, familyAndMiddle: 'Nguyễn Thị' }
      const three = [
        await aPerson(ctx, { ...facts, given: 'Hoa' }),
        await aPerson(ctx, { ...facts, given: 'Lan' }),
        await aPerson(ctx, { ...facts, given: 'Mai' }),
      ]
      await aRating(ctx, { personId: three[1]?.id ?? '', level: 'HT' })
      await aRating(ctx, { personId: three[2]?.id ?? '', level: 'TOT' })
      return three
    })
    const b = bench(world)
    const file = [
      'TỔNG HỢP KẾT QUẢ XẾP LOẠI CHẤT LƯỢNG',
      'Năm 2021',
      'TT;Họ và tên;Đơn vị công tác;Kết quả xếp loại;Số quyết định',
      '1;Nguyễn Thị Hoa;Phòng Một;HTXSNV;12/QĐ',
      '2;Nguyễn Thị Lan;Phòng Một;Hoàn thành tốt nhiệm vụ;12/QĐ',
      '3;Nguyễn Thị Mai;Phòng Một;Hoàn thành tốt nhiệm vụ;12/QĐ',
      '4;Nguyễn Thị Không Ai;Phòng Một;A;12/QĐ',
      '5;Nguyễn Thị Không Hai;Phòng Một;A;12/QĐ',
    ].join('\n')
    const { id, mapping } = await b.draft('ratings', 'nam-2021.csv', file)
    expect(mapping).toMatchObject({ person: { column: 1 }, level: { column: 3 }, period: { value: 'Năm 2021' } })
    expect((await b.check(id)).run?.counts).toEqual({ made: 1, changed: 1, same: 1, refused: 2 })
    const [fault] = await b.do((ctx) => importFaults(ctx, id))
    expect(fault).toMatchObject({ field: 'level', code: 'kernel.imports.issues.notAChoice', value: 'A', rows: 2 })
    await b.do((ctx) => fixCells(ctx, { id, field: 'level', from: 'A', to: 'Hoàn thành xuất sắc nhiệm vụ' }))
    expect((await b.do((ctx) => importFaults(ctx, id)))[0]).toMatchObject({ code: 'evaluation.importPersonUnknown' })
    await b.do((ctx) => leaveRows(ctx, { id, states: ['refused'], reason: 'Không thuộc đơn vị' }))
    await b.commit(id)
    const levels = () =>
      world.sql(`SELECT person_id, level, recorded_via FROM evaluation.rating ORDER BY array_position($1::uuid[], person_id)`, [
        [hoa?.id, lan?.id, mai?.id],
      ])
    expect(await levels()).toEqual([
      { person_id: hoa?.id, level: 'XS', recorded_via: 'import' },
      { person_id: lan?.id, level: 'TOT', recorded_via: 'platform' },
      { person_id: mai?.id, level: 'TOT', recorded_via: 'platform' },
    ])
    await b.do((ctx) => undoImport(ctx, { id, reason: 'Bảng chưa duyệt' }))
    expect(await levels()).toMatchObject([
      { person_id: lan?.id, level: 'HT' },
      { person_id: mai?.id, level: 'TOT' },
    ])
  })

  test('of namesakes wait for a decision; a level out of force and a period nobody understands are told', async ({ world }) => {
    const two = await world.asSystem(async (ctx) => [
      await aPerson(ctx, { birthDate: '1985-01-01' }),
      await aPerson(ctx, { birthDate: '1986-01-01' }),
    ])
    const b = bench(world)
    const file = [
      'TT;Họ và tên;Ngày sinh;Xếp loại;Kỳ đánh giá',
      '1;Nguyễn Thị Hoa;;Tốt;2021',
      '2;Nguyễn Thị Hoa;1986;HTHC;2021',
      '3;Nguyễn Thị Hoa;1985;Tốt;đợt một',
    ].join('\n')
    const { id } = await b.draft('ratings', 'trung-ten.csv', file)
    await b.check(id)
    const { rows } = await b.do((ctx) => importRows(ctx, { id, limit: 9 }))
    expect(rows.map((r) => [r.state, r.issues[0]?.code])).toEqual([
      ['review', undefined],
      ['made', undefined],
      ['refused', 'evaluation.importPeriodUnknown'],
    ])
    await b.do((ctx) => decideRow(ctx, { id, no: 2, decision: two[0]?.id ?? '' }))
    await b.do((ctx) => leaveRows(ctx, { id, nos: [4], reason: 'Kỳ không rõ' }))
    await b.commit(id)
    expect(await world.sql(`SELECT person_id FROM evaluation.rating WHERE level = 'TOT'`)).toEqual([{ person_id: two[0]?.id }])
  })

  test('outside the reach of who imports are refused', async ({ world }) => {
    const [mine] = await world.asSystem(async (ctx) => [
      await aPerson(ctx, { given: 'Hoa' }),
      await aPerson(ctx, { given: 'Xa' }),
    ])
    const b = bench(world, { ...all, [can.recordRating.id]: { units: [mine?.unitId ?? ''] } })
    const { id } = await b.draft(
      'ratings',
      'pham-vi.csv',
      'TT,Họ và tên,Xếp loại,Năm\n1,Nguyễn Thị Hoa,Tốt,2021\n2,Nguyễn Thị Xa,Tốt,2021',
    )
    await b.check(id)
    const { rows } = await b.do((ctx) => importRows(ctx, { id, limit: 9 }))
    expect(rows.map((r) => [r.state, r.issues[0]?.code])).toEqual([
      ['made', undefined],
      ['refused', 'evaluation.importOutside'],
    ])
  })

  test.skipIf(!existsSync(form))(
    'the real summary of April 2025: groups are units, the row of numbers is none',
    { timeout: 120_000 },
    async ({ world }) => {
      await world.asSystem((ctx) => aPerson(ctx, { familyAndMiddle: 'Vũ Minh', given: 'Trang', from: '2020-01-01' }))
      const b = bench(world)
      const drafted = await b.draft('ratings', 'tong-hop-xep-loai_2025-04.xlsx', readFileSync(form))
      expect(drafted.layout).toMatchObject({ headerTop: 5, headerBottom: 5, numbering: 6, body: 7 })
      expect(drafted.mapping).toEqual({
        person: { column: 2 },
        level: { column: 9 },
        unit: { group: true },
        period: { value: 'Tháng 04/2025' },
      })
      const checked = await b.check(drafted.id)
      expect(checked.run?.counts).toEqual({ made: 1, refused: 12 })
      expect(checked.run?.skipped.map((s) => [s.no, s.kind])).toEqual([8, 11, 16, 21].map((no) => [no, 'group']))
      const { rows } = await b.do((ctx) => importRows(ctx, { id: drafted.id, states: ['made'], limit: 9 }))
      expect(rows).toMatchObject([{ no: 12, texts: { person: 'Vũ Minh Trang', unit: 'Nghiệp vụ', level: 'Không đánh giá' } }])
    },
  )
})

plain('a period is read as people write it', () => {
  const read = (text: string) => Object.values(readPeriod(text) ?? {}).join(' ')
  expect(read('Năm 2022')).toBe('year 2022-01-01 2023-01-01')
  expect(read('2022')).toBe('year 2022-01-01 2023-01-01')
  expect(read('Tháng 04/2025')).toBe('month 2025-04-01 2025-05-01')
  expect(read('tháng 12 năm 2021')).toBe('month 2021-12-01 2022-01-01')
  expect(read('Quý IV/2022')).toBe('quarter 2022-10-01 2023-01-01')
  expect(read('Năm học 2021-2022')).toBe('school-year 2021-09-01 2022-06-01')
  for (const wrong of ['', 'đợt một', '13/2022', 'Năm học 2021-2023', 'Phòng 2']) expect(read(wrong)).toBe('')
})
