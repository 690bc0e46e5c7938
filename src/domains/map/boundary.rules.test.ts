import { describe, expect, test } from 'vitest'
import { pointsOf, readGeometry } from './boundary.rules.ts'

const square = [
  [106, 20.6],
  [106.1, 20.6],
  [106.1, 20.7],
  [106, 20.7],
]
const polygon = (ring: unknown) => ({ type: 'Polygon', coordinates: [ring] })
const fault = (value: unknown) => {
  const read = readGeometry(value)
  return 'fault' in read ? read.fault : undefined
}

describe('an outline', () => {
  test('is read with its rings closed and without heights', () => {
    const read = readGeometry(polygon([...square, [106, 20.6, 4.2]]))
    expect(read).toEqual({ geometry: { type: 'Polygon', coordinates: [[...square, [106, 20.6]]] } })
    expect(readGeometry(polygon(square))).toEqual(read)
    expect('geometry' in read && pointsOf(read.geometry)).toBe(5)
    const two = readGeometry({ type: 'MultiPolygon', coordinates: [[square], [square, square]] })
    expect('geometry' in two && pointsOf(two.geometry)).toBe(15)
  })

  test('in metres of VN-2000 is told apart from one outside the country, and from one whose axes are exchanged', () => {
    expect(fault(polygon([[545_123.4, 2_289_456.7], ...square]))).toEqual({
      code: 'geometryProjected',
      params: { at: '545123.4, 2289456.7' },
    })
    expect(fault(polygon([[2.35, 48.85], ...square]))?.code).toBe('geometryOutside')
    expect(fault(polygon(square.map(([x, y]) => [y, x])))?.code).toBe('geometryProjected')
  })

  test.each([
    [null, 'geometryMissing'],
    [{ type: 'Polygon' }, 'geometryMissing'],
    [{ type: 'Point', coordinates: [106, 20] }, 'geometryKind'],
    [polygon([[106, 20.6]]), 'geometryRing'],
    [polygon('ring'), 'geometryRing'],
    [polygon([['106', 20.6], ...square]), 'geometryRing'],
    [{ type: 'MultiPolygon', coordinates: [[]] }, 'geometryRing'],
  ])('that is %j is refused', (value, code) => {
    expect(fault(value)?.code).toBe(code)
  })

  test('of more points than a browser draws is refused with both numbers', () => {
    const ring = Array.from({ length: 50_001 }, (_, i) => [106 + i / 1e6, 20.6])
    expect(fault(polygon(ring))).toEqual({ code: 'geometryLong', params: { points: 50_002, most: 50_000 } })
  })
})
