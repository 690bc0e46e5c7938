import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  addDays,
  addMonths,
  comparePlainDates,
  coversWithoutGap,
  daysBetween,
  departmentTimezone,
  formatDate,
  formatDateShort,
  formatDateTime,
  formatDateWords,
  isPlainDate,
  parseDate,
  Period,
  periodContains,
  periodsOverlap,
  PlainDate,
  todayIn,
  yearOf,
} from './dates.ts'

const anyDate = fc.integer({ min: -700000, max: 2900000 }).map((days) => addDays('1970-01-01', days))
const nearDate = fc.integer({ min: 0, max: 40 }).map((days) => addDays('2025-06-15', days))
const anyPeriod = fc.record({ from: nearDate, until: fc.option(nearDate) })
const daysAround = Array.from({ length: 60 }, (_, days) => addDays('2025-06-05', days))

describe('a date that exists', () => {
  test.each(['2022-07-01', '2024-02-29', '2000-02-29', '0001-01-01', '9999-12-31', '1945-09-02'])('%s does', (date) => {
    expect(isPlainDate(date)).toBe(true)
    expect(PlainDate.parse(date)).toBe(date)
  })

  test.each([
    '2022-11-31',
    '2022-01-00',
    '2022-00-01',
    '2022-13-01',
    '2023-02-29',
    '1900-02-29',
    '2022-02-30',
    '0000-01-01',
    '2022-7-1',
    '22-07-01',
    '2022-07-01T00:00:00Z',
    ' 2022-07-01',
    '2022-07-01\n',
    '01/07/2022',
    '',
    '٢٠٢٢-٠٧-٠١',
    '+2022-07-01',
    '12022-07-01',
  ])('%j does not', (date) => {
    expect(isPlainDate(date)).toBe(false)
    expect(PlainDate.safeParse(date).success).toBe(false)
  })

  test('agrees with the calendar of the machine', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9999 }),
        fc.integer({ min: 0, max: 13 }),
        fc.integer({ min: 0, max: 32 }),
        (year, month, day) => {
          const text = [String(year).padStart(4, '0'), String(month).padStart(2, '0'), String(day).padStart(2, '0')].join('-')
          const at = new Date(`${text}T00:00:00Z`)
          expect(isPlainDate(text)).toBe(!Number.isNaN(at.getTime()) && at.toISOString().startsWith(text))
        },
      ),
      { numRuns: 2000 },
    )
  })
})

describe('parseDate', () => {
  test.each([
    ['1/7/22', '2022-07-01'],
    ['01/07/2022', '2022-07-01'],
    ['1-7-2022', '2022-07-01'],
    ['2022-07-01', '2022-07-01'],
    ['1.7.2022', '2022-07-01'],
    ['01/7/2022', '2022-07-01'],
    [' 1 / 7 / 22 ', '2022-07-01'],
    ['2022/7/1', '2022-07-01'],
    ['1/1/00', '2000-01-01'],
    ['1/1/49', '2049-01-01'],
    ['1/1/50', '1950-01-01'],
    ['31/12/99', '1999-12-31'],
    ['29/2/24', '2024-02-29'],
    ['2/9/1945', '1945-09-02'],
  ])('%j is %s', (text, date) => expect(parseDate(text)).toBe(date))

  test.each([
    '31/11/2022',
    '1/0/2022',
    '0/1/2022',
    '29/2/2023',
    '7/13/2022',
    '1/7',
    '1/7/222',
    '1/7-2022',
    '1/7/2022/3',
    '1722',
    '',
    'hôm nay',
    '2022-07-01T10:00:00Z',
    '2022-13-01',
    '1 7 2022',
    '1/7/02022',
  ])('%j is no date', (text) => expect(parseDate(text)).toBeNull())

  test('reads back every printed form', () => {
    fc.assert(
      fc.property(
        anyDate.filter((date) => date >= '1000'),
        (date) => {
          for (const text of [date, formatDate(date), formatDateShort(date, 'vi')]) expect(parseDate(text)).toBe(date)
        },
      ),
    )
  })
})

describe('printing', () => {
  test.each([
    ['2022-07-01', '01/7/2022', 'ngày 01 tháng 7 năm 2022'],
    ['2022-01-02', '02/01/2022', 'ngày 02 tháng 01 năm 2022'],
    ['2022-02-20', '20/02/2022', 'ngày 20 tháng 02 năm 2022'],
    ['2022-03-09', '09/3/2022', 'ngày 09 tháng 3 năm 2022'],
    ['2022-10-10', '10/10/2022', 'ngày 10 tháng 10 năm 2022'],
    ['2022-12-20', '20/12/2022', 'ngày 20 tháng 12 năm 2022'],
  ])('Decree 30/2020: %s is %s, %s', (date, short, words) => {
    expect(formatDate(date)).toBe(short)
    expect(formatDateWords(date)).toBe(words)
  })

  test('on the screen, in both languages', () => {
    expect(formatDateShort('2022-07-01', 'vi')).toBe('01/07/2022')
    expect(formatDateShort('2022-07-01', 'en')).toBe('1 Jul 2022')
  })

  test('a moment is shown on the clock of the Department', () => {
    expect(formatDateTime('2022-07-01T07:05:59.999Z', 'vi')).toBe('01/07/2022 14:05')
    expect(formatDateTime('2022-06-30T17:00:00Z', 'vi')).toBe('01/07/2022 00:00')
    expect(formatDateTime('2022-06-30T16:59:59Z', 'en')).toBe('30 Jun 2022, 23:59')
    expect(formatDateTime('2022-07-01T14:05:00+07:00', 'en')).toBe('1 Jul 2022, 14:05')
  })

  test('what is no date or moment is refused', () => {
    for (const text of ['2022-02-30', '', '1/7/22']) {
      expect(() => formatDate(text)).toThrow(RangeError)
      expect(() => formatDateWords(text)).toThrow(RangeError)
      expect(() => formatDateShort(text, 'vi')).toThrow(RangeError)
    }
    for (const text of [
      '2022-07-01',
      '2022-07-01T10:00:00',
      '2022-02-31T10:00:00Z',
      '2022-13-01T10:00:00Z',
      '2022-01-01T25:00:00Z',
      'now',
    ]) {
      expect(() => formatDateTime(text, 'vi')).toThrow(RangeError)
      expect(() => todayIn('UTC', text)).toThrow(RangeError)
    }
  })

  test('today depends on the place and on the moment brought', () => {
    expect(todayIn(departmentTimezone, '2021-12-31T17:00:00Z')).toBe('2022-01-01')
    expect(todayIn(departmentTimezone, new Date('2021-12-31T16:59:59Z'))).toBe('2021-12-31')
    expect(todayIn('UTC', '2021-12-31T17:00:00Z')).toBe('2021-12-31')
    expect(() => todayIn('Asia/Nowhere', '2021-12-31T17:00:00Z')).toThrow(RangeError)
    expect(() => todayIn('UTC', new Date(Number.NaN))).toThrow(RangeError)
  })
})

describe('reckoning', () => {
  test.each([
    ['2022-12-31', 1, '2023-01-01'],
    ['2024-02-28', 1, '2024-02-29'],
    ['2023-02-28', 1, '2023-03-01'],
    ['2022-01-01', -1, '2021-12-31'],
    ['1900-02-28', 1, '1900-03-01'],
  ])('%s and %d days is %s', (date, days, result) => expect(addDays(date, days)).toBe(result))

  test.each([
    ['2022-01-31', 1, '2022-02-28'],
    ['2024-01-31', 1, '2024-02-29'],
    ['2022-01-15', 12, '2023-01-15'],
    ['2024-02-29', 12, '2025-02-28'],
    ['2022-01-31', -2, '2021-11-30'],
    ['2022-12-01', 1, '2023-01-01'],
    ['2022-03-31', 0, '2022-03-31'],
    ['2020-05-31', 36, '2023-05-31'],
  ])('%s and %d months is %s', (date, months, result) => expect(addMonths(date, months)).toBe(result))

  test('beyond the calendar, and part days, are refused', () => {
    expect(() => addDays('9999-12-31', 1)).toThrow(RangeError)
    expect(() => addDays('0001-01-01', -1)).toThrow(RangeError)
    expect(() => addMonths('9999-12-01', 1)).toThrow(RangeError)
    expect(() => addDays('2022-01-01', 0.5)).toThrow(RangeError)
    expect(() => addDays('2022-02-30', 1)).toThrow(RangeError)
    expect(() => daysBetween('2022-01-01', '')).toThrow(RangeError)
  })

  test('days added are days between, and agree with the machine', () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: -10000, max: 10000 }), (date, days) => {
        const later = addDays(date, days)
        expect(daysBetween(date, later)).toBe(days)
        expect(comparePlainDates(later, date)).toBe(Math.sign(days) || 0)
        expect(new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)).toBe(later)
      }),
      { numRuns: 2000 },
    )
  })

  test('months added change the month by that many and never the day upwards', () => {
    fc.assert(
      fc.property(
        anyDate.filter((date) => date > '0200' && date < '9800'),
        fc.integer({ min: -1200, max: 1200 }),
        (date, months) => {
          const later = addMonths(date, months)
          const count = (each: string) => yearOf(each) * 12 + Number(each.slice(5, 7))
          expect(count(later) - count(date)).toBe(months)
          expect(later.slice(8) <= date.slice(8)).toBe(true)
        },
      ),
    )
  })
})

describe('periods', () => {
  test('the first day belongs, the day of the end does not', () => {
    const year = { from: '2022-01-01', until: '2023-01-01' }
    expect(['2021-12-31', '2022-01-01', '2022-12-31', '2023-01-01'].map((date) => periodContains(year, date))).toEqual([
      false,
      true,
      true,
      false,
    ])
    expect(periodContains({ from: '2022-01-01', until: null }, '9999-12-31')).toBe(true)
  })

  test('districts ended on 1 July 2025: what touches does not overlap and leaves no gap', () => {
    const before = { from: '1997-01-01', until: '2025-07-01' }
    const after = { from: '2025-07-01', until: null }
    expect(periodsOverlap(before, after)).toBe(false)
    expect(coversWithoutGap([after, before], { from: '2000-01-01', until: null })).toBe(true)
    expect(coversWithoutGap([before, { ...after, from: '2025-07-02' }], { from: '2000-01-01', until: null })).toBe(false)
    expect(coversWithoutGap([before], { from: '2000-01-01', until: '2025-07-01' })).toBe(true)
    expect(coversWithoutGap([before], { from: '2000-01-01', until: '2025-07-02' })).toBe(false)
    expect(coversWithoutGap([], before)).toBe(false)
  })

  test('the schema refuses a period that ends before or as it begins', () => {
    expect(Period.safeParse({ from: '2022-01-01', until: '2022-01-01' }).success).toBe(false)
    expect(Period.safeParse({ from: '2022-01-02', until: '2022-01-01' }).success).toBe(false)
    expect(Period.safeParse({ from: '2022-01-01', until: '2022-01-02' }).success).toBe(true)
    expect(Period.safeParse({ from: '2022-01-01', until: null }).success).toBe(true)
    expect(Period.safeParse({ from: '2022-02-30', until: null }).success).toBe(false)
  })

  test('overlap is having a day in common, in either order', () => {
    fc.assert(
      fc.property(anyPeriod, anyPeriod, (a, b) => {
        expect(periodsOverlap(a, b)).toBe(daysAround.some((day) => periodContains(a, day) && periodContains(b, day)))
        expect(periodsOverlap(a, b)).toBe(periodsOverlap(b, a))
      }),
      { numRuns: 2000 },
    )
  })

  test('covering is having every day, in any order of the parts', () => {
    fc.assert(
      fc.property(fc.array(anyPeriod, { maxLength: 5 }), anyPeriod, (periods, span) => {
        const wanted = daysAround.filter((day) => periodContains(span, day))
        const all = wanted.every((day) => periods.some((period) => periodContains(period, day)))
        expect(coversWithoutGap(periods, span)).toBe(
          all && (span.until !== null || periods.some((period) => period.until === null)),
        )
        expect(coversWithoutGap([...periods].reverse(), span)).toBe(coversWithoutGap(periods, span))
      }),
      { numRuns: 2000 },
    )
  })
})
