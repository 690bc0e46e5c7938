import type { CodeEntry } from '#kernel/codelist/codelist.rules.ts'
import { decimalOf, hundredths, isFor, type Law, numberOf } from './law.rules.ts'
import { line, type Line } from './why.rules.ts'

export interface PayInput {
  /** `2.34`. */
  coefficient: string
  /** Position allowance as a coefficient; null without one. */
  position: string | null
  /** Over-frame seniority in percent of the last coefficient; 0 without. */
  overFrame: number
  /** Further allowances of the table `allowances`: percent, or a coefficient where the allowance is one. Years for those that grow. */
  allowances: readonly { code: string; value?: string | null; years?: number | null }[]
  /** Of the person, as the people domain says it. */
  category: string
  /** Row of `probation-pay`, for somebody on probation. */
  probation?: string | null
}

export interface Pay {
  on: string
  /** Whole đồng a month; null where no base salary is known on the day. */
  total: number | null
  baseSalary: number | null
  lines: Line[]
  /** Codes of allowances that do not hold on the day, or not for this person. */
  refused: string[]
}

/** Whole đồng, half up: `part` of `whole` of an amount. */
function share(amount: number, part: number, whole: number): number {
  return Math.floor((2 * amount * part + whole) / (2 * whole))
}

/**
 * Pay of one month: (coefficient + position + over-frame) × base salary, and the allowances. Every line is rounded to whole đồng, half up, and
 * the total is the sum of the lines, so that they add up (Decree 204/2004/NĐ-CP; Decree 34/2012/NĐ-CP for public duty).
 */
export function payOf(law: Law, input: PayInput, on: string): Pay {
  const base = law.row('base-salaries', 'LCS', on)
  if (!base) return { on, total: null, baseSalary: null, lines: [line('no-base', { values: { on } })], refused: [] }
  const amount = numberOf(base, 'amount')
  const rank = hundredths(input.coefficient)
  const position = hundredths(input.position)
  const probation = input.probation ? law.row('probation-pay', input.probation, on) : null
  const percent = probation ? numberOf(probation, 'percent') : 100
  const lines: Line[] = [
    line(percent === 100 ? 'coefficient' : 'coefficient-part', {
      row: base,
      values: { coefficient: input.coefficient, base: amount, percent },
      dong: share(amount, rank * percent, 10_000),
    }),
  ]
  if (probation) lines.push(line('probation', { row: probation, values: { percent } }))
  if (position > 0)
    lines.push(
      line('position', {
        row: base,
        values: { coefficient: decimalOf(position), base: amount },
        dong: share(amount, position, 100),
      }),
    )
  if (input.overFrame > 0)
    lines.push(
      line('over-frame', {
        row: law.row('over-frame', 'VK', on),
        values: { percent: input.overFrame, coefficient: input.coefficient, base: amount },
        dong: share(amount, rank * input.overFrame, 10_000),
      }),
    )
  const refused: string[] = []
  for (const wanted of input.allowances) {
    const row = law.row('allowances', wanted.code, on)
    const value = row && isFor(row, input.category) ? allowanceOf(row, wanted) : null
    if (!row || value === null) {
      refused.push(wanted.code)
      continue
    }
    // Of the pay: coefficient, position and over-frame together, in ten-thousandths.
    const all = rank * percent + position * 100 + rank * input.overFrame
    const dong =
      row.more.of === 'base' ? share(amount, hundredths(value), 100) : share(amount, all * hundredths(value), 100_000_000)
    lines.push(line(`allowance-${row.more.of}`, { row, values: { value: trimmed(value), base: amount }, dong }))
  }
  return { on, total: lines.reduce((sum, l) => sum + (l.dong ?? 0), 0), baseSalary: amount, lines, refused }
}

/** What an allowance is worth: as wanted, within what its row allows; one that grows with years by its years. Null where it is not due. */
export function allowanceOf(row: CodeEntry, wanted: { value?: string | null; years?: number | null }): string | null {
  const after = numberOf(row, 'after_years')
  if (after > 0) {
    const years = wanted.years ?? 0
    return years < after ? null : String(numberOf(row, 'least') + (years - after) * numberOf(row, 'yearly'))
  }
  const value = wanted.value ?? row.more.least ?? '0'
  const most = row.more.most || value
  return hundredths(value) < hundredths(row.more.least) || hundredths(value) > hundredths(most) ? null : value
}

const trimmed = (value: string) => value.replace(/\.00$/, '')
