import { expect, test } from 'vitest'
import { aDocument } from './document.factory.ts'
import { formatPlaceDate, layOut, printable } from './layout.rules.ts'

test('days under 10 and the months 1 and 2 are padded, other months are not', () => {
  expect(formatPlaceDate('Hoa Sen', '2022-12-20')).toBe('Hoa Sen, ngày 20 tháng 12 năm 2022')
  expect(formatPlaceDate('Hoa Sen', '2022-01-02')).toBe('Hoa Sen, ngày 02 tháng 01 năm 2022')
  expect(formatPlaceDate('Hoa Sen', '2022-02-28')).toBe('Hoa Sen, ngày 28 tháng 02 năm 2022')
  expect(formatPlaceDate('Hoa Sen', '2022-03-09')).toBe('Hoa Sen, ngày 09 tháng 3 năm 2022')
})

test('an undated document leaves the numbers of its date open', () => {
  expect(formatPlaceDate('Hoa Sen', null)).toBe('Hoa Sen, ngày … tháng … năm …')
  expect(formatPlaceDate('', '2022-10-10')).toBe('ngày 10 tháng 10 năm 2022')
})

test('an English date', () => {
  expect(formatPlaceDate('Hoa Sen', '2022-01-02', 'en')).toBe('Hoa Sen, 2 January 2022')
  expect(formatPlaceDate('Hoa Sen', null, 'en')).toBe('Hoa Sen, …')
})

test.each(['2022-13-01', '2022-00-10', '2022-01-32', '2022-02-30', '2022-1-2', '20/12/2022', ''])('%s is no date', (date) => {
  expect(() => formatPlaceDate('Hoa Sen', date)).toThrow(RangeError)
})

test('printable text is composed, has single spaces and nothing XML refuses', () => {
  expect(printable('Hu\u031bng Ye\u0302n')).toBe('Hưng Yên')
  expect(printable('a\r\n\t b\u2028c\u00a0d')).toBe('a b c\u00a0d')
  expect(printable('a\u0000\u0007\ud83d\uffff\u202eb\ud83d\ude00')).toBe('ab\ud83d\ude00')
})

test('headings get their printed number, a part gets two lines of capitals', () => {
  const headings = layOut(aDocument()).blocks.flatMap((block) => (block.kind === 'heading' ? [block] : []))
  const lines = (level: number) =>
    headings
      .filter((block) => block.level === level)
      .map((block) =>
        block.lines.map((line) => line.map((piece) => ('text' in piece ? piece.text : `[${piece.number}]`)).join('')),
      )
  expect(lines(0)[0]).toEqual(['PHẦN THỨ NHẤT', 'KẾT QUẢ HOẠT ĐỘNG NĂM 2030[1]'])
  expect(lines(1)[0]).toEqual(['I- Khái quát đặc điểm, tình hình Câu lạc bộ'])
  expect(lines(3).at(-1)).toEqual(['2.3. Ký tự đặc biệt'])
  expect(lines(5)).toEqual([['- Về giáo án lớp cơ bản'], ['- Về phân tích ván đấu']])
})

test('a footnote hangs at its first reference only, never in a footnote, never without a text', () => {
  const printed = layOut(
    aDocument({
      blocks: [{ kind: 'paragraph', id: 'p', runs: [1, 1, 9].map((number) => ({ kind: 'footnote', number })) }],
      footnotes: [
        { number: 1, runs: [{ kind: 'footnote', number: 2 }] },
        { number: 2, runs: [] },
      ],
    }),
  )
  expect(printed.blocks[0]).toMatchObject({
    pieces: [
      { kind: 'note', number: 1 },
      { kind: 'mark', number: 1 },
      { kind: 'mark', number: 9 },
    ],
  })
  expect(printed.notes[0]?.pieces).toEqual([{ kind: 'mark', number: 2 }])
})

test('recipients get dash and stop; a stop that is there stays', () => {
  expect(layOut(aDocument({ recipients: ['Như trên;', 'Các nhóm', 'Lưu: VT.'] })).recipients.lines).toEqual([
    '- Như trên;',
    '- Các nhóm;',
    '- Lưu: VT.',
  ])
  expect(layOut(aDocument({ addressees: ['Ban A', 'Ban B'] })).addressees.lines).toEqual(['- Ban A;', '- Ban B.'])
})
