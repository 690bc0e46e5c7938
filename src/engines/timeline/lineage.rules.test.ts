import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { becameBy, type DatedSuccession } from './lineage.rules.ts'

const went = (from: string, to: string, on: string, share: number | null = 1, goesOn = false): DatedSuccession => ({
  from,
  to,
  on,
  whole: share === 1,
  share,
  goesOn,
})

describe('what a thing became', () => {
  const line = [
    went('chess', 'games', '2019-12-01'),
    went('cards', 'games', '2019-12-01'),
    went('games', 'quick', '2025-07-01', 0.25),
    went('games', 'slow', '2025-07-01', 0.75),
    went('rowing', 'sailing', '2024-01-01', 0.2, true),
    went('golf', 'lawn', '2025-07-01', null),
    went('golf', 'slow', '2025-07-01', null),
  ]
  test('by a day: itself before, then what it went into, share by share', () => {
    expect(becameBy('chess', line, '2019-11-30')).toEqual([{ id: 'chess', share: 1 }])
    expect(becameBy('chess', line, '2025-06-30')).toEqual([{ id: 'games', share: 1 }])
    expect(becameBy('chess', line, '2025-07-01')).toEqual([
      { id: 'quick', share: 0.25 },
      { id: 'slow', share: 0.75 },
    ])
  })
  test('keeps the rest where it gave a part away, and does not invent a share that is not known', () => {
    expect(becameBy('rowing', line, '2025-01-01')).toEqual([
      { id: 'sailing', share: 0.2 },
      { id: 'rowing', share: 0.8 },
    ])
    expect(becameBy('golf', line, '2025-07-01')).toEqual([
      { id: 'lawn', share: null },
      { id: 'slow', share: null },
    ])
  })
  test('a code used again does not lead back: only what follows in time counts', () => {
    expect(becameBy('a', [went('a', 'b', '2025-07-01'), went('b', 'c', '2020-01-01')], '2026-01-01')).toEqual([
      { id: 'b', share: 1 },
    ])
  })
})

test('whatever was merged and divided, the shares of one thing always make one whole', () => {
  const step = fc.record({ from: fc.integer({ min: 0, max: 9 }), cut: fc.integer({ min: 0, max: 4 }), goesOn: fc.boolean() })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      const ended = new Set<number>()
      const line: DatedSuccession[] = []
      steps.forEach(({ from, cut, goesOn }, i) => {
        if (ended.has(from)) return
        ended.add(from)
        const on = `20${String(10 + i)}-01-01`
        if (cut === 0) line.push(went(String(from), `new-${i}`, on))
        else if (goesOn) line.push(went(String(from), `new-${i}`, on, cut / 5, true))
        else line.push(went(String(from), `new-${i}-a`, on, cut / 5), went(String(from), `new-${i}-b`, on, 1 - cut / 5))
      })
      for (let i = 0; i < 10; i++) {
        const shares = becameBy(String(i), line, '2099-01-01').map((b) => b.share ?? Number.NaN)
        expect(shares.reduce((n, v) => n + v, 0)).toBeCloseTo(1, 9)
      }
    }),
  )
})
