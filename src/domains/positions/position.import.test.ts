import { describe, expect } from 'vitest'
import { ImportBench } from '#kernel/imports/import.factory.ts'
import { importRows, undoImport } from '#kernel/imports/import.service.ts'
import { anActor, type TestWorld, worldTest } from '#kernel/testing.ts'
import { organization } from '#domains/organization/index.ts'
import { aUnit } from '#domains/organization/unit.factory.ts'
import { people } from '#domains/people/index.ts'
import { personnel } from '#domains/personnel/index.ts'
import { staffing } from '#domains/staffing/index.ts'
import { positions } from './index.ts'
import { aPosition, aScheme } from './position.factory.ts'
import { getPosition, listPositions, recordCatalogue } from './position.service.ts'
import { can } from './positions.permissions.ts'
import { getScheme, listSchemes } from './scheme.service.ts'

const test = worldTest([organization, people, personnel, staffing, positions])
const officer = Object.fromEntries(
  [...Object.values(can).map((p) => p.id), 'organization.readUnit'].map((id) => [id, { all: true as const }]),
)
const bench = (world: TestWorld, reach: Parameters<typeof anActor>[0] = officer) => new ImportBench(world, anActor(reach))
const issuesOf = async (b: ImportBench, id: string) =>
  (await b.do((ctx) => importRows(ctx, { id, limit: 50 }))).rows.map((r) => [r.state, ...r.issues.map((i) => i.code)])

describe('a catalogue from a file', () => {
  const file = (...rows: string[]) =>
    [
      'DANH MỤC VỊ TRÍ VIỆC LÀM (kèm theo Quyết định số 386/QĐ-SNV)',
      '',
      'STT;Mã vị trí;Tên vị trí việc làm;Nhóm;Ngạch;Khung năng lực;Sản phẩm đầu ra',
      ...rows,
    ].join('\r\n')

  test('is read with its number from the title, its competences and products; known again; taken back', async ({ world }) => {
    await world.asSystem((ctx) =>
      recordCatalogue(ctx, {
        ...{ number: '386/QĐ-SNV', decidedOn: '2022-08-01', issuer: 'Sở Nội vụ', subject: 'Danh mục' },
        ...{ staff: 'commune-civil-servant', validFrom: '2022-08-01' },
      }),
    )
    const b = bench(world)
    const text = file(
      '1;CCX-01;Văn phòng - thống kê;Nghiệp vụ chuyên ngành;01.003;Soạn thảo văn bản: 3;Báo cáo | báo cáo | 1,5',
      '2;CCX-02;Tư pháp - hộ tịch;Chuyên ngành;;;',
    )
    const { id } = await b.draft('positions', 'danh-muc.csv', text)
    expect((await b.check(id)).run?.counts).toMatchObject({ made: 2 })
    await b.commit(id)
    const { rows } = await world.asSystem((ctx) => listPositions(ctx, { limit: 50, asOf: '2022-12-01', sort: 'code' }))
    expect(rows.map((r) => [r.code, r.group, r.rank, r.staff])).toEqual([
      ['CCX-01', 'specialised', '01.003', 'commune-civil-servant'],
      ['CCX-02', 'specialised', null, 'commune-civil-servant'],
    ])
    const position = await world.asSystem((ctx) => getPosition(ctx, rows[0]?.id ?? ''))
    expect(position.products).toEqual([{ name: 'Báo cáo', unit: 'báo cáo', coefficient: '1.5' }])
    const again = await b.draft('positions', 'danh-muc-2.csv', text.replace('Tư pháp - hộ tịch', 'Tư pháp, hộ tịch'))
    expect((await b.check(again.id)).run?.counts).toMatchObject({ same: 1, changed: 1 })
    await b.commit(again.id)
    await b.do((ctx) => undoImport(ctx, { id: again.id, reason: 'Nhầm tệp' }))
    expect((await world.asSystem((ctx) => getPosition(ctx, rows[1]?.id ?? ''))).name).toBe('Tư pháp - hộ tịch')
    const third = await b.draft('positions', 'them.csv', file('1;CCX-03;Văn hóa - xã hội;Chuyên ngành;;;'))
    await b.check(third.id)
    await b.commit(third.id)
    await b.do((ctx) => undoImport(ctx, { id: third.id, reason: 'Nhầm tệp' }))
    expect((await world.asSystem((ctx) => listPositions(ctx, { limit: 50, asOf: '2022-12-01' }))).rows).toHaveLength(2)
  })

  test('tells what is wrong, row by row', async ({ world }) => {
    await world.asSystem((ctx) => aPosition(ctx, { code: 'CC-01' }))
    const b = bench(world)
    const { number } = (await world.asSystem((ctx) => listPositions(ctx, { limit: 1, asOf: '2022-12-01' }))).rows[0] ?? {}
    const { id } = await b.draft(
      'positions',
      'sai.csv',
      ['Số quyết định;Mã;Tên vị trí;Nhóm;Ngạch', '999/QĐ;X-01;Một;Dùng chung;', `${number};X-02;Hai;Dùng chung;chuyên viên`].join(
        '\r\n',
      ),
    )
    await b.check(id)
    expect(await issuesOf(b, id)).toEqual([
      ['refused', 'positions.importCatalogueUnknown'],
      ['refused', 'positions.importRankUnknown'],
    ])
  })
})

describe('schemes from a file', () => {
  const heading = 'Cơ quan;Mã vị trí;Số lượng;Số quyết định;Ngày phê duyệt;Cơ quan phê duyệt;Hiệu lực từ'
  async function bodies(world: TestWorld) {
    return world.asSystem(async (ctx) => {
      const a = await aUnit(ctx, { code: 'SX1', name: 'Sở Xa Thứ Nhất', level: 'department', kind: 'department' })
      const c = await aUnit(ctx, { code: 'SX2', name: 'Sở Xa Thứ Hai', level: 'department', kind: 'department' })
      const one = await aPosition(ctx, { code: 'VT-01', name: 'Trưởng phòng xa' })
      await aPosition(ctx, { code: 'VT-02', name: 'Chuyên viên xa' })
      return { a: a.unitId, c: c.unitId, one: one.id }
    })
  }

  test('are approved where number and day are given, drafts otherwise; an approved one replaces; all is taken back', async ({
    world,
  }) => {
    const { a, one } = await bodies(world)
    await world.asSystem((ctx) => aScheme(ctx, a, [[one, 1]]))
    const b = bench(world)
    const approval = '77/QĐ-UBND;15/06/2022;UBND tỉnh;01/07/2022'
    const { id } = await b.draft(
      'position-schemes',
      'de-an.csv',
      [heading, `Sở Xa Thứ Nhất;VT-01;2;${approval}`, `Sở Xa Thứ Nhất;Chuyên viên xa;5;${approval}`, 'SX2;VT-02;3;;;;'].join(
        '\r\n',
      ),
    )
    expect((await b.check(id)).run?.counts).toMatchObject({ made: 3 })
    await b.commit(id)
    const list = () => world.asSystem((ctx) => listSchemes(ctx, { limit: 50, asOf: '2022-12-01' }))
    const byState = async () => (await list()).rows.map((r) => [r.state, r.kind, r.posts, r.validUntil]).sort()
    expect(await byState()).toEqual([
      ['draft', 'new', 3, null],
      ['ended', 'new', 1, '2022-07-01'],
      ['in-force', 'adjusted', 7, null],
    ])
    await b.do((ctx) => undoImport(ctx, { id, reason: 'Nhầm tệp' }))
    expect(await byState()).toEqual([['in-force', 'new', 1, null]])
  })

  test('are refused row by row: body, position, approval, reach; and are not taken back once changed', async ({ world }) => {
    const { a, c, one } = await bodies(world)
    await world.asSystem((ctx) => aScheme(ctx, c, [[one, 1]], { validFrom: '2022-09-01' }))
    const text = [
      heading,
      'Sở Không Có;VT-01;2;;;;',
      'SX1;VT-99;2;;;;',
      'SX1;VT-01;2;;;;',
      'SX1;VT-02;2;78/QĐ-UBND;15/06/2022;UBND tỉnh;01/07/2022',
      'SX2;VT-01;2;79/QĐ-UBND;15/06/2022;UBND tỉnh;01/07/2022',
    ].join('\r\n')
    const b = bench(world)
    const { id } = await b.draft('position-schemes', 'sai.csv', text)
    await b.check(id)
    expect(await issuesOf(b, id)).toEqual([
      ['refused', 'positions.importUnitUnknown'],
      ['refused', 'positions.importPositionUnknown'],
      ['made'],
      ['refused', 'positions.importSchemeUneven'],
      ['refused', 'positions.importSchemeLater'],
    ])
    const own = bench(world, { ...officer, [can.changeScheme.id]: { units: [a] }, [can.approveScheme.id]: { units: [] } })
    const narrow = await own.draft('position-schemes', 'hep.csv', text)
    await own.check(narrow.id)
    expect((await issuesOf(own, narrow.id)).map((r) => r[1])).toEqual([
      'positions.importUnitUnknown',
      'positions.importPositionUnknown',
      undefined,
      'positions.importSchemeUneven',
      'positions.importOutside',
    ])
    const fine = await b.draft('position-schemes', 'dung.csv', [heading, 'SX1;VT-01;2;;;;'].join('\r\n'))
    await b.check(fine.id)
    await b.commit(fine.id)
    const draft = (await world.asSystem((ctx) => listSchemes(ctx, { limit: 50, state: 'draft' }))).rows[0]?.id ?? ''
    expect((await world.asSystem((ctx) => getScheme(ctx, draft))).lines).toMatchObject([{ code: 'VT-01', posts: 2 }])
  })
})
