import type { CodeEntry } from '#kernel/codelist/codelist.rules.ts'
import type { Certainty } from './law.rules.ts'

/**
 * One line of how a date or an amount came about, for screens to put into words: `salary.why.` + code, filled with the values. Lines add up:
 * their months to the months between the first day and the result, their đồng to the amount.
 */
export interface Line {
  code: string
  /** Days as `2026-04-30`, numbers as they are; the words name them. */
  values: Record<string, string | number>
  /** What the row of the law is called. */
  label: { vi: string; en: string } | null
  /** Months this line adds to the clock. */
  months: number | null
  /** Đồng this line adds to the pay. */
  dong: number | null
  /** Where the clock stands after this line. */
  on: string | null
  /** Source of the row of the law, and how sure it is. */
  source: string | null
  certainty: Certainty | null
}

/** A line, with what the row of the law behind it says of itself. */
export function line(code: string, more: Partial<Omit<Line, 'code'>> & { row?: CodeEntry | null } = {}): Line {
  const { row, ...rest } = more
  return {
    code,
    values: {},
    label: row?.label ?? null,
    months: null,
    dong: null,
    on: null,
    source: row?.source ?? null,
    certainty: row ? ((row.more.certainty as Certainty | undefined) ?? null) : null,
    ...rest,
  }
}
