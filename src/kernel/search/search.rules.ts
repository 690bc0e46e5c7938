import { accentForms, fold } from '../text.ts'

/** One word or phrase of a question. */
export interface SearchTerm {
  folded: string
  /** Where marks were typed: its accented forms, the tone in place and at the word's end. */
  accents: [inPlace: string, atEnd: string] | null
  /** Stood in quotation marks: the words follow each other just so. */
  exact: boolean
}

export interface SearchQuery {
  /** All terms, folded, as one text. */
  folded: string
  terms: SearchTerm[]
}

const quoted = /"([^"]*)"|“([^”]*)”|«([^»]*)»/g

/**
 * A question as typed. Without marks it finds everything; a word with marks finds that accent only; what stands in quotation marks is found
 * as it stands. A quotation mark without its fellow counts as typed by mistake.
 */
export function parseQuery(text: string): SearchQuery {
  const terms: SearchTerm[] = []
  const rest = text.normalize('NFC').replace(quoted, (_, a?: string, b?: string, c?: string) => {
    const term = termOf(a ?? b ?? c ?? '', true)
    if (term) terms.push(term)
    return ' '
  })
  for (const word of rest.replace(/["“”«»]/g, ' ').split(/\s+/)) {
    // A word that folds into several (a ligature of spaces) is several.
    const term = termOf(word, false)
    if (term) terms.push(term)
  }
  return { folded: terms.map((t) => t.folded).join(' '), terms }
}

function termOf(text: string, exact: boolean): SearchTerm | null {
  const folded = fold(text)
  if (!folded) return null
  const [inPlace = '', atEnd = ''] = accentForms(text.trim().replace(/\s+/g, ' ')).split('\n')
  // đ, and any letter with a mark of its own or a tone.
  const marked = /đ|[\u0300-\u036f]/.test(inPlace)
  return { folded, accents: marked ? [inPlace, atEnd] : null, exact }
}

const special = /[\\^$.*+?()[\]{}|]/g
/** A text that stands for itself in a regular expression of JavaScript and of PostgreSQL. */
export function asPattern(text: string): string {
  return text.replace(special, '\\$&')
}

/** Pattern for the accented forms of a term; a letter that goes on with another mark is another letter. */
export function accentPattern([inPlace, atEnd]: [string, string], exact: boolean): string {
  const either = `(${asPattern(inPlace)}|${asPattern(atEnd)})(?![\\u0300-\\u036f])`
  return exact ? `(^|[^a-zđ0-9\\u0300-\\u036f])${either}(?![a-zđ0-9])` : either
}

/** Pattern for a phrase in a folded text: whole words. */
export function phrasePattern(folded: string): string {
  return `(^|[^a-z0-9])${asPattern(folded)}(?![a-z0-9])`
}

/** Whether a text answers the question. The database answers the same: see `matchSql`. */
export function answers(query: SearchQuery, text: string): boolean {
  const folded = fold(text)
  const forms = query.terms.some((t) => t.accents) ? accentForms(text) : ''
  return (
    query.terms.length > 0 &&
    query.terms.every(
      (t) =>
        (t.exact ? new RegExp(phrasePattern(t.folded)).test(folded) : folded.includes(t.folded)) &&
        (!t.accents || new RegExp(accentPattern(t.accents, t.exact)).test(forms)),
    )
  )
}

/** The text itself, its beginning, a word begun for each word asked, somewhere inside, only alike. */
export const ranks = { exact: 4, prefix: 3, words: 2, inside: 1, alike: 0 } as const

/** How well a text that answers the question does so. */
export function rankOf(query: SearchQuery, text: string): number {
  const folded = fold(text)
  if (folded === query.folded) return ranks.exact
  if (folded.startsWith(query.folded)) return ranks.prefix
  const words = ` ${folded.replace(/[^\p{L}\p{N}]+/gu, ' ')}`
  return query.terms.every((t) => words.includes(` ${t.folded}`)) ? ranks.words : ranks.inside
}

/** What was found. */
export interface Hit {
  id: string
  title: string
  subtitle: string | null
  link: string
  rank: number
}

/** The best of what stands in memory, for lists that are no tables. */
export function findIn<T>(
  query: SearchQuery,
  rows: readonly T[],
  textOf: (row: T) => string[],
  hitOf: (row: T) => Omit<Hit, 'rank'>,
  limit: number,
): Hit[] {
  return rows
    .flatMap((row) => {
      const texts = textOf(row)
      if (!answers(query, texts.join(' ‖ '))) return []
      return [
        { ...hitOf(row), rank: Math.max(...texts.map((text) => (answers(query, text) ? rankOf(query, text) : ranks.inside))) },
      ]
    })
    .sort((a, b) => b.rank - a.rank)
    .slice(0, limit)
}
