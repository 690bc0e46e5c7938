import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Ctx } from './context.ts'
import type { DB } from './db.types.ts'
import { refuse } from './errors.ts'
import type { ListInput, ListShape, Total } from './lists.ts'
import { fold } from './text.ts'

/** Where a list's rows come from. Rows need an `id`; everything else is named like the shape's columns. */
export interface ListSource {
  shape: ListShape
  /** The rows as of a date: any SELECT. Row-level security has its say underneath. */
  rows: (db: Kysely<DB>, asOf: string) => RawBuilder<unknown>
  /** Folded text the search looks in; a column of the rows, not shown. */
  searchColumn?: string
  /**
   * SQL function `(words text[], at_most int) returns setof uuid` that finds candidates by index. Row-level security keeps the planner from
   * using a text index under a policy, so candidates are found first and then seen through the policy.
   */
  candidates?: string
  /**
   * The same rows without their joins: `id` and the columns that need no other table. Pages and counts that ask for no more than these are
   * found here, and only the rows of the page are then read in full.
   */
  spine?: { columns: string[]; rows: (db: Kysely<DB>, asOf: string) => RawBuilder<unknown> }
  /**
   * What a search finds first when the list is in its usual order: rows equal in the first of these columns, then in the second, then the
   * rest. Columns are of the rows and the spine, and never null.
   */
  first?: (search: string) => { column: string; value: string }[]
  /**
   * Filters that are more than one column compared with its values: the condition on a row `l`. `search` takes the place of `searchColumn`;
   * its values are the folded words.
   */
  conditions?: Record<string, (values: string[], ctx: Ctx) => RawBuilder<unknown> | Promise<RawBuilder<unknown>>>
  /** Columns behind filters when they differ from the filter's key. */
  filterColumns?: Record<string, string>
  /** Columns that are never null: sorted by one of them, pages are found along its plain index, backwards too. */
  neverNull?: string[]
  /** Columns to sort by when they differ from the shown one (Vietnamese order of names). */
  sortColumns?: Record<string, string>
}

/** Counting stops here unless the exact number is asked for: beyond it a list says "more than". */
const countLimit = 10_000
/** A search that finds so much is told to be narrowed, not counted: each match beyond costs as much as the page itself. */
const broadCountLimit = 1000
/** More candidates than this and walking the list in order is quicker than looking each one up. */
const candidateLimit = 3000

export interface ListResult<T> {
  rows: T[]
  next: string | null
  total: Total
}

/**
 * One page of a list, found by its place (keyset), never by counting rows from the start: the hundredth page costs what the first does.
 *
 * @throws Refusal `kernel.invalidInput` when `after` was not made by this list in this order.
 */
export async function listPage<T>(ctx: Ctx, source: ListSource, input: ListInput): Promise<ListResult<T>> {
  const asOf = input.asOf ?? ctx.today()
  const order = orderOf(source, input)
  const { where, broad, few, columns } = await conditions(ctx, source, input)
  const ranks = ranksOf(source, input)
  const place = input.after ? readPlace(input.after, order.name) : null
  const spine =
    source.spine &&
    [order.column, ...columns, ...ranks.map(({ column }) => column)].every((c) => source.spine?.columns.includes(c))
      ? source.spine
      : null
  const full = sql`(${source.rows(ctx.db, asOf)}) AS l`
  const from = spine ? sql`(${spine.rows(ctx.db, asOf)}) AS l` : full
  const column = sql.ref(`l.${order.column}`)
  const nulls = source.neverNull?.includes(order.column) ? sql`` : sql` NULLS LAST`
  const inOrder = sql`ORDER BY ${column} ${order.descending ? sql`DESC` : sql`ASC`}${nulls}, l.id ASC`
  // Policies hide a column's statistics from the planner, which then expects few matches and sorts them all. Where many are expected, the
  // list is walked in its order instead, and left as soon as the page is full.
  const read = async (of: RawBuilder<unknown>[], after: Place | null, limit: number) => {
    const past = after ? [beyond(after, column, order.descending, source.neverNull?.includes(order.column))] : []
    const walked = broad && spine ? sql`(SELECT l.* FROM ${from} ${whereClause(past)} ${inOrder} OFFSET 0) AS l` : from
    // A few candidates are all looked at anyway: counted on the way.
    const counted = few && !place && ranks.length === 0 ? sql`, (count(*) OVER ())::int AS of_all` : sql``
    return sql<Record<string, unknown>>`
      SELECT l.*${counted} FROM ${walked} ${whereClause([...where, ...of, ...past])} ${inOrder} LIMIT ${limit}`.execute(ctx.db)
  }
  const rows: Record<string, unknown>[] = []
  const rankOf: number[] = []
  for (let rank = place?.rank ?? 0; rank <= ranks.length && rows.length <= input.limit; rank += 1) {
    const after = rank === (place?.rank ?? 0) ? place : null
    const { rows: more } = await read(ofRank(ranks, rank), after, input.limit + 1 - rows.length)
    rows.push(...more)
    rankOf.push(...more.map(() => rank))
  }
  const found = rows.slice(0, input.limit)
  const shown = spine ? await inFull(ctx, full, found) : found.map(({ of_all: _, ...row }) => row)
  const last = rows.length > input.limit ? found.at(-1) : undefined
  const total = place
    ? { value: -1, atLeast: false }
    : await countRows(
        ctx,
        from,
        where,
        input.count === 'exact' ? null : broad ? broadCountLimit : countLimit,
        rows.length <= input.limit ? rows.length : few && ranks.length === 0 ? Number(rows[0]?.of_all) : null,
      )
  return {
    rows: shown as T[],
    next: last
      ? writePlace(order.name, {
          value: last[order.column] as string | number | null,
          id: String(last.id),
          rank: rankOf[found.length - 1] ?? 0,
        })
      : null,
    total,
  }
}

/** The columns a search is compared with before the usual order; none when the reader chose another order. */
function ranksOf(source: ListSource, input: ListInput): { column: string; value: string }[] {
  const search = input.search?.trim() ?? ''
  if (search === '' || (input.sort ?? source.shape.defaultSort) !== source.shape.defaultSort) return []
  return source.first?.(search) ?? []
}

/** Rows of one rank: equal in its column and in none before; the last rank is all the rest. */
function ofRank(ranks: { column: string; value: string }[], rank: number): RawBuilder<unknown>[] {
  const before = ranks.slice(0, rank).map(({ column, value }) => sql`${sql.ref(`l.${column}`)} <> ${value}`)
  const own = ranks[rank]
  return own ? [...before, sql`${sql.ref(`l.${own.column}`)} = ${own.value}`] : before
}

/** Where a page ended: the value sorted by, the row, and the rank it was found in. */
interface Place {
  value: string | number | null
  id: string
  rank: number
}

function beyond(place: Place, column: RawBuilder<unknown>, descending: boolean, neverNull = false): RawBuilder<unknown> {
  if (neverNull) {
    const [reached, passed] = descending ? [sql`<=`, sql`<`] : [sql`>=`, sql`>`]
    return sql`(${column} ${reached} ${place.value} AND (${column} ${passed} ${place.value} OR l.id > ${place.id}))`
  }
  if (place.value === null) return sql`(${column} IS NULL AND l.id > ${place.id})`
  // The first comparison alone can use an index; the second settles ties. Nulls come last in both directions.
  return descending
    ? sql`((${column} <= ${place.value} OR ${column} IS NULL) AND (${column} < ${place.value} OR l.id > ${place.id} OR ${column} IS NULL))`
    : sql`((${column} >= ${place.value} OR ${column} IS NULL) AND (${column} > ${place.value} OR l.id > ${place.id} OR ${column} IS NULL))`
}

/** The whole rows of a page found on the spine, in its order. */
async function inFull(ctx: Ctx, full: RawBuilder<unknown>, found: Record<string, unknown>[]): Promise<Record<string, unknown>[]> {
  if (found.length === 0) return []
  const ids = found.map((r) => String(r.id))
  const { rows } = await sql<Record<string, unknown>>`SELECT l.* FROM ${full} WHERE l.id = ANY (${ids}::uuid[])`.execute(ctx.db)
  const byId = new Map(rows.map((r) => [String(r.id), r]))
  return ids.flatMap((id) => (byId.has(id) ? [byId.get(id) ?? {}] : []))
}

/** All rows of a list in its order, in portions, for export. */
export async function* listAll<T>(ctx: Ctx, source: ListSource, input: Omit<ListInput, 'limit' | 'after'>): AsyncGenerator<T> {
  let after: string | undefined
  do {
    const part = await listPage<T>(ctx, source, { ...input, limit: 2000, after: after ?? undefined } as ListInput)
    yield* part.rows
    after = part.next ?? undefined
  } while (after)
}

async function countRows(
  ctx: Ctx,
  from: RawBuilder<unknown>,
  where: RawBuilder<unknown>[],
  limit: number | null,
  known: number | null,
): Promise<Total> {
  if (known !== null) return { value: known, atLeast: false }
  const atMost = limit === null ? sql`` : sql`LIMIT ${limit + 1}`
  const { rows } = await sql<{ n: number }>`
    SELECT count(*)::int AS n FROM (SELECT 1 FROM ${from} ${whereClause(where)} ${atMost}) c`.execute(ctx.db)
  const n = rows[0]?.n ?? 0
  return limit !== null && n > limit ? { value: limit, atLeast: true } : { value: n, atLeast: false }
}

async function conditions(
  ctx: Ctx,
  source: ListSource,
  input: ListInput,
): Promise<{ where: RawBuilder<unknown>[]; broad: boolean; few: boolean; columns: string[] }> {
  const where: RawBuilder<unknown>[] = []
  const columns: string[] = []
  let broad = false
  let few = false
  const words = fold(input.search ?? '')
    .split(' ')
    .filter(Boolean)
  const search = source.conditions?.search
  if (words.length > 0 && search) where.push(await search(words, ctx))
  if (words.length > 0 && !search && source.searchColumn) {
    const ids = source.candidates ? await candidates(ctx, source.candidates, words) : null
    broad = source.candidates !== undefined && ids === null
    few = ids !== null
    columns.push(source.searchColumn)
    if (ids) where.push(sql`l.id = ANY (${ids}::uuid[])`)
    const text = sql.ref(`l.${source.searchColumn}`)
    for (const word of words) where.push(sql`${text} LIKE ${`%${likeLiteral(word)}%`}`)
  }
  for (const filter of source.shape.filters) {
    const value = input[filter.key] as string | string[] | undefined
    if (value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) continue
    const values = Array.isArray(value) ? value : [value]
    const condition = source.conditions?.[filter.key]
    if (condition) {
      where.push(await condition(values, ctx))
      continue
    }
    const column = source.filterColumns?.[filter.key] ?? filter.key
    columns.push(column)
    where.push(sql`${sql.ref(`l.${column}`)}::text = ANY (${values}::text[])`)
  }
  return { where, broad, few, columns }
}

async function candidates(ctx: Ctx, name: string, words: string[]): Promise<string[] | null> {
  const { rows } = await sql<{
    id: string | null
  }>`SELECT f AS id FROM ${sql.raw(name)}(${words.map(likeLiteral)}::text[], ${candidateLimit + 1}) AS f`.execute(ctx.db)
  return rows.length > candidateLimit || rows.some((r) => r.id === null) ? null : rows.map((r) => String(r.id))
}

function likeLiteral(word: string): string {
  return word.replace(/[\\%_]/g, '\\$&')
}

function whereClause(parts: RawBuilder<unknown>[]): RawBuilder<unknown> {
  return parts.length > 0 ? sql`WHERE ${sql.join(parts, sql` AND `)}` : sql``
}

function orderOf(source: ListSource, input: ListInput): { name: string; column: string; descending: boolean } {
  const name = input.sort ?? source.shape.defaultSort
  const descending = name.startsWith('-')
  const key = descending ? name.slice(1) : name
  return { name, column: source.sortColumns?.[key] ?? key, descending }
}

function writePlace(order: string, { value, id, rank }: Place): string {
  return Buffer.from(JSON.stringify([order, value, id, ...(rank > 0 ? [rank] : [])])).toString('base64url')
}

function readPlace(text: string, order: string): Place {
  try {
    const [name, value, id, rank = 0] = JSON.parse(Buffer.from(text, 'base64url').toString()) as [
      string,
      string | number | null,
      string,
      number?,
    ]
    if (name === order && typeof id === 'string' && Number.isInteger(rank) && rank >= 0) return { value, id, rank }
  } catch {
    // Told below.
  }
  throw refuse.invalidInput({ issues: [{ path: 'after', message: 'unknown place' }] })
}
