import { sql } from 'kysely'
import type { Reorganising } from '#domains/organization/index.ts'
import type { Ctx } from '#kernel/context.ts'
import { can } from './evaluation.permissions.ts'

/** Ratings of a period that goes on on the day of an act, at units that it ends: their decisions name a body that will not be there. */
export async function tellTouched(ctx: Ctx, act: Reorganising): Promise<void> {
  const { rows } = await sql<{ unit: string; count: number }>`
    SELECT unit_id AS unit, ratings AS count FROM evaluation.touched_by_act(${act.on}::date, ${act.heirs.map((h) => h.id)}::uuid[])`.execute(
    ctx.db,
  )
  const told = { what: 'evaluation.touchedByAct', permission: can.readRating.id }
  act.touched.push(...rows.map(({ unit, count }) => ({ ...told, unit, count, link: `/danh-gia?unitId=${unit}` })))
}
