import { z } from 'zod'
import { addDays, addMonths, daysBetween, PlainDate } from '../dates.ts'
import { type Bilingual, type DayInfo, type WorkCalendar, workingDayFrom } from './calendar.rules.ts'

/** How long: working days, days of the calendar, or months. */
export const Term = z.object({
  amount: z.number().int().min(1).max(1000),
  unit: z.enum(['working', 'calendar', 'months']),
})
export type Term = z.infer<typeof Term>

/** Days on which the clock stands still: from the first one until the day it goes on; null while it still stands. */
export const Pause = z
  .object({ from: PlainDate, until: PlainDate.nullable(), reason: z.string().trim().min(1).max(300) })
  .refine((p) => p.until === null || p.from < p.until, { path: ['until'], error: 'A pause ends after it begins.' })
export type Pause = z.infer<typeof Pause>

/** More time, counted from the end of what was given before. */
export const Extension = Term.extend({ reason: z.string().trim().min(1).max(300), source: z.string().trim().max(200).nullable() })
export type Extension = z.infer<typeof Extension>

/** How a body of law counts: whether the first day counts, what a late hour means, and what happens to an end on a day off. */
export interface CountingRule {
  code: string
  label: Bilingual
  /** `next`: counting begins with the day after; `same`: the first day counts. */
  firstDay: 'next' | 'same'
  /** After this time of day (`HH:MM`), or on a day off, the start is the next working day; null: the hour does not matter. */
  closesAt: string | null
  /** `next-working`: an end on a day off moves to the next working day; `keep`: it stays. */
  endOnDayOff: 'next-working' | 'keep'
  source: string
}

export interface DeadlineInput {
  start: PlainDate
  /** Time of day of the start, `HH:MM`; matters only to rules with a closing hour. */
  time?: string | null
  term: Term
  pauses: readonly Pause[]
  extensions: readonly Extension[]
}

/** A stretch of days treated alike, and why. */
export interface Run {
  from: PlainDate
  to: PlainDate
  days: number
  kind: 'start' | 'late-start' | 'counted' | 'paused' | 'off' | 'moved' | 'due'
  /** What sort of day off. */
  off: Exclude<DayInfo['kind'], 'work' | 'swap-work' | 'entered-work'> | null
  label: Bilingual | null
  source: string | null
  /** By law alone: the yearly decision is not known yet. */
  expected: boolean
  /** The row it rests on is only likely. */
  likely: boolean
  /** Days of the term counted up to and including this stretch. */
  counted: number
  /** 0 the term itself, 1 the first extension, and so on. */
  part: number
}

export interface DeadlineAnswer {
  /** Null while a pause without end keeps the clock from getting there. */
  due: PlainDate | null
  /** The day the count itself ended, before a day off moved it. */
  counted: PlainDate | null
  /** Days still to be counted when an open pause ends. */
  left: number
  runs: Run[]
  rule: CountingRule
  calendarVersion: string
}

const pausedOn = (pauses: readonly Pause[], day: PlainDate) =>
  pauses.find((p) => p.from <= day && (p.until === null || day < p.until))

/**
 * When a term ends, day by day. Every day between start and end stands in one run with its reason, so that the answer can be checked by
 * hand. The same question gives the same answer; a pause or another day off never makes it earlier.
 *
 * @throws RangeError for days beyond the calendar; for months that follow days, which no law gives a meaning.
 */
export function deadline(input: DeadlineInput, rule: CountingRule, calendar: WorkCalendar): DeadlineAnswer {
  const runs: Run[] = []
  let counted = 0
  const put = (
    day: PlainDate,
    kind: Run['kind'],
    part: number,
    info?: DayInfo,
    label?: Bilingual | null,
    source?: string | null,
  ) => {
    const last = runs.at(-1)
    const run: Run = {
      from: day,
      to: day,
      days: 1,
      kind,
      off: info?.off ? (info.kind as Run['off']) : null,
      label: label ?? info?.label ?? null,
      source: source ?? info?.source ?? null,
      expected: info?.expected ?? false,
      likely: info?.certainty === 'likely',
      counted,
      part,
    }
    if (last && joins(last, run)) Object.assign(last, { to: day, days: last.days + 1, counted })
    else runs.push(run)
  }

  const start = startOf(input, rule, calendar)
  put(input.start, 'start', 0, undefined, null, rule.source)
  for (let day = addDays(input.start, 1); day <= start; day = addDays(day, 1))
    put(day, 'late-start', 0, calendar.dayOf(day), null, rule.source)
  let at = rule.firstDay === 'same' ? addDays(start, -1) : start

  const parts = [input.term, ...input.extensions]
  const lengths = lengthsOf(parts, at)
  for (const [part, { unit }] of parts.entries()) {
    for (let left = lengths[part] ?? 0; left > 0;) {
      at = addDays(at, 1)
      const pause = pausedOn(input.pauses, at)
      if (pause) {
        if (pause.until === null) {
          put(at, 'paused', part, undefined, textOf(pause.reason))
          return {
            due: null,
            counted: null,
            left: left + lengths.slice(part + 1).reduce((a, b) => a + b, 0),
            runs,
            rule,
            calendarVersion: calendar.version,
          }
        }
        put(at, 'paused', part, undefined, textOf(pause.reason))
        continue
      }
      const info = calendar.dayOf(at)
      if (unit === 'working' && info.off) {
        put(at, 'off', part, info)
        continue
      }
      left -= 1
      counted += 1
      const extension = part > 0 ? input.extensions[part - 1] : undefined
      put(at, 'counted', part, undefined, extension ? textOf(extension.reason) : null, extension?.source ?? null)
    }
  }
  const end = at
  if (rule.endOnDayOff === 'next-working') {
    const last = parts.length - 1
    for (;;) {
      const pause = at === end ? undefined : pausedOn(input.pauses, at)
      const info = calendar.dayOf(at)
      if (!info.off && !pause) break
      if (pause?.until === null) return { due: null, counted: end, left: 0, runs, rule, calendarVersion: calendar.version }
      at = addDays(at, 1)
      const next = calendar.dayOf(at)
      const stands = pausedOn(input.pauses, at)
      if (next.off || stands) put(at, 'moved', last, next, stands ? textOf(stands.reason) : null)
    }
  }
  put(at, 'due', parts.length - 1, undefined, null, at === end ? null : rule.source)
  return { due: at, counted: end, left: 0, runs, rule, calendarVersion: calendar.version }
}

const textOf = (text: string): Bilingual => ({ vi: text, en: text })

function joins(last: Run, run: Run): boolean {
  return (
    run.kind !== 'due' &&
    run.kind !== 'start' &&
    last.kind === run.kind &&
    last.part === run.part &&
    last.off === run.off &&
    last.source === run.source &&
    last.label?.vi === run.label?.vi &&
    last.expected === run.expected &&
    last.likely === run.likely
  )
}

/** The day the term starts from: the day itself, or the next working day when it came after hours or on a day off. */
function startOf(input: DeadlineInput, rule: CountingRule, calendar: WorkCalendar): PlainDate {
  if (rule.closesAt === null) return input.start
  const late = input.time ? input.time > rule.closesAt : false
  const day = late ? addDays(input.start, 1) : input.start
  return workingDayFrom(calendar, day)
}

/**
 * How many days each part counts. Months are measured on the calendar without pauses, one after another from the start, so that a pause
 * only ever adds days.
 */
function lengthsOf(parts: readonly Term[], start: PlainDate): number[] {
  let months = 0
  return parts.map(({ amount, unit }, index) => {
    if (unit !== 'months') return amount
    if (parts.slice(0, index).some((before) => before.unit !== 'months')) throw new RangeError('months after days')
    const from = addMonths(start, months)
    months += amount
    return daysBetween(from, addMonths(start, months))
  })
}

/** A stretch of office hours of one day. */
export interface OfficeHours {
  from: string
  until: string
}

/** A piece of a term counted in working hours. */
export interface HoursRun {
  day: PlainDate
  from: string
  until: string
  minutes: number
}

const minutesOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))
const timeOf = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`

/** When a term in working hours ends, such as the eight hours in which an online filing is answered. */
export function deadlineInHours(
  input: { day: PlainDate; time: string; hours: number },
  office: readonly OfficeHours[],
  calendar: WorkCalendar,
): { day: PlainDate; time: string; runs: HoursRun[] } {
  let left = Math.round(input.hours * 60)
  if (left <= 0 || office.length === 0) throw new RangeError(`not a term in hours: ${input.hours}`)
  const runs: HoursRun[] = []
  for (let day = input.day; ; day = addDays(day, 1)) {
    if (calendar.dayOf(day).off) continue
    for (const stretch of office) {
      const from = day === input.day ? Math.max(minutesOf(stretch.from), minutesOf(input.time)) : minutesOf(stretch.from)
      const minutes = Math.min(minutesOf(stretch.until) - from, left)
      if (minutes <= 0) continue
      runs.push({ day, from: timeOf(from), until: timeOf(from + minutes), minutes })
      left -= minutes
      if (left === 0) return { day, time: timeOf(from + minutes), runs }
    }
  }
}
