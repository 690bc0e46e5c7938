import type { PlainDate } from '../dates.ts'
import type { Bilingual } from '../calendar/calendar.rules.ts'

/** A further column of a list, beyond code, label, validity and source. `title` is a word key. */
export interface CodeColumn {
  key: string
  title: string
  /** The values it may take, where they are fixed; their words stand under `words` + value. */
  choices?: string[]
  words?: string
  /** A number: kept with a decimal point, typed with either. Left empty it is none, where it is optional. */
  number?: 'whole' | 'decimal'
  optional?: boolean
}

/** A code list: what its codes mean, from when until when, by which source. */
export interface CodeList {
  id: string
  /** Word key. */
  title: string
  /** What it is for: word key. */
  about: string
  /** Data file it came with. */
  file: string
  /** Whether the department may change it; the others are rules of the program with tests of their own. */
  editable: boolean
  columns: CodeColumn[]
  /** What is wrong with the values of an entry taken together, as a word key; null where nothing is. */
  fault?: (more: Readonly<Record<string, string>>) => string | null
}

export interface CodeEntry {
  /** Null for an entry that came with the program and was never edited. */
  id: string | null
  code: string
  label: Bilingual
  validFrom: PlainDate | null
  validUntil: PlainDate | null
  source: string
  more: Record<string, string>
}

/** Declares a code list. */
export function defineCodeList<const T extends CodeList>(list: T): T {
  return list
}

const start = (e: Pick<CodeEntry, 'validFrom'>) => e.validFrom ?? ''
const end = (e: Pick<CodeEntry, 'validUntil'>) => e.validUntil ?? '~'

/** A number as it is kept, `2.34`, from what was typed, `2,34`; null where it is none. */
export function readNumber(column: Pick<CodeColumn, 'number' | 'optional'>, typed: string): string | null {
  const text = typed.trim().replace(',', '.')
  if (text === '') return column.optional ? '' : null
  return (column.number === 'whole' ? /^-?\d{1,12}$/ : /^-?\d{1,8}(\.\d{1,4})?$/).test(text) ? text : null
}

/** Whether an entry holds on a day. */
export function entryHolds(entry: Pick<CodeEntry, 'validFrom' | 'validUntil'>, day: PlainDate): boolean {
  return start(entry) <= day && day < end(entry)
}

/** The entry of a code on the date of the record, never on today. */
export function entryOn(entries: readonly CodeEntry[], code: string, day: PlainDate): CodeEntry | null {
  return entries.find((e) => e.code === code && entryHolds(e, day)) ?? null
}

/** The entries of a day. */
export function entriesOn(entries: readonly CodeEntry[], day: PlainDate): CodeEntry[] {
  return entries.filter((e) => entryHolds(e, day))
}

/** The entry of the same code whose days another would share, if any. */
export function overlapping(
  entries: readonly CodeEntry[],
  wanted: Pick<CodeEntry, 'id' | 'code' | 'validFrom' | 'validUntil'>,
): CodeEntry | null {
  return (
    entries.find(
      (e) =>
        e.code === wanted.code && (wanted.id === null || e.id !== wanted.id) && start(e) < end(wanted) && start(wanted) < end(e),
    ) ?? null
  )
}
