import { addDays, daysBetween, type PlainDate, yearOf } from '../dates.ts'
import { fromLunar, tet } from './lunar.rules.ts'

/** Text in both languages. */
export interface Bilingual {
  vi: string
  en: string
}
/** How well a row of the data is known: what is only likely is said to be so, and can be overruled by an entered day. */
export type Certainty = 'sure' | 'likely'

/** A rest day by law: each week, or at a date of each year, solar or lunar. */
export interface RestLaw {
  code: string
  label: Bilingual
  rule: 'weekly' | 'solar' | 'lunar'
  /** `MM-DD` of the year, solar or lunar; for weekly rest the days of the week, 1 Monday to 7 Sunday. */
  at: string
  /** Days before and after that day which are off as well. For those chosen anew each year: what is expected until they are announced. */
  before: number
  after: number
  /** Which days exactly is announced each year. */
  announced: boolean
  validFrom: PlainDate | null
  validUntil: PlainDate | null
  source: string
  certainty: Certainty
}

/** A dated day: announced by a decision, or entered by the department. */
export interface DatedDay {
  day: PlainDate
  kind: 'off' | 'work'
  /** The yearly chosen holiday this day belongs to (`TET`, `QUOC-KHANH`): its announced days replace the expected ones. */
  holiday: string | null
  label: Bilingual
  source: string
  certainty: Certainty
  /** Entered on the calendar screen, which overrules what came with the program. */
  entered: boolean
}

/** What a day is, and why. */
export interface DayInfo {
  off: boolean
  kind: 'work' | 'weekly' | 'holiday' | 'substitute' | 'swap-off' | 'swap-work' | 'entered-off' | 'entered-work'
  label: Bilingual | null
  source: string | null
  /** Computed from the law alone; the yearly decision is not known yet. */
  expected: boolean
  certainty: Certainty
}

/** The working calendar of the Department. */
export interface WorkCalendar {
  /** Names the rules and days it was made from: another version may give other answers. */
  version: string
  dayOf(date: PlainDate): DayInfo
}

/** The first day the rules are recorded for: the Labour Code of 2012 came into force. */
export const calendarFrom: PlainDate = '2013-05-01'
/** The day after the last. */
export const calendarUntil: PlainDate = '2100-01-01'

/** Day of the week, 1 Monday to 7 Sunday. */
export function weekday(date: PlainDate): number {
  // 1970-01-01 was a Thursday.
  return ((((daysBetween('1970-01-01', date) + 3) % 7) + 7) % 7) + 1
}

const holds = (law: RestLaw, day: PlainDate) =>
  (law.validFrom === null || law.validFrom <= day) && (law.validUntil === null || day < law.validUntil)

const working: DayInfo = { off: false, kind: 'work', label: null, source: null, expected: false, certainty: 'sure' }

/**
 * The calendar that follows from laws and dated days: weekly rest, holidays, a working day in lieu of each holiday on a weekly rest day,
 * swapped days. A holiday whose days are chosen each year stands as the law leads one to expect until it is announced.
 */
export function makeCalendar(laws: readonly RestLaw[], dated: readonly DatedDay[]): WorkCalendar {
  const years = new Map<number, Map<PlainDate, DayInfo>>()
  const weekly = laws.filter((law) => law.rule === 'weekly')
  const restOn = (day: PlainDate) => weekly.find((law) => holds(law, day) && law.at.split(' ').includes(String(weekday(day))))
  return {
    version: versionOf(laws, dated),
    dayOf(day) {
      if (day < calendarFrom || day >= calendarUntil) throw new RangeError(`beyond the calendar: ${day}`)
      const year = yearOf(day)
      let special = years.get(year)
      if (!special) years.set(year, (special = specialDays(year, laws, dated, restOn)))
      const known = special.get(day)
      if (known) return known
      const rest = restOn(day)
      if (!rest) return working
      return { off: true, kind: 'weekly', label: rest.label, source: rest.source, expected: false, certainty: rest.certainty }
    },
  }
}

function specialDays(
  year: number,
  laws: readonly RestLaw[],
  dated: readonly DatedDay[],
  restOn: (day: PlainDate) => RestLaw | undefined,
): Map<PlainDate, DayInfo> {
  const own = dated.filter((d) => yearOf(d.day) === year)
  const special = new Map<PlainDate, DayInfo>()
  const holidays = laws.filter((law) => law.rule !== 'weekly').flatMap((law) => holidayDays(year, law, own))
  for (const h of holidays.sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0)))
    if (!special.has(h.day)) special.set(h.day, h.info)
  for (const d of own.filter((each) => !each.holiday && !each.entered)) {
    if (special.get(d.day)?.kind === 'holiday') continue
    special.set(d.day, {
      off: d.kind === 'off',
      kind: d.kind === 'off' ? 'swap-off' : 'swap-work',
      label: d.label,
      source: d.source,
      expected: false,
      certainty: d.certainty,
    })
  }
  for (const [day, info] of [...special]
    .filter(([d, i]) => i.kind === 'holiday' && restOn(d))
    .sort(([a], [b]) => (a < b ? -1 : 1))) {
    let next = addDays(day, 1)
    while (restOn(next) || special.get(next)?.off) next = addDays(next, 1)
    special.set(next, { ...info, kind: 'substitute' })
  }
  // What the department entered has the last word: it is newer than what came with the program.
  for (const d of own.filter((each) => each.entered && !each.holiday)) {
    special.set(d.day, {
      off: d.kind === 'off',
      kind: d.kind === 'off' ? 'entered-off' : 'entered-work',
      label: d.label,
      source: d.source,
      expected: false,
      certainty: d.certainty,
    })
  }
  return special
}

/** The days of one holiday in one year: as announced, or as expected. */
function holidayDays(year: number, law: RestLaw, own: readonly DatedDay[]): { day: PlainDate; info: DayInfo }[] {
  const info = (expected: boolean, row: { source: string; certainty: Certainty }): DayInfo => ({
    off: true,
    kind: 'holiday',
    label: law.label,
    source: row.source,
    expected,
    certainty: row.certainty,
  })
  const middle = law.rule === 'solar' ? `${year}-${law.at}` : law.at === '01-01' ? tet(year) : lunarDay(year, law.at)
  if (!holds(law, middle)) return []
  if (law.announced) {
    const named = own.filter((d) => d.holiday === law.code && d.kind === 'off')
    const entered = named.filter((d) => d.entered)
    const told = entered.length > 0 ? entered : named
    if (told.length > 0) return told.map((d) => ({ day: d.day, info: info(false, d) }))
  }
  const days = []
  for (let i = -law.before; i <= law.after; i += 1) days.push({ day: addDays(middle, i), info: info(law.announced, law) })
  return days
}

function lunarDay(year: number, at: string): PlainDate {
  return fromLunar({ year, month: Number(at.slice(0, 2)), day: Number(at.slice(3)), leap: false })
}

/** The first day from this one on that is worked. */
export function workingDayFrom(calendar: WorkCalendar, day: PlainDate): PlainDate {
  let next = day
  while (calendar.dayOf(next).off) next = addDays(next, 1)
  return next
}

/** So many working days away: later when positive, earlier when negative; the day itself does not count. */
export function addWorkingDays(calendar: WorkCalendar, day: PlainDate, days: number): PlainDate {
  const step = days < 0 ? -1 : 1
  let at = day
  for (let left = Math.abs(days); left > 0;) {
    at = addDays(at, step)
    if (!calendar.dayOf(at).off) left -= 1
  }
  return at
}

/** A short name of a set of rules and days: the same set gives the same name, whatever its order. */
function versionOf(laws: readonly RestLaw[], dated: readonly DatedDay[]): string {
  const text = [...laws, ...dated]
    .map((row) => JSON.stringify(row))
    .sort()
    .join('\n')
  // FNV-1a, twice 32 bits: a name, not a seal.
  let a = 0x811c9dc5
  let b = 0x1000193
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i)
    a = Math.imul(a ^ code, 0x01000193)
    b = Math.imul(b ^ code, 0x85ebca6b)
  }
  return [a, b].map((n) => (n >>> 0).toString(16).padStart(8, '0')).join('')
}
