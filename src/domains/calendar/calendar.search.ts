import { sql } from 'kysely'
import type { Ctx } from '#kernel/context.ts'
import { formatDateShort, yearOf } from '#kernel/dates.ts'
import { findIn, type Hit, type SearchQuery } from '#kernel/search/search.rules.ts'
import { matchSql, rankSql, type SearchSource } from '#kernel/search/search.service.ts'
import { can } from './calendar.permissions.ts'
import { getYear } from './calendar.service.ts'

/** Holidays of this year and the next, by name. */
const holidays: SearchSource = {
  kind: 'calendar.day',
  title: 'calendar.holidays',
  permission: can.readCalendar,
  order: 70,
  find: async (ctx, query, limit) => {
    const year = yearOf(ctx.today())
    const days = [...(await getYear(ctx, year)).special, ...(year < 2099 ? (await getYear(ctx, year + 1)).special : [])]
    return findIn(
      query,
      days.filter((d) => d.kind !== 'substitute'),
      (d) => [d.label[ctx.lang]],
      (d) => ({
        id: d.day,
        title: d.label[ctx.lang],
        subtitle: formatDateShort(d.day, ctx.lang),
        link: `/lich?year=${yearOf(d.day)}`,
      }),
      limit,
    )
  },
}

const deadlines: SearchSource = {
  kind: 'calendar.deadline',
  title: 'calendar.deadlines',
  permission: can.readDeadline,
  order: 40,
  find: async (ctx: Ctx, query: SearchQuery, limit: number) => {
    const text = { text: sql`d.label`, folded: sql`d.search_name` }
    const { rows } = await sql<Hit & { due: string | null }>`
      SELECT d.id, d.label AS title, d.due, ${rankSql(query, text)} AS rank, '/lich/thoi-han/' || d.id AS link FROM kernel.deadline d
      WHERE d.opened_on <= ${ctx.today()}::date AND ${matchSql(query, text)} ORDER BY rank DESC, (d.state = 'open') DESC, d.due DESC NULLS LAST, d.id LIMIT ${limit}`.execute(
      ctx.db,
    )
    return rows.map(({ due, ...hit }) => ({ ...hit, subtitle: due ? formatDateShort(due, ctx.lang) : null }))
  },
}

export const calendarSearch = [holidays, deadlines]
