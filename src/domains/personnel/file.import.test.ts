import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect } from 'vitest'
import { ImportBench } from '#kernel/imports/import.factory.ts'
import { importRows, undoImport } from '#kernel/imports/import.service.ts'
import { anActor, type TestWorld, worldTest } from '#kernel/testing.ts'
import { organization } from '#domains/organization/index.ts'
import { aUnit } from '#domains/organization/unit.factory.ts'
import { people } from '#domains/people/index.ts'
import { personnel } from './index.ts'
import { can } from './personnel.permissions.ts'
import { codeIn, codeThenField, languageIn, type ListedCode, stepIn } from './sheet.rules.ts'

const test = worldTest([organization, people, personnel])
const all = { all: true }
const recorder = {
  'organization.readUnit': all,
  'people.readPerson': all,
  'people.changePerson': all,
  [can.readFile.id]: all,
  [can.readPersonal.id]: all,
  [can.changeFile.id]: all,
}
const officer = { ...recorder, [can.readSensitive.id]: all }
const bench = (world: TestWorld, reach: Parameters<typeof anActor>[0] = officer) => new ImportBench(world, anActor(reach))
const people1 = 'STT;Họ và tên;Ngày sinh;Giới tính;Nhóm;Đơn vị công tác;Chức vụ;Từ ngày'
const sheet = (heads: string, ...rows: string[]) => [`${people1};${heads}`, ...rows].join('\r\n')
const hoa = '1;Nguyễn Thị Hoa;08/03/1985;Nữ;Công chức;VP-01;Chuyên viên;01/02/2015'
const an = '2;Trần Văn An;5/1980;Nam;Công chức;VP-01;Chuyên viên;01/02/2015'

const aSheet = async (world: TestWorld) => world.asSystem((ctx) => aUnit(ctx, { code: 'VP-01', name: 'Văn phòng Thử' }))
const tables = ['place', 'fact', 'qualification', 'membership', 'salary', 'paper']
/** Kinds in the order of the form. */
const order = ['birth-place', 'native-place', 'ethnic-group', 'religion', 'general-education', 'recruitment']
order.push('professional', 'political', 'state-management', 'language', 'informatics')
const stored = async (world: TestWorld) =>
  Object.fromEntries(
    await Promise.all(
      tables.map(async (table) => [
        table,
        (
          await world.sql<{ j: Record<string, unknown> }>(
            `SELECT to_jsonb(t) AS j FROM personnel.${table} t ORDER BY array_position($1::text[], to_jsonb(t) ->> 'kind'), valid_from`,
            [order],
          )
        ).map((r) => r.j),
      ]),
    ),
  ) as Record<string, Record<string, unknown>[]>
const counts = async (world: TestWorld) => Object.values(await stored(world)).reduce((sum, rows) => sum + rows.length, 0)

describe('what form 2C says, from a sheet of people', () => {
  const heads =
    'Nơi sinh;QQ;Dân tộc;Tôn giáo;TĐVH;TĐCM;LLCT;QLNN;Ngoại ngữ;Tin học;Ngày vào Đảng;Ngày chính thức;Mã ngạch;Bậc;HSL;Ngày hưởng;PCCV;Số sổ BHXH;Ngày tuyển dụng'
  const facts =
    'Yên Mỹ, Hưng Yên;Kim Động;kinh;không;12/12;ThS Quản lý công;Cao cấp;Chuyên viên chính;Tiếng Anh B1;Cơ bản;19/5/2009;5/2010;01.003;5/9;3,66;8/2018;0,3;3312345678;01/8/2004'

  test('lands as dated rows; brought in again it changes nothing; taken back it is all gone', async ({ world }) => {
    await aSheet(world)
    const b = bench(world)
    const { id, mapping } = await b.draft('people', 'ho-so.csv', sheet(heads, `${hoa};${facts}`))
    expect(Object.keys(mapping)).toHaveLength(7 + 19)
    expect((await b.check(id)).run?.counts).toEqual({ made: 1 })
    expect((await b.commit(id)).counts).toEqual({ made: 1 })
    const { place, fact, qualification, membership, salary, paper } = await stored(world)
    expect(place?.map((r) => [r.kind, r.text])).toEqual([
      ['birth-place', 'Yên Mỹ, Hưng Yên'],
      ['native-place', 'Kim Động'],
    ])
    expect(fact?.map((r) => [r.kind, r.code ?? r.text, r.valid_from])).toEqual([
      ['ethnic-group', '01', null],
      ['religion', '0', null],
      ['general-education', '12/12', null],
      ['recruitment', 'VP-01', '2004-08-01'],
    ])
    expect(qualification?.map((r) => [r.kind, r.code, r.field])).toEqual([
      ['professional', 'ThS', 'Quản lý công'],
      ['political', 'CC', null],
      ['state-management', 'CVC', null],
      ['language', 'B3', 'Tiếng Anh'],
      ['informatics', 'CB', null],
    ])
    expect(membership).toMatchObject([{ kind: 'party', valid_from: '2009-05-19', official_on: '2010-05', class: 'sensitive' }])
    expect(salary).toMatchObject([
      { rank_code: '01.003', step: 5, coefficient: 3.66, position_allowance: 0.3, valid_from: '2018-08' },
    ])
    expect(paper).toMatchObject([{ kind: 'social-insurance', number: '3312345678' }])

    const again = await b.draft('people', 'lan-hai.csv', sheet(heads, `${hoa};${facts}`))
    expect((await b.check(again.id)).run?.counts).toEqual({ same: 1 })
    await b.commit(again.id)
    expect(await counts(world)).toBe(14)

    // A later step follows; the former stays.
    const raised = await b.draft(
      'people',
      'nang-luong.csv',
      sheet('Mã ngạch;Bậc lương;Hệ số;Ngày hưởng', `${hoa};01.003;6;3,99;8/2021`),
    )
    expect((await b.check(raised.id)).run?.counts).toEqual({ changed: 1 })
    await b.commit(raised.id)
    expect((await stored(world)).salary?.map((r) => r.step)).toEqual([5, 6])
    await b.do((ctx) => undoImport(ctx, { id: raised.id, reason: 'Nhầm tệp' }))
    expect((await stored(world)).salary?.map((r) => r.step)).toEqual([5])
    await b.do((ctx) => undoImport(ctx, { id, reason: 'Nhầm tệp' }))
    expect([await counts(world), await world.sql('SELECT FROM people.person')]).toEqual([0, []])
    expect(await world.sql('SELECT FROM audit.verify()')).toEqual([])
  })

  test('with faults is told by row and column with what to do, and not written', async ({ world }) => {
    await aSheet(world)
    const b = bench(world)
    const { id } = await b.draft(
      'people',
      'loi.csv',
      sheet(
        'Dân tộc;Trình độ chuyên môn;Mã ngạch;Bậc lương;Hệ số lương;Ngày hưởng;Số sổ BHXH',
        `${hoa};Người sao Hỏa;Giáo sư;01.003;25;3,66;1/2030;123`,
        `${an};Tày;Cử nhân Luật;01.003;3;;1/2020;3312345678`,
        '3;Lê Thị Ba;1990;Nữ;Công chức;VP-01;Văn thư;01/01/2015;;;;;;;3312345678',
      ),
    )
    expect((await b.check(id)).run?.counts).toEqual({ refused: 3 })
    const { rows } = await b.do((ctx) => importRows(ctx, { id, limit: 10 }))
    expect(rows.flatMap((r) => r.issues.map((i) => [i.cell, i.code.split('.').at(-1)])).sort()).toEqual([
      ['I2', 'notInList'],
      ['J2', 'notInList'],
      ['L2', 'notAStep'],
      ['M3', 'missing'],
      ['O2', 'wrongNumber'],
      ['O4', 'numberTwice'],
    ])
    await expect(b.commit(id)).rejects.toMatchObject({ code: 'kernel.importNotReady' })
    expect(await counts(world)).toBe(0)
  })

  test('does not overwrite what a file says: what differs is told with what is held', async ({ world }) => {
    await aSheet(world)
    const b = bench(world)
    const first = await b.draft('people', 'mot.csv', sheet('Quê quán;Tôn giáo', `${hoa};Kim Động;Không`))
    await b.check(first.id)
    await b.commit(first.id)
    const { id } = await b.draft('people', 'hai.csv', sheet('Quê quán;Tôn giáo', `${hoa};Yên Mỹ;Không`))
    expect((await b.check(id)).run?.counts).toEqual({ refused: 1 })
    const { rows } = await b.do((ctx) => importRows(ctx, { id, limit: 10 }))
    expect(rows[0]?.issues).toMatchObject([{ cell: 'I2', code: 'personnel.import.differs', params: { held: 'Kim Động' } }])
  })

  test('that is sensitive is written by nobody who may not see it; the rest is', async ({ world }) => {
    await aSheet(world)
    const b = bench(world, recorder)
    const file = sheet('Quê quán;Tôn giáo;Ngày vào Đảng', `${hoa};Kim Động;Phật giáo;19/5/2009`, `${an};Yên Mỹ;;`)
    const { id } = await b.draft('people', 'ton-giao.csv', file)
    expect((await b.check(id)).run?.counts).toEqual({ refused: 1, made: 1 })
    const { rows } = await b.do((ctx) => importRows(ctx, { id, states: ['refused'], limit: 10 }))
    expect(rows[0]?.issues.map((i) => [i.cell, i.code])).toEqual([
      ['J2', 'personnel.import.notYours'],
      ['K2', 'personnel.import.notYours'],
    ])
    const nothing = bench(world, { ...recorder, [can.changeFile.id]: { units: [] } })
    const denied = await nothing.draft('people', 'que-quan.csv', sheet('Quê quán', `${an};Yên Mỹ`))
    expect((await nothing.check(denied.id)).run?.counts).toEqual({ refused: 1 })
  })
})

describe('a cell', () => {
  const codes = (...all: string[]): ListedCode[] =>
    all.map((each) => ({ code: each.split('|')[0]!, vi: each.split('|')[1]!, en: '' }))
  const degrees = codes('ThS|Thạc sĩ', 'DH|Đại học', 'CD|Cao đẳng', 'TS|Tiến sĩ', 'CKI|Chuyên khoa cấp I')
  test.for([
    ['Thạc sĩ', 'ThS', null],
    ['Thạc sỹ Luật', 'ThS', 'Luật'],
    ['ĐH Kế toán', 'DH', 'Kế toán'],
    ['Đại học (Quản trị kinh doanh)', 'DH', 'Quản trị kinh doanh'],
    ['CN Luật', 'DH', 'Luật'],
    ['BSCKI', 'CKI', null],
  ] as const)('%s is degree %s, %s', ([text, code, field]) => {
    expect(codeThenField('degrees', degrees, text)).toEqual({ code, field })
  })

  const levels = codes('A|Trình độ A', 'B|Trình độ B', 'B1|Bậc 1 (A1)', 'B3|Bậc 3 (B1)', 'B4|Bậc 4 (B2)')
  test.for([
    ['Tiếng Anh B1', 'B3', 'Tiếng Anh'],
    ['Anh B', 'B', 'Tiếng Anh'],
    ['B', 'B', 'Tiếng Anh'],
    ['B2 tiếng Trung', 'B4', 'Tiếng Trung'],
    ['Tiếng Pháp bậc 3', 'B3', 'Tiếng Pháp'],
    ['Chứng chỉ tiếng Anh trình độ B', 'B', 'Tiếng Anh'],
  ] as const)('%s is level %s of %s', ([text, code, field]) => {
    expect(languageIn(levels, text)).toEqual({ code, field })
  })

  test.for([
    ['3', 3],
    ['3/9', 3],
    ['Bậc 4', 4],
    ['13', null],
    ['', null],
  ] as const)('%s is step %s', ([text, step]) => expect(stepIn(text)).toBe(step))

  const real = resolve(process.cwd(), '../shared/data/hr/dan-toc_54.csv')
  test.skipIf(!existsSync(real))(
    `of a sheet in use names each of the 54 ethnic groups${existsSync(real) ? '' : ' (no sheets here)'}`,
    () => {
      const lines = (path: string | URL) =>
        readFileSync(path, 'utf8')
          .replace(/^\uFEFF/, '')
          .trim()
          .split(/\r?\n/)
          .slice(1)
      const listed = lines(new URL('data/ethnic-groups.csv', import.meta.url)).map((line) => line.split(','))
      const groups = listed.map(([code = '', vi = '', en = '']) => ({ code, vi, en }))
      const found = lines(real).map((line) => codeIn('ethnic-groups', groups, line.split(',')[1] ?? ''))
      expect(new Set(found).size).toBe(54)
      expect(found).not.toContain(null)
    },
  )
})
