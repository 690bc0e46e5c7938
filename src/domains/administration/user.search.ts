import { sql } from 'kysely'
import type { Hit } from '#kernel/search/search.rules.ts'
import { matchSql, rankSql, type SearchSource } from '#kernel/search/search.service.ts'
import { can } from './administration.permissions.ts'

/** Accounts by name or user name. */
export const userSearch: SearchSource = {
  kind: 'administration.user',
  title: 'administration.users',
  permission: can.readUsers,
  order: 60,
  find: async (ctx, query, limit) => {
    const text = {
      text: sql`(u.name || ' ' || coalesce(u.username, ''))`,
      folded: sql`kernel.fold(u.name || ' ' || coalesce(u.username, ''))`,
    }
    const best = sql`greatest(${rankSql(query, { folded: sql`kernel.fold(u.name)` })}, ${rankSql(query, { folded: sql`kernel.fold(coalesce(u.username, ''))` })})`
    const { rows } = await sql<Hit>`
      SELECT u.id, u.name AS title, u.username AS subtitle, '/quan-tri/nguoi-dung/' || u.id AS link, ${best} AS rank FROM access.user_account u
      WHERE u.id <> 'system' AND ${matchSql(query, text)} ORDER BY rank DESC, u.name, u.id LIMIT ${limit}`.execute(ctx.db)
    return rows
  },
}
