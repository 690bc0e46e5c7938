import { aPerson } from '#domains/people/person.factory.ts'
import type { Ctx } from '#kernel/context.ts'
import type { StaffKind } from './position.rules.ts'
import { addPosition, recordCatalogue } from './position.service.ts'
import { approveScheme, draftScheme, recordSchemes } from './scheme.service.ts'
import { recordAssignments } from './standing.service.ts'

let made = 0

/** A decision of 2021 that introduces positions of civil servants. */
export function aCatalogue(ctx: Ctx, overrides: { staff?: StaffKind; validFrom?: string; issuer?: string } = {}) {
  const day = overrides.validFrom ?? '2021-01-01'
  return recordCatalogue(ctx, {
    number: `${++made}/QĐ-SNV`,
    decidedOn: day,
    issuer: overrides.issuer ?? 'Sở Nội vụ',
    subject: 'Ban hành danh mục vị trí việc làm',
    staff: overrides.staff ?? 'civil-servant',
    validFrom: day,
  })
}

/** A position of a catalogue of its own, unless one is named. */
export async function aPosition(
  ctx: Ctx,
  overrides: { catalogueId?: string; code?: string; name?: string; staff?: StaffKind; validFrom?: string } = {},
): Promise<{ id: string; catalogueId: string; code: string }> {
  const catalogueId = overrides.catalogueId ?? (await aCatalogue(ctx, overrides)).id
  const code = overrides.code ?? `VT-${++made}`
  const { id } = await addPosition(ctx, {
    catalogueId,
    code,
    name: overrides.name ?? 'Chuyên viên tổng hợp',
    group: 'specialised',
    rankCode: '01.003',
    description: 'Tham mưu, tổng hợp',
    competences: [{ name: 'Soạn thảo văn bản', level: '3' }],
    products: [{ name: 'Báo cáo', unit: 'báo cáo', coefficient: 1.5 }],
  })
  return { id, catalogueId, code }
}

/** An approved scheme of a body: positions with how many posts. */
export async function aScheme(
  ctx: Ctx,
  unitId: string,
  lines: [positionId: string, posts: number][],
  overrides: { validFrom?: string; kind?: 'new' | 'adjusted' } = {},
): Promise<{ id: string }> {
  const day = overrides.validFrom ?? '2022-01-01'
  const { id } = await draftScheme(ctx, {
    unitId,
    kind: overrides.kind ?? 'new',
    note: null,
    lines: lines.map(([positionId, posts]) => ({ positionId, posts, rankCode: null })),
  })
  await approveScheme(ctx, { id, number: `${++made}/QĐ-UBND`, decidedOn: day, approver: 'UBND tỉnh', validFrom: day })
  return { id }
}

/** A scheme of two posts of a position for any unit, one of them held. */
export async function aHeldPosition(
  ctx: Ctx,
  unitId: string,
): Promise<{ positionId: string; personId: string; schemeId: string }> {
  const { id: positionId } = await aPosition(ctx)
  const schemeId = ctx.newId()
  const lines = [{ positionId, posts: 2, rankCode: null }]
  const approval = { number: `${++made}/QĐ-UBND`, decidedOn: '2022-01-01', approver: 'UBND tỉnh', validFrom: '2022-01-01' }
  await recordSchemes(ctx, [{ id: schemeId, unitId, kind: 'new', ...approval, lines }])
  const { id: personId } = await aPerson(ctx, { unitId })
  await recordAssignments(ctx, [{ id: ctx.newId(), personId, unitId, positionId, from: '2022-01-01' }])
  return { positionId, personId, schemeId }
}
