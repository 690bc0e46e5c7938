import { addMonths } from '#kernel/dates.ts'
import { isFor, type Law } from './law.rules.ts'
import { type Pay, payOf } from './pay.rules.ts'
import {
  firstDay,
  type NextStep,
  stepClock,
  type OverFrame,
  overFrameOf,
  rowOn,
  type SalaryFile,
  type SalaryRow,
  standingOn,
} from './step.rules.ts'
import { line } from './why.rules.ts'

/**
 * Pay of a person on a day: (coefficient + position + over-frame) × base salary, with the public-duty allowance of cadres and civil servants.
 * Over-frame seniority is what is due by the clock, decided or not.
 */
export function payAtOf(law: Law, file: SalaryFile, at: string): Pay {
  const standing = standingOn(law, file, at)
  const row = rowOn(file.rows, at)
  if (!row) return { on: at, total: null, baseSalary: null, lines: [line('no-salary', { values: { on: at } })], refused: [] }
  const overFrame = typeof standing === 'string' ? (row.overFrame ?? 0) : overFrameOf(law, file, at).percent
  return payOfRow(law, file.category, row, overFrame, at)
}

function payOfRow(
  law: Law,
  category: string,
  row: { coefficient: string; position: string | null },
  overFrame: number,
  at: string,
): Pay {
  const duty = law.row('allowances', 'CVU', at)
  return payOf(
    law,
    {
      coefficient: row.coefficient,
      position: row.position,
      overFrame,
      category,
      allowances: duty && isFor(duty, category) ? [{ code: 'CVU' }] : [],
    },
    at,
  )
}

/** A file with the steps that fall due after a day and up to another, as if each were decided on its day; one overdue counts from its day too. */
export function projectedFile(
  law: Law,
  file: SalaryFile,
  after: string,
  until: string,
): { file: SalaryFile; raises: Omit<NextStep, 'months'>[] } {
  let projected = file
  const raises: Omit<NextStep, 'months'>[] = []
  for (let at = after; ;) {
    const next = stepClock(law, projected, at)
    const row = rowOn(projected.rows, at)
    if (next.date === null || next.coefficient === null || next.date > until || !row) return { file: projected, raises }
    raises.push(next)
    projected = {
      ...projected,
      rows: [
        ...projected.rows.map((r) => (r === row ? { ...r, until: null } : r)),
        { ...row, step: next.step, coefficient: next.coefficient, from: next.date, until: null, overFrame: null },
      ],
    }
    at = next.date > at ? next.date : at
  }
}

/** Whether the table somebody stands in is still the one of a day. */
function holds(law: Law, standing: ReturnType<typeof standingOn>, day: string): boolean {
  return typeof standing !== 'string' && law.row('groups', standing.group.code, day) === standing.group
}

/** One person's months in a year. */
export interface YearOfPay {
  /** Pay on the first day of each month, January first; null where somebody has retired, or nothing is recorded. */
  months: (number | null)[]
  raises: { on: string; step: number; coefficient: string }[]
  overFrame: { on: string; percent: number }[]
  /** Last day of service, where it falls into the year or before. */
  retiresOn: string | null
  /** Nothing recorded, or a rank the tables do not know: counted in no sum. */
  unknown: boolean
}

/**
 * A year of pay, month by month, as of a day: steps and over-frame seniority as they fall due, until retirement by age. Each month is what is
 * due on its first day; a step within the month counts from the next.
 */
export function yearOfPay(law: Law, file: SalaryFile, year: number, at: string, retiresOn: string | null): YearOfPay {
  const end = `${year}-12-31`
  const { file: projected, raises } = projectedFile(law, file, at < end ? at : end, end)
  const months: (number | null)[] = []
  const overFrame: YearOfPay['overFrame'] = []
  const known = new Map<string, number | null>()
  let rise: OverFrame | null = null
  let stood: { row: SalaryRow | null; standing: ReturnType<typeof standingOn> } = { row: null, standing: 'no-salary' }
  for (let month = 0; month < 12; month += 1) {
    const day = addMonths(`${year}-01-01`, month)
    if (retiresOn !== null && day > retiresOn) {
      months.push(null)
      continue
    }
    const row = rowOn(projected.rows, day)
    if (!row) {
      months.push(null)
      continue
    }
    if (row !== stood.row || !holds(law, stood.standing, day)) stood = { row, standing: standingOn(law, projected, day) }
    const { standing } = stood
    let percent = row.overFrame ?? 0
    if (typeof standing !== 'string' && standing.step === standing.coefficients.length) {
      if (rise === null || rise.next === null || rise.next.on <= day) rise = overFrameOf(law, projected, day)
      percent = rise.percent
      if (rise.since !== null && rise.since >= `${year}-01-01` && overFrame.at(-1)?.on !== rise.since)
        overFrame.push({ on: rise.since, percent })
    }
    // Most months are like the one before: the same sum is not made twice.
    const base = law.row('base-salaries', 'LCS', day)
    const key = `${row.coefficient}|${row.position ?? ''}|${percent}|${base?.more.amount ?? ''}|${law.row('allowances', 'CVU', day)?.more.least ?? ''}`
    if (!known.has(key)) known.set(key, payOfRow(law, file.category, row, percent, day).total)
    months.push(known.get(key) ?? null)
  }
  return {
    months,
    raises: raises
      .filter((r) => r.date !== null && r.date >= `${year}-01-01` && r.date <= (retiresOn ?? end))
      .map((r) => ({ on: r.date ?? '', step: r.step ?? 0, coefficient: r.coefficient ?? '' })),
    overFrame,
    retiresOn: retiresOn !== null && retiresOn <= end ? retiresOn : null,
    unknown: rowOn(projected.rows, `${year}-01-01` > at ? at : end) === null && months.every((m) => m === null),
  }
}

/** A body's months: sums of its people's, and what happens in each. */
export interface ForecastMonth {
  month: string
  people: number
  total: number
  raises: number
  overFrame: number
  retire: number
}

/** Adds the years of many people up, month by month. */
export function sumMonths(year: number, people: readonly YearOfPay[]): ForecastMonth[] {
  return Array.from({ length: 12 }, (_, i) => {
    const month = addMonths(`${year}-01-01`, i).slice(0, 7)
    const within = (day: string | null) => day?.slice(0, 7) === month
    const paid = people.map((p) => p.months[i] ?? null).filter((n) => n !== null)
    return {
      month,
      people: paid.length,
      total: paid.reduce((sum, n) => sum + n, 0),
      raises: people.reduce((n, p) => n + p.raises.filter((r) => within(r.on)).length, 0),
      overFrame: people.reduce((n, p) => n + p.overFrame.filter((r) => within(r.on)).length, 0),
      retire: people.filter((p) => within(p.retiresOn)).length,
    }
  })
}

/** The file as it was known on a day: what began later is not. */
export function knownOn(file: SalaryFile, at: string): SalaryFile {
  return {
    ...file,
    rows: file.rows.filter((r) => firstDay(r.from) <= at),
    disciplines: file.disciplines.filter((d) => firstDay(d.on) <= at),
    notCompleted: file.notCompleted.filter((r) => r.until <= at),
    uncounted: file.uncounted.filter((u) => u.from <= at),
    awards: file.awards.filter((a) => firstDay(a.on) <= at),
    earlyRaises: file.earlyRaises.filter((on) => on <= at),
  }
}
