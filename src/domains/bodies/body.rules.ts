export const decisionKinds = ['functions', 'establish', 'merge', 'dissolve', 'hand-over'] as const
export const recordKinds = ['decision', 'circular', 'autonomy'] as const

/** Whether a rate of self-financing belongs to a group: Decree 60/2021, article 9 (2: 100 % and more, 3: from 10 %, 4: below 10 %). */
export function rateFits(level: number, rate: number | null): boolean {
  if (rate === null) return true
  if (level <= 2) return rate >= 100
  return level === 3 ? rate >= 10 && rate < 100 : rate < 10
}
