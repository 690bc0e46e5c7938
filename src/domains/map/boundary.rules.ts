/** The outline of a unit: rings of [longitude, latitude] in WGS 84. */
export type Geometry = { type: 'Polygon'; coordinates: Position[][] } | { type: 'MultiPolygon'; coordinates: Position[][][] }
export type Position = [number, number]

/** Why an outline cannot be taken; `at` is the first wrong point, as written. */
export interface GeometryFault {
  code: 'geometryMissing' | 'geometryKind' | 'geometryRing' | 'geometryOutside' | 'geometryProjected' | 'geometryLong'
  params: Record<string, string | number>
}

/** Points one outline may have. The outlines of provinces with all their islands have some thousands. */
const mostPoints = 50_000
/** Viet Nam with its sea and islands, in degrees. */
const bounds = { west: 101, east: 118, south: 6, north: 24 }

/**
 * An outline as a GeoJSON feature gives it (RFC 7946), rings closed and rid of heights, or what is wrong with it. Numbers too large for
 * degrees are told apart: plans in VN-2000 must be converted first, nothing is guessed of their zone.
 */
export function readGeometry(value: unknown): { geometry: Geometry } | { fault: GeometryFault } {
  const given = value as { type?: unknown; coordinates?: unknown } | null
  if (typeof given !== 'object' || given === null || !Array.isArray(given.coordinates)) return fault('geometryMissing')
  if (given.type !== 'Polygon' && given.type !== 'MultiPolygon') return fault('geometryKind', { kind: String(given.type) })
  const polygons = given.type === 'Polygon' ? [given.coordinates as unknown] : (given.coordinates as unknown[])
  let points = 0
  const read: Position[][][] = []
  for (const polygon of polygons) {
    if (!Array.isArray(polygon) || polygon.length === 0) return fault('geometryRing', { at: '' })
    const rings: Position[][] = []
    for (const ring of polygon as unknown[]) {
      const found = readRing(ring)
      if ('fault' in found) return found
      points += found.ring.length
      rings.push(found.ring)
    }
    read.push(rings)
  }
  if (points > mostPoints) return fault('geometryLong', { points, most: mostPoints })
  const [only] = read
  if (given.type === 'Polygon' && only) return { geometry: { type: 'Polygon', coordinates: only } }
  return { geometry: { type: 'MultiPolygon', coordinates: read } }
}

function readRing(ring: unknown): { ring: Position[] } | { fault: GeometryFault } {
  if (!Array.isArray(ring)) return fault('geometryRing', { at: '' })
  const positions: Position[] = []
  for (const point of ring as unknown[]) {
    const [x, y] = Array.isArray(point) ? (point as unknown[]) : []
    if (typeof x !== 'number' || typeof y !== 'number') return fault('geometryRing', { at: JSON.stringify(point).slice(0, 60) })
    if (Math.abs(x) > 180 || Math.abs(y) > 90) return fault('geometryProjected', { at: `${x}, ${y}` })
    if (x < bounds.west || x > bounds.east || y < bounds.south || y > bounds.north)
      return fault('geometryOutside', { at: `${x}, ${y}` })
    positions.push([x, y])
  }
  const [first, last] = [positions[0], positions.at(-1)]
  if (first && last && (first[0] !== last[0] || first[1] !== last[1])) positions.push(first)
  if (positions.length < 4) return fault('geometryRing', { at: positions.map((p) => p.join(', ')).join('; ') })
  return { ring: positions }
}

function fault(code: GeometryFault['code'], params: GeometryFault['params'] = {}): { fault: GeometryFault } {
  return { fault: { code, params } }
}

/** How many points an outline has. */
export function pointsOf({ type, coordinates }: Geometry): number {
  const polygons = type === 'Polygon' ? [coordinates] : coordinates
  return polygons.reduce((sum, rings) => sum + rings.reduce((n, ring) => n + ring.length, 0), 0)
}
