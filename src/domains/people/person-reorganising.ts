import { sql } from 'kysely'
import type { ActTelling, Reorganising, Unreorganising } from '#domains/organization/index.ts'
import type { Ctx } from '#kernel/context.ts'

/** Posts go with their unit to its heir, title and all. A post that begins on or after the day stands in the way: it must be decided first. */
export async function followAct(ctx: Ctx, act: Reorganising): Promise<void> {
  const units = act.heirs.map((h) => h.id)
  const { rows: inTheWay } = await sql<{ id: string }>`
    SELECT unit_id AS id FROM people.posts_in_the_way(${act.on}::date, ${units}::uuid[], NULL::uuid)`.execute(ctx.db)
  act.faults.push(...inTheWay.map(({ id }) => ({ id, code: 'posts-later' })))
  if (inTheWay.length > 0) return
  const { rows: went } = await sql<{ from: string; to: string; count: number }>`
    SELECT from_id AS "from", to_id AS "to", posts AS count FROM people.follow_act(${act.actId}::uuid, ${act.on}::date, ${JSON.stringify(act.heirs)}::jsonb)
    ORDER BY posts DESC, from_id`.execute(ctx.db)
  act.posts.push(...went)
  const { rows: doubled } = await sql<{ unit: string; title: string; count: number }>`
    SELECT unit_id AS unit, title, holders AS count FROM people.doubled_posts(${act.actId}::uuid, ${act.on}::date, ${[...new Set(went.map((w) => w.to))]}::uuid[])
    ORDER BY holders DESC, title LIMIT 500`.execute(ctx.db)
  act.doubled.push(...doubled)
}

/** Posts come back to where they were, unless one was changed by hand since. */
export async function unfollowAct(ctx: Ctx, act: Unreorganising): Promise<void> {
  const why = ctx.kernel.translate(ctx.lang, 'people.importHolds')
  const { rows } = await sql<{ id: string }>`
    SELECT unit_id AS id FROM people.posts_in_the_way(${act.on}::date, '{}'::uuid[], ${act.actId}::uuid)`.execute(ctx.db)
  act.used.push(...rows.map(({ id }) => ({ recordId: id, why })))
  if (act.used.length === 0) await sql`SELECT people.unfollow_act(${act.actId}::uuid)`.execute(ctx.db)
}

/** Who went with their unit, by name: of those the reader may see. */
export async function tellMoved(ctx: Ctx, act: ActTelling): Promise<void> {
  const { rows } = await sql<ActTelling['people'][number]>`
    SELECT p.full_name AS name, t.title, o.unit_id AS "from", t.unit_id AS "to"
    FROM people.post t JOIN people.person p ON p.id = t.person_id
    JOIN LATERAL (SELECT x.unit_id FROM people.post x WHERE x.ended_by = ${act.actId}::uuid AND x.person_id = t.person_id AND x.title = t.title
      AND x.is_main = t.is_main LIMIT 1) o ON true
    WHERE t.begun_by = ${act.actId}::uuid ORDER BY o.unit_id, p.sort_name, p.id`.execute(ctx.db)
  act.people.push(...rows)
}
