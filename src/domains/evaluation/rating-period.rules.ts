import { addDays, yearOf } from '#kernel/dates.ts'

/** A period in words: `Năm 2022`, `Quý 2/2022`, `Tháng 3/2022`, `Năm học 2021–2022`. */
export function periodText(
  row: { periodKind: string; periodFrom: string; periodUntil: string },
  t: (key: string, params: Record<string, string | number>) => string,
): string {
  const year = yearOf(row.periodFrom)
  const month = Number(row.periodFrom.slice(5, 7))
  switch (row.periodKind) {
    case 'school-year':
      return t('evaluation.periodSchoolYear', { from: year, until: yearOf(addDays(row.periodUntil, -1)) })
    case 'quarter':
      return t('evaluation.periodQuarter', { quarter: Math.ceil(month / 3), year })
    case 'month':
      return t('evaluation.periodMonth', { month, year })
    default:
      return t('evaluation.periodYearOf', { year })
  }
}
