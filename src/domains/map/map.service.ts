import type { Ctx } from '#kernel/context.ts'
import { findMoments, findOnMap } from './boundary.store.ts'
import type { MapLevel, MapOfDay } from './map.contract.ts'

/** The units of a level with their outlines on a day; those of which none is recorded are named, not left out. */
export async function readMap(ctx: Ctx, input: { on?: string | undefined; level: MapLevel }): Promise<MapOfDay> {
  const on = input.on ?? ctx.today()
  const found = await findOnMap(ctx.db, input.level, on)
  return {
    on,
    level: input.level,
    units: found.flatMap(({ geometry, ...unit }) => (geometry ? [{ ...unit, geometry }] : [])),
    missing: found.flatMap(({ geometry, id, name }) => (geometry ? [] : [{ id, name }])),
  }
}

/** Days on which what the map shows changed, for its slider. */
export const mapMoments = (ctx: Ctx) => findMoments(ctx.db)
