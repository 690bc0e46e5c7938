import type { HistoryEvent } from '#kernel/contract.ts'
import type { Ctx } from '#kernel/context.ts'
import { refuse as kernelRefuse } from '#kernel/errors.ts'
import { historyOf } from '#kernel/history.ts'
import { listPage, type ListSource } from '#kernel/list.ts'
import { type ExportQuestion, exportList } from '#kernel/list-export.ts'
import type { ListInput } from '#kernel/lists.ts'
import { unitNames } from '#domains/organization/index.ts'
import { decideApproval, faultsOfLines, type SchemeKind } from './position.rules.ts'
import { requireRanks } from './position.service.ts'
import { findDated } from './position.store.ts'
import { can } from './positions.permissions.ts'
import { refuse } from './positions.refusals.ts'
import { type Scheme, schemeList, type SchemeRow } from './scheme.contract.ts'
import * as store from './scheme.store.ts'

const schemes: ListSource = { shape: schemeList, rows: store.schemeRows, searchColumn: 'search_text' }

export const listSchemes = (ctx: Ctx, input: ListInput) => listPage<SchemeRow>(ctx, schemes, input)
export const exportSchemes = async (ctx: Ctx, input: Omit<ListInput, 'limit'> & ExportQuestion) =>
  exportList(ctx, schemes, input, await unitNames(ctx, input.unitId))

/** @throws Refusal `kernel.notFound` */
export async function getScheme(ctx: Ctx, id: string): Promise<Scheme> {
  const scheme = await store.findScheme(ctx.db, id, ctx.today())
  if (!scheme) throw kernelRefuse.notFound({ what: 'scheme' })
  return scheme
}

export async function schemeHistory(ctx: Ctx, id: string): Promise<HistoryEvent[]> {
  await getScheme(ctx, id)
  return historyOf(ctx, ['positions.scheme', 'positions.scheme_line'], id)
}

export interface LineInput {
  positionId: string
  posts: number
  rankCode: string | null
}
interface Draft {
  kind: SchemeKind
  note: string | null
  lines: readonly LineInput[]
}

async function requireLines(ctx: Ctx, lines: readonly LineInput[], on: string | null): Promise<void> {
  const dated = await findDated(
    ctx.db,
    lines.map((l) => l.positionId),
  )
  const [fault] = faultsOfLines(lines, dated, on)
  if (fault?.code === 'unknown') throw refuse.lineUnknown({ row: fault.row })
  if (fault?.code === 'twice') throw refuse.lineTwice({ row: fault.row })
  if (fault) throw refuse.lineNotInForce({ row: fault.row, on: on ?? '' })
  await requireRanks(
    ctx,
    lines.map((l) => l.rankCode),
    on ?? ctx.today(),
  )
}

async function requireBody(ctx: Ctx, unitId: string, on: string): Promise<void> {
  const unit = await store.findBody(ctx.db, unitId, on)
  if (!unit) throw refuse.unitNotThere({ on })
  if (!unit.body) throw refuse.noBody({ name: unit.name })
}

const rowsOf = (ctx: Ctx, schemeId: string, unitId: string, lines: readonly LineInput[]): store.StoredLine[] =>
  lines.map((line) => ({ ...line, id: ctx.newId(), schemeId, unitId }))

/**
 * Drafts a scheme. What it will give, it gives once it is approved.
 *
 * @throws Refusal `positions.line*`, `positions.noBody`, `positions.unitNotThere`; `kernel.forbidden` outside the actor's reach.
 */
export async function draftScheme(ctx: Ctx, input: Draft & { unitId: string }): Promise<{ id: string }> {
  await ctx.require(can.changeScheme, input.unitId)
  await requireBody(ctx, input.unitId, ctx.today())
  await requireLines(ctx, input.lines, null)
  const id = ctx.newId()
  const { unitId, kind, note } = input
  const empty = { number: null, decidedOn: null, approver: null, validFrom: null, validUntil: null }
  await store.insertSchemes(
    ctx.db,
    [{ id, unitId, kind, note, state: 'draft', ...empty }],
    rowsOf(ctx, id, unitId, input.lines),
    ctx.now(),
  )
  return { id }
}

async function draftOf(ctx: Ctx, id: string): Promise<Scheme> {
  const scheme = await getScheme(ctx, id)
  if (scheme.state !== 'draft') throw refuse.schemeApproved()
  return scheme
}

/** @throws Refusal `positions.schemeApproved` once it is approved. */
export async function changeScheme(ctx: Ctx, input: Draft & { id: string }): Promise<{ done: true }> {
  const scheme = await draftOf(ctx, input.id)
  await ctx.require(can.changeScheme, scheme.unitId)
  await requireLines(ctx, input.lines, null)
  await store.updateDraft(ctx.db, input, rowsOf(ctx, input.id, scheme.unitId, input.lines))
  return { done: true }
}

/** @throws Refusal `positions.schemeApproved` once it is approved. */
export async function dropScheme(ctx: Ctx, id: string): Promise<{ done: true }> {
  const scheme = await draftOf(ctx, id)
  await ctx.require(can.changeScheme, scheme.unitId)
  await store.deleteScheme(ctx.db, id)
  return { done: true }
}

/**
 * The decision that approves a scheme; the one in force until then ends on its day.
 *
 * @throws Refusal `positions.schemeLater` where one is approved from that day on already, `positions.nothingToAdjust` where there is none to
 *   adjust, `positions.lineNotInForce` where a position does not hold on that day.
 */
export async function approveScheme(
  ctx: Ctx,
  input: { id: string; number: string; decidedOn: string; approver: string; validFrom: string },
): Promise<{ done: true }> {
  const scheme = await draftOf(ctx, input.id)
  await ctx.require(can.approveScheme, scheme.unitId)
  await requireBody(ctx, scheme.unitId, input.validFrom)
  await requireLines(ctx, scheme.lines, input.validFrom)
  const decision = decideApproval(await store.findApproved(ctx.db, scheme.unitId), input.validFrom)
  if (!decision.ok) throw refuse.schemeLater({ since: decision.since })
  if (scheme.kind === 'adjusted' && decision.replaces === null) throw refuse.nothingToAdjust({ on: input.validFrom })
  if (decision.replaces) await store.updateEnd(ctx.db, decision.replaces, input.validFrom)
  await store.approve(ctx.db, input)
  return { done: true }
}

/**
 * Takes back an approval recorded by mistake: the scheme is a draft again, the one before holds on.
 *
 * @throws Refusal `positions.schemeLater` where a later one stands on it, `positions.followsAct` where an act ended it.
 */
export async function withdrawApproval(ctx: Ctx, id: string): Promise<{ done: true }> {
  const scheme = await getScheme(ctx, id)
  await ctx.require(can.approveScheme, scheme.unitId)
  const from = scheme.validFrom
  if (scheme.state === 'draft' || from === null) throw kernelRefuse.notFound({ what: 'approval' })
  if (scheme.endedByAct) throw refuse.followsAct()
  const approved = await store.findApproved(ctx.db, scheme.unitId)
  const later = approved.find((s) => s.validFrom > from)
  if (later) throw refuse.schemeLater({ since: later.validFrom })
  await store.reopenDraft(ctx.db, id)
  const before = approved.find((s) => s.validUntil === from)
  if (before) await store.updateEnd(ctx.db, before.id, scheme.validUntil)
  return { done: true }
}

/** Approved schemes as a list brings them, each body's in the order of their days. */
export async function recordSchemes(
  ctx: Ctx,
  rows: readonly (Omit<store.StoredScheme, 'state' | 'validUntil' | 'note'> & {
    validFrom: string
    lines: readonly LineInput[]
  })[],
): Promise<void> {
  await ctx.require(can.approveScheme, null)
  await ctx.require(can.changeScheme, null)
  const followed = new Map<string, { from: string; until: string }>()
  for (const unitId of new Set(rows.map((r) => r.unitId))) {
    const own = rows.filter((r) => r.unitId === unitId).sort((a, b) => (a.validFrom < b.validFrom ? -1 : 1))
    for (const [at, row] of own.entries()) {
      const next = own[at + 1]
      if (next) followed.set(row.id, { from: row.validFrom, until: next.validFrom })
    }
  }
  await store.insertSchemes(
    ctx.db,
    rows.map((row) => ({
      ...row,
      lines: undefined,
      state: 'approved',
      note: null,
      validUntil: followed.get(row.id)?.until ?? null,
    })),
    rows.flatMap((row) => rowsOf(ctx, row.id, row.unitId, row.lines)),
    ctx.now(),
  )
}
