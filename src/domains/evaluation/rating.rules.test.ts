import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addMonths } from '#kernel/dates.ts'
import { decideLevel, type Level, periodFits } from './rating.rules.ts'

const level = (changes: Partial<Level> = {}): Level => ({
  code: 'A',
  isLevel: true,
  validFrom: null,
  validUntil: null,
  historicalUntil: null,
  source: 'D-1#2',
  ...changes,
})
const decide = (changes: Partial<Level>, from: string, until: string) => decideLevel([level(changes)], 'A', from, until)
const inForce = { ok: true, historical: false, source: 'D-1#2' }
const historical = { ok: true, historical: true, source: 'D-1#2' }
const refused = { ok: false, why: 'not-in-force' }

describe('a level stands for a period', () => {
  test.for([
    ['without dates, always', {}, '1990-01-01', '1991-01-01', inForce],
    ['when it was in force on the first day of the period', { validUntil: '2020-01-02' }, '2020-01-01', '2021-01-01', inForce],
    ['not when it ended as the period began', { validUntil: '2020-01-01' }, '2020-01-01', '2021-01-01', refused],
    ['when it came into force on the last day of the period', { validFrom: '2020-12-31' }, '2020-01-01', '2021-01-01', inForce],
    ['not when it came into force the day after the period', { validFrom: '2021-01-01' }, '2020-01-01', '2021-01-01', refused],
    [
      'as historical, when the period ends by the day of the change-over',
      { validUntil: '2020-01-01', historicalUntil: '2021-01-01' },
      '2020-01-01',
      '2021-01-01',
      historical,
    ],
    [
      'not as historical a day later',
      { validUntil: '2020-01-01', historicalUntil: '2020-12-31' },
      '2020-01-01',
      '2021-01-01',
      refused,
    ],
    [
      'not as historical before it began',
      { validFrom: '2022-01-01', historicalUntil: '2030-01-01' },
      '2020-01-01',
      '2021-01-01',
      refused,
    ],
  ] as const)('%s', ([, changes, from, until, decision]) => {
    expect(decide(changes, from, until)).toEqual(decision)
  })

  test('only when the list knows it', () => {
    expect(decideLevel([level()], 'B', '2020-01-01', '2021-01-01')).toEqual({ ok: false, why: 'unknown-level' })
    expect(decideLevel([], 'A', '2020-01-01', '2021-01-01')).toEqual({ ok: false, why: 'unknown-level' })
  })
})

describe('a period is of its kind', () => {
  test.for([
    ['a calendar year', 'year', '2021-01-01', '2022-01-01', true],
    ['a year from July', 'year', '2021-07-01', '2022-07-01', false],
    ['two years', 'year', '2021-01-01', '2023-01-01', false],
    ['a year to its last day instead of the day after', 'year', '2021-01-01', '2021-12-31', false],
    ['the second quarter', 'quarter', '2022-04-01', '2022-07-01', true],
    ['the fourth quarter', 'quarter', '2022-10-01', '2023-01-01', true],
    ['three months across quarters', 'quarter', '2022-02-01', '2022-05-01', false],
    ['a month', 'month', '2022-02-01', '2022-03-01', true],
    ['December', 'month', '2022-12-01', '2023-01-01', true],
    ['half a month', 'month', '2022-02-01', '2022-02-15', false],
    ['no time at all', 'month', '2022-02-01', '2022-02-01', false],
    ['a school year of nine months', 'school-year', '2021-09-01', '2022-06-01', true],
    ['a school year of twelve months', 'school-year', '2021-09-01', '2022-09-01', true],
    ['a school year of eight months', 'school-year', '2021-09-01', '2022-05-01', false],
    ['a school year of thirteen months', 'school-year', '2021-09-01', '2022-10-01', false],
    ['a kind nobody knows', 'week', '2022-02-01', '2022-03-01', false],
    ['a kind that is a property of every object', 'constructor', '2022-02-01', '2022-03-01', false],
  ] as const)('%s', ([, kind, from, until, fits]) => {
    expect(periodFits(kind, from, until)).toBe(fits)
  })

  const lengths = { month: 1, quarter: 3, year: 12 }
  const firstDays = fc.integer({ min: 0, max: 12 * 40 }).map((n) => addMonths('2000-01-01', n))

  test('from a day, at most one end fits a month, a quarter, a year', () => {
    fc.assert(
      fc.property(fc.constantFrom('month', 'quarter', 'year'), firstDays, (kind: keyof typeof lengths, from) => {
        const ends = Array.from({ length: 30 }, (_, n) => addMonths(from, n - 3)).filter((until) => periodFits(kind, from, until))
        const starts = Number(from.slice(5, 7)) % lengths[kind] === 1 % lengths[kind]
        expect(ends).toEqual(starts ? [addMonths(from, lengths[kind])] : [])
      }),
    )
  })
})
