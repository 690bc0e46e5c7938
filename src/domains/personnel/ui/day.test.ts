import { expect, test } from 'vitest'
import { dayText, parseDay } from './day.ts'

test('a day is typed and read as far as it is known', () => {
  expect(['1985', '3/1985', '8/3/1985', '8-3-85', '1985-03'].map(parseDay)).toEqual([
    '1985',
    '1985-03',
    '1985-03-08',
    '1985-03-08',
    '1985-03',
  ])
  expect(['13/1985', '30/2/1985', 'năm 1985', '85', ''].map(parseDay)).toEqual([null, null, null, null, null])
  expect(['1985', '1985-03', '1985-03-08'].map((day) => dayText(day, 'vi'))).toEqual(['1985', '03/1985', '08/03/1985'])
})
