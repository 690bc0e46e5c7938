import { sql } from 'kysely'
import type { Reorganising, Unreorganising } from '#domains/organization/index.ts'
import type { Ctx } from '#kernel/context.ts'
import { can } from './staffing.permissions.ts'

/** What is left of the quotas of a unit that ends goes to its heir. A decision that takes effect on the day or later stands in the way. */
export async function followAct(ctx: Ctx, act: Reorganising): Promise<void> {
  const units = act.heirs.map((h) => h.id)
  const { rows: inTheWay } = await sql<{ id: string }>`
    SELECT unit_id AS id FROM staffing.quotas_in_the_way(${act.on}::date, ${units}::uuid[], NULL::uuid)`.execute(ctx.db)
  act.faults.push(...inTheWay.map(({ id }) => ({ id, code: 'quotas-later' })))
  if (inTheWay.length > 0) return
  // Looked at before they move.
  const { rows: held } = await sql<{ unit: string; kind: string; posts: number }>`
    SELECT unit_id AS unit, kind, posts FROM staffing.touched_by_act(${act.on}::date, ${units}::uuid[]) ORDER BY 2, 1`.execute(
    ctx.db,
  )
  const permission = can.readQuota.id
  for (const { unit, kind, posts } of held)
    act.touched.push({ what: `staffing.touchedByAct.${kind}`, unit, count: posts, link: `/to-chuc/don-vi/${unit}`, permission })
  const title = ctx.kernel.translate('vi', 'staffing.followed')
  const { rows } = await sql<{ unit: string; kind: string; holders: number }>`
    SELECT to_id AS unit, kind, from_holders AS holders FROM staffing.follow_act(${act.actId}::uuid, ${title}, ${act.on}::date,
      ${JSON.stringify(act.heirs)}::jsonb, ${ctx.now()}::timestamptz) ORDER BY 1, 2`.execute(ctx.db)
  for (const { unit, kind, holders } of rows) {
    if (holders < 2) continue
    act.doubled.push({ unit, title: ctx.kernel.translate(ctx.lang, `staffing.kinds.${kind}`), count: holders })
  }
}

/** Quotas come back, unless the heir has moved on what it received. */
export async function unfollowAct(ctx: Ctx, act: Unreorganising): Promise<void> {
  const why = ctx.kernel.translate(ctx.lang, 'staffing.movedOn')
  const { rows } = await sql<{ id: string }>`
    SELECT unit_id AS id FROM staffing.quotas_in_the_way(${act.on}::date, '{}'::uuid[], ${act.actId}::uuid)`.execute(ctx.db)
  act.used.push(...rows.map(({ id }) => ({ recordId: id, why })))
  if (act.used.length === 0) await sql`SELECT staffing.unfollow_act(${act.actId}::uuid)`.execute(ctx.db)
}
