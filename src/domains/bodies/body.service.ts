import type { HistoryEvent } from '#kernel/contract.ts'
import type { Ctx } from '#kernel/context.ts'
import { refuse as kernelRefuse } from '#kernel/errors.ts'
import { historyOf } from '#kernel/history.ts'
import { listPage, type ListSource } from '#kernel/list.ts'
import { type ExportQuestion, exportList } from '#kernel/list-export.ts'
import type { ListInput } from '#kernel/lists.ts'
import { unitNames } from '#domains/organization/index.ts'
import { can } from './bodies.permissions.ts'
import { refuse } from './bodies.refusals.ts'
import { type Autonomy, autonomyList, type BodyDecision, bodyDecisionList, type Circular, circularList } from './body.contract.ts'
import { rateFits } from './body.rules.ts'
import * as store from './body.store.ts'

const decisions: ListSource = { shape: bodyDecisionList, rows: store.decisionRows, searchColumn: 'search_text' }
const circulars: ListSource = { shape: circularList, rows: store.circularRows, searchColumn: 'search_name' }
const autonomies: ListSource = { shape: autonomyList, rows: store.autonomyRows, searchColumn: 'search_name' }
type ExportInput = Omit<ListInput, 'limit'> & ExportQuestion

export const listBodyDecisions = (ctx: Ctx, input: ListInput) => listPage<BodyDecision>(ctx, decisions, input)
export const listCirculars = (ctx: Ctx, input: ListInput) => listPage<Circular>(ctx, circulars, input)
export const listAutonomy = (ctx: Ctx, input: ListInput) => listPage<Autonomy>(ctx, autonomies, input)

export const exportBodyDecisions = async (ctx: Ctx, input: ExportInput) =>
  exportList(ctx, decisions, input, await unitNames(ctx, input.unitId))
export const exportCirculars = async (ctx: Ctx, input: ExportInput) =>
  exportList(ctx, circulars, input, await unitNames(ctx, input.unitId))
export const exportAutonomy = async (ctx: Ctx, input: ExportInput) =>
  exportList(ctx, autonomies, input, await unitNames(ctx, input.unitId))

async function unitOf(ctx: Ctx, kind: store.RecordKind, id: string): Promise<string> {
  const unitId = await store.findUnitOf(ctx.db, kind, id)
  if (!unitId) throw kernelRefuse.notFound({ what: kind })
  return unitId
}

export async function bodyHistory(ctx: Ctx, { kind, id }: { kind: store.RecordKind; id: string }): Promise<HistoryEvent[]> {
  await unitOf(ctx, kind, id)
  return historyOf(ctx, [`bodies.${kind}`], id)
}

/** @throws Refusal `kernel.forbidden` outside the actor's reach. */
export async function recordBodyDecision(ctx: Ctx, input: Omit<store.NewDecision, 'id'>): Promise<{ id: string }> {
  await ctx.require(can.changeBody, input.unitId)
  const id = ctx.newId()
  await store.insertDecisions(ctx.db, [{ ...input, id }], ctx.now())
  return { id }
}

/** @throws Refusal `kernel.forbidden` outside the actor's reach. */
export async function recordCircular(ctx: Ctx, input: Omit<store.NewCircular, 'id'>): Promise<{ id: string }> {
  await ctx.require(can.changeBody, input.unitId)
  const id = ctx.newId()
  await store.insertCirculars(ctx.db, [{ ...input, id }], ctx.now())
  return { id }
}

/** @throws Refusal `bodies.*` where the period or the rate does not fit; `kernel.forbidden` outside the actor's reach. */
export async function recordAutonomy(ctx: Ctx, input: Omit<store.NewAutonomy, 'id'>): Promise<{ id: string }> {
  await ctx.require(can.changeBody, input.unitId)
  if (input.validUntil <= input.validFrom) throw refuse.periodUnfit()
  if (!rateFits(input.level, input.rate)) throw refuse.rateUnfit({ level: input.level })
  const overlap = await store.findOverlap(ctx.db, input.unitId, input.validFrom, input.validUntil)
  if (overlap) throw refuse.autonomyTwice(overlap)
  const id = ctx.newId()
  await store.insertAutonomy(ctx.db, [{ ...input, id }], ctx.now())
  return { id }
}

/** Takes back a record that was wrong from the start; the log keeps it. */
export async function withdrawBodyRecord(
  ctx: Ctx,
  { kind, id }: { kind: store.RecordKind; id: string },
): Promise<{ done: true }> {
  await ctx.require(can.changeBody, await unitOf(ctx, kind, id))
  await store.deleteRecord(ctx.db, kind, id)
  return { done: true }
}

/** Many records of bodies at once, as a list brings them. */
export async function recordBodies(
  ctx: Ctx,
  records: { decisions: store.NewDecision[]; circulars: store.NewCircular[]; autonomy: store.NewAutonomy[] },
): Promise<void> {
  await ctx.require(can.changeBody, null)
  await store.insertDecisions(ctx.db, records.decisions, ctx.now())
  await store.insertCirculars(ctx.db, records.circulars, ctx.now())
  await store.insertAutonomy(ctx.db, records.autonomy, ctx.now())
}
