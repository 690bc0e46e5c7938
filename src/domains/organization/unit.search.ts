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
  /** Of a unit that is gone: by which act, and the units of today that it lives on in. */
  endedBy: string | null
  heirs: string | null
  rank: number
}

/**
 * A unit under its present name says its code; under a former one, until when it was called so and what it is called now; one that is gone, by
 * which act and what it is part of now.
 */
function hitOf(ctx: Ctx, f: Found): Hit {
  const former = f.now !== f.name && f.validUntil !== null
  const until = f.validUntil ? formatDateShort(addDays(f.validUntil, -1), ctx.lang) : ''
  const words = f.now
    ? 'organization.formerName'
    : f.heirs
      ? f.endedBy
        ? 'organization.endedByNowIn'
        : 'organization.endedNowIn'
      : f.endedBy
        ? 'organization.endedBy'
        : 'organization.formerNameGone'
  const from = f.validUntil ? formatDateShort(f.validUntil, ctx.lang) : ''
  const params = { until, from, now: f.now ?? '', act: f.endedBy ?? '', heirs: f.heirs ?? '' }
  return {
    id: f.id,
    title: f.name,
    subtitle: former ? ctx.kernel.translate(ctx.lang, words, params) : f.code,
    link: `/to-chuc/don-vi/${f.id}`,
    rank: f.rank,
  }
}

/** Of units found that are gone (`x.id`, `x.now`): the act that ended them, and where they live on, through all steps up to today. */
function whatBecame(today: string) {
  return sql`LEFT JOIN LATERAL (
      SELECT a.title FROM organization.unit_version e JOIN organization.act a ON a.id = e.ended_by
      WHERE x.now IS NULL AND e.unit_id = x.id ORDER BY e.valid_until DESC LIMIT 1) ended ON true
    LEFT JOIN LATERAL (
      WITH RECURSIVE led (id) AS (
        SELECT x.id WHERE x.now IS NULL
        UNION SELECT s.to_id FROM led JOIN organization.succession s ON s.from_id = led.id WHERE s.on_day <= ${today}::date AND s.to_id IS NOT NULL)
      SELECT string_agg(u.name, ', ' ORDER BY u.name) AS names FROM led JOIN organization.units_on(${today}::date) u ON u.unit_id = led.id) lives ON true`
}

/** What became of a unit that is gone on a day: until when it was, by which act, what it is part of then; null while it is to come. */
export async function tellEnded(ctx: Ctx, id: string, asOf: string): Promise<string | null> {
  const { rows } = await sql<Omit<Found, 'rank'>>`
    SELECT x.*, ended.title AS "endedBy", lives.names AS heirs FROM (
      SELECT v.unit_id AS id, v.name, v.code, v.valid_until AS "validUntil", NULL::text AS now FROM organization.unit_version v
      WHERE v.unit_id = ${id}::uuid AND v.valid_until <= ${asOf}::date ORDER BY v.valid_until DESC LIMIT 1) x ${whatBecame(asOf)}`.execute(
    ctx.db,
  )
  const [found] = rows
  return found ? (hitOf(ctx, { ...found, rank: 0 }).subtitle ?? null) : null
}

async function find(ctx: Ctx, query: SearchQuery, limit: number): Promise<Hit[]> {
  const text = { text: sql`(v.name || ' ' || v.code)`, folded: sql`v.search_name` }
  const name = { folded: sql`kernel.fold(v.name)` }
  const { rows } = await sql<Found>`
    SELECT x.*, ended.title AS "endedBy", lives.names AS heirs FROM (SELECT * FROM (
      SELECT DISTINCT ON (v.unit_id) v.unit_id AS id, v.name, v.code, v.valid_until AS "validUntil", u.name AS now, ${rankSql(query, name)} AS rank
      FROM organization.unit_version v LEFT JOIN organization.units_on(${ctx.today()}::date) u ON u.unit_id = v.unit_id
      WHERE ${matchSql(query, text)} ORDER BY v.unit_id, rank DESC, v.valid_until DESC NULLS FIRST) f
      ORDER BY f.rank DESC, (f.now IS NOT NULL) DESC, length(f.name), f.name, f.id LIMIT ${limit}) x ${whatBecame(ctx.today())}
    ORDER BY x.rank DESC, (x.now IS NOT NULL) DESC, length(x.name), x.name, x.id`.execute(ctx.db)
  return rows.map((f) => hitOf(ctx, f))
}

async function alike(ctx: Ctx, query: SearchQuery, limit: number): Promise<Hit[]> {
  const { rows } = await sql<Found>`
    SELECT x.*, ended.title AS "endedBy", lives.names AS heirs, ${sql.lit(ranks.alike)}::int AS rank FROM (SELECT * FROM (
      SELECT DISTINCT ON (v.unit_id) v.unit_id AS id, v.name, v.code, v.valid_until AS "validUntil", u.name AS now, similarity(kernel.fold(v.name), ${query.folded}) AS likeness
      FROM organization.unit_version v LEFT JOIN organization.units_on(${ctx.today()}::date) u ON u.unit_id = v.unit_id
      WHERE similarity(kernel.fold(v.name), ${query.folded}) > 0.4 ORDER BY v.unit_id, likeness DESC) f
      ORDER BY f.likeness DESC, f.name, f.id LIMIT ${limit}) x ${whatBecame(ctx.today())}
    ORDER BY x.likeness DESC, x.name, x.id`.execute(ctx.db)
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
