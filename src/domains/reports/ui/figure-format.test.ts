import { expect, test } from 'vitest'
import { movementOf, writeDifference, writeFigure, writePeriod } from './figure-format.ts'
import { searchFigures, selectFigures, sortFigures } from './figure-search.ts'
import { aFigure } from './screens.factory.ts'

test.each([
  [aFigure(), '26.012 người'],
  [aFigure({ value: '57.6', unit: 'percent', unitLabel: { vi: '%', en: 'percent' }, kind: 'percent' }), '57,6%'],
  [aFigure({ value: '4600', qualifier: 'over' }), 'trên 4.600 người'],
  [aFigure({ value: '39', kind: 'rank-change', unitLabel: { vi: 'bậc', en: 'places' } }), '+39 bậc'],
  [aFigure({ value: '2023', kind: 'identifier', unitLabel: { vi: 'năm', en: 'year' } }), '2023 năm'],
  [aFigure({ value: null }), '–'],
])('a figure is written the Vietnamese way: %#', (figure, text) => {
  expect(writeFigure(figure, 'vi')).toBe(text)
})

test('the change since the former period is exact, and has no share where that means nothing', () => {
  expect(movementOf(aFigure({ value: '914.5', former: '900' }))).toEqual({ difference: '14.5', share: '1.6', direction: 'up' })
  expect(movementOf(aFigure({ value: '3', former: '0' }))?.share).toBeNull()
  expect(movementOf(aFigure({ former: null }))).toBeNull()
  expect(writeDifference('-400', 'vi')).toBe('−400')
})

test('periods are said as people say them', () => {
  expect([writePeriod('2022', 'vi'), writePeriod('2022-07', 'vi'), writePeriod('2021-2022', 'vi')]).toEqual([
    '2022',
    'tháng 7/2022',
    '2021-2022',
  ])
})

const rows = [
  aFigure({ id: 'A-1', title: { vi: 'Đảng viên nữ', en: 'Women' }, section: '1.I', value: '38', module: 'party' }),
  aFigure({
    id: 'A-2',
    title: { vi: 'Biên chế công chức', en: 'Quota' },
    section: '1.II.3.3.a/fn9',
    value: '1655',
    status: 'differs',
  }),
  aFigure({
    id: 'A-10',
    title: { vi: 'Đơn thư', en: 'Petitions' },
    section: '1.II.3',
    value: null,
    source: 'typed',
    status: 'missing',
  }),
]
const ids = (found: typeof rows) => found.map((row) => row.id)

test('figures are found without marks, by every word, and by id', () => {
  expect(ids(searchFigures(rows, 'dang nu'))).toEqual(['A-1'])
  expect(ids(searchFigures(rows, 'a-10'))).toEqual(['A-10'])
  expect(ids(searchFigures(rows, ''))).toHaveLength(3)
})

test('filters: states, sources, fields and sections, of which one does not lie in another by its letters alone', () => {
  expect(ids(selectFigures(rows, { status: ['differs', 'missing'] }))).toEqual(['A-2', 'A-10'])
  expect(ids(selectFigures(rows, { source: 'typed' }))).toEqual(['A-10'])
  expect(ids(selectFigures(rows, { section: '1.I' }))).toEqual(['A-1'])
  expect(ids(selectFigures(rows, { section: '1.II.3' }))).toEqual(['A-2', 'A-10'])
})

test('order: of the report, by value with what is missing last, by id as people count', () => {
  expect(ids(sortFigures(rows, 'order'))).toEqual(['A-1', 'A-2', 'A-10'])
  expect(ids(sortFigures(rows, '-value'))).toEqual(['A-2', 'A-1', 'A-10'])
  expect(ids(sortFigures(rows, 'id'))).toEqual(['A-1', 'A-2', 'A-10'])
})
