import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { between, classesOf, classOf, shadeOf } from './shades.rules.ts'

/** A grey by its two digits. */
const grey = (digits: string) => `#${digits.repeat(3)}`

describe('classes of a coloured map', () => {
  test('hold about as many units each', () => {
    expect(classesOf([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])).toEqual([
      { from: 1, to: 2, shade: 0 },
      { from: 3, to: 4, shade: 1 },
      { from: 5, to: 6, shade: 2 },
      { from: 7, to: 8, shade: 3 },
      { from: 9, to: 10, shade: 4 },
    ])
  })

  test('are none without values, one for one value, and never divide equal values', () => {
    expect(classesOf([])).toEqual([])
    expect(classesOf([7, 7, 7])).toEqual([{ from: 7, to: 7, shade: 0 }])
    expect(classesOf([0, 0, 0, 0, 5]).map((c) => [c.from, c.to])).toEqual([
      [0, 0],
      [5, 5],
    ])
  })

  test('cover every value once, the greater never in a paler one', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 1, maxLength: 120 }), (values) => {
        const classes = classesOf(values)
        expect(classes.length).toBeLessThanOrEqual(5)
        const shades = [...values].sort((a, b) => a - b).map((v) => classOf(v, classes)?.shade ?? -1)
        expect(shades).toEqual([...shades].sort((a, b) => a - b))
        for (const v of values) {
          const c = classOf(v, classes)
          expect(c && v >= c.from && v <= c.to).toBe(true)
        }
      }),
    )
  })

  test('have colours from the ground to the ink', () => {
    expect(between(grey('00'), grey('ff'), 0.5)).toBe(grey('80'))
    expect(shadeOf(0, 5, grey('ff'), grey('00'))).toBe(grey('d9'))
    expect(shadeOf(4, 5, grey('ff'), grey('00'))).toBe(grey('0d'))
  })
})
