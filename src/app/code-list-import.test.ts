import { expect } from 'vitest'
import { ImportBench } from '#kernel/imports/import.factory.ts'
import { importRows, originOf, undoImport } from '#kernel/imports/import.service.ts'
import { anActor, type TestWorld, worldTest } from '#kernel/testing.ts'
import { administration } from '#domains/administration/index.ts'
import { calendar } from '#domains/calendar/index.ts'
import { pauseReasons } from '#kernel/calendar/calendar.lists.ts'
import { codeEntries } from '#kernel/codelist/codelist.service.ts'

const test = worldTest([administration, calendar])
const editor = {
  'administration.readCodeList': { all: true },
  'administration.changeCodeList': { all: true },
}
const heading = 'Danh mục;Mã;Tên;Tên tiếng Anh;Từ ngày;Đến hết ngày;Căn cứ'
const list = 'Lý do tạm dừng thời hạn'
const file = (...rows: string[]) => [heading, ...rows].join('\n')
const entries = (world: TestWorld, code: string) =>
  world.asSystem(async (ctx) => (await codeEntries(ctx, pauseReasons)).filter((e) => e.code === code))

test('entries come from a file with their days and source; the same file again changes nothing; all of it can be taken back', async ({
  world,
}) => {
  const bench = new ImportBench(world, anActor(editor))
  const text = file(
    `${list};BAO-LU;Chờ hết bão lũ;Waiting for the flood;01/07/2022;31/12/2022;Quyết định 12/QĐ-SNV`,
    `ly do tam dung thoi han;BAO-LU;Chờ hết bão, lũ;;01/01/2023;;Quyết định 30/QĐ-SNV`,
  )
  const { id } = await bench.draft('codes', 'danh-muc.csv', text)
  expect(await bench.check(id)).toMatchObject({ run: { counts: { made: 2 } } })
  await bench.commit(id)
  const made = await entries(world, 'BAO-LU')
  expect(made).toMatchObject([
    { label: { vi: 'Chờ hết bão lũ', en: 'Waiting for the flood' }, validFrom: '2022-07-01', validUntil: '2023-01-01' },
    { label: { vi: 'Chờ hết bão, lũ' }, validFrom: '2023-01-01', validUntil: null, source: 'Quyết định 30/QĐ-SNV' },
  ])
  expect(await bench.do((ctx) => originOf(ctx, { kind: 'codes', recordId: made[0]?.id ?? '' }))).toMatchObject([
    { fileName: 'danh-muc.csv', no: 2, cells: { code: 'B2', source: 'G2' } },
  ])

  const again = await bench.draft('codes', 'danh-muc-2.csv', text)
  expect(await bench.check(again.id)).toMatchObject({ run: { counts: { same: 2 } } })
  await bench.commit(again.id)
  expect(await entries(world, 'BAO-LU')).toEqual(made)

  // A correction, taken back; then the first import.
  const corrected = await bench.draft(
    'codes',
    'dinh-chinh.csv',
    file(`${list};BAO-LU;Chờ hết bão lũ, sạt lở;;01/07/2022;31/12/2022;Quyết định 12/QĐ-SNV`),
  )
  expect(await bench.check(corrected.id)).toMatchObject({ run: { counts: { changed: 1 } } })
  await bench.commit(corrected.id)
  expect((await entries(world, 'BAO-LU'))[0]?.label).toEqual({ vi: 'Chờ hết bão lũ, sạt lở', en: 'Waiting for the flood' })
  await bench.do((ctx) => undoImport(ctx, { id: corrected.id, reason: 'thử' }))
  expect(await entries(world, 'BAO-LU')).toEqual(made)
})

test('an import is taken back whole', async ({ world }) => {
  const bench = new ImportBench(world, anActor(editor))
  const { id } = await bench.draft('codes', 'a.csv', file(`${list};BAO-LU;Chờ;;;;Quyết định 1`))
  await bench.check(id)
  await bench.commit(id)
  expect(await entries(world, 'BAO-LU')).toHaveLength(1)
  await bench.do((ctx) => undoImport(ctx, { id, reason: 'thử' }))
  expect(await entries(world, 'BAO-LU')).toEqual([])
})

test('what fits no list, shares days with another entry or has no source is told by row', async ({ world }) => {
  const bench = new ImportBench(world, anActor(editor))
  const { id } = await bench.draft(
    'codes',
    'sai.csv',
    file(
      'Danh mục lạ;A;Tên;;;;QĐ 1',
      'Cách tính thời hạn;B;Tên;;;;QĐ 1',
      `${list};chữ thường;Tên;;;;QĐ 1`,
      `${list};BO-SUNG;Chờ;;01/01/2024;;QĐ 1`,
      `${list};C;Tên;;02/01/2024;01/01/2024;QĐ 1`,
      `${list};D;Tên;;;;`,
    ),
  )
  await bench.check(id)
  const { rows } = await bench.do((ctx) => importRows(ctx, { id, states: [], after: 0, limit: 50 }))
  expect(rows.map((r) => [r.no, r.state, r.issues[0]?.code])).toEqual([
    [2, 'refused', 'administration.importListUnknown'],
    [3, 'refused', 'administration.importListHasColumns'],
    [4, 'refused', 'administration.importCodeForm'],
    [5, 'refused', 'administration.importOverlaps'],
    [6, 'refused', 'administration.importEndsBefore'],
    [7, 'refused', expect.stringContaining('kernel.')],
  ])
})

test('only who may change lists everywhere brings entries in', async ({ world }) => {
  const reader = new ImportBench(world, anActor({ 'administration.readCodeList': { all: true } }))
  await expect(reader.draft('codes', 'a.csv', file(`${list};A;Tên;;;;QĐ 1`))).rejects.toMatchObject({ code: 'kernel.forbidden' })
})
