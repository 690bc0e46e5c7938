import { type PlainDate, yearOf } from '../dates.ts'

/** A register of numbers. */
export interface Book {
  code: string
  words: { vi: string; en: string }
  /** How a number is written: `{n}` the number (two digits at least, Decree 30/2020/NĐ-CP), `{year}` the year of the document. */
  format: string
  /** `year`: from 1 again each 1 January; a list: one series from each of these days on, such as the terms of a Party committee. */
  restart: 'year' | { from: PlainDate; name: string }[]
  /** Permissions that take numbers from it. */
  permissions: string[]
  source: string
}

/** Declares a register. @throws Error where the format has no place for the number. */
export function defineBook<const T extends Book>(book: T): T {
  if (!book.format.includes('{n}')) throw new Error(`register ${book.code}: no {n} in its format`)
  return book
}

/** The series a day belongs to; null before the first. */
export function seriesOf(book: Book, day: PlainDate): string | null {
  if (book.restart === 'year') return String(yearOf(day))
  return [...book.restart].sort((a, b) => (a.from < b.from ? 1 : -1)).find((term) => term.from <= day)?.name ?? null
}

/** A number as written. */
export function writeNumber(book: Book, n: number, day: PlainDate): string {
  return book.format.replace('{n}', String(n).padStart(2, '0')).replace('{year}', String(yearOf(day)))
}

/** The number in a text written in this format for that day; null when it is written otherwise. */
export function readNumber(book: Book, text: string, day: PlainDate): number | null {
  const [before = '', after = ''] = book.format.replace('{year}', String(yearOf(day))).split('{n}')
  const squeezed = text.replace(/\s+/g, '')
  if (!squeezed.startsWith(before) || !squeezed.endsWith(after) || squeezed.length <= before.length + after.length) return null
  const digits = squeezed.slice(before.length, squeezed.length - after.length)
  return /^0?\d{1,7}$/.test(digits) && Number(digits) > 0 ? Number(digits) : null
}
