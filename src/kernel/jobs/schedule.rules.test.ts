import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decideAfterFailure, decideWait, shareDone, usualRetry } from './job.rules.ts'
import { lastDue, nextDue, parseCron } from './schedule.rules.ts'

const at = (text: string) => new Date(text)

describe('a schedule', () => {
  test.each([
    ['30 2 * * *', '2026-11-24T03:00:00Z', '2026-11-24T19:30:00.000Z'],
    ['0 7 * * 1-5', '2026-11-27T03:00:00Z', '2026-11-30T00:00:00.000Z'],
    ['*/15 * * * *', '2026-11-24T03:00:00Z', '2026-11-24T03:15:00.000Z'],
    ['0 0 1 1 *', '2026-11-24T03:00:00Z', '2026-12-31T17:00:00.000Z'],
    ['0 8 29 2 *', '2026-11-24T03:00:00Z', '2028-02-29T01:00:00.000Z'],
    ['0 8 13 * 5', '2026-11-24T03:00:00Z', '2026-11-27T01:00:00.000Z'],
    ['59 23 * * 0', '2026-11-28T17:00:00Z', '2026-11-29T16:59:00.000Z'],
    ['59 23 * * 7', '2026-11-28T17:00:00Z', '2026-11-29T16:59:00.000Z'],
  ])('%s after %s is next due at %s, in the time of Vietnam', (cron, after, due) => {
    expect(nextDue(parseCron(cron), at(after))?.toISOString()).toBe(due)
  })

  test('is due at the minute itself, and next in another minute', () => {
    const cron = parseCron('30 2 * * *')
    const due = at('2026-11-24T19:30:00Z')
    expect(lastDue(cron, due)).toEqual(due)
    expect(nextDue(cron, due)).toEqual(at('2026-11-25T19:30:00Z'))
    expect(lastDue(cron, at('2026-11-24T19:29:59Z'))).toEqual(at('2026-11-23T19:30:00Z'))
  })

  test('on a day that does not exist is never due', () => {
    expect(nextDue(parseCron('0 8 30 2 *'), at('2026-11-24T03:00:00Z'))).toBeNull()
  })

  test.each([
    '* * * *',
    '60 * * * *',
    '* 24 * * *',
    '* * 0 * *',
    '* * * 13 *',
    '* * * * 8',
    '5-2 * * * *',
    '*/0 * * * *',
    'a * * * *',
    '1,, * * * *',
  ])('"%s" is refused', (text) => expect(() => parseCron(text)).toThrow(RangeError))

  const field = (from: number, to: number) =>
    fc.oneof(
      fc.constant('*'),
      fc.integer({ min: from, max: to }).map(String),
      fc.integer({ min: 1, max: 20 }).map((step) => `*/${step}`),
      fc
        .tuple(fc.integer({ min: from, max: to }), fc.integer({ min: from, max: to }))
        .map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`),
    )
  const crons = fc.tuple(field(0, 59), field(0, 23), field(1, 28), field(1, 12), field(0, 6)).map((fields) => fields.join(' '))
  const moments = fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2035, 0, 1) }).map((ms) => new Date(ms))

  test('is next due after, at a minute that fits every field; nothing that fits lies between', () => {
    fc.assert(
      fc.property(crons, moments, (text, after) => {
        const cron = parseCron(text)
        const due = nextDue(cron, after)
        if (!due) return
        expect(due.getTime()).toBeGreaterThan(after.getTime())
        const local = new Date(due.getTime() + 7 * 3_600_000)
        expect(cron.minutes.has(local.getUTCMinutes())).toBe(true)
        expect(cron.hours.has(local.getUTCHours())).toBe(true)
        expect(cron.months.has(local.getUTCMonth() + 1)).toBe(true)
        // Looking back from it, and from any moment before the one after it, finds it again.
        expect(lastDue(cron, due)).toEqual(due)
        const before = lastDue(cron, new Date(due.getTime() - 1))
        expect(before === null || before.getTime() <= after.getTime()).toBe(true)
      }),
      { numRuns: 300 },
    )
  })
})

describe('the wait after a failure', () => {
  test('doubles, is scattered over its upper half, and never longer than the longest', () => {
    expect([1, 2, 3, 4].map((attempt) => decideWait(usualRetry, attempt, 1))).toEqual([10, 20, 40, 80])
    expect(decideWait(usualRetry, 1, 0)).toBe(5)
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.double({ min: 0, max: 1, noNaN: true }), (attempt, chance) => {
        const wait = decideWait(usualRetry, attempt, chance)
        expect(wait).toBeGreaterThan(0)
        expect(wait).toBeLessThanOrEqual(usualRetry.mostSeconds)
        expect(decideWait(usualRetry, attempt + 1, chance)).toBeGreaterThanOrEqual(wait)
      }),
    )
  })

  test('comes while attempts are left, and not after a no', () => {
    expect(decideAfterFailure({ attempt: 4, attempts: 5, final: false })).toBe('retry')
    expect(decideAfterFailure({ attempt: 5, attempts: 5, final: false })).toBe('fail')
    expect(decideAfterFailure({ attempt: 1, attempts: 5, final: true })).toBe('fail')
  })
})

test('the share done lies between nothing and all, and is unknown without a whole', () => {
  expect([shareDone(1, 4), shareDone(9, 4), shareDone(-1, 4), shareDone(3, null), shareDone(0, 0)]).toEqual([
    0.25,
    1,
    0,
    null,
    null,
  ])
})
