import type { Ctx } from '#kernel/context.ts'
import { aUnit } from '#domains/organization/unit.factory.ts'
import { aPerson } from '#domains/people/person.factory.ts'
import type { DecisionInput, LineInput } from './decision.contract.ts'
import { draftDecision, recordSigned } from './decision.service.ts'

let made = 0

/** What a decision of a department says, about the lines given; say what differs. */
export function aDecisionInput(
  overrides: Partial<Omit<DecisionInput, 'lines'>> & { issuerId: string; lines: Partial<LineInput>[] },
): DecisionInput {
  return {
    kind: 'transfer',
    number: `${++made}/QĐ-SNV`,
    issuedOn: '2022-05-20',
    signer: 'Nguyễn Văn An',
    signerTitle: 'Giám đốc',
    subject: 'Về việc điều động công chức',
    legalBasis: null,
    level: 'SN',
    fileId: null,
    ...overrides,
    lines: overrides.lines.map((line) => ({ personId: '', effectiveOn: '2022-06-01', details: {}, note: null, ...line })),
  }
}

/** A draft. */
export function aDraft(ctx: Ctx, overrides: Parameters<typeof aDecisionInput>[0]): Promise<{ id: string }> {
  return draftDecision(ctx, aDecisionInput(overrides))
}

/** A decision signed before it was recorded, carried out at once. */
export async function aSignedDecision(ctx: Ctx, overrides: Parameters<typeof aDecisionInput>[0]): Promise<{ id: string }> {
  const id = ctx.newId()
  await recordSigned(ctx, [{ ...aDecisionInput(overrides), id }])
  return { id }
}

/** A signed transfer of somebody between two units of a department. */
export async function aTransfer(ctx: Ctx): Promise<{ id: string; personId: string; issuerId: string; from: string; to: string }> {
  const issuerId = (await aUnit(ctx)).unitId
  const [from, to] = [(await aUnit(ctx, { parentId: issuerId })).unitId, (await aUnit(ctx, { parentId: issuerId })).unitId]
  const personId = (await aPerson(ctx, { unitId: from })).id
  const { id } = await aSignedDecision(ctx, { issuerId, lines: [{ personId, details: { unitId: to, title: 'Chuyên viên' } }] })
  return { id, personId, issuerId, from, to }
}
