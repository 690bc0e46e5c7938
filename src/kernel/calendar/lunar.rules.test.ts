import { describe, expect, test } from 'vitest'
import { addDays, daysBetween } from '../dates.ts'
import { fromLunar, tet, toLunar } from './lunar.rules.ts'

/** Tết and Giỗ Tổ as printed in Vietnamese almanacs. */
const known: Record<number, [tet: string, hungKings: string, lastMonth: number]> = {
  2018: ['2018-02-16', '2018-04-25', 30],
  2019: ['2019-02-05', '2019-04-14', 30],
  2020: ['2020-01-25', '2020-04-02', 30],
  2021: ['2021-02-12', '2021-04-21', 30],
  2022: ['2022-02-01', '2022-04-10', 29],
  2023: ['2023-01-22', '2023-04-29', 30],
  2024: ['2024-02-10', '2024-04-18', 30],
  2025: ['2025-01-29', '2025-04-07', 29],
  2026: ['2026-02-17', '2026-04-26', 29],
  2027: ['2027-02-06', '2027-04-16', 29],
  2028: ['2028-01-26', '2028-04-04', 29],
  2029: ['2029-02-13', '2029-04-23', 29],
  2030: ['2030-02-02', '2030-04-12', 29],
  2031: ['2031-01-23', '2031-04-01', 29],
  2032: ['2032-02-11', '2032-04-19', 29],
  2033: ['2033-01-31', '2033-04-09', 30],
  2034: ['2034-02-19', '2034-04-28', 30],
  2035: ['2035-02-08', '2035-04-17', 30],
}

/** Tết of the other years from 2000 to 2050, MM-DD. */
const others: [from: number, ...days: string[]][] = [
  [2000, '02-05', '01-24', '02-12', '02-01', '01-22', '02-09', '01-29', '02-17', '02-07', '01-26'],
  [2010, '02-14', '02-03', '01-23', '02-10', '01-31', '02-19', '02-08', '01-28'],
  [
    2036,
    '01-28',
    '02-15',
    '02-04',
    '01-24',
    '02-12',
    '02-01',
    '01-22',
    '02-10',
    '01-30',
    '02-17',
    '02-06',
    '01-26',
    '02-14',
    '02-02',
    '01-23',
  ],
]

describe('the Vietnamese lunar calendar', () => {
  test.each(Object.entries(known))('%s: Tết, Giỗ Tổ and the length of the twelfth month', (year, [first, hungKings, length]) => {
    expect(tet(Number(year))).toBe(first)
    expect(fromLunar({ year: Number(year), month: 3, day: 10, leap: false })).toBe(hungKings)
    expect(toLunar(addDays(first, -1))).toEqual({ year: Number(year) - 1, month: 12, day: length, leap: false })
  })

  test('Tết of every other year from 2000 to 2050', () => {
    for (const [from, ...days] of others)
      expect(days.map((_, i) => tet(from + i))).toEqual(days.map((day, i) => `${from + i}-${day}`))
  })

  test.each([
    [1968, '1968-01-29', 'China 30 January: the first year of the zone UTC+7'],
    [1985, '1985-01-21', 'China 20 February: the solstice fell before midnight here, after it there'],
    [2007, '2007-02-17', 'China 18 February'],
    [2030, '2030-02-02', 'China 3 February'],
    [2053, '2053-02-18', 'China 19 February'],
  ])('Tết %s is %s (%s)', (year, day) => expect(tet(year)).toBe(day))

  test('leap months: the second of 2023, the sixth of 2025, the eleventh of 2033', () => {
    expect(toLunar('2023-03-22')).toEqual({ year: 2023, month: 2, day: 1, leap: true })
    expect(toLunar('2025-07-25')).toEqual({ year: 2025, month: 6, day: 1, leap: true })
    expect(toLunar('2033-12-22')).toEqual({ year: 2033, month: 11, day: 1, leap: true })
    expect(() => fromLunar({ year: 2024, month: 2, day: 1, leap: true })).toThrow(RangeError)
    expect(fromLunar({ year: 2022, month: 12, day: 30, leap: false })).toBe('2023-01-21')
    expect(() => fromLunar({ year: 2025, month: 12, day: 30, leap: false })).toThrow(RangeError)
  })

  test('there and back is the same day, for every day of two centuries; the day after is the day after', () => {
    const wrong = []
    let next = toLunar('1900-02-01')
    for (let day = '1900-02-01'; day < '2101-01-01'; day = addDays(day, 1)) {
      const lunar = next
      next = toLunar(addDays(day, 1))
      const follows = next.day === lunar.day + 1 || (next.day === 1 && lunar.day >= 29)
      if (lunar.day < 1 || lunar.day > 30 || !follows || fromLunar(lunar) !== day) wrong.push([day, lunar])
    }
    expect(wrong).toEqual([])
    expect(toLunar('2054-05-07')).toEqual({ year: 2054, month: 3, day: 30, leap: false })
  })

  test('each year begins 353 to 385 days after the one before, between 20 January and 21 February', () => {
    for (let year = 1969; year <= 2100; year += 1) {
      const length = daysBetween(tet(year - 1), tet(year))
      expect([year, length >= 353 && length <= 385, tet(year).slice(5) >= '01-20' && tet(year).slice(5) <= '02-21']).toEqual([
        year,
        true,
        true,
      ])
    }
  })
})
