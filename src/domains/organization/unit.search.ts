import { sql } from 'kysely'
import type { Ctx } from '#kernel/context.ts'
import { addDays, formatDateShort } from '#kernel/dates.ts'
import { type Hit, ranks, type SearchQuery } from '#kernel/search/search.rules.ts'
import { matchSql, rankSql, type SearchSource } from '#kernel/search/search.service.ts'
import { can } from './organization.permissions.ts'

interface Found {
  id: string
  name: string
  code: string
  validUntil: string | null
  now: string | null
  rank: number
}

/** A unit under its present name says its code; under a former one, until when it was called so and what it is called now. */
function hitOf(ctx: Ctx, f: Found): Hit {
  const former = f.now !== f.name && f.validUntil !== null
  const until = f.validUntil ? formatDateShort(addDays(f.validUntil, -1), ctx.lang) : ''
  const words = f.now ? 'organization.formerName' : 'organization.formerNameGone'
  return {
    id: f.id,
    title: f.name,
    subtitle: former ? ctx.kernel.translate(ctx.lang, words, { until, now: f.now ?? '' }) : f.code,
    link: `/to-chuc/don-vi/${f.id}`,
    rank: f.rank,
  }
}

async function find(ctx: Ctx, query: SearchQuery, limit: number): Promise<Hit[]> {
  const text = { text: sql`(v.name || ' ' || v.code)`, folded: sql`v.search_name` }
  const name = { folded: sql`kernel.fold(v.name)` }
  const { rows } = await sql<Found>`
    SELECT * FROM (
      SELECT DISTINCT ON (v.unit_id) v.unit_id AS id, v.name, v.code, v.valid_until AS "validUntil", u.name AS now, ${rankSql(query, name)} AS rank
      FROM organization.unit_version v LEFT JOIN organization.units_on(${ctx.today()}::date) u ON u.unit_id = v.unit_id
      WHERE ${matchSql(query, text)} ORDER BY v.unit_id, rank DESC, v.valid_until DESC NULLS FIRST) x
    ORDER BY x.rank DESC, (x.now IS NOT NULL) DESC, length(x.name), x.name, x.id LIMIT ${limit}`.execute(ctx.db)
  return rows.map((f) => hitOf(ctx, f))
}

async function alike(ctx: Ctx, query: SearchQuery, limit: number): Promise<Hit[]> {
  const { rows } = await sql<Found>`
    SELECT x.*, ${sql.lit(ranks.alike)}::int AS rank FROM (
      SELECT DISTINCT ON (v.unit_id) v.unit_id AS id, v.name, v.code, v.valid_until AS "validUntil", u.name AS now, similarity(kernel.fold(v.name), ${query.folded}) AS likeness
      FROM organization.unit_version v LEFT JOIN organization.units_on(${ctx.today()}::date) u ON u.unit_id = v.unit_id
      WHERE similarity(kernel.fold(v.name), ${query.folded}) > 0.4 ORDER BY v.unit_id, likeness DESC) x
    ORDER BY x.likeness DESC, x.name, x.id LIMIT ${limit}`.execute(ctx.db)
  return rows.map((f) => hitOf(ctx, f))
}

export const unitSearch: SearchSource = {
  kind: 'organization.unit',
  title: 'organization.units',
  permission: can.readUnit,
  order: 20,
  find,
  alike,
}
