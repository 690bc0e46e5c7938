import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, yearOf } from '../dates.ts'
import { announcedDays, restLaws } from './calendar.data.ts'
import { addWorkingDays, type DatedDay, makeCalendar, weekday, workingDayFrom } from './calendar.rules.ts'

const calendar = makeCalendar(restLaws(), announcedDays())
const off = (day: string) => calendar.dayOf(day).off
const offBetween = (from: string, to: string) => {
  const days = []
  for (let day = from; day <= to; day = addDays(day, 1)) if (off(day)) days.push(day)
  return days
}
const run = (from: string, to: string) => {
  const days = []
  for (let day = from; day <= to; day = addDays(day, 1)) days.push(day)
  return days
}
const entered = (day: string, kind: 'off' | 'work', holiday: string | null = null): DatedDay => ({
  day,
  kind,
  holiday,
  label: { vi: 'Quốc tang', en: 'National mourning' },
  source: 'Thông báo số 1/TB',
  certainty: 'sure',
  entered: true,
})

describe('public holidays', () => {
  test('2022: Tết 29/1 to 6/2, Giỗ Tổ on a Sunday is given on Monday, 30/4 and 1/5 at a weekend on Monday and Tuesday, four days of National Day', () => {
    expect(offBetween('2022-01-28', '2022-02-08')).toEqual(run('2022-01-29', '2022-02-06'))
    expect(calendar.dayOf('2022-01-03')).toMatchObject({ off: true, kind: 'substitute', label: { vi: 'Tết Dương lịch' } })
    expect(calendar.dayOf('2022-04-11')).toMatchObject({
      kind: 'substitute',
      label: { vi: 'Giỗ Tổ Hùng Vương' },
      source: 'BLLD-45-2019#112',
    })
    expect(offBetween('2022-04-29', '2022-05-04')).toEqual(run('2022-04-30', '2022-05-03'))
    expect(offBetween('2022-08-31', '2022-09-05')).toEqual(run('2022-09-01', '2022-09-04'))
  })

  test('2023: Giỗ Tổ 29/4 and 30/4 at a weekend are given after 1/5; Tết 20/1 to 26/1; National Day 1/9 to 4/9', () => {
    expect(offBetween('2023-04-28', '2023-05-04')).toEqual(run('2023-04-29', '2023-05-03'))
    expect(calendar.dayOf('2023-05-01').kind).toBe('holiday')
    expect([calendar.dayOf('2023-05-02').label?.vi, calendar.dayOf('2023-05-03').label?.vi]).toEqual([
      'Giỗ Tổ Hùng Vương',
      'Ngày Chiến thắng',
    ])
    expect(offBetween('2023-01-18', '2023-01-30')).toEqual([...run('2023-01-20', '2023-01-26'), '2023-01-28', '2023-01-29'])
    expect(offBetween('2023-08-31', '2023-09-05')).toEqual(run('2023-09-01', '2023-09-04'))
  })

  test('2024: Tết 8/2 to 14/2; Monday 29/4 off for Saturday 4/5 worked; National Day 31/8 to 3/9', () => {
    expect(offBetween('2024-02-07', '2024-02-16')).toEqual(run('2024-02-08', '2024-02-14'))
    expect(calendar.dayOf('2024-04-29')).toMatchObject({ off: true, kind: 'swap-off' })
    expect(calendar.dayOf('2024-05-04')).toMatchObject({ off: false, kind: 'swap-work' })
    expect(offBetween('2024-04-26', '2024-05-06')).toEqual([...run('2024-04-27', '2024-05-01'), '2024-05-05'])
    expect(offBetween('2024-08-30', '2024-09-04')).toEqual(run('2024-08-31', '2024-09-03'))
  })

  test('2025: Tết 25/1 to 2/2; Friday 2/5 off for Saturday 26/4; National Day 30/8 to 2/9', () => {
    expect(offBetween('2025-01-24', '2025-02-03')).toEqual(run('2025-01-25', '2025-02-02'))
    expect(offBetween('2025-04-25', '2025-05-05')).toEqual(['2025-04-27', ...run('2025-04-30', '2025-05-04')])
    expect(offBetween('2025-08-29', '2025-09-03')).toEqual(run('2025-08-30', '2025-09-02'))
  })

  test('2026: Tết 14/2 to 22/2, Giỗ Tổ given on 27/4, National Day 29/8 to 2/9, the new Culture Day from 1/7', () => {
    expect(offBetween('2026-02-13', '2026-02-23')).toEqual(run('2026-02-14', '2026-02-22'))
    expect(calendar.dayOf('2026-04-27')).toMatchObject({ off: true, kind: 'substitute' })
    expect(offBetween('2026-08-28', '2026-09-03')).toEqual(run('2026-08-29', '2026-09-02'))
    expect(off('2026-08-22')).toBe(false)
    expect(calendar.dayOf('2026-11-24')).toMatchObject({ off: true, certainty: 'likely', source: 'NQ-28-2026' })
    expect(off('2025-11-24')).toBe(false)
  })

  test('before 2021 National Day is one day, and from then on two', () => {
    expect([off('2020-09-01'), off('2020-09-02'), off('2020-09-03')]).toEqual([false, true, false])
  })

  test('what is expected without any announcement is what was then announced, for all five years known', () => {
    const bare = makeCalendar(
      restLaws(),
      announcedDays().filter((d) => !d.holiday),
    )
    for (let day = '2022-01-01'; day < '2027-01-01'; day = addDays(day, 1))
      expect([day, bare.dayOf(day).off]).toEqual([day, off(day)])
    expect(bare.dayOf('2025-01-29')).toMatchObject({ kind: 'holiday', expected: true })
    expect(calendar.dayOf('2025-01-29').expected).toBe(false)
  })

  test('a year not announced yet says so: Tết and the second day of National Day are expected, 1/5 is not', () => {
    expect(calendar.dayOf('2027-02-05')).toMatchObject({ off: true, kind: 'holiday', expected: true })
    expect(calendar.dayOf('2027-09-01')).toMatchObject({ off: true, expected: true })
    expect(calendar.dayOf('2027-05-01').expected).toBe(false)
    const told = makeCalendar(restLaws(), [
      ...announcedDays(),
      ...['2027-02-04', '2027-02-05', '2027-02-06', '2027-02-07', '2027-02-08'].map((d) => entered(d, 'off', 'TET')),
    ])
    expect(told.dayOf('2027-02-04')).toMatchObject({ off: true, expected: false })
    expect(told.dayOf('2027-02-10')).toMatchObject({ off: true, kind: 'substitute' })
    expect(told.dayOf('2027-02-11').off).toBe(false)
  })

  test('what the department entered has the last word, both ways', () => {
    const mourning = makeCalendar(restLaws(), [...announcedDays(), entered('2024-07-25', 'off'), entered('2024-04-29', 'work')])
    expect(mourning.dayOf('2024-07-25')).toMatchObject({ off: true, kind: 'entered-off', label: { vi: 'Quốc tang' } })
    expect(mourning.dayOf('2024-04-29')).toMatchObject({ off: false, kind: 'entered-work' })
    expect(mourning.version).not.toBe(calendar.version)
  })

  test('the version does not depend on the order of the rows', () => {
    expect(makeCalendar([...restLaws()].reverse(), [...announcedDays()].reverse()).version).toBe(calendar.version)
  })

  test('outside of what is recorded nothing is answered', () => {
    expect(() => calendar.dayOf('2013-04-30')).toThrow(RangeError)
    expect(() => calendar.dayOf('2100-01-01')).toThrow(RangeError)
    expect(calendar.dayOf('2099-12-31').off).toBe(false)
  })
})

const someDay = fc.integer({ min: 0, max: 30000 }).map((n) => addDays('2014-01-01', n))

describe('working days', () => {
  test('each year has 11 holidays by law, 12 since the Culture Day, each a working day lost', () => {
    for (let year = 2022; year <= 2099; year += 1) {
      const lost = []
      for (let day = `${year}-01-01`; yearOf(day) === year; day = addDays(day, 1)) {
        const info = calendar.dayOf(day)
        if ((info.kind === 'holiday' && weekday(day) < 6) || info.kind === 'substitute') lost.push(day)
      }
      expect([year, lost.length]).toEqual([year, year >= 2026 ? 12 : 11])
    }
  })

  test('so many working days there and back', () => {
    fc.assert(
      fc.property(someDay, fc.integer({ min: 1, max: 60 }), (day, n) => {
        const from = workingDayFrom(calendar, day)
        return from >= day && addWorkingDays(calendar, addWorkingDays(calendar, from, n), -n) === from
      }),
    )
  })
})
