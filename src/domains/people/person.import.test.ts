import { describe, expect } from 'vitest'
import { ImportBench } from '#kernel/imports/import.factory.ts'
import {
  decideRow,
  fixCells,
  importFaults,
  importRows,
  leaveRows,
  originOf,
  setLayout,
  stopImport,
  undoImport,
  cellChoices,
} from '#kernel/imports/import.service.ts'
import { anActor, type TestWorld, worldTest } from '#kernel/testing.ts'
import { organization } from '#domains/organization/index.ts'
import { aUnit } from '#domains/organization/unit.factory.ts'
import { can } from './people.permissions.ts'
import { people } from './index.ts'
import { aPerson } from './person.factory.ts'
import { personImport } from './person.import.ts'
import { correctPerson, getPerson } from './person.service.ts'

const test = worldTest([organization, { ...people, imports: [personImport] }])

const everywhere = {
  'organization.readUnit': { all: true },
  [can.readPerson.id]: { all: true },
  [can.changePerson.id]: { all: true },
}
const bench = (world: TestWorld, reach: Parameters<typeof anActor>[0] = everywhere) => new ImportBench(world, anActor(reach))

const heading = 'STT;Họ và tên;Ngày sinh;Giới tính;Nhóm;Đơn vị công tác;Chức vụ;Từ ngày;Số CCCD'
const sheet = (...rows: string[]) => ['DANH SÁCH CÔNG CHỨC', '', heading, ...rows].join('\r\n')

async function twoUnits(world: TestWorld) {
  return world.asSystem(async (ctx) => {
    const office = await aUnit(ctx, { code: 'VP-01', name: 'Văn phòng Thử Nghiệm', shortName: 'VP TN' })
    const other = await aUnit(ctx, { code: 'TC-01', name: 'Phòng Thanh tra Thử' })
    return { office, other }
  })
}

describe('people from a file', () => {
  test('are made in one go, each traced to its row and cells, and known again the second time', async ({ world }) => {
    const { office } = await twoUnits(world)
    const b = bench(world)
    const file = sheet(
      '1;Nguyễn Thị Hoa;08/03/1985;Nữ;Công chức;Văn phòng Thử Nghiệm;Chuyên viên;01/02/2015;033185001234',
      '2;TRẦN VĂN MẪU;1980;Nam;Hợp đồng;van phong thu nghiem;Bảo vệ;1/7/2019;',
      'Tổng cộng: 2 người;;;;;;;;',
    )
    const drafted = await b.draft('people', 'danh-sach.csv', file)
    expect(drafted.layout).toMatchObject({ headerTop: 2, body: 3, titles: ['DANH SÁCH CÔNG CHỨC'] })
    expect(drafted.mapping).toMatchObject({
      fullName: { column: 1 },
      birth: { column: 2 },
      category: { column: 4 },
      unit: { column: 5 },
      citizenId: { column: 8 },
    })
    const checked = await b.check(drafted.id)
    expect(checked.run).toMatchObject({ state: 'done', complete: true, counts: { made: 2 } })
    expect(checked.run?.skipped).toEqual([{ no: 6, kind: 'total', text: 'Tổng cộng: 2 người' }])
    expect(await world.sql('SELECT FROM people.person')).toHaveLength(0)

    const done = await b.commit(drafted.id)
    expect(done).toMatchObject({ state: 'committed', counts: { made: 2 } })
    const stored = await world.sql<{ id: string }>(
      `SELECT p.id, full_name, sex, birth_date, birth_year, category, title, unit_id, valid_from, citizen_id
       FROM people.person p JOIN people.post t ON t.person_id = p.id LEFT JOIN people.identity i ON i.person_id = p.id ORDER BY full_name`,
    )
    expect(stored).toMatchObject([
      {
        full_name: 'Nguyễn Thị Hoa',
        sex: 'female',
        birth_date: '1985-03-08',
        birth_year: null,
        category: 'civil-servant',
        title: 'Chuyên viên',
        unit_id: office.unitId,
        valid_from: '2015-02-01',
        citizen_id: '033185001234',
      },
      {
        full_name: 'Trần Văn Mẫu',
        sex: 'male',
        birth_date: null,
        birth_year: 1980,
        category: 'contract',
        title: 'Bảo vệ',
        unit_id: office.unitId,
        valid_from: '2019-07-01',
        citizen_id: null,
      },
    ])
    const [origin] = await b.do((ctx) => originOf(ctx, { kind: 'people', recordId: stored[0]?.id ?? '' }))
    expect(origin).toMatchObject({
      fileName: 'danh-sach.csv',
      no: 4,
      act: 'made',
      cells: { fullName: 'B4', birth: 'C4', citizenId: 'I4' },
    })

    const again = await b.draft('people', 'lan-hai.csv', file)
    expect(again.sha256).toBe(drafted.sha256)
    expect((await b.check(again.id)).run?.counts).toEqual({ same: 2 })
    expect((await b.commit(again.id)).counts).toEqual({ same: 2 })
    expect(await world.sql('SELECT FROM people.person')).toHaveLength(2)
    expect(await world.sql(`SELECT FROM audit.verify()`)).toEqual([])
  })

  test('a birth known to the month is kept so; a later file that knows the day adds it, one that knows less takes nothing away', async ({
    world,
  }) => {
    await twoUnits(world)
    const b = bench(world)
    const bring = async (birth: string, more = '033185001234') => {
      const { id } = await b.draft(
        'people',
        'thang.csv',
        sheet(`1;Nguyễn Thị Hoa;${birth};Nữ;Công chức;VP-01;Chuyên viên;01/02/2015;${more}`),
      )
      await b.check(id)
      const counts = (await b.commit(id)).counts
      const [row] = await world.sql('SELECT birth_date, birth_month, birth_year FROM people.person')
      return [counts, row]
    }
    const month = { birth_date: null, birth_month: 3, birth_year: 1985 }
    expect(await bring('3/1985')).toEqual([{ made: 1 }, month])
    expect(await bring('1985')).toEqual([{ same: 1 }, month])
    expect(await bring('tháng 3 năm 1985', '')).toEqual([{ same: 1 }, month])
    expect(await bring('08/03/1985')).toEqual([{ changed: 1 }, { birth_date: '1985-03-08', birth_month: null, birth_year: null }])
    expect(await bring('03/1985')).toEqual([{ same: 1 }, { birth_date: '1985-03-08', birth_month: null, birth_year: null }])
  })

  test('born too late for the post, or with the number of somebody else, are refused by name and rule; nothing is half written', async ({
    world,
  }) => {
    await twoUnits(world)
    const b = bench(world)
    const first = await b.draft(
      'people',
      'co-san.csv',
      sheet('1;Lê Thị Bình;1981;Nữ;Công chức;VP-01;Chuyên viên;01/02/2015;033181001234'),
    )
    await b.check(first.id)
    await b.commit(first.id)
    const { id } = await b.draft(
      'people',
      'sai.csv',
      sheet(
        '1;Lê Văn Nam;04/2016;Nam;Công chức;VP-01;Chuyên viên;01/02/2015;',
        '2;Lê Thị Khác;1982;Nữ;Công chức;VP-01;Chuyên viên;01/02/2015;033181001234',
        '3;Lê Thị Cúc;1983;Nữ;Công chức;VP-01;Chuyên viên;01/02/2015;',
      ),
    )
    expect((await b.check(id)).run?.counts).toEqual({ refused: 1, review: 1, made: 1 })
    await b.do((ctx) => decideRow(ctx, { id, no: 5, decision: 'new' }))
    const { rows } = await b.do((ctx) => importRows(ctx, { id, states: ['refused'], limit: 10 }))
    expect(rows.flatMap((r) => r.issues.map((i) => [i.cell, i.code, i.params]))).toEqual([
      ['C4', 'people.importBornAfter', { name: 'Lê Văn Nam', from: '01/02/2015' }],
      ['I5', 'people.importNumberTaken', { name: 'Lê Thị Bình' }],
    ])
    await expect(b.commit(id)).rejects.toMatchObject({ code: 'kernel.importNotReady', params: { rows: 2 } })
    expect(await world.sql('SELECT FROM people.person')).toHaveLength(1)
  })

  test('with faults are told by cell, offered choices, mended together, and not written before', async ({ world }) => {
    await twoUnits(world)
    const b = bench(world)
    const { id } = await b.draft(
      'people',
      'loi.csv',
      sheet(
        '1;Lê Văn Nam;31/02/1980;Nam;Công chức;Văn phòng Thử Nghiệp;Chuyên viên;01/01/2020;',
        '2;Lê Thị Bình;1981;Nữ;Công chứcc;Văn phòng Thử Nghiệp;Chuyên viên;2020;',
        '3;Lê Thị Cúc;1982;Nữ;Công chức;Văn phòng Thử Nghiệm;;01/01/2020;33185001234',
      ),
    )
    const checked = await b.check(id)
    expect(checked.run?.counts).toEqual({ refused: 3 })
    const { rows } = await b.do((ctx) => importRows(ctx, { id, states: ['refused'], limit: 10 }))
    expect(rows.flatMap((r) => r.issues.map((i) => [i.cell, i.code.split('.').at(-1)]))).toEqual([
      ['C4', 'notADate'],
      ['E5', 'notAChoice'],
      ['H5', 'dayUnknown'],
      ['I6', 'citizenIdShort'],
      ['G6', 'missing'],
    ])
    await expect(b.commit(id)).rejects.toMatchObject({ code: 'kernel.importNotReady', params: { rows: 3 } })
    expect((await b.do((ctx) => cellChoices(ctx, { id, field: 'category', text: 'Công chứcc' })))[0]).toEqual({
      id: 'Công chức',
      label: 'Công chức',
    })
    expect(await b.do((ctx) => cellChoices(ctx, { id, field: 'citizenId', text: '33185001234' }))).toEqual([
      { id: '033185001234', label: '033185001234' },
    ])

    await b.do((ctx) => fixCells(ctx, { id, field: 'birth', to: '28/02/1980', no: 4 }))
    await b.do((ctx) => fixCells(ctx, { id, field: 'category', to: 'Công chức', no: 5 }))
    await b.do((ctx) => fixCells(ctx, { id, field: 'from', to: '01/01/2020', no: 5 }))
    // Only now that the cells read well are the rows compared with what is recorded.
    const faults = await b.do((ctx) => importFaults(ctx, id))
    expect(faults[0]).toMatchObject({
      field: 'unit',
      code: 'people.importUnitUnknown',
      value: 'Văn phòng Thử Nghiệp',
      rows: 2,
      first: 4,
    })
    const mended = await b.do((ctx) => fixCells(ctx, { id, field: 'unit', from: 'Văn phòng Thử Nghiệp', to: 'VP-01' }))
    expect(mended.changed).toBe(2)
    expect((await b.found(id)).run?.counts).toEqual({ made: 2, refused: 1 })
    await b.do((ctx) => leaveRows(ctx, { id, nos: [6], reason: 'Chưa có chức vụ' }))
    expect((await b.found(id)).run?.counts).toEqual({ made: 2, left: 1 })
    await b.commit(id)
    expect((await world.sql('SELECT full_name FROM people.person ORDER BY 1')).map((r) => r.full_name)).toEqual([
      'Lê Thị Bình',
      'Lê Văn Nam',
    ])
  })

  test('who may be somebody recorded wait for a decision; namesakes elsewhere are not taken for one', async ({ world }) => {
    const { office, other } = await twoUnits(world)
    const [known] = await world.asSystem(async (ctx) => [
      await aPerson(ctx, {
        unitId: other.unitId,
        familyAndMiddle: 'Phạm Văn',
        given: 'Dũng',
        sex: 'male',
        birthDate: '1979-05-06',
      }),
    ])
    const b = bench(world)
    const row = '1;Phạm Văn Dũng;06/05/1979;Nam;Công chức;Văn phòng Thử Nghiệm;Chuyên viên;01/01/2021;'
    const { id } = await b.draft('people', 'trung.csv', sheet(row))
    expect((await b.check(id)).run?.counts).toEqual({ review: 1 })
    const { rows } = await b.do((ctx) => importRows(ctx, { id, limit: 10 }))
    expect(rows[0]?.candidates).toMatchObject([{ id: known?.id, values: { unit: 'Phòng Thanh tra Thử', birth: '1979-05-06' } }])
    await expect(b.commit(id)).rejects.toMatchObject({ code: 'kernel.importNotReady' })

    await b.do((ctx) => decideRow(ctx, { id, no: 4, decision: known?.id ?? '' }))
    const decided = await b.do((ctx) => importRows(ctx, { id, limit: 10 }))
    expect(decided.rows[0]).toMatchObject({
      state: 'changed',
      changes: { unit: ['Phòng Thanh tra Thử', 'Văn phòng Thử Nghiệm'] },
    })
    await b.commit(id)
    const moved = await world.asSystem((ctx) => getPerson(ctx, known?.id ?? ''))
    expect(moved.posts.map((p) => [p.unitId, p.validFrom, p.validUntil])).toEqual([
      [office.unitId, '2021-01-01', null],
      [other.unitId, '2015-01-01', '2021-01-01'],
    ])
    // Taken back, the person holds the former post as before.
    await b.do((ctx) => undoImport(ctx, { id, reason: 'Nhập nhầm người' }))
    const back = await world.asSystem((ctx) => getPerson(ctx, known?.id ?? ''))
    expect(back.posts.map((p) => [p.unitId, p.validFrom, p.validUntil])).toEqual([[other.unitId, '2015-01-01', null]])
  })

  test('who are likely somebody recorded, written otherwise, wait for a decision; another person is remembered as such', async ({
    world,
  }) => {
    const { office } = await twoUnits(world)
    const known = await world.asSystem((ctx) => aPerson(ctx, { unitId: office.unitId }))
    const b = bench(world, { ...everywhere, [can.reviewDuplicates.id]: { all: true } })
    const drafted = await b.draft(
      'people',
      'go-telex.csv',
      sheet('1;Nguyeenx Thij Hoa;08/03/1985;Nữ;Công chức;Phòng Thanh tra Thử;Thanh tra viên;01/02/2020;'),
    )
    const checked = await b.check(drafted.id)
    expect(checked.run?.counts).toEqual({ review: 1 })
    const { rows } = await b.do((ctx) => importRows(ctx, { id: drafted.id, limit: 10 }))
    expect(rows[0]?.candidates?.map((c) => c.id)).toEqual([known.id])
    await b.do((ctx) => decideRow(ctx, { id: drafted.id, no: rows[0]?.no ?? 0, decision: 'new' }))
    expect((await b.commit(drafted.id)).state).toBe('committed')
    expect(await world.sql('SELECT state, found_by, why FROM people.duplicate')).toEqual([
      { state: 'not-same', found_by: 'import', why: 'Người nhập tệp đã chọn: là người khác' },
    ])
    expect(await world.sql(`SELECT count(*)::int AS n FROM kernel.job WHERE name = 'people.findNewDuplicates'`)).toEqual([
      { n: 1 },
    ])
  })

  test('twice in one file are told with the row they repeat; left out, the other is free', async ({ world }) => {
    await twoUnits(world)
    const b = bench(world)
    const row = 'Võ Thị Én;02/09/1990;Nữ;Viên chức;VP-01;Văn thư;01/01/2020;'
    const { id } = await b.draft('people', 'lap.csv', sheet(`1;${row}`, `2;${row}`))
    expect((await b.check(id)).run?.counts).toEqual({ made: 1, refused: 1 })
    const { rows } = await b.do((ctx) => importRows(ctx, { id, states: ['refused'], limit: 10 }))
    expect(rows).toMatchObject([{ no: 5, twinOf: 4, issues: [{ code: 'kernel.imports.issues.twin', params: { row: 4 } }] }])
    await b.do((ctx) => leaveRows(ctx, { id, nos: [4], reason: 'Dòng lặp' }))
    expect((await b.found(id)).run?.counts).toEqual({ made: 1, left: 1 })
    await b.do((ctx) => leaveRows(ctx, { id, nos: [4], reason: null }))
    expect((await b.found(id)).run?.counts).toEqual({ made: 1, refused: 1 })
  })

  test('are undone as a whole, audited, only while nobody has touched them', async ({ world }) => {
    await twoUnits(world)
    const b = bench(world)
    const file = sheet(
      '1;Hồ Thị Lan;01/01/1990;Nữ;Viên chức;VP-01;Văn thư;01/01/2020;033190000001',
      '2;Hồ Văn Minh;01/01/1991;Nam;Viên chức;VP-01;Lái xe;01/01/2020;',
    )
    const { id } = await b.draft('people', 'hoan-tac.csv', file)
    await b.check(id)
    await b.commit(id)
    await b.do((ctx) => undoImport(ctx, { id, reason: 'Nhầm tệp' }))
    for (const table of ['people.person', 'people.post', 'people.identity'])
      expect(await world.sql(`SELECT FROM ${table}`)).toHaveLength(0)
    expect(await b.found(id)).toMatchObject({ state: 'undone', undoneWhy: 'Nhầm tệp' })
    await expect(b.do((ctx) => undoImport(ctx, { id, reason: 'Lần nữa' }))).rejects.toMatchObject({
      code: 'kernel.importNotWritten',
    })
    expect(await world.sql(`SELECT FROM audit.change WHERE relation = 'people.person' AND after IS NULL`)).toHaveLength(2)

    const second = await b.draft('people', 'hoan-tac.csv', file)
    await b.check(second.id)
    await b.commit(second.id)
    const [lan] = await world.sql<{ id: string }>(`SELECT id FROM people.person WHERE given = 'Lan'`)
    await world.asSystem(async (ctx) => {
      const person = await getPerson(ctx, lan?.id ?? '')
      await correctPerson(ctx, { ...person, birthDate: '1990-01-02' })
    })
    await expect(b.do((ctx) => undoImport(ctx, { id: second.id, reason: 'Nhầm' }))).rejects.toMatchObject({
      code: 'kernel.importUsed',
      params: { count: 1, rows: '4' },
    })
    expect(await world.sql('SELECT FROM people.person')).toHaveLength(2)
  })

  test('outside the reach of who imports are refused row by row, a number held elsewhere too', async ({ world }) => {
    const { office, other } = await twoUnits(world)
    const outsider = await world.asSystem((ctx) => aPerson(ctx, { unitId: other.unitId }))
    await world.sql(
      `INSERT INTO people.identity (person_id, citizen_id) SELECT $1::uuid, '033000000009' WHERE set_config('noivu.entry', $1::uuid::text, true) <> ''`,
      [outsider.id],
    )
    const unit = { units: [office.unitId] }
    const b = bench(world, { 'organization.readUnit': { all: true }, [can.readPerson.id]: unit, [can.changePerson.id]: unit })
    const { id } = await b.draft(
      'people',
      'pham-vi.csv',
      sheet(
        '1;Đỗ Văn An;1990;Nam;Viên chức;VP-01;Văn thư;01/01/2020;',
        '2;Đỗ Văn Ba;1990;Nam;Viên chức;TC-01;Văn thư;01/01/2020;',
        '3;Đỗ Văn Ca;1990;Nam;Viên chức;VP-01;Văn thư;01/01/2020;033000000009',
      ),
    )
    await b.check(id)
    const { rows } = await b.do((ctx) => importRows(ctx, { id, limit: 10 }))
    expect(rows.map((r) => [r.state, r.issues[0]?.code])).toEqual([
      ['made', undefined],
      ['refused', 'people.importOutside'],
      ['refused', 'people.importElsewhere'],
    ])
    await b.do((ctx) => leaveRows(ctx, { id, states: ['refused'], reason: 'Ngoài phạm vi' }))
    await b.commit(id)
    expect(await world.sql(`SELECT FROM people.person WHERE given = 'An'`)).toHaveLength(1)
    await b.do((ctx) => undoImport(ctx, { id, reason: 'Thử hoàn tác trong phạm vi đơn vị' }))
    expect(await world.sql(`SELECT FROM people.person WHERE given = 'An'`)).toHaveLength(0)
  })

  test('cannot be seen, continued or undone by somebody else, nor imported without the right to write them', async ({
    world,
  }) => {
    await twoUnits(world)
    const b = bench(world)
    const { id } = await b.draft('people', 'rieng.csv', sheet('1;Hồ Thị Lan;1990;Nữ;Viên chức;VP-01;Văn thư;01/01/2020;'))
    const stranger = bench(world)
    await expect(stranger.do((ctx) => importRows(ctx, { id, limit: 1 }))).rejects.toMatchObject({ code: 'kernel.notFound' })
    await expect(stranger.do((ctx) => stopImport(ctx, id))).rejects.toMatchObject({ code: 'kernel.notFound' })
    await expect(stranger.check(id)).rejects.toThrow('no such import')
    const overseer = bench(world, { ...everywhere, 'imports.readImport': { all: true } })
    expect((await overseer.do((ctx) => importRows(ctx, { id, limit: 1 }))).rows).toEqual([])
    await expect(overseer.do((ctx) => setLayout(ctx, { id, sheet: 0 }))).rejects.toMatchObject({ code: 'kernel.forbidden' })
    const reader = bench(world, { 'organization.readUnit': { all: true }, [can.readPerson.id]: { all: true } })
    await expect(reader.draft('people', 'x.csv', sheet())).rejects.toMatchObject({ code: 'kernel.forbidden' })
  })

  test('from a form with births in two columns, groups for units and everything in capitals', async ({ world }) => {
    await twoUnits(world)
    const b = bench(world)
    const file = [
      'TT\tHọ và tên\tNgày tháng năm sinh Nam\tNgày tháng năm sinh Nữ\tChức vụ',
      '(1)\t(2)\t(3)\t(4)\t(5)',
      'I\tVăn phòng Thử Nghiệm\t\t\t',
      '1\tNGUYỄN VĂN TƯ\t5/6/1970\t\tTrưởng phòng',
      'II\tPhòng Thanh tra Thử\t\t\t',
      '1\tNGUYỄN THỊ NĂM\t\t1975\tThanh tra viên',
    ].join('\n')
    const drafted = await b.draft('people', 'bieu.csv', file)
    expect(drafted.layout).toMatchObject({ headerTop: 0, numbering: 1, body: 2 })
    expect(drafted.mapping).toMatchObject({ unit: { group: true }, birthMale: { column: 2 }, birthFemale: { column: 3 } })
    await expect(b.check(drafted.id)).rejects.toMatchObject({
      code: 'kernel.importUnmapped',
      params: { fields: 'Nhóm, Giữ chức vụ từ' },
    })
    const checked = await b.check(drafted.id, { category: { value: 'Công chức' }, from: { value: '01/01/2020' } })
    expect(checked.run?.counts).toEqual({ made: 2 })
    await b.commit(drafted.id)
    expect(
      await world.sql(`SELECT full_name, sex, birth_date, birth_year FROM people.person ORDER BY birth_year NULLS FIRST`),
    ).toEqual([
      { full_name: 'Nguyễn Văn Tư', sex: 'male', birth_date: '1970-06-05', birth_year: null },
      { full_name: 'Nguyễn Thị Năm', sex: 'female', birth_date: null, birth_year: 1975 },
    ])
    // The same headings are understood the same way the next time, without being asked.
    const next = await b.draft('people', 'thang-sau.csv', file.replace('NGUYỄN VĂN TƯ', 'NGUYỄN VĂN SÁU'))
    expect(next.mapping).toMatchObject({ unit: { group: true }, birthFemale: { column: 3 } })
    expect(next.confidence.birthMale).toBe(1)
  })
})
