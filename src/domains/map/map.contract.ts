import { z } from 'zod'
import { Id, operation } from '#kernel/contract.ts'
import { can } from './map.permissions.ts'

/** Levels of units that have a place on the map. */
export const MapLevel = z.enum(['province', 'district', 'commune'])
export type MapLevel = z.infer<typeof MapLevel>

/** Rings of [longitude, latitude] in WGS 84, as GeoJSON has them. */
const Ring = z.array(z.tuple([z.number(), z.number()]))
export const Geometry = z.discriminatedUnion('type', [
  z.object({ type: z.literal('Polygon'), coordinates: z.array(Ring) }),
  z.object({ type: z.literal('MultiPolygon'), coordinates: z.array(z.array(Ring)) }),
])

export const MappedUnit = z.object({ id: Id, code: z.string(), name: z.string(), kind: z.string(), geometry: Geometry })
export type MappedUnit = z.infer<typeof MappedUnit>

export const MapOfDay = z.object({
  on: z.iso.date(),
  level: MapLevel,
  units: z.array(MappedUnit),
  /** Units of the level on that day of which no boundary is recorded. */
  missing: z.array(z.object({ id: Id, name: z.string() })),
})
export type MapOfDay = z.infer<typeof MapOfDay>

export const mapContract = {
  readMap: operation(can.readMap)
    .route({ method: 'GET', path: '/map/units', summary: 'Units of a level with their boundaries on a day', tags: ['map'] })
    .input(z.object({ on: z.iso.date().optional(), level: MapLevel.default('district') }))
    .output(MapOfDay),
  mapMoments: operation(can.readMap)
    .route({ method: 'GET', path: '/map/moments', summary: 'Days on which what the map shows changed', tags: ['map'] })
    .output(z.array(z.object({ on: z.iso.date(), levels: z.array(MapLevel), act: z.string().nullable() }))),
}
