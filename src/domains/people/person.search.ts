import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '#kernel/context.ts'
import { type Hit, ranks, type SearchQuery } from '#kernel/search/search.rules.ts'
import { candidateWords, matchSql, rankSql, type SearchSource } from '#kernel/search/search.service.ts'
import { findKept } from './duplicates/merge.store.ts'
import { can } from './people.permissions.ts'

/** More candidates than this and the table is read in one go instead. */
const candidateLimit = 3000

/** The people of these ids, in this order, as of today. */
async function inFull(ctx: Ctx, asFound: { id: string; rank: number }[]): Promise<Hit[]> {
  const kept = await findKept(
    ctx.db,
    asFound.map((f) => f.id),
  )
  const found = [...new Map(asFound.map((f) => [kept.get(f.id) ?? f.id, { ...f, id: kept.get(f.id) ?? f.id }])).values()]
  const { rows } = await sql<{ id: string; title: string; subtitle: string | null }>`
    SELECT p.id, p.full_name AS title, concat_ws(' · ', coalesce(extract(year FROM p.birth_date)::int, p.birth_year), p.title, u.name) AS subtitle
    FROM people.people_on(${ctx.today()}::date) p LEFT JOIN organization.units_on(${ctx.today()}::date) u ON u.unit_id = p.unit_id
    WHERE p.id = ANY (${found.map((f) => f.id)}::uuid[])`.execute(ctx.db)
  const byId = new Map(rows.map((r) => [r.id, r]))
  return found.flatMap(({ id, rank }) => {
    const row = byId.get(id)
    return row ? [{ id, title: row.title, subtitle: row.subtitle || null, link: `/con-nguoi/${id}`, rank }] : []
  })
}

async function find(ctx: Ctx, query: SearchQuery, limit: number): Promise<Hit[]> {
  const candidates = await sql<{
    id: string | null
  }>`SELECT f AS id FROM people.name_candidates(${candidateWords(query)}::text[], ${candidateLimit + 1}) f`.execute(ctx.db)
  const ids = candidates.rows.map((r) => r.id)
  const few = ids.length <= candidateLimit && ids.every((id) => id !== null)
  const text = { text: sql`p.full_name`, folded: sql`p.search_name` }
  const within: RawBuilder<unknown> = few ? sql`p.id = ANY (${ids}::uuid[]) AND` : sql``
  const { rows } = await sql<{ id: string; rank: number }>`
    SELECT p.id, ${rankSql(query, text)} AS rank FROM people.person p WHERE ${within} ${matchSql(query, text)} ORDER BY rank DESC, p.sort_name, p.id LIMIT ${limit}`.execute(
    ctx.db,
  )
  return inFull(ctx, rows.length < limit ? [...rows, ...(await merged(ctx, query, limit))] : rows)
}

/** Records that bore such a name before they were merged: they lead to the one that stayed. */
async function merged(ctx: Ctx, query: SearchQuery, limit: number): Promise<{ id: string; rank: number }[]> {
  const text = { text: sql`m.gone_name`, folded: sql`m.gone_search` }
  const { rows } = await sql<{ id: string; rank: number }>`
    SELECT m.kept_id AS id, ${rankSql(query, text)} AS rank FROM people.merge m WHERE m.undone_at IS NULL AND ${matchSql(query, text)} LIMIT ${limit}`.execute(
    ctx.db,
  )
  return rows
}

/** Names that are only alike. */
async function alike(ctx: Ctx, query: SearchQuery, limit: number): Promise<Hit[]> {
  const { rows } = await sql<{ id: string }>`SELECT f AS id FROM people.alike_candidates(${query.folded}, 50) f`.execute(ctx.db)
  return (
    await inFull(
      ctx,
      rows.map(({ id }) => ({ id, rank: ranks.alike })),
    )
  ).slice(0, limit)
}

export const personSearch: SearchSource = {
  kind: 'people.person',
  title: 'people.people',
  permission: can.readPerson,
  order: 10,
  find,
  alike,
}
