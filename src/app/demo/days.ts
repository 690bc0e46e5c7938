import type { DemoPerson } from './shapes.ts'

export const isoDate = (year: number, month: number, day = 1) =>
  `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
export const latest = (...dates: (string | null)[]) =>
  dates.reduce<string>((last, date) => (date !== null && date > last ? date : last), '')
export const addDays = (date: string, days: number) => new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10)

/** Retirement in normal conditions, in months of age (Decree 135/2020, Appendix I). */
export const retirementAge = (sex: DemoPerson['sex'], year: number) =>
  sex === 'male' ? Math.min(62 * 12, 60 * 12 + 3 * (year - 2020)) : Math.min(60 * 12, 55 * 12 + 4 * (year - 2020))

export function workingDays([from, to]: [string, string]): string[] {
  const days: string[] = []
  for (let day = from; day <= to; day = addDays(day, 1)) if (![0, 6].includes(new Date(day).getUTCDay())) days.push(day)
  return days
}
