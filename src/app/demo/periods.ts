import type { DemoLevel, DemoRating } from './shapes.ts'

/** The rated periods and the totals that must come out of each, level by level. */

export type Counts = Record<Exclude<DemoLevel, 'KXL'>, number>

export interface Period extends Pick<DemoRating, 'population' | 'periodLabel' | 'periodFrom' | 'periodUntil'> {
  counts: Counts
  /** Who started later served under six months of the period and is not rated (KXL; Decree 90/2020 article 2). */
  latestStart: string
  /** Decisions fall on working days between these two. No post changes between the first and the end of the period. */
  decided: [string, string]
}

/** 2021 and 2021-2022 are the report's footnote 17; the totals of 2020 are invented, for comparison with a former period. */
const PERIODS: Period[] = [
  {
    population: 'year',
    periodLabel: '2020',
    periodFrom: '2020-01-01',
    periodUntil: '2021-01-01',
    counts: { XS: 2604, TOT: 21713, HTHC: 117, HT: 1218, KHT: 211 },
    latestStart: '2020-07-01',
    decided: ['2020-12-04', '2020-12-14'],
  },
  {
    population: 'year',
    periodLabel: '2021',
    periodFrom: '2021-01-01',
    periodUntil: '2022-01-01',
    counts: { XS: 2781, TOT: 21920, HTHC: 82, HT: 1040, KHT: 189 },
    latestStart: '2021-07-01',
    decided: ['2021-12-03', '2021-12-14'],
  },
  {
    population: 'school-year',
    periodLabel: '2021-2022',
    periodFrom: '2021-09-01',
    periodUntil: '2022-09-01',
    counts: { XS: 3252, TOT: 11443, HTHC: 0, HT: 592, KHT: 108 },
    latestStart: '2022-03-01',
    decided: ['2022-06-09', '2022-06-30'],
  },
]

/** How many people a period rates. */
export const sumOf = (counts: Counts) => Object.values(counts).reduce((all, count) => all + count, 0)

/** The periods with their totals multiplied: exact multiples for a whole `scale`, rounded below that. */
export function periodsAt(scale: number): Period[] {
  return PERIODS.map((period) => ({
    ...period,
    counts: Object.fromEntries(
      Object.entries(period.counts).map(([level, count]) => [level, Math.round(count * scale)]),
    ) as Counts,
  }))
}
