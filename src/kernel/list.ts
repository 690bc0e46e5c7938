import { createHash } from 'node:crypto'
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
  /** Columns behind filters when they differ from the filter's key. */
  filterColumns?: Record<string, string>
  /** Columns to sort by when they differ from the shown one (Vietnamese order of names). */
  sortColumns?: Record<string, string>
}

/** Counting stops here: beyond it a list says "more than". */
const countLimit = 10_000
/** More candidates than this and walking the list in order is quicker than looking each one up. */
const candidateLimit = 1000

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
  const where = await conditions(ctx, source, input)
  const place = input.after ? readPlace(input.after, order.name) : null
  const from = sql`(${source.rows(ctx.db, asOf)}) AS l`
  const column = sql.ref(`l.${order.column}`)
  const direction = order.descending ? sql`DESC NULLS LAST` : sql`ASC NULLS LAST`
  const beyond = place
    ? place.value === null
      ? sql`(${column} IS NULL AND l.id > ${place.id})`
      : order.descending
        ? sql`(${column} < ${place.value} OR (${column} = ${place.value} AND l.id > ${place.id}) OR ${column} IS NULL)`
        : sql`(${column} > ${place.value} OR (${column} = ${place.value} AND l.id > ${place.id}) OR ${column} IS NULL)`
    : null
  const all = beyond ? [...where, beyond] : where
  const { rows } = await sql<Record<string, unknown>>`
    SELECT l.* FROM ${from} ${whereClause(all)} ORDER BY ${column} ${direction}, l.id ASC LIMIT ${input.limit + 1}`.execute(ctx.db)
  const shown = rows.slice(0, input.limit)
  const last = rows.length > input.limit ? shown.at(-1) : undefined
  const total = place ? { value: -1, atLeast: false } : await countRows(ctx, from, where, rows.length <= input.limit ? rows.length : null)
  return {
    rows: shown as T[],
    next: last ? writePlace(order.name, last[order.column] as string | number | null, String(last.id)) : null,
    total,
  }
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

async function countRows(ctx: Ctx, from: RawBuilder<unknown>, where: RawBuilder<unknown>[], known: number | null): Promise<Total> {
  if (known !== null) return { value: known, atLeast: false }
  const { rows } = await sql<{ n: number }>`
    SELECT count(*)::int AS n FROM (SELECT 1 FROM ${from} ${whereClause(where)} LIMIT ${countLimit + 1}) c`.execute(ctx.db)
  const n = rows[0]?.n ?? 0
  return n > countLimit ? { value: countLimit, atLeast: true } : { value: n, atLeast: false }
}

async function conditions(ctx: Ctx, source: ListSource, input: ListInput): Promise<RawBuilder<unknown>[]> {
  const where: RawBuilder<unknown>[] = []
  const words = fold(input.search ?? '').split(' ').filter(Boolean)
  if (words.length > 0 && source.searchColumn) {
    const ids = source.candidates ? await candidates(ctx, source.candidates, words) : null
    if (ids) where.push(sql`l.id = ANY (${ids}::uuid[])`)
    const text = sql.ref(`l.${source.searchColumn}`)
    for (const word of words) where.push(sql`${text} LIKE ${`%${likeLiteral(word)}%`}`)
  }
  for (const filter of source.shape.filters) {
    const value = input[filter.key] as string | string[] | undefined
    if (value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) continue
    where.push(sql`${sql.ref(`l.${source.filterColumns?.[filter.key] ?? filter.key}`)}::text = ANY (${Array.isArray(value) ? value : [value]}::text[])`)
  }
  return where
}

async function candidates(ctx: Ctx, name: string, words: string[]): Promise<string[] | null> {
  const { rows } = await sql<{ id: string }>`SELECT f AS id FROM ${sql.raw(name)}(${words.map(likeLiteral)}::text[], ${candidateLimit + 1}) AS f`.execute(ctx.db)
  return rows.length > candidateLimit ? null : rows.map((r) => r.id)
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

function writePlace(order: string, value: string | number | null, id: string): string {
  return Buffer.from(JSON.stringify([order, value, id])).toString('base64url')
}

function readPlace(text: string, order: string): { value: string | number | null; id: string } {
  try {
    const [name, value, id] = JSON.parse(Buffer.from(text, 'base64url').toString()) as [string, string | number | null, string]
    if (name === order && typeof id === 'string') return { value, id }
  } catch {
    // Told below.
  }
  throw refuse.invalidInput({ issues: [{ path: 'after', message: 'unknown place' }] })
}

/** Fingerprint of a row, by which a later look tells whether it changed. */
export function fingerprint(row: unknown): string {
  return createHash('sha256').update(JSON.stringify(row)).digest('hex').slice(0, 32)
}
