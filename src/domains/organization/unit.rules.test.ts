import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays } from '#kernel/dates.ts'
import { type Dated, holdsOn } from '#kernel/dates.ts'
import { decideRename } from './unit.rules.ts'

const from = (validFrom: string | null, validUntil: string | null = null): Dated => ({ validFrom, validUntil })

describe('a dated fact holds', () => {
  test.for([
    ['not before its first day', from('2022-07-01', '2023-01-01'), '2022-06-30', false],
    ['on its first day', from('2022-07-01', '2023-01-01'), '2022-07-01', true],
    ['on its last day', from('2022-07-01', '2023-01-01'), '2022-12-31', true],
    ['not on the day it no longer holds', from('2022-07-01', '2023-01-01'), '2023-01-01', false],
    ['from before memory when its start is unknown', from(null, '2023-01-01'), '0001-01-01', true],
    ['not past its end though its start is unknown', from(null, '2023-01-01'), '2023-01-01', false],
    ['until further notice when it has no end', from('2022-07-01'), '9999-12-31', true],
    ['always when neither is known', from(null), '1945-09-02', true],
  ] as const)('%s', ([, fact, day, holds]) => {
    expect(holdsOn(fact, day)).toBe(holds)
  })
})

describe('a new name from a day', () => {
  const present = from('2015-01-01')

  test('ends the present version on that day', () => {
    expect(decideRename([present], '2022-07-01')).toEqual({ ok: true, close: from('2015-01-01', '2022-07-01') })
  })

  test('ends a version of unknown start', () => {
    expect(decideRename([from(null)], '2022-07-01')).toEqual({ ok: true, close: from(null, '2022-07-01') })
  })

  test('also within a version whose end is known already', () => {
    expect(decideRename([from('2015-01-01', '2025-07-01')], '2022-07-01')).toMatchObject({ ok: true })
  })

  test.for([
    ['before the unit existed', [present], '2014-12-31', 'not-in-existence'],
    ['after the unit was dissolved', [from('2015-01-01', '2020-01-01')], '2020-01-01', 'not-in-existence'],
    [
      'in a gap between two lives of the unit',
      [from('2010-01-01', '2015-01-01'), from('2020-01-01')],
      '2017-01-01',
      'not-in-existence',
    ],
    ['of a unit without any version', [], '2022-07-01', 'not-in-existence'],
    ['on the very day the present name began', [present], '2015-01-01', 'starts-same-day'],
    ['before a version that is recorded already', [from('2010-01-01', '2015-01-01'), present], '2012-01-01', 'later-version'],
  ] as const)('is refused %s', ([, versions, day, why]) => {
    expect(decideRename([...versions], day)).toEqual({ ok: false, why })
  })

  /** Versions as a database holds them: ordered, never overlapping, gaps possible, the first start and the last end perhaps open. */
  const histories = fc
    .record({
      steps: fc.array(fc.record({ gap: fc.integer({ min: 0, max: 2 }), length: fc.integer({ min: 1, max: 4 }) }), {
        minLength: 1,
        maxLength: 5,
        size: 'max',
      }),
      unknownStart: fc.boolean(),
      openEnd: fc.boolean(),
    })
    .map(({ steps, unknownStart, openEnd }) => {
      let day = 0
      const versions = steps.map(({ gap, length }) => {
        const version = from(dayAt(day + gap), dayAt(day + gap + length))
        day += gap + length
        return version
      })
      const [first, last] = [versions[0], versions.at(-1)]
      if (first && unknownStart) first.validFrom = null
      if (last && openEnd) last.validUntil = null
      return versions
    })
  const dayAt = (n: number) => addDays('2020-01-01', n)
  const everyDay = Array.from({ length: 40 }, (_, n) => dayAt(n - 3))

  test('never loses a day, never names a unit twice, never touches what was before', () => {
    let decided = 0
    fc.assert(
      fc.property(histories, fc.integer({ min: -3, max: 36 }).map(dayAt), (versions, day) => {
        const decision = decideRename(versions, day)
        const possible =
          versions.some((v) => holdsOn(v, day) && v.validFrom !== day) &&
          !versions.some((v) => v.validFrom !== null && v.validFrom > day)
        expect(decision.ok).toBe(possible)
        if (!decision.ok) return
        decided++
        const before = versions.find((v) => holdsOn(v, day))
        const renamed = from(day, before?.validUntil ?? null)
        const after = versions.map((v) => (v === before ? decision.close : v)).concat(renamed)
        for (const d of everyDay) {
          const names = after.filter((v) => holdsOn(v, d))
          expect(names).toHaveLength(versions.filter((v) => holdsOn(v, d)).length)
          expect(names.includes(renamed)).toBe(d >= day && names.length > 0)
        }
      }),
      { numRuns: 300 },
    )
    expect(decided).toBeGreaterThan(20)
  })
})
