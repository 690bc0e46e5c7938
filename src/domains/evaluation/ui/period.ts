export { periodText } from '../rating-period.rules.ts'

/** A period as people name it: the year 2022, the second quarter, a month. */
export interface NamedPeriod {
  kind: string
  year: number
  /** Number of the quarter or month. */
  part?: number
}

const two = (value: number) => String(value).padStart(2, '0')
const firstOf = (year: number, month: number) => (month > 12 ? `${year + 1}-${two(month - 12)}-01` : `${year}-${two(month)}-01`)

/** First day, and first day after, of a period. School years run from September to the end of May. */
export function daysOf({ kind, year, part = 1 }: NamedPeriod): { periodFrom: string; periodUntil: string } {
  switch (kind) {
    case 'school-year':
      return { periodFrom: firstOf(year, 9), periodUntil: firstOf(year + 1, 6) }
    case 'quarter':
      return { periodFrom: firstOf(year, part * 3 - 2), periodUntil: firstOf(year, part * 3 + 1) }
    case 'month':
      return { periodFrom: firstOf(year, part), periodUntil: firstOf(year, part + 1) }
    default:
      return { periodFrom: firstOf(year, 1), periodUntil: firstOf(year + 1, 1) }
  }
}
