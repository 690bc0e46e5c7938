import { describe, expect, test } from 'vitest'
import fc from 'fast-check'
import {
  birthAgrees,
  birthCountedFrom,
  birthFrom,
  birthOf,
  birthsAgree,
  decideMove,
  type HeldPost,
  oldEnough,
} from './person.rules.ts'

const post = (validFrom: string, validUntil: string | null = null): HeldPost => ({ validFrom, validUntil })

describe('another main post from a day', () => {
  test.for([
    ['after the present one began', [post('2015-01-01')], '2022-07-01'],
    ['the day after the present one began', [post('2022-06-30')], '2022-07-01'],
    ['within a present one whose end is known', [post('2015-01-01', '2025-01-01')], '2022-07-01'],
    ['on the day the last one ended', [post('2015-01-01', '2022-07-01')], '2022-07-01'],
    ['after years without one', [post('2010-01-01', '2012-01-01')], '2022-07-01'],
    [
      'however the posts are ordered',
      [post('2010-01-01', '2015-01-01'), post('2015-01-01'), post('2005-01-01', '2010-01-01')],
      '2022-07-01',
    ],
  ] as const)('is possible %s', ([, posts, from]) => {
    expect(decideMove([...posts], from)).toEqual({ ok: true })
  })

  test.for([
    ['without any post to move from', [], '2022-07-01', 'no-post'],
    ['on the day the present one began', [post('2022-07-01')], '2022-07-01', 'not-after'],
    ['on the day the present one began, though its end is known', [post('2022-07-01', '2023-01-01')], '2022-07-01', 'not-after'],
    ['before a post recorded already', [post('2015-01-01', '2022-08-01'), post('2022-08-01')], '2022-07-01', 'later-post'],
    ['before the first post', [post('2015-01-01')], '2014-12-31', 'later-post'],
  ] as const)('is refused %s', ([, posts, from, why]) => {
    expect(decideMove([...posts], from)).toEqual({ ok: false, why })
  })
})

describe('birth date and birth year', () => {
  test.for([
    ['a date alone', '1985-03-08', null, true],
    ['a year alone', null, 1985, true],
    ['neither', null, null, true],
    ['both, of one year', '1985-12-31', 1985, true],
    ['both, a year apart', '1986-01-01', 1985, false],
  ] as const)('%s', ([, date, year, agrees]) => {
    expect(birthAgrees({ birthDate: date, birthYear: year })).toBe(agrees)
  })

  test.for([
    ['a month with its year', null, 1985, true],
    ['a month without a year', null, null, false],
    ['a month beside a day', '1985-03-08', 1985, false],
  ] as const)('%s', ([, date, year, agrees]) => {
    expect(birthAgrees({ birthDate: date, birthMonth: 3, birthYear: year })).toBe(agrees)
  })
})

describe('a birth as far as it is known', () => {
  test('is one text that sorts by time, and comes back as it was', () => {
    const birth = fc.oneof(
      fc.constant(null),
      fc.integer({ min: 1900, max: 2100 }).map(String),
      fc
        .tuple(fc.integer({ min: 1900, max: 2100 }), fc.integer({ min: 1, max: 12 }))
        .map(([y, m]) => `${y}-${String(m).padStart(2, '0')}`),
      fc
        .date({ min: new Date('1900-01-01'), max: new Date('2100-12-31'), noInvalidDate: true })
        .map((d) => d.toISOString().slice(0, 10)),
    )
    fc.assert(
      fc.property(birth, (text) => {
        expect(birthOf(birthFrom(text))).toBe(text)
        expect(birthAgrees(birthFrom(text))).toBe(true)
        if (text) expect(birthsAgree(text, birthCountedFrom(birthFrom(text))!.slice(0, text.length))).toBe(true)
      }),
    )
  })

  test.for([
    ['1960', '1960-01-01'],
    ['1960-05', '1960-05-01'],
    ['1960-05-31', '1960-05-31'],
  ] as const)('Decree 135/2020 article 4: %s counts from %s where an age is asked for', ([text, counted]) => {
    expect(birthCountedFrom(birthFrom(text))).toBe(counted)
  })

  test.for([
    ['1985-03', '2000-03-01', true],
    ['1985-03', '2000-02-28', false],
    ['1985', '2000-01-01', true],
    ['1985', '1999-12-31', false],
    ['1985-03-08', '2000-03-07', false],
  ] as const)('of %s fifteen years lie before %s: %s', ([text, from, enough]) => {
    expect(oldEnough(birthFrom(text), from)).toBe(enough)
  })

  test.for([
    ['1985', '1985-03', true],
    ['1985-03', '1985-03-08', true],
    ['1985-03', '1985-04-08', false],
    ['1985-03', '1986', false],
  ] as const)('%s and %s may be of one person: %s', ([a, b, agree]) => {
    expect([birthsAgree(a, b), birthsAgree(b, a)]).toEqual([agree, agree])
  })
})
