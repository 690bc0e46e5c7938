import { describe, expect, test } from 'vitest'
import { birthAgrees, decideMove, type HeldPost } from './person.rules.ts'

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
    expect(birthAgrees(date, year)).toBe(agrees)
  })
})
