import { type CodeEntry, entryOn } from '#kernel/codelist/codelist.rules.ts'

/** The tables of the law, each a code list of dated rows. */
export const listNames = [
  'base-salaries',
  'groups',
  'ranks',
  'step-periods',
  'delays',
  'uncounted',
  'over-frame',
  'early-raise',
  'early-awards',
  'retirement-ages',
  'retirement-variants',
  'terms',
  'position-allowances',
  'allowances',
  'probation-pay',
] as const
export type ListName = (typeof listNames)[number]

export const stepColumns = Array.from({ length: 12 }, (_, i) => `s${i + 1}`)

/** How sure the project is of a row as shipped. What is `configurable` is for local regulation to say. */
export type Certainty = 'sure' | 'likely' | 'configurable'

/** The law as the rules ask it: rows of a table by code and day, and which days are worked. */
export interface Law {
  /** The rows of a table, all times. */
  rows(list: ListName): readonly CodeEntry[]
  /** The row of a code on the date of the record; null where none holds. */
  row(list: ListName, code: string, day: string): CodeEntry | null
  isWorkingDay(day: string): boolean
}

/** Monday to Friday, where nobody brings a calendar. */
const weekday = (day: string) => ![0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay())

/** Puts tables together so that a row is found by its code at once. */
export function lawOf(tables: Readonly<Record<ListName, readonly CodeEntry[]>>, isWorkingDay = weekday): Law {
  const byCode = new Map<string, CodeEntry[]>()
  for (const list of listNames)
    for (const entry of tables[list]) {
      const key = `${list}|${entry.code}`
      byCode.set(key, [...(byCode.get(key) ?? []), entry])
    }
  return {
    rows: (list) => tables[list],
    row: (list, code, day) => entryOn(byCode.get(`${list}|${code}`) ?? [], code, day),
    isWorkingDay,
  }
}

/** A whole number of a row; 0 where it says none. */
export function numberOf(row: CodeEntry, column: string): number {
  return Number(row.more[column] ?? '') || 0
}

/** A decimal of at most two places in hundredths, exact: `2.34` is 234. */
export function hundredths(text: string | null | undefined): number {
  const [whole = '0', decimals = ''] = (text ?? '').split('.')
  return Number(whole) * 100 + Number(`${decimals}00`.slice(0, 2))
}

/** Hundredths as text: 234 is `2.34`. */
export function decimalOf(value: number): string {
  return `${Math.trunc(value / 100)}.${String(value % 100).padStart(2, '0')}`
}

/** Rows of the law are not changed once read: what was read of one is read once. */
const coefficientsRead = new WeakMap<CodeEntry, number[]>()

/** The coefficients of a group in hundredths, step by step. */
export function coefficientsOf(group: CodeEntry): number[] {
  const known = coefficientsRead.get(group)
  if (known) return known
  const read = stepColumns.map((key) => hundredths(group.more[key])).filter((value) => value > 0)
  coefficientsRead.set(group, read)
  return read
}

/** What is wrong with a row of coefficients, as a word key: a gap, or steps that do not rise by the difference of the group. */
export function stepFault(more: Readonly<Record<string, string>>): string | null {
  const typed = stepColumns.map((key) => hundredths(more[key]))
  const count = typed.filter((value) => value > 0).length
  if (typed.slice(0, count).some((value) => value <= 0)) return 'salary.stepGap'
  const difference = hundredths(more.difference)
  return typed.slice(1, count).some((value, i) => value - (typed[i] ?? 0) !== difference) ? 'salary.stepDifference' : null
}

export interface GroupOfRank {
  group: CodeEntry
  /** In hundredths. */
  coefficients: number[]
}

/**
 * The salary group of a rank on a day. Where a rank has two by the degree at entry (nurses of class IV), the one whose table has the
 * coefficient; null for a rank or group the tables do not know.
 */
export function groupOf(law: Law, rank: string, day: string, coefficient: number): GroupOfRank | null {
  const named = law.row('ranks', rank, day)
  const groups = (named?.more.groups ?? '').split(' ').flatMap((code): GroupOfRank[] => {
    const group = law.row('groups', code, day)
    return group ? [{ group, coefficients: coefficientsOf(group) }] : []
  })
  return groups.find((g) => g.coefficients.includes(coefficient)) ?? groups[0] ?? null
}

/** Categories of people (of the people domain) that the law calls cadres and civil servants; the others are employees. */
const officials = ['cadre', 'civil-servant', 'commune-civil-servant']

export function whoIs(category: string): 'official' | 'employee' {
  return officials.includes(category) ? 'official' : 'employee'
}

/** Whether a row of the law is for somebody of this category. */
export function isFor(row: CodeEntry, category: string): boolean {
  return row.more.who === 'all' || row.more.who === whoIs(category)
}
