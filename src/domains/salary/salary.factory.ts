import type { Ctx } from '#kernel/context.ts'
import { addTime } from './salary.service.ts'

/** A month of unpaid leave, or of another kind, that does not count for the salary step of somebody. */
export function aTime(
  ctx: Ctx,
  personId: string,
  kind = 'NKL',
  from = '2021-05-01',
  lastDay = '2021-05-31',
): Promise<{ id: string }> {
  return addTime(ctx, { id: personId, kind, from, lastDay, decisionNumber: '12/QĐ-SNV', decisionOn: null })
}
