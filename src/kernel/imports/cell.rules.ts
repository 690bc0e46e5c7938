import { isPlainDate, parseDate } from '../dates.ts'
import { formatDecimal, parseDecimal } from '../numbers.ts'
import { fold, normalise } from '../text.ts'

/** A cell as a reader gives it. */
export type Cell = string | number | boolean | null | { date: string }

/** What a column may hold. `birth` is a day, or the month or the year alone where only that is known. */
export type CellType = 'text' | 'name' | 'code' | 'citizen' | 'date' | 'birth' | 'integer' | 'decimal' | 'choice' | 'mark'

/** A value of a known set: what is stored, its words, and other ways of writing it. */
export interface CellChoice {
  value: string
  words: { vi: string; en: string }
  synonyms?: readonly string[]
}

/** What is asked of a value. */
export interface CellRule {
  type: CellType
  required?: boolean
  /** Longest text. */
  max?: number
  choices?: readonly CellChoice[]
}

/** What is wrong with a cell: a word key and its parameters. */
export interface CellIssue {
  code: string
  params: Record<string, string | number>
}

export type CellReading = { value: string | null } | { issue: CellIssue }

const excelErrors = /^#(N\/A|REF!|VALUE!|DIV\/0!|NAME\?|NULL!|NUM!|GETTING_DATA)$/

/** Longest text kept of a cell. */
export const longestText = 4000

/** The letters of a column: 0 is A, 27 is AB. */
export function columnLetters(index: number): string {
  let letters = ''
  for (let rest = index; rest >= 0; rest = Math.floor(rest / 26) - 1) letters = String.fromCharCode(65 + (rest % 26)) + letters
  return letters
}

/**
 * A cell as the text people would type: dates as ISO, decimals with a comma (so that 1.655 stays one and a half), line breaks as spaces.
 * Everything after this works on texts, so that a corrected cell is read exactly as one of the file.
 */
export function cellText(cell: Cell | undefined): string {
  if (cell === null || cell === undefined) return ''
  if (typeof cell === 'object') return cell.date
  if (typeof cell === 'boolean') return cell ? 'x' : ''
  if (typeof cell === 'number') return numberText(cell)
  return normalise(cell.length > longestText ? `${cell.slice(0, longestText)}…` : cell)
}

function numberText(value: number): string {
  if (!Number.isFinite(value)) return ''
  if (Number.isSafeInteger(value)) return String(value)
  return formatDecimal(value).replaceAll('.', '')
}

/** Whether a cell says nothing: blank, an error of a formula, dashes that mean "none". */
export function isEmptyText(text: string): boolean {
  return text === '' || excelErrors.test(text)
}

const none = /^[-–—.…_]+$/

/**
 * The value a text stands for in a column, or what is wrong with it. Nothing is invented: a date of which only the year is known stays a
 * year, a value that is not in the set is told, never taken for its neighbour.
 */
export function readCell(text: string, rule: CellRule): CellReading {
  if (excelErrors.test(text)) return issue('excelError', { value: text })
  const empty = text === '' || (none.test(text) && rule.type !== 'text')
  if (empty) return rule.required ? issue('missing') : { value: null }
  switch (rule.type) {
    case 'text':
    case 'name':
      return readText(text, rule)
    case 'code':
      return readText(text.replace(/^'/, ''), rule)
    case 'citizen':
      return readCitizenId(text)
    case 'date':
      return readDay(text)
    case 'birth':
      return readBirth(text)
    case 'integer':
    case 'decimal':
      return readNumber(text, rule.type)
    case 'mark':
      return readMark(text)
    case 'choice':
      return readChoice(text, rule.choices ?? [])
  }
}

function issue(code: string, params: CellIssue['params'] = {}): { issue: CellIssue } {
  return { issue: { code: `kernel.imports.issues.${code}`, params } }
}

function readText(text: string, rule: CellRule): CellReading {
  const most = rule.max ?? 300
  if (text.length > most) return issue('tooLong', { length: text.length, most })
  if (rule.type === 'name' && !/^[\p{L}\p{M}][\p{L}\p{M}\s.'’-]*$/u.test(text)) return issue('notAName', { value: text })
  return { value: text }
}

/** Citizen numbers have 12 digits, identity cards before them 9. A spreadsheet drops the zeros in front of numbers. */
function readCitizenId(text: string): CellReading {
  const digits = text.replace(/[\s.']/g, '')
  if (!/^\d+$/.test(digits)) return issue('notACitizenId', { value: text })
  if (digits.length === 12 || digits.length === 9) return { value: digits }
  if (digits.length === 11 || digits.length === 8) return issue('citizenIdShort', { value: text, right: `0${digits}` })
  return issue('notACitizenId', { value: text })
}

/** Days a spreadsheet counts from 1900 (with its 29/02/1900): a date cell that lost its format. */
function serialDay(text: string): string | null {
  if (!/^\d{4,5}$/.test(text)) return null
  const serial = Number(text)
  if (serial < 3654 || serial > 73_415) return null
  return new Date(Date.UTC(1899, 11, 30) + serial * 86_400_000).toISOString().slice(0, 10)
}

const inWords = /^(?:ngay\s+)?(\d{1,2})\s+thang\s+(\d{1,2})\s+nam\s+(\d{4})$/
const withTime = /^(\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4})[ T]\d{1,2}:\d{2}(?::\d{2})?(?:\s*[AaPp][Mm])?$/

/** A day in any of the ways people and spreadsheets write one, or null. */
function dayOf(text: string): string | null {
  if (isPlainDate(text)) return text
  const clean = withTime.exec(text)?.[1] ?? text
  const words = inWords.exec(fold(clean).replace(/,/g, ''))
  return parseDate(words ? `${words[1]}/${words[2]}/${words[3]}` : clean.replace(/\s+/g, ''))
}

function readDay(text: string): CellReading {
  const day = dayOf(text) ?? serialDay(text)
  if (day) return { value: day }
  return looksLikeYear(text) ? issue('dayUnknown', { value: text }) : issue('notADate', { value: text })
}

function looksLikeYear(text: string): boolean {
  return yearOf(text) !== null
}

/** The year of a date whose day, or day and month, nobody wrote: `1980`, `năm 1980`, `--/--/1980`, `3/1980`, `00/00/1980`. */
function yearOf(text: string): string | null {
  const folded = fold(text).replace(/^(nam|sinh nam|ns)[\s.:]*/, '')
  const match =
    /^(?:(?:\d{1,2}|[-_.?x]{1,2}|0{1,2})?\s*[/.-]\s*){0,2}(19\d{2}|20\d{2})$/.exec(folded) ??
    /^thang\s+\d{1,2}\s+nam\s+(19\d{2}|20\d{2})$/.exec(folded)
  const year = match?.[1]
  // A full date that does not exist (31/02/1980) is wrong, not a year.
  const given =
    folded
      .slice(0, -4)
      .match(/\d+/g)
      ?.filter((n) => Number(n) > 0) ?? []
  if (!year || (given.length >= 2 && !folded.startsWith('thang'))) return null
  const month = /^0?(\d{1,2})\s*[/.-]\s*\d{4}$/.exec(folded)?.[1]
  return month !== undefined && Number(month) > 12 ? null : year
}

/** The year with the month somebody wrote before it: `3/1980`, `--/3/1980`, `tháng 3 năm 1980`. */
function withMonth(text: string, year: string): string {
  const month = /(\d{1,2})\s*(?:[/.-]|nam)\s*\d{4}$/.exec(fold(text))?.[1]
  return Number(month) >= 1 && Number(month) <= 12 ? `${year}-${String(Number(month)).padStart(2, '0')}` : year
}

function readBirth(text: string): CellReading {
  const year = yearOf(text)
  const value = (year && withMonth(text, year)) ?? dayOf(text) ?? serialDay(text)
  if (!value) return issue('notADate', { value: text })
  const born = Number(value.slice(0, 4))
  return born < 1900 || born > 2100 ? issue('impossibleBirth', { value: text }) : { value }
}

function readNumber(text: string, type: 'integer' | 'decimal'): CellReading {
  const decimal = parseDecimal(text.replace(/%$/, ''), 'vi')
  if (decimal === null) return issue('notANumber', { value: text })
  if (type === 'integer' && /\.\d*[1-9]/.test(decimal)) return issue('notWhole', { value: text })
  return { value: type === 'integer' ? (decimal.split('.')[0] ?? decimal) : decimal }
}

const yes = new Set(['x', 'v', 'co', 'yes', 'true', 'dung', '1', '+', '✓', '✔'])
const no = new Set(['khong', 'no', 'false', 'sai', '0', 'o'])

function readMark(text: string): CellReading {
  const folded = fold(text)
  if (yes.has(folded)) return { value: 'true' }
  return no.has(folded) ? { value: 'false' } : issue('notAMark', { value: text })
}

function readChoice(text: string, choices: readonly CellChoice[]): CellReading {
  const found = choiceTable(choices).get(loose(text))
  return found === undefined ? issue('notAChoice', { value: text }) : { value: found }
}

/** Compared without marks, case, punctuation. */
function loose(text: string): string {
  return fold(text)
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()
}

const tables = new WeakMap<readonly CellChoice[], Map<string, string>>()
function choiceTable(choices: readonly CellChoice[]): Map<string, string> {
  let table = tables.get(choices)
  if (!table) {
    table = new Map(
      choices.flatMap((c) => [c.value, c.words.vi, c.words.en, ...(c.synonyms ?? [])].map((w) => [loose(w), c.value] as const)),
    )
    tables.set(choices, table)
  }
  return table
}

/** Letters to change, add, drop or swap to come from one text to another. */
export function distance(a: string, b: string): number {
  let before: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1
      let best = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + cost)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) best = Math.min(best, (before[j - 2] ?? 0) + 1)
      row.push(best)
    }
    before = last
    last = row
  }
  return last[b.length] ?? 0
}

/** The candidates nearest to a text, nearest first: what was probably meant. */
export function nearest<T>(text: string, candidates: readonly T[], wordsOf: (candidate: T) => readonly string[], most = 8): T[] {
  const wanted = loose(text)
  return candidates
    .map((candidate) => ({
      candidate,
      far: Math.min(...wordsOf(candidate).map((w) => distance(wanted, loose(w)) / Math.max(wanted.length, loose(w).length, 1))),
    }))
    .sort((a, b) => a.far - b.far)
    .slice(0, most)
    .map(({ candidate }) => candidate)
}
