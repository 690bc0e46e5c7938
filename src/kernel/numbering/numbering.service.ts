import { sql } from 'kysely'
import type { Ctx } from '../context.ts'
import type { PlainDate } from '../dates.ts'
import { type Book, readNumber, seriesOf, writeNumber } from './numbering.rules.ts'
import { refuse } from './numbering.refusals.ts'

/** What a number is for. */
export interface NumberFor {
  /** Date of the document: it picks the series. */
  date: PlainDate
  /** Unit whose register it is, where each unit has its own. */
  scope?: string | null
  relation: string
  recordId: string
}

export interface TakenNumber {
  number: number
  text: string
}

/**
 * The next number of a register, in the caller's transaction: if that is rolled back, or the program is killed, no number was given, and the
 * next writer gets the same. Writers of one series wait for each other from here to the end of their transactions, so take it late. A record
 * that has its number is given the same one again.
 *
 * @throws Refusal `kernel.numberSeriesUnknown` for a date before the first series.
 */
export async function nextNumber(ctx: Ctx, book: Book, wanted: NumberFor): Promise<TakenNumber> {
  const { scope, series } = placeOf(book, wanted)
  const before = await takenBy(ctx, book, wanted)
  if (before) return before
  const { rows } = await sql<{ last: number }>`
    INSERT INTO kernel.book_series AS s (book, scope, series, last, permissions, opened_at) VALUES (${book.code}, ${scope}, ${series}, 1, ${book.permissions}::text[], 1)
    ON CONFLICT (book, scope, series) DO UPDATE SET last = s.last + 1 RETURNING last`.execute(ctx.db)
  const number = rows[0]?.last ?? 0
  return insert(ctx, book, wanted, scope, series, number, writeNumber(book, number, wanted.date))
}

/**
 * Enters a number that was written by hand. The first one of an empty series opens it there, for the register began on paper; later ones may
 * only repeat what comes next. A text in another format belongs to another register and is left alone: null.
 *
 * @throws Refusal `kernel.numberTaken` when the number is not the next one.
 */
export async function claimNumber(ctx: Ctx, book: Book, wanted: NumberFor, text: string): Promise<TakenNumber | null> {
  const number = readNumber(book, text, wanted.date)
  if (number === null) return null
  const { scope, series } = placeOf(book, wanted)
  const before = await takenBy(ctx, book, wanted)
  if (before) {
    if (before.number === number) return before
    throw refuse.numberTaken({ text: before.text })
  }
  const { rows } = await sql<{ last: number }>`
    INSERT INTO kernel.book_series AS s (book, scope, series, last, permissions, opened_at)
    VALUES (${book.code}, ${scope}, ${series}, ${number}, ${book.permissions}::text[], ${number})
    ON CONFLICT (book, scope, series) DO UPDATE SET last = s.last + 1 RETURNING last`.execute(ctx.db)
  if (rows[0]?.last !== number) throw refuse.numberTaken({ text })
  return insert(ctx, book, wanted, scope, series, number, text)
}

/** The number a record has in a register. */
export async function takenBy(ctx: Ctx, book: Book, of: Pick<NumberFor, 'relation' | 'recordId'>): Promise<TakenNumber | null> {
  const { rows } = await sql<TakenNumber>`SELECT number, text FROM kernel.book_number
    WHERE book = ${book.code} AND relation = ${of.relation} AND record_id = ${of.recordId}`.execute(ctx.db)
  return rows[0] ?? null
}

function placeOf(book: Book, wanted: NumberFor): { scope: string; series: string } {
  const series = seriesOf(book, wanted.date)
  if (series === null) throw refuse.numberSeriesUnknown({ day: wanted.date })
  return { scope: wanted.scope ?? '', series }
}

async function insert(
  ctx: Ctx,
  book: Book,
  wanted: NumberFor,
  scope: string,
  series: string,
  number: number,
  text: string,
): Promise<TakenNumber> {
  await sql`INSERT INTO kernel.book_number (id, book, scope, series, number, text, dated, relation, record_id, taken_by, taken_at)
    VALUES (${ctx.newId()}::uuid, ${book.code}, ${scope}, ${series}, ${number}, ${text}, ${wanted.date}, ${wanted.relation}, ${wanted.recordId},
      ${ctx.actor.name}, ${ctx.now()}::timestamptz)`.execute(ctx.db)
  return { number, text }
}
