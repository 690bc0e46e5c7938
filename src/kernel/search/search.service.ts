import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '../context.ts'
import type { Permission } from '../permissions.ts'
import { accentPattern, type Hit, parseQuery, phrasePattern, ranks, type SearchQuery } from './search.rules.ts'

/** One kind of thing that can be found from anywhere. */
export interface SearchSource {
  kind: string
  /** Word key of its heading. */
  title: string
  permission: Permission
  /** Order among kinds that answer equally well. */
  order: number
  /** The best answers, through row-level security, best first. */
  find(ctx: Ctx, query: SearchQuery, limit: number): Promise<Hit[]>
  /** What is only alike, where nothing answers: a slip of the finger. */
  alike?(ctx: Ctx, query: SearchQuery, limit: number): Promise<Hit[]>
}

export interface HitGroup {
  kind: string
  title: string
  hits: Hit[]
  /** There are more than shown. */
  more: boolean
}

/** So many of one kind are shown. */
const perKind = 8

/** Everything within the actor's reach that answers what was typed, by kind; the kind with the best answer first. */
export async function searchAll(ctx: Ctx, text: string): Promise<HitGroup[]> {
  const query = parseQuery(text)
  if (query.terms.length === 0) return []
  const groups: (HitGroup & { order: number })[] = []
  const sources = ctx.kernel.search.filter((s) => ctx.may(s.permission))
  for (const source of sources) {
    const hits = await source.find(ctx, query, perKind + 1)
    if (hits.length > 0) groups.push(groupOf(source, hits))
  }
  const loose = query.terms.every((t) => !t.accents && !t.exact)
  if (groups.length === 0 && loose && query.folded.length >= 4) {
    for (const source of sources) {
      const hits = (await source.alike?.(ctx, query, perKind + 1)) ?? []
      if (hits.length > 0) groups.push(groupOf(source, hits))
    }
  }
  const best = (group: HitGroup) => Math.max(...group.hits.map((h) => h.rank))
  return groups.sort((a, b) => best(b) - best(a) || a.order - b.order).map(({ order: _, ...group }) => group)
}

function groupOf(source: SearchSource, hits: Hit[]): HitGroup & { order: number } {
  return {
    kind: source.kind,
    title: source.title,
    order: source.order,
    hits: hits.slice(0, perKind),
    more: hits.length > perKind,
  }
}

/** Texts of a row: as written, and folded (a stored column where there is one). */
export interface SearchedText {
  text: RawBuilder<unknown>
  folded: RawBuilder<unknown>
}

/** The condition that a row answers the question: the same answer as `answers` gives in memory. */
export function matchSql(query: SearchQuery, { text, folded }: SearchedText): RawBuilder<unknown> {
  const parts = query.terms.flatMap((t) => [
    sql`${folded} LIKE ${`%${likeLiteral(t.folded)}%`}`,
    ...(t.exact ? [sql`${folded} ~ ${phrasePattern(t.folded)}`] : []),
    ...(t.accents ? [sql`kernel.accent(${text}) ~ ${accentPattern(t.accents, t.exact)}`] : []),
  ])
  return parts.length > 0 ? sql.join(parts, sql` AND `) : sql`false`
}

/** How well a row answers, to order by. */
export function rankSql(query: SearchQuery, { folded }: Pick<SearchedText, 'folded'>): RawBuilder<number> {
  const words = query.terms.map((t) => sql`(' ' || ${folded}) LIKE ${`% ${likeLiteral(t.folded)}%`}`)
  return sql<number>`(CASE WHEN ${folded} = ${query.folded} THEN ${sql.lit(ranks.exact)} WHEN ${folded} LIKE ${`${likeLiteral(query.folded)}%`} THEN ${sql.lit(ranks.prefix)}
    WHEN ${sql.join(words, sql` AND `)} THEN ${sql.lit(ranks.words)} ELSE ${sql.lit(ranks.inside)} END)`
}

/** Words for finding candidates by index. */
export function candidateWords(query: SearchQuery): string[] {
  return query.terms.map((t) => likeLiteral(t.folded))
}

function likeLiteral(word: string): string {
  return word.replace(/[\\%_]/g, '\\$&')
}
