import { expect, test } from 'vitest'
import { readSearch, writeSearch } from './url.ts'

test('plain texts stay texts, repeated keys are lists', () => {
  expect(readSearch('?search=nguyen+thi&year=2022&level=a&level=b')).toEqual({
    search: 'nguyen thi',
    year: '2022',
    level: ['a', 'b'],
  })
  expect(readSearch('')).toEqual({})
})

test('what is written is read again; empty values are left out', () => {
  const search = { search: 'Nguyễn Thị', asOf: '2022-01-01', level: ['a', 'b'] }
  expect(readSearch(writeSearch(search))).toEqual(search)
  expect(writeSearch({ search: '', asOf: undefined, level: [] })).toBe('')
})
