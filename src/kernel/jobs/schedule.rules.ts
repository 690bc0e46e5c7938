/** Vietnam keeps UTC+7 all year, without summer time. */
const vietnam = 7 * 3_600_000
const minute = 60_000

/** The times of a schedule as sets of minutes, hours, days of the month, months and days of the week. */
interface Cron {
  minutes: Set<number>
  hours: Set<number>
  days: Set<number>
  months: Set<number>
  weekdays: Set<number>
  /** As in every cron: where both the day of the month and the day of the week are limited, either one is enough. */
  eitherDay: boolean
}

const ranges = [
  ['minutes', 0, 59],
  ['hours', 0, 23],
  ['days', 1, 31],
  ['months', 1, 12],
  ['weekdays', 0, 7],
] as const

/**
 * Reads five cron fields: minute, hour, day of the month, month, day of the week (0 and 7 are Sunday), each with `*`, lists, ranges, steps.
 *
 * @throws RangeError naming the field that is wrong.
 * @example parseCron('30 2 * * 1-5') // 02:30 from Monday to Friday
 */
export function parseCron(text: string): Cron {
  const fields = text.trim().split(/\s+/)
  if (fields.length !== 5) throw new RangeError(`a schedule has five fields: "${text}"`)
  const sets = ranges.map(([name, from, to], i) => parseField(fields[i] ?? '', name, from, to))
  const [minutes, hours, days, months, weekdays] = sets as [Set<number>, Set<number>, Set<number>, Set<number>, Set<number>]
  if (weekdays.delete(7)) weekdays.add(0)
  return { minutes, hours, days, months, weekdays, eitherDay: fields[2] !== '*' && fields[4] !== '*' }
}

function parseField(field: string, name: string, from: number, to: number): Set<number> {
  const values = new Set<number>()
  for (const part of field.split(',')) {
    const match = /^(?:\*|(\d+)(?:-(\d+))?)(?:\/(\d+))?$/.exec(part)
    const first = match?.[1] === undefined ? from : Number(match[1])
    const step = match?.[3] === undefined ? 1 : Number(match[3])
    const alone = match?.[1] !== undefined && match[2] === undefined && match[3] === undefined
    const last = alone ? first : match?.[2] === undefined ? (name === 'weekdays' ? 6 : to) : Number(match[2])
    if (!match || first < from || last > to || last < first || step < 1) throw new RangeError(`${name} of a schedule: "${part}"`)
    for (let value = first; value <= last; value += step) values.add(value)
  }
  return values
}

/** The first moment after `after` at which a schedule is due, or null when it never is (30 February). */
export function nextDue(cron: Cron, after: Date): Date | null {
  return walk(cron, Math.floor(after.getTime() / minute) * minute + minute, 1)
}

/** The last moment up to and including `until` at which a schedule was due, or null when it never was. */
export function lastDue(cron: Cron, until: Date): Date | null {
  return walk(cron, Math.floor(until.getTime() / minute) * minute, -1)
}

/** Walks the clock of Vietnam in whole days where the day does not fit, in whole hours where the hour does not, else in minutes. */
function walk(cron: Cron, from: number, direction: 1 | -1): Date | null {
  let at = from + vietnam
  const end = at + direction * 8 * 366 * 86_400_000
  while (direction * (end - at) > 0) {
    const clock = new Date(at)
    if (!fitsDay(cron, clock)) at = edge(at, 86_400_000, direction)
    else if (!cron.hours.has(clock.getUTCHours())) at = edge(at, 3_600_000, direction)
    else if (!cron.minutes.has(clock.getUTCMinutes())) at += direction * minute
    else return new Date(at - vietnam)
  }
  return null
}

/** The first minute of the next span, or the last minute of the one before. */
function edge(at: number, span: number, direction: 1 | -1): number {
  const start = Math.floor(at / span) * span
  return direction === 1 ? start + span : start - minute
}

function fitsDay(cron: Cron, clock: Date): boolean {
  if (!cron.months.has(clock.getUTCMonth() + 1)) return false
  const day = cron.days.has(clock.getUTCDate())
  const weekday = cron.weekdays.has(clock.getUTCDay())
  return cron.eitherDay ? day || weekday : day && weekday
}
