import type { CodeEntry } from '#kernel/codelist/codelist.rules.ts'
import { addDays, addMonths, daysBetween } from '#kernel/dates.ts'
import { decimalOf, groupOf, hundredths, isFor, type Law, numberOf } from './law.rules.ts'
import { line, type Line } from './why.rules.ts'

/** One line of the salary course of a person, as the personnel file has it. Days as far as known: `2020`, `2020-03`, `2020-03-01`. */
export interface SalaryRow {
  rank: string
  step: number | null
  /** `2.34`. */
  coefficient: string
  position: string | null
  /** Percent of over-frame seniority as decided; null where none is. */
  overFrame: number | null
  from: string
  /** The last day it held; null: to date. */
  until: string | null
}

/** What the clocks of a salary look at. */
export interface SalaryFile {
  category: string
  rows: readonly SalaryRow[]
  /** Disciplinary measures: form (`KT`, `CC` ...) and the day of the decision. */
  disciplines: readonly { form: string; on: string }[]
  /** Years rated "not completed": first day of the year and the first after it. */
  notCompleted: readonly { from: string; until: string }[]
  /** Times that do not count: kind of the table `uncounted`, first day, first day after; open while it lasts. */
  uncounted: readonly { kind: string; from: string; until: string | null }[]
  /** Awards: form and day. */
  awards: readonly { form: string; on: string }[]
  /** Days from which a step was given early for merit. */
  earlyRaises: readonly string[]
}

/** The first day of what is known of one: `1985` is 1 January. */
export function firstDay(day: string): string {
  return `${day}-01-01`.slice(0, 10)
}

const lastDay = (day: string) => (day.length === 10 ? day : addDays(addMonths(firstDay(day), day.length === 4 ? 12 : 1), -1))

/** Where somebody stands in the table on a day. */
export interface Standing {
  row: SalaryRow
  group: CodeEntry
  coefficients: number[]
  step: number
  /** The day from which the clock of this step runs. */
  start: string
  /** Why it runs from there. */
  lines: Line[]
  /** Months at a step of this group. */
  period: CodeEntry
}

export type NoStanding = 'no-salary' | 'unknown-rank'

/** The row of the salary course that holds on a day: the last that began. */
export function rowOn(rows: readonly SalaryRow[], at: string): SalaryRow | null {
  const begun = rows.filter((r) => firstDay(r.from) <= at && (r.until === null || lastDay(r.until) >= at))
  return begun.reduce<SalaryRow | null>((last, r) => (last === null || firstDay(r.from) >= firstDay(last.from) ? r : last), null)
}

/**
 * Rank, group, step and the day the clock runs from. A row that only changes an allowance begins no new step. After a move to another rank the
 * clock runs from the move, or goes on where the coefficient rose by less than a step (Circular 02/2007/TT-BNV).
 */
export function standingOn(law: Law, file: Pick<SalaryFile, 'rows'>, at: string): Standing | NoStanding {
  const row = rowOn(file.rows, at)
  if (!row) return 'no-salary'
  const coefficient = hundredths(row.coefficient)
  const found = groupOf(law, row.rank, at, coefficient)
  const period = found && law.row('step-periods', found.group.code, at)
  if (!found || !period) return 'unknown-rank'
  const { group, coefficients } = found
  const inTable = coefficients.indexOf(coefficient) + 1
  const step = inTable > 0 ? inTable : Math.min(Math.max(row.step ?? 1, 1), coefficients.length)
  const before = file.rows
    .filter((r) => firstDay(r.from) <= firstDay(row.from))
    .sort((a, b) => firstDay(b.from).localeCompare(firstDay(a.from)))
  const differs = before.findIndex((r) => r.rank !== row.rank || hundredths(r.coefficient) !== coefficient)
  const first = before[(differs === -1 ? before.length : differs) - 1] ?? row
  const former = differs === -1 ? undefined : before[differs]
  const lines: Line[] = [
    line('stands', {
      row: group,
      values: { rank: row.rank, step, coefficient: row.coefficient, from: first.from },
      on: firstDay(first.from),
    }),
  ]
  if (first.from.length < 10)
    lines.push(line('day-unknown', { values: { from: first.from, day: firstDay(first.from) }, on: firstDay(first.from) }))
  if (inTable === 0) lines.push(line('not-in-table', { row: group, values: { coefficient: row.coefficient } }))
  let start = firstDay(first.from)
  if (former && former.rank !== row.rank) {
    const was = standingOn(law, { rows: before.slice(differs) }, addDays(start, -1))
    if (typeof was !== 'string') {
      const moved = clockAfterMove(law, was, coefficient, start)
      start = moved.start
      lines.push(...moved.lines)
    }
  }
  return { row, group, coefficients, step, start, lines, period }
}

/** From which day the clock runs after a move to another rank. */
function clockAfterMove(_law: Law, was: Standing, coefficient: number, on: string): { start: string; lines: Line[] } {
  const rise = coefficient - hundredths(was.row.coefficient)
  const usual = hundredths(was.group.more.difference)
  const keeps = rise < usual && (was.row.overFrame ?? 0) === 0
  return {
    start: keeps ? was.start : on,
    lines: [
      line(keeps ? 'move-keeps' : 'move-begins', {
        values: { rank: was.row.rank, rise: decimalOf(Math.max(rise, 0)), usual: decimalOf(usual), from: was.start },
        on: keeps ? was.start : on,
        source: 'TT-2-2007',
        certainty: 'sure',
      }),
    ],
  }
}

export interface Clock {
  /** The day the clock is full; null while something that does not count has no end yet. */
  due: string | null
  lines: Line[]
}

/** Working days that make a month of what does not count, and from how many odd ones on a month is (Circular 03/2021/TT-BNV article 1). */
const workingMonth = 22
const oddDays = 11

/**
 * A clock of some months from a day: what does not count, and what delays, puts the end off. Whatever begins before the end counts, also what
 * only begins because an earlier delay put it off.
 */
export function runClock(law: Law, file: SalaryFile, start: string, months: number, reason: Line): Clock {
  const lines: Line[] = [{ ...reason, months, on: addMonths(start, months) }]
  const events = [
    ...file.disciplines.map((d) => ({ day: firstDay(d.on), kind: 'discipline' as const, form: d.form })),
    ...file.notCompleted.map((r) => ({ day: addDays(r.until, -1), kind: 'rating' as const, from: r.from })),
    ...file.uncounted
      .filter((u) => u.until === null || u.until > start)
      .map((u) => ({ day: u.from < start ? start : u.from, kind: 'uncounted' as const, of: u.kind, until: u.until })),
  ].sort((a, b) => a.day.localeCompare(b.day))
  const times = new Map<string, { months: number; days: number }>()
  let delayed = 0
  let stood = 0
  let due = addMonths(start, months)
  for (const event of events) {
    if (event.day < start || event.day >= due) continue
    if (event.kind === 'uncounted') {
      const row = law.row('uncounted', event.of, event.day)
      if (!row) continue
      if (event.until === null)
        return { due: null, lines: [...lines, line('stands-still', { row, values: { from: event.day }, on: null })] }
      const sum = times.get(event.of) ?? { months: 0, days: 0 }
      const span = spanOf(law, event.day, event.until)
      times.set(event.of, { months: sum.months + span.months, days: sum.days + span.days })
      const now = uncountedMonths(law, times, event.day)
      due = addMonths(start, months + delayed + now)
      lines.push(
        line('uncounted', {
          row,
          values: { from: event.day, until: addDays(event.until, -1), wholeMonths: span.months, days: span.days },
          months: now - stood,
          on: due,
        }),
      )
      stood = now
      continue
    }
    const row = law
      .rows('delays')
      .find(
        (r) =>
          r.more.cause === event.kind &&
          (event.kind === 'rating' || r.more.form === event.form) &&
          isFor(r, file.category) &&
          law.row('delays', r.code, event.day) === r,
      )
    if (!row) continue
    delayed += numberOf(row, 'months')
    due = addMonths(start, months + delayed + stood)
    lines.push(
      line(`delay-${event.kind}`, {
        row,
        values: event.kind === 'rating' ? { year: event.from.slice(0, 4) } : { on: event.day },
        months: numberOf(row, 'months'),
        on: due,
      }),
    )
  }
  return { due, lines }
}

/** A stretch as whole months and the working days left over. */
function spanOf(law: Law, from: string, until: string): { months: number; days: number } {
  let months = 0
  while (addMonths(from, months + 1) <= until) months += 1
  let days = 0
  for (let day = addMonths(from, months); day < until; day = addDays(day, 1)) if (law.isWorkingDay(day)) days += 1
  return { months, days }
}

/** All that does not count, in whole months; of each kind, what is allowed is taken off. */
function uncountedMonths(law: Law, times: ReadonlyMap<string, { months: number; days: number }>, day: string): number {
  let months = 0
  let days = 0
  for (const [kind, sum] of times) {
    const row = law.row('uncounted', kind, day)
    const allowed = row ? numberOf(row, 'allowed') : 0
    if (sum.months < allowed) continue
    months += sum.months - allowed
    days += sum.days
  }
  return months + Math.floor(days / workingMonth) + (days % workingMonth >= oddDays ? 1 : 0)
}

export interface NextStep {
  /** The day from which the next step is due; null where there is none: `why` says so. */
  date: string | null
  why: NoStanding | 'last-step' | 'stands-still' | null
  step: number | null
  /** `2.67`. */
  coefficient: string | null
  start: string | null
  lines: Line[]
  /** Month by month from the start to the date: counted, not counted, or added by a delay. */
  months: { month: string; state: 'counted' | 'uncounted' | 'delay' }[]
}

/**
 * The next regular step of somebody: after 36, 24 or 60 months at the step, put off by what does not count and by discipline and rating
 * (Circular 08/2013/TT-BNV, amended by 03/2021/TT-BNV).
 */
export function nextStepOf(law: Law, file: SalaryFile, at: string): NextStep {
  const next = stepClock(law, file, at)
  return { ...next, months: next.date === null || next.start === null ? [] : monthsOf(next.start, next.lines, file) }
}

/** The next step without its months told one by one: what many people are reckoned with. */
export function stepClock(law: Law, file: SalaryFile, at: string): Omit<NextStep, 'months'> {
  const standing = standingOn(law, file, at)
  const none = { date: null, step: null, coefficient: null, start: null }
  if (typeof standing === 'string') return { ...none, why: standing, lines: [line(standing, { values: { on: at } })] }
  const { start } = standing
  if (standing.step >= standing.coefficients.length)
    return { ...none, why: 'last-step', start, lines: [...standing.lines, line('last-step', { row: standing.group })] }
  const period = numberOf(standing.period, 'months')
  const clock = runClock(law, file, start, period, line('period', { row: standing.period, values: { months: period } }))
  const step = standing.step + 1
  return {
    date: clock.due,
    why: clock.due === null ? 'stands-still' : null,
    step,
    coefficient: decimalOf(standing.coefficients[step - 1] ?? 0),
    start,
    lines: [...standing.lines, ...clock.lines],
  }
}

/** The months of a clock: those that lie most in what does not count are not counted; those of delays come last. */
function monthsOf(start: string, lines: readonly Line[], file: SalaryFile): NextStep['months'] {
  const sum = (test: (l: Line) => boolean) => lines.filter(test).reduce((n, l) => n + (l.months ?? 0), 0)
  const all = sum(() => true)
  const stood = sum((l) => l.code === 'uncounted')
  const delayed = sum((l) => l.code.startsWith('delay-'))
  const spans = Array.from({ length: all }, (_, i) => ({ i, from: addMonths(start, i), until: addMonths(start, i + 1) }))
  const lying = spans
    .map((s) => ({
      i: s.i,
      days: file.uncounted.reduce((n, u) => {
        const from = u.from > s.from ? u.from : s.from
        const until = u.until === null || u.until > s.until ? s.until : u.until
        return n + Math.max(0, daysBetween(from, until))
      }, 0),
    }))
    .sort((a, b) => b.days - a.days || a.i - b.i)
  const out = new Set(lying.slice(0, stood).map((l) => l.i))
  let late = delayed
  const states = spans.map((s) => ({
    month: s.from.slice(0, 7),
    state: out.has(s.i) ? ('uncounted' as const) : ('counted' as const),
  }))
  return states
    .reverse()
    .map((s) => (s.state === 'counted' && late-- > 0 ? { ...s, state: 'delay' as const } : s))
    .reverse()
}

export interface OverFrame {
  /** Percent of the last coefficient on the day; 0 before the first. */
  percent: number
  /** The day it became so; null before the first. */
  since: string | null
  /** When it next rises, and to what; null while a clock stands still or where there is no last step. */
  next: { on: string; percent: number } | null
  why: NoStanding | 'not-last-step' | 'stands-still' | null
  lines: Line[]
}

/**
 * Over-frame seniority on a day: at the last step 5 % after 36 or 24 months, then 1 % for each further 12, each clock put off like a step
 * (Decree 204/2004/NĐ-CP article 6; Circular 04/2005/TT-BNV). A percentage decided and recorded is taken as it stands, and goes on from there.
 */
export function overFrameOf(law: Law, file: SalaryFile, at: string): OverFrame {
  const standing = standingOn(law, file, at)
  if (typeof standing === 'string')
    return { percent: 0, since: null, next: null, why: standing, lines: [line(standing, { values: { on: at } })] }
  if (standing.step < standing.coefficients.length)
    return {
      percent: 0,
      since: null,
      next: null,
      why: 'not-last-step',
      lines: [
        ...standing.lines,
        line('not-last-step', { row: standing.group, values: { step: standing.step, last: standing.coefficients.length } }),
      ],
    }
  const lines = [...standing.lines]
  const decided = decidedPercent(file.rows, standing.row)
  let percent = decided?.percent ?? 0
  let start = decided?.since ?? standing.start
  let since = decided?.since ?? null
  if (decided) lines.push(line('over-frame-decided', { values: { percent, from: start }, on: start }))
  for (;;) {
    const rule = law.row('over-frame', 'VK', start)
    const first = percent === 0
    const months = first ? numberOf(standing.period, 'months') : rule ? numberOf(rule, 'every') : 0
    if (!rule || months === 0) return { percent, since, next: null, why: null, lines }
    const rises = percent + numberOf(rule, first ? 'first' : 'yearly')
    const row = first ? standing.period : rule
    const clock = runClock(
      law,
      file,
      start,
      months,
      line(first ? 'over-frame-first' : 'over-frame-yearly', { row, values: { months, percent: rises } }),
    )
    if (clock.due === null) return { percent, since, next: null, why: 'stands-still', lines: [...lines, ...clock.lines] }
    if (clock.due > at)
      return { percent, since, next: { on: clock.due, percent: rises }, why: null, lines: [...lines, ...clock.lines] }
    lines.push(...clock.lines)
    percent = rises
    start = clock.due
    since = clock.due
  }
}

/** The percentage that the row on the day has, and the first row in succession that had it. */
function decidedPercent(rows: readonly SalaryRow[], row: SalaryRow): { percent: number; since: string } | null {
  const percent = row.overFrame ?? 0
  if (percent <= 0) return null
  const before = rows
    .filter((r) => firstDay(r.from) <= firstDay(row.from))
    .sort((a, b) => firstDay(b.from).localeCompare(firstDay(a.from)))
  const differs = before.findIndex((r) => r.overFrame !== row.overFrame || r.rank !== row.rank)
  return { percent, since: firstDay((before[(differs === -1 ? before.length : differs) - 1] ?? row).from) }
}

export interface EarlyRaise {
  candidate: boolean
  /** From which day the step would be given, so many months early. */
  date: string | null
  months: number
  lines: Line[]
}

/**
 * Whether a step may be given early in a year for outstanding merit: one that is due in the 12 months after 31 December of the year, not twice
 * running in one rank, for an award won in the last 6 years (4 where steps take 24 months) before 31 December (Circular 08/2013/TT-BNV article 3). How many months an award is worth is
 * local regulation; how many in a body, {@link earlyQuota}.
 */
export function earlyCandidateOf(law: Law, file: SalaryFile, year: number): EarlyRaise {
  const end = `${year}-12-31`
  const rule = law.row('early-raise', 'XS', end)
  const next = nextStepOf(law, file, end)
  const no = (code: string, values: Line['values'] = {}): EarlyRaise => ({
    candidate: false,
    date: null,
    months: 0,
    lines: [...next.lines, line(code, { row: rule, values })],
  })
  const standing = standingOn(law, file, end)
  if (!rule || next.date === null || typeof standing === 'string') return no('early-no-step')
  const most = numberOf(rule, 'most')
  if (next.date <= end) return no('early-regular', { on: next.date })
  if (next.date > addMonths(end, most)) return no('early-too-far', { on: next.date, most })
  const given = file.earlyRaises.filter((on) => on <= end).sort()
  if (given.includes(standing.start)) return no('early-twice', { on: standing.start })
  const years = numberOf(rule, numberOf(standing.period, 'months') >= 36 ? 'years_long' : 'years_short')
  const since = addMonths(end, -12 * years)
  const worth = file.awards
    .filter((a) => lastDay(a.on) > since && firstDay(a.on) <= end)
    .flatMap((a) => {
      const row = law.row('early-awards', a.form, end)
      return row ? [{ row, on: a.on, months: Math.min(numberOf(row, 'months'), most) }] : []
    })
    .sort((a, b) => b.months - a.months || b.on.localeCompare(a.on))[0]
  if (!worth || worth.months <= 0) return no('early-no-award', { years, since: addDays(since, 1) })
  const date = addMonths(next.date, -worth.months)
  return {
    candidate: true,
    date,
    months: worth.months,
    lines: [
      ...next.lines,
      line('early-award', { row: worth.row, values: { award: worth.on, months: worth.months }, months: -worth.months, on: date }),
      line('early-limit', { row: rule, values: { most, share: numberOf(rule, 'share') } }),
    ],
  }
}

/** How many of a payroll list may have a step early in a year: the whole number below the share, 10 %. */
export function earlyQuota(law: Law, people: number, year: number): number {
  const rule = law.row('early-raise', 'XS', `${year}-12-31`)
  return rule ? Math.floor((people * numberOf(rule, 'share')) / 100) : 0
}

/** A step on notice of retirement: where at most 12 months are missing on the day of the notice; outside the share. */
export function retirementRaiseOf(law: Law, file: SalaryFile, noticeOn: string): EarlyRaise {
  const rule = law.row('early-raise', 'HUU', noticeOn)
  const next = nextStepOf(law, file, noticeOn)
  const missing = rule && next.date !== null && next.date > noticeOn && next.date <= addMonths(noticeOn, numberOf(rule, 'most'))
  return {
    candidate: Boolean(missing),
    date: missing ? noticeOn : null,
    months: 0,
    lines: [
      ...next.lines,
      line(missing ? 'early-retirement' : 'early-not-retirement', {
        row: rule,
        values: { on: next.date ?? '', notice: noticeOn, most: rule ? numberOf(rule, 'most') : 0 },
        on: missing ? noticeOn : null,
      }),
    ],
  }
}

/**
 * Rank and step after a promotion to another rank: the coefficient equal to the old one, or the nearest above; over-frame counts with the old
 * one (Circular 02/2007/TT-BNV). Null where the new rank is not known or nobody stands in the old one.
 */
export function placeInRank(
  law: Law,
  file: Pick<SalaryFile, 'rows'>,
  rank: string,
  on: string,
): { step: number; coefficient: string; start: string; lines: Line[] } | null {
  const was = standingOn(law, file, addDays(on, -1))
  if (typeof was === 'string') return null
  const old = hundredths(was.row.coefficient)
  const withOverFrame = old * (100 + (was.row.overFrame ?? 0))
  const found = groupOf(law, rank, on, old)
  if (!found) return null
  const at = found.coefficients.findIndex((c) => c * 100 >= withOverFrame)
  const step = at === -1 ? found.coefficients.length : at + 1
  const coefficient = found.coefficients[step - 1] ?? 0
  const moved = clockAfterMove(law, was, coefficient, on)
  return {
    step,
    coefficient: decimalOf(coefficient),
    start: moved.start,
    lines: [
      line('move-place', {
        row: found.group,
        values: { old: was.row.coefficient, overFrame: was.row.overFrame ?? 0, coefficient: decimalOf(coefficient), step },
        source: 'TT-2-2007',
        certainty: 'sure',
      }),
      ...moved.lines,
    ],
  }
}

/** Days on which a step was reached before its regular day: given early. Told from the salary course itself. */
export function earlyRaisesIn(law: Law, file: SalaryFile): string[] {
  const rows = [...file.rows].sort((a, b) => firstDay(a.from).localeCompare(firstDay(b.from)))
  return rows.flatMap((row, i) => {
    const was = rows[i - 1]
    if (!was || was.rank !== row.rank || hundredths(row.coefficient) <= hundredths(was.coefficient)) return []
    const from = firstDay(row.from)
    const next = nextStepOf(law, { ...file, rows: rows.slice(0, i).map((r) => ({ ...r, until: null })) }, addDays(from, -1))
    return next.date !== null && from < next.date ? [from] : []
  })
}
