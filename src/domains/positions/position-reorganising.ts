import { sql } from 'kysely'
import type { Reorganising, Unreorganising } from '#domains/organization/index.ts'
import type { Ctx } from '#kernel/context.ts'
import { can } from './positions.permissions.ts'

/** The scheme of a body that ends, ends with it; its heir needs one of its own. Who stood in a position there stands in none until assigned anew. */
export async function followAct(ctx: Ctx, act: Reorganising): Promise<void> {
  const units = act.heirs.map((h) => h.id)
  const { rows: inTheWay } = await sql<{ id: string }>`
    SELECT unit_id AS id FROM positions.in_the_way(${act.on}::date, ${units}::uuid[], NULL::uuid)`.execute(ctx.db)
  act.faults.push(...inTheWay.map(({ id }) => ({ id, code: 'schemes-later' })))
  if (inTheWay.length > 0) return
  const { rows } = await sql<{ schemes: number; assignments: number }>`
    SELECT schemes, assignments FROM positions.follow_act(${act.actId}::uuid, ${act.on}::date, ${units}::uuid[])`.execute(ctx.db)
  for (const [what, count] of Object.entries(rows[0] ?? {}))
    if (count > 0)
      act.touched.push({
        what: `positions.touched.${what}`,
        unit: null,
        count,
        link: '/vi-tri-viec-lam/de-an',
        permission: can.readScheme.id,
      })
}

/** Schemes and assignments hold again, unless somebody was assigned to a post that the act had made. */
export async function unfollowAct(ctx: Ctx, act: Unreorganising): Promise<void> {
  const why = ctx.kernel.translate(ctx.lang, 'positions.assignedSince')
  const { rows } = await sql<{ id: string }>`
    SELECT unit_id AS id FROM positions.in_the_way(${act.on}::date, '{}'::uuid[], ${act.actId}::uuid)`.execute(ctx.db)
  act.used.push(...rows.map(({ id }) => ({ recordId: id, why })))
  if (act.used.length === 0) await sql`SELECT positions.unfollow_act(${act.actId}::uuid)`.execute(ctx.db)
}
