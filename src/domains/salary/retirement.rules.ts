import { addDays, addMonths } from '#kernel/dates.ts'
import { type Law, numberOf } from './law.rules.ts'
import { line, type Line } from './why.rules.ts'

export interface Retirement {
  /** The last day of service: the last of the month of the age. Null where nothing is known of the birth. */
  date: string | null
  /** First day of the pension. */
  pensionFrom: string | null
  /** Age in months. */
  age: number | null
  lines: Line[]
}

/** First day of a month counted from year 0. */
const monthDay = (count: number) =>
  `${String(Math.floor(count / 12)).padStart(4, '0')}-${String((count % 12) + 1).padStart(2, '0')}-01`

/**
 * When somebody retires by age: the rule in force in the month of retirement decides (Labour Code 2019 article 169; Decree 135/2020/NĐ-CP).
 * Of a birth known by its year alone, 1 January is taken.
 *
 * @param birth `1966`, `1966-01` or `1966-01-15`; null where nothing is known.
 * @param variant row of `retirement-variants`: a lower age, or longer service, in months of the row.
 */
export function retirementOf(law: Law, birth: string | null, sex: 'male' | 'female', variant: string | null = null): Retirement {
  if (birth === null) return { date: null, pensionFrom: null, age: null, lines: [line('birth-unknown')] }
  const [year = 0, month = 1] = birth.split('-').map(Number)
  const born = year * 12 + (month - 1)
  const lines = birth.length === 4 ? [line('birth-year-only', { values: { year: String(year), day: `${year}-01-01` } })] : []
  for (const row of law.rows('retirement-ages')) {
    if (row.code !== (sex === 'male' ? 'NAM' : 'NU')) continue
    const age = ageUnder(row, born)
    if (age === null) continue
    const shift = variant ? law.row('retirement-variants', variant, monthDay(born + age)) : null
    const total = age + (shift ? numberOf(shift, 'months') : 0)
    const date = addDays(addMonths(monthDay(born + total), 1), -1)
    lines.push(
      line('retirement-age', {
        row,
        values: { birth, years: Math.floor(age / 12), months: age % 12, on: monthDay(born + age) },
        on: monthDay(born + age),
      }),
    )
    if (shift)
      lines.push(line('retirement-variant', { row: shift, months: numberOf(shift, 'months'), on: monthDay(born + total) }))
    lines.push(line('retirement-day', { values: { on: date }, on: date }))
    return { date, pensionFrom: addDays(date, 1), age: total, lines }
  }
  return { date: null, pensionFrom: null, age: null, lines: [...lines, line('no-age-rule', { values: { birth } })] }
}

/** The age in months that a rule gives to who was born in a month; null where that lies outside its days. */
function ageUnder(row: ReturnType<Law['rows']>[number], born: number): number | null {
  const age = numberOf(row, 'age')
  const holds = (months: number) => {
    const day = monthDay(born + months)
    return (row.validFrom === null || row.validFrom <= day) && (row.validUntil === null || day < row.validUntil)
  }
  const start = numberOf(row, 'start_year')
  if (start === 0) return holds(age) ? age : null
  const cap = numberOf(row, 'cap')
  const step = numberOf(row, 'step')
  for (let year = start; ; year += 1) {
    const here = Math.min(cap, age + step * (year - start))
    const reached = Math.floor((born + here) / 12)
    if (reached === year && holds(here)) return here
    if (here === cap && reached < year) return null
  }
}

/** By when one must be told of a retirement. */
export interface Notices {
  /** Notice at the latest, decision at the latest. */
  noticeBy: string | null
  decisionBy: string | null
  lines: Line[]
}

/** By when notice and decision of a retirement are due: 6 and 3 months before (Decree 46/2010/NĐ-CP; Decree 115/2020/NĐ-CP). */
export function noticesOf(law: Law, date: string): Notices {
  const by = (code: string) => {
    const row = law.row('terms', code, date)
    return { row, on: row ? addMonths(date, -numberOf(row, 'amount')) : null }
  }
  const notice = by('TB-HUU')
  const decision = by('QD-HUU')
  return {
    noticeBy: notice.on,
    decisionBy: decision.on,
    lines: [notice, decision].map(({ row, on }) =>
      line('notice', { row, values: { months: row ? numberOf(row, 'amount') : 0 }, on }),
    ),
  }
}
