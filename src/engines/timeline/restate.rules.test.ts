import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { restate } from './restate.rules.ts'

const itself = (id: string) => id

describe('what was counted in former clubs', () => {
  test('stays where the club is still itself', () => {
    expect(restate([{ id: 'a', amount: 7, heirs: [{ id: 'a', share: 1 }] }], itself)).toEqual({
      placed: [{ placeId: 'a', amount: 7, estimate: false, from: ['a'] }],
      unplaced: [],
    })
  })

  test('goes whole where the club went, and is no estimate', () => {
    const counted = [
      { id: 'a', amount: 7, heirs: [{ id: 'n', share: 1 }] },
      { id: 'b', amount: 5, heirs: [{ id: 'n', share: 1 }] },
    ]
    expect(restate(counted, itself).placed).toEqual([{ placeId: 'n', amount: 12, estimate: false, from: ['a', 'b'] }])
  })

  test('goes by shares where the club was divided, and says it is an estimate', () => {
    const heirs = [
      { id: 'n', share: 0.25 },
      { id: 'm', share: 0.75 },
    ]
    expect(restate([{ id: 'a', amount: 8, heirs }], itself).placed).toEqual([
      { placeId: 'n', amount: 2, estimate: true, from: ['a'] },
      { placeId: 'm', amount: 6, estimate: true, from: ['a'] },
    ])
  })

  test('is exact even when divided, where all parts lie within one place', () => {
    const heirs = [
      { id: 'n', share: null },
      { id: 'm', share: null },
    ]
    expect(restate([{ id: 'a', amount: 8, heirs }], () => 'province').placed).toEqual([
      { placeId: 'province', amount: 8, estimate: false, from: ['a'] },
    ])
  })

  test('is not guessed where a share is unknown, and not lost where the club ended', () => {
    const unknown = [
      { id: 'n', share: null },
      { id: 'm', share: 0.5 },
    ]
    const counted = [
      { id: 'a', amount: 8, heirs: unknown },
      { id: 'b', amount: 3, heirs: [] },
      { id: 'c', amount: 2, heirs: [{ id: 'c', share: 1 }] },
    ]
    expect(restate(counted, (at) => (at === 'c' ? null : at))).toEqual({
      placed: [],
      unplaced: [
        { id: 'a', amount: 8, why: 'shares-unknown' },
        { id: 'b', amount: 3, why: 'ended' },
        { id: 'c', amount: 2, why: 'no-such-place' },
      ],
    })
  })

  test('sums to the same, whatever became of the units', () => {
    const share = fc.oneof(fc.constant(null), fc.double({ min: 0, max: 1, noNaN: true }))
    const heir = fc.record({ id: fc.constantFrom('p', 'q', 'r', 's'), share })
    const counted = fc.array(
      fc.record({ id: fc.string(), amount: fc.integer({ min: 0, max: 1000 }), heirs: fc.array(heir, { maxLength: 4 }) }),
    )
    fc.assert(
      fc.property(counted, (all) => {
        const { placed, unplaced } = restate(all, (id) => (id === 's' ? null : id))
        const sum = (rows: { amount: number }[]) => rows.reduce((n, r) => n + r.amount, 0)
        expect(sum(placed) + sum(unplaced)).toBeCloseTo(sum(all), 2)
      }),
    )
  })
})
