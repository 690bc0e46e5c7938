import { sql } from 'kysely'
import type { Reorganising } from '#domains/organization/index.ts'
import type { Ctx } from '#kernel/context.ts'
import { can } from './bodies.permissions.ts'

/** Decisions on functions, circulars and autonomy of units that an act ends: somebody must decide what becomes of them. */
export async function tellTouched(ctx: Ctx, act: Reorganising): Promise<void> {
  const { rows } = await sql<{ unit: string; what: string; count: number }>`
    SELECT unit_id AS unit, what, records AS count
    FROM bodies.touched_by_act(${act.on}::date, ${act.heirs.map((h) => h.id)}::uuid[]) ORDER BY 2, 1`.execute(ctx.db)
  const permission = can.readBody.id
  for (const { unit, what, count } of rows)
    act.touched.push({ what: `bodies.touchedByAct.${what}`, unit, count, link: `/to-chuc/don-vi/${unit}`, permission })
}
