import { addMonths } from '#kernel/dates.ts'
import { fold } from '#kernel/text.ts'

/** A period as ratings have one; `until` is the first day after it. */
export interface RatedPeriod {
  kind: 'year' | 'school-year' | 'quarter' | 'month'
  from: string
  until: string
}

const quarters: Record<string, number> = { i: 1, ii: 2, iii: 3, iv: 4, '1': 1, '2': 2, '3': 3, '4': 4 }

/** The period a text names: `2022`, `Năm 2022`, `Quý I/2022`, `Tháng 04/2025`, `4/2025`, `Năm học 2021-2022`; null when it names none. */
export function readPeriod(text: string): RatedPeriod | null {
  const folded = fold(text)
  const school = /nam hoc\s*(\d{4})\s*[-/–]\s*(\d{4})/.exec(folded)
  if (school && Number(school[2]) === Number(school[1]) + 1)
    return { kind: 'school-year', from: `${school[1]}-09-01`, until: `${school[2]}-06-01` }
  const quarter = /quy\s*(iv|iii|ii|i|[1-4])\s*(?:[/-]|nam)?\s*(\d{4})/.exec(folded)
  if (quarter) return period('quarter', quarter[2] ?? '', ((quarters[quarter[1] ?? ''] ?? 1) - 1) * 3 + 1, 3)
  const month = /thang\s*(\d{1,2})\s*(?:[/-]|nam)\s*(\d{4})/.exec(folded) ?? /^(\d{1,2})\s*[/-]\s*(\d{4})$/.exec(folded)
  if (month && Number(month[1]) >= 1 && Number(month[1]) <= 12) return period('month', month[2] ?? '', Number(month[1]), 1)
  const year = /^(?:.*\bnam\s+)?(\d{4})$/.exec(folded) ?? /\bnam\s+(\d{4})\b/.exec(folded)
  return year && Number(year[1]) >= 1990 && Number(year[1]) <= 2100 ? period('year', year[1] ?? '', 1, 12) : null
}

function period(kind: RatedPeriod['kind'], year: string, month: number, months: number): RatedPeriod {
  const from = `${year}-${String(month).padStart(2, '0')}-01`
  return { kind, from, until: addMonths(from, months) }
}

/** The title that says which period a form is for. */
export function periodInTitles(titles: readonly string[]): string | null {
  return titles.find((t) => t.length < 120 && readPeriod(t) !== null) ?? null
}
