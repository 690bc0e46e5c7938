import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { afterQuiet, decideMailAt, isQuiet, nextDigest, type QuietSettings, usualQuiet } from './notice.rules.ts'

const at = (local: string) => new Date(`${local}+07:00`)
const local = (moment: Date | null) => moment && new Date(moment.getTime() + 7 * 3_600_000).toISOString().slice(0, 16)

describe('quiet hours from 20:00 to 07:00 and days off', () => {
  test.each([
    // 24 November 2026 is a Tuesday.
    ['2026-11-24T10:00', '2026-11-24T10:00'],
    ['2026-11-24T19:59', '2026-11-24T19:59'],
    ['2026-11-24T20:00', '2026-11-25T07:00'],
    ['2026-11-25T03:00', '2026-11-25T07:00'],
    ['2026-11-25T07:00', '2026-11-25T07:00'],
    ['2026-11-27T20:30', '2026-11-30T07:00'],
    ['2026-11-28T10:00', '2026-11-30T07:00'],
    ['2026-11-29T23:00', '2026-11-30T07:00'],
  ])('what is raised at %s goes out at %s', (raised, out) => {
    expect(local(decideMailAt('now', usualQuiet, at(raised)))).toBe(out)
  })

  test.each([
    ['2026-11-24T10:00', '2026-11-24T16:00'],
    ['2026-11-24T16:00', '2026-11-25T16:00'],
    ['2026-11-27T17:00', '2026-11-30T07:00'],
  ])('the digest after %s is made at %s', (raised, out) => {
    expect(local(nextDigest(usualQuiet, at(raised)))).toBe(out)
  })

  test('hold on a holiday the calendar knows', () => {
    const holiday = (date: string) => date === '2026-11-24'
    expect(local(afterQuiet(usualQuiet, at('2026-11-24T10:00'), holiday))).toBe('2026-11-25T07:00')
  })

  test('no e-mail wanted is never sent', () => {
    expect(decideMailAt('none', usualQuiet, at('2026-11-24T10:00'))).toBeNull()
  })
})

const time = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map(([h, m]) => `${String(h).padStart(2, '0')}:${String(m).padStart(2, '0')}`)
const settings: fc.Arbitrary<QuietSettings> = fc.record({
  quietFrom: time,
  quietUntil: time,
  quietDaysOff: fc.boolean(),
  digestHour: fc.integer({ min: 0, max: 23 }),
})
const moments = fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2030, 0, 1) }).map((ms) => new Date(ms))

describe('whatever the settings', () => {
  test('nothing goes out in quiet hours, nothing before it is raised, and nothing is held back longer than the quiet lasts', () => {
    fc.assert(
      fc.property(settings, moments, (s, raised) => {
        const out = afterQuiet(s, raised)
        expect(out.getTime()).toBeGreaterThanOrEqual(raised.getTime())
        expect(isQuiet(s, out)).toBe(false)
        if (!isQuiet(s, raised)) expect(out).toEqual(raised)
        // The minute before it went out was quiet still: it waited no longer than it had to.
        else expect(isQuiet(s, new Date(out.getTime() - 60_000))).toBe(true)
      }),
      { numRuns: 1000 },
    )
  })

  test('the digest comes after, outside of quiet hours, and within four days', () => {
    fc.assert(
      fc.property(settings, moments, (s, raised) => {
        const out = nextDigest(s, raised)
        expect(out.getTime()).toBeGreaterThan(raised.getTime())
        expect(isQuiet(s, out)).toBe(false)
        expect(out.getTime() - raised.getTime()).toBeLessThanOrEqual(4.1 * 86_400_000)
      }),
      { numRuns: 1000 },
    )
  })
})
