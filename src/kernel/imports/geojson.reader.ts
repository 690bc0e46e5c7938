import type { Cell } from './cell.rules.ts'
import { Unreadable } from './source-format.ts'

/** What a feature of a GeoJSON file says: its properties, and its shape as written. */
export interface Feature {
  properties: Record<string, unknown>
  geometry: unknown
}

/** Whether bytes begin like a GeoJSON file: an object that calls itself one of its types. */
export function looksLikeGeojson(bytes: Buffer): boolean {
  return (
    /^\s*\{/.test(
      bytes
        .subarray(0, 200)
        .toString('utf8')
        .replace(/^\ufeff/, ''),
    ) && bytes.subarray(0, 4000).includes('"Feature')
  )
}

/** The features of a GeoJSON file (RFC 7946), in order. @throws Unreadable */
export function readFeatures(bytes: Buffer): Feature[] {
  let read: unknown
  try {
    read = JSON.parse(bytes.toString('utf8').replace(/^\ufeff/, ''))
  } catch {
    throw new Unreadable('brokenGeojson')
  }
  const { type, features } = read as { type?: unknown; features?: unknown }
  const given = type === 'Feature' ? [read] : features
  if (!Array.isArray(given) || given.length === 0) throw new Unreadable('noData')
  return given.map((feature) => {
    const { properties, geometry } = (feature ?? {}) as { properties?: unknown; geometry?: unknown }
    return { properties: typeof properties === 'object' && properties !== null ? { ...properties } : {}, geometry }
  })
}

/** Column of the feature's kind of shape; the shape itself is read from the file by whoever wants it, by its row. */
export const shapeColumn = 'geometry'

/**
 * Features as a table: the properties are columns in the order of their first use, a feature is a row below the heading, so that row n of
 * the sheet (1 is the heading) is feature n - 2.
 */
export function featureRows(bytes: Buffer): { row: number; cells: Cell[] }[] {
  const features = readFeatures(bytes)
  const columns = [...new Set(features.flatMap((f) => Object.keys(f.properties)))].filter((c) => c !== shapeColumn)
  const cellOf = (value: unknown): Cell =>
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null
  return [
    { row: 0, cells: [...columns, shapeColumn] },
    ...features.map((f, i) => ({
      row: i + 1,
      cells: [...columns.map((c) => cellOf(f.properties[c])), cellOf((f.geometry as { type?: unknown } | null)?.type)],
    })),
  ]
}
