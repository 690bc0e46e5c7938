import { describe, expect, test } from 'vitest'
import { BodyReader, detectLayout, isNumberingRow, type SheetSample } from './detect.rules.ts'
import { guessMapping, headerFingerprint, type MappableField } from './mapping.rules.ts'
import type { Cell } from './cell.rules.ts'

const sheet = (rows: Cell[][], merges: SheetSample['merges'] = []): SheetSample => ({ name: 'A', hidden: false, rows, merges })
const kindsOf = (sample: SheetSample) => {
  const layout = detectLayout(sample)!
  const body = new BodyReader(layout, sample.merges)
  return [...sample.rows.flatMap((cells, row) => body.push(row, cells)), ...body.end()].map((r) => [
    r.row + 1,
    r.kind,
    r.groups.join(' > '),
  ])
}

describe('headings', () => {
  test('of two rows are joined into paths, merged or written once at the left', () => {
    const rows: Cell[][] = [
      ['DANH SÁCH'],
      ['TT', 'Họ và tên', 'Trình độ', null, null, 'Ghi chú'],
      [null, null, 'Chuyên môn', 'Chính trị', 'Tin học', null],
      [1, 'Lê A', 'Đại học', 'Cao cấp', 'x', null],
    ]
    const merged = sheet(rows, [
      { top: 1, left: 2, bottom: 1, right: 4 },
      { top: 1, left: 0, bottom: 2, right: 0 },
    ])
    for (const sample of [merged, sheet(rows, [{ top: 1, left: 0, bottom: 2, right: 0 }])]) {
      const layout = detectLayout(sample)
      expect(layout).toMatchObject({ headerTop: 1, headerBottom: 2, body: 3, titles: ['DANH SÁCH'], ordinals: [0] })
      expect(layout?.columns.map((c) => c.title)).toEqual([
        'TT',
        'Họ và tên',
        'Trình độ / Chuyên môn',
        'Trình độ / Chính trị',
        'Trình độ / Tin học',
        'Ghi chú',
      ])
    }
  })

  test('rows that number the columns', () => {
    for (const row of [
      ['(1)', '(2)', '(3)'],
      ['1', '2', '3', '4'],
      ['A', 'B', 'C', 'D=A+B'],
      ['1', '2', '3=1+2', '4'],
    ])
      expect(isNumberingRow(row), row.join()).toBe(true)
    for (const row of [
      ['1', 'Nguyễn', '3'],
      ['1', '2'],
      ['5', '6', '7'],
      ['1980', '1981', '1982'],
      ['x', 'x', 'x'],
    ])
      expect(isNumberingRow(row), row.join()).toBe(false)
  })

  test('a sheet of one sentence, and an empty one, hold no table worth the name', () => {
    expect(detectLayout(sheet([]))).toBeNull()
    expect(detectLayout(sheet([[null], [1, 2, 3], [4, 5, 6]]))).toBeNull()
  })
})

describe('rows below', () => {
  test('groups in levels, totals, repeated headings, notes and signatures are told from records', () => {
    const head = ['TT', 'Họ và tên', 'Chức vụ', 'Năm sinh', 'Ghi chú']
    const rows: Cell[][] = [
      head,
      ['A', 'Khối cơ quan', null, null, null],
      ['I', 'Văn phòng', null, null, null],
      [1, 'Lê A', 'Chánh Văn phòng', 1970, null],
      ['II', 'Phòng Nội vụ', null, null, null],
      [2, 'Lê B', 'Trưởng phòng', 1971, null],
      ['Cộng khối cơ quan', null, null, 2, null],
      head,
      ['B', 'Khối xã', null, null, null],
      [null, 'Xã Một', null, null, null],
      [3, 'Công Văn Tổng', 'Công chức', 1972, null],
      [4, 'Tổng Thị C', 'Công chức', 1973, null],
      [5, null, null, null, null],
      [null, null, null, null, null],
      [null, 'NGƯỜI LẬP', null, 'CHỦ TỊCH', null],
      [null, '(Ký tên)', null, null, null],
    ]
    expect(kindsOf(sheet(rows)).filter(([, kind]) => kind !== 'blank')).toEqual([
      [2, 'group', ''],
      [3, 'group', ''],
      [4, 'body', 'Khối cơ quan > Văn phòng'],
      [5, 'group', ''],
      [6, 'body', 'Khối cơ quan > Phòng Nội vụ'],
      [7, 'total', ''],
      [8, 'header', ''],
      [9, 'group', ''],
      [10, 'group', ''],
      [11, 'body', 'Khối xã > Xã Một'],
      [12, 'body', 'Khối xã > Xã Một'],
      [15, 'note', ''],
      [16, 'note', ''],
    ])
  })

  test('a company is no total', () => {
    const rows: Cell[][] = [
      ['TT', 'Tên đơn vị', 'Số người'],
      [1, 'Tổng công ty Một', 5],
      [2, 'Công đoàn ngành', 6],
      [null, 'Tổng số', 11],
    ]
    expect(kindsOf(sheet(rows)).map(([, kind]) => kind)).toEqual(['body', 'body', 'total'])
  })
})

describe('columns', () => {
  const fields: MappableField[] = [
    { name: 'name', words: { vi: 'Họ và tên', en: 'Name' }, type: 'name', required: true, synonyms: ['Họ tên'] },
    { name: 'birth', words: { vi: 'Ngày sinh', en: 'Born' }, type: 'birth', synonyms: ['Năm sinh'] },
    { name: 'unit', words: { vi: 'Đơn vị', en: 'Unit' }, type: 'text', grouped: true },
    { name: 'year', words: { vi: 'Năm', en: 'Year' }, type: 'text' },
  ]
  const columns = (...titles: string[]) => titles.map((title, index) => ({ index, path: [title], title }))

  test('are found by their names in any writing, the surest first, numbers of rows never', () => {
    const guess = guessMapping(columns('Số TT', 'HO VA TEN (1)', 'Năm sinh', 'Đơn vị công tác'), fields)
    expect(guess.mapping).toEqual({ name: { column: 1 }, birth: { column: 2 }, unit: { column: 3 } })
    expect(guess.confidence.name).toBe(1)
    expect(guess.confidence.unit).toBeLessThan(0.9)
  })

  test('that are missing come from groups and titles', () => {
    const guess = guessMapping(columns('TT', 'Họ tên'), fields, { hasGroups: true, fixed: { year: '2022' } })
    expect(guess.mapping).toEqual({ name: { column: 1 }, unit: { group: true }, year: { value: '2022' } })
  })

  test('are remembered for the same heading, values for the whole file are not', () => {
    const remembered = { name: { column: 2 }, year: { value: '2021' } }
    const guess = guessMapping(columns('TT', 'Họ tên', 'Tên gọi'), fields, { remembered, fixed: { year: '2022' } })
    expect(guess.mapping).toMatchObject({ name: { column: 2 }, year: { value: '2022' } })
    expect(headerFingerprint(columns('TT', 'Họ  tên'))).toBe(headerFingerprint(columns('tt', 'HỌ TÊN')))
    expect(headerFingerprint(columns('TT', 'Họ tên'))).not.toBe(headerFingerprint(columns('Họ tên', 'TT')))
  })
})
