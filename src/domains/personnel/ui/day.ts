import { formatDateShort, parseDate } from '#kernel/dates.ts'
import type { Language } from '#kernel/words.ts'
import { isDay } from '../section.rules.ts'

/** A day as far as it is known: `1985`, `03/1985`, `08/03/1985`. */
export function dayText(day: string, lang: Language): string {
  if (day.length === 10) return formatDateShort(day, lang)
  return day.length === 7 ? `${day.slice(5)}/${day.slice(0, 4)}` : day
}

/** What somebody typed as a day, a month or a year; null where it is none: `1985`, `3/1985`, `8/3/1985`, `8/3/85`. */
export function parseDay(typed: string): string | null {
  const text = typed.trim()
  const month = /^(\d{1,2})\s*[/.-]\s*(\d{4})$/.exec(text)
  const said = month ? `${month[2]}-${(month[1] ?? '').padStart(2, '0')}` : /^\d{4}(-\d\d)?$/.test(text) ? text : parseDate(text)
  return said !== null && isDay(said) ? said : null
}
