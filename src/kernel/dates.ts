import { z } from 'zod'
import type { Language } from './words.ts'

/**
 * Dates without time, as ISO text `YYYY-MM-DD`, years 0001 to 9999. They sort as text. Nothing here asks what day it is: "today" is
 * computed from a moment the caller brings.
 */
export const PlainDate = z.iso.date().refine(isPlainDate, { error: 'Not a date that exists, as YYYY-MM-DD.' })
export type PlainDate = z.infer<typeof PlainDate>

const iso = /^(\d{4})-(\d{2})-(\d{2})$/

interface DateParts {
  year: number
  month: number
  day: number
}

/** Whether a text is a date that exists: refuses 31/11, day 0, month 0 and 29/2 of common years. */
export function isPlainDate(text: string): boolean {
  const match = iso.exec(text)
  return match !== null && exists(Number(match[1]), Number(match[2]), Number(match[3]))
}

function exists(year: number, month: number, day: number): boolean {
  return year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month)
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return [4, 6, 9, 11].includes(month) ? 30 : 31
}

function plainDate(year: number, month: number, day: number): PlainDate {
  if (!exists(year, month, day)) throw new RangeError(`no such date: ${year}-${month}-${day}`)
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`
}

function two(value: number): string {
  return String(value).padStart(2, '0')
}

function partsOf(date: PlainDate): DateParts {
  if (!isPlainDate(date)) throw new RangeError(`not a date: ${date}`)
  return { year: Number(date.slice(0, 4)), month: Number(date.slice(5, 7)), day: Number(date.slice(8)) }
}

/** Days since 1970-01-01 in the Gregorian calendar; exact in integers for every year, without the machine's time zone. */
function dayNumber({ year, month, day }: DateParts): number {
  const y = month <= 2 ? year - 1 : year
  const era = Math.floor(y / 400)
  const yearOfEra = y - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  return era * 146097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719468
}

function dateOfDayNumber(number: number): PlainDate {
  const days = number + 719468
  const era = Math.floor(days / 146097)
  const dayOfEra = days - era * 146097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153)
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
  return plainDate(
    yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1,
  )
}

const dayFirst = /^(\d{1,2})\s*([/.-])\s*(\d{1,2})\s*\2\s*(\d{4}|\d{2})$/
const yearFirst = /^(\d{4})([/.-])(\d{1,2})\2(\d{1,2})$/

/**
 * The date a person typed, or null when it is none: `1/7/22`, `01/07/2022`, `1-7-2022`, `1.7.2022`, `2022-07-01`. Day first, as
 * everywhere in Vietnam; year first when it has four digits. Two-digit years: 00 to 49 are 2000 to 2049, 50 to 99 are 1950 to 1999.
 */
export function parseDate(text: string): PlainDate | null {
  const typed = text.trim()
  const first = dayFirst.exec(typed)
  const numbers = first ? [first[4], first[3], first[1]] : yearFirst.exec(typed)?.filter((_, index) => index !== 0 && index !== 2)
  if (!numbers) return null
  const [yearText = '', month, day] = numbers
  const year = Number(yearText) + (yearText.length === 2 ? (Number(yearText) < 50 ? 2000 : 1900) : 0)
  return exists(year, Number(month), Number(day)) ? plainDate(year, Number(month), Number(day)) : null
}

/** Day padded under 10; months 1 and 2 padded, 3 to 12 as they are. Decree 30/2020/NĐ-CP, Appendix I. */
function documentParts(date: PlainDate): { day: string; month: string; year: string } {
  const { year, month, day } = partsOf(date)
  return { day: two(day), month: month <= 2 ? two(month) : String(month), year: String(year) }
}

/**
 * A date inside a document: `01/7/2022`, `02/01/2022`, `20/12/2022`. Day padded under 10, months 1 and 2 padded, the others not
 * (Decree 30/2020/NĐ-CP, Appendix I; so printed in the annual report).
 *
 * @throws RangeError when the text is not a date that exists.
 */
export function formatDate(date: PlainDate): string {
  const { day, month, year } = documentParts(date)
  return `${day}/${month}/${year}`
}

/** A date in words, as at the head of a document: `ngày 02 tháng 01 năm 2022` (Decree 30/2020/NĐ-CP, Appendix I). @throws RangeError */
export function formatDateWords(date: PlainDate): string {
  const { day, month, year } = documentParts(date)
  return `ngày ${day} tháng ${month} năm ${year}`
}

const englishMonths = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** A date on the screen, always of one width in Vietnamese: `01/07/2022` (vi), `1 Jul 2022` (en). @throws RangeError */
export function formatDateShort(date: PlainDate, lang: Language): string {
  const { year, month, day } = partsOf(date)
  return lang === 'vi' ? `${two(day)}/${two(month)}/${year}` : `${day} ${englishMonths[month - 1]} ${year}`
}

/** The time zone of every clock in the Department. */
export const departmentTimezone = 'Asia/Ho_Chi_Minh'

const moment = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/

/** A moment from its ISO text. @throws RangeError when it does not exist or has no offset. */
function momentOf(at: string): Date {
  const date = new Date(at)
  if (!moment.test(at) || !isPlainDate(at.slice(0, 10)) || Number.isNaN(date.getTime()))
    throw new RangeError(`not a moment with an offset: ${at}`)
  return date
}

/** Readers of clocks by time zone; making one costs far more than reading it. */
const clocks = new Map<string, Intl.DateTimeFormat>()

/** What the clock of a time zone shows at a moment. @throws RangeError when the moment or the zone does not exist. */
function clockIn(timezone: string, at: Date): { date: PlainDate; time: string } {
  let clock = clocks.get(timezone)
  if (!clock) {
    clock = new Intl.DateTimeFormat('en-GB', {
      timeZone: timezone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    })
    clocks.set(timezone, clock)
  }
  const parts = new Map(clock.formatToParts(at).map(({ type, value }) => [type, value]))
  const date = plainDate(Number(parts.get('year')), Number(parts.get('month')), Number(parts.get('day')))
  return { date, time: `${parts.get('hour')}:${parts.get('minute')}` }
}

/**
 * A moment on the Department's clock (Asia/Ho_Chi_Minh): `01/07/2022 14:05` (vi), `1 Jul 2022, 14:05` (en).
 *
 * @param at ISO text with its offset (`2022-07-01T07:05:00Z`), as the database and the contracts give it.
 * @throws RangeError when it is not, or has no offset: such a text would mean another moment on another machine.
 */
export function formatDateTime(at: string, lang: Language): string {
  const { date, time } = clockIn(departmentTimezone, momentOf(at))
  return `${formatDateShort(date, lang)}${lang === 'vi' ? '' : ','} ${time}`
}

/** The day it is in a time zone at a moment. The caller brings the clock: `todayIn(departmentTimezone, ctx.now())`. @throws RangeError */
export function todayIn(timezone: string, now: Date | string): PlainDate {
  return clockIn(timezone, typeof now === 'string' ? momentOf(now) : now).date
}

/** The date so many days later (earlier when negative). @throws RangeError for no date, part days, or beyond year 9999. */
export function addDays(date: PlainDate, days: number): PlainDate {
  if (!Number.isSafeInteger(days)) throw new RangeError(`not a number of days: ${days}`)
  return dateOfDayNumber(dayNumber(partsOf(date)) + days)
}

/**
 * The same day so many months later (earlier when negative); the last day of that month where it is shorter: 31/01 and one month is
 * 28/02 or 29/02. @throws RangeError for no date, part months, or beyond year 9999.
 */
export function addMonths(date: PlainDate, months: number): PlainDate {
  if (!Number.isSafeInteger(months)) throw new RangeError(`not a number of months: ${months}`)
  const { year, month, day } = partsOf(date)
  const count = year * 12 + (month - 1) + months
  const toYear = Math.floor(count / 12)
  const toMonth = count - toYear * 12 + 1
  return plainDate(toYear, toMonth, Math.min(day, daysInMonth(toYear, toMonth)))
}

/** Days from one date to another: 1 from a day to the next, negative backwards. @throws RangeError */
export function daysBetween(from: PlainDate, until: PlainDate): number {
  return dayNumber(partsOf(until)) - dayNumber(partsOf(from))
}

/** The year of a date. @throws RangeError */
export function yearOf(date: PlainDate): number {
  return partsOf(date).year
}

/** The order of two dates, for `sort`: negative when the first is earlier. */
export function comparePlainDates(a: PlainDate, b: PlainDate): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** A stretch of days, half-open: `from` is the first day, `until` the first day after it; null is without end. */
export const Period = z
  .object({ from: PlainDate, until: PlainDate.nullable() })
  .refine(({ from, until }) => until === null || from < until, { path: ['until'], error: 'A period ends after it begins.' })
export type Period = z.infer<typeof Period>

/** Later than every date, as text. */
const forever = '~'

function endOf(period: Period): string {
  return period.until ?? forever
}

function isEmpty(period: Period): boolean {
  return period.from >= endOf(period)
}

/** Whether two periods share a day. Periods that touch (one ends where the other begins) do not; an empty period shares none. */
export function periodsOverlap(a: Period, b: Period): boolean {
  return !isEmpty(a) && !isEmpty(b) && a.from < endOf(b) && b.from < endOf(a)
}

/** Whether a date lies in a period: the first day does, `until` does not. */
export function periodContains(period: Period, date: PlainDate): boolean {
  return period.from <= date && date < endOf(period)
}

/**
 * Whether each day of `span` lies in at least one of the periods, in whatever order they come. Overlaps are allowed: ask
 * {@link periodsOverlap}. An empty span is covered by anything.
 */
export function coversWithoutGap(periods: Iterable<Period>, span: Period): boolean {
  let reached: string = span.from
  const sorted = [...periods].filter((period) => !isEmpty(period)).sort((a, b) => comparePlainDates(a.from, b.from))
  for (const period of sorted) {
    if (reached >= endOf(span) || period.from > reached) break
    if (endOf(period) > reached) reached = endOf(period)
  }
  return reached >= endOf(span)
}

/** Something that is true from..until; `validUntil` is the first day it no longer holds, a null start is unknown, a null end is open. */
export interface Dated {
  validFrom: string | null
  validUntil: string | null
}

/** Whether a dated fact holds on a day. An unknown start is taken to lie before. */
export function holdsOn(fact: Dated, day: string): boolean {
  return (fact.validFrom === null || fact.validFrom <= day) && (fact.validUntil === null || day < fact.validUntil)
}
