import type { Ctx } from '#kernel/context.ts'
import { recordAutonomy, recordBodyDecision, recordCircular } from './body.service.ts'

/** A functions decision, a guiding circular and an autonomy group of one unit, for 2022. */
export async function someBodies(ctx: Ctx, unitId: string): Promise<{ decision: string; circular: string; autonomy: string }> {
  const decision = await recordBodyDecision(ctx, {
    kind: 'functions',
    unitId,
    subject: null,
    number: '1/2022/QĐ-UBND',
    decidedOn: '2022-03-01',
    issuer: 'UBND tỉnh',
    appraisedOn: '2022-02-01',
    unitsChange: 0,
    note: null,
  })
  const circular = await recordCircular(ctx, { unitId, issuer: 'Bộ Nội vụ', number: null, issuedOn: null, title: '' })
  const plan = { validFrom: '2022-01-01', validUntil: '2026-01-01', number: null, decidedOn: null }
  const autonomy = await recordAutonomy(ctx, { ...plan, unitId, level: 3, rate: 45 })
  return { decision: decision.id, circular: circular.id, autonomy: autonomy.id }
}
