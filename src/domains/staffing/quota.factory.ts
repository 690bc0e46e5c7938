import type { Ctx } from '#kernel/context.ts'
import { type RecordDecision, recordDecision } from './quota.service.ts'

let made = 0

/** A decision that assigns civil servant posts for 2022; say what differs. A whole number of posts goes to one unit. */
export function aDecision(
  ctx: Ctx,
  overrides: Partial<Omit<RecordDecision, 'lines'>> & {
    lines: RecordDecision['lines'] | [unitId: string | null, amount: number][]
  },
): Promise<{ id: string }> {
  const lines = overrides.lines.map((line) =>
    Array.isArray(line) ? { unitId: line[0], kind: 'CC' as const, amount: line[1], staff: null } : line,
  )
  return recordDecision(ctx, {
    act: 'assign',
    number: `${++made}/QĐ-UBND`,
    decidedOn: '2021-12-20',
    issuer: 'UBND tỉnh',
    year: 2022,
    effectiveOn: '2022-01-01',
    note: null,
    ...overrides,
    lines,
  })
}
