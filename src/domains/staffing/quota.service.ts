import type { HistoryEvent } from '#kernel/contract.ts'
import type { Ctx } from '#kernel/context.ts'
import { refuse as kernelRefuse } from '#kernel/errors.ts'
import { historyOf } from '#kernel/history.ts'
import { listPage, type ListSource } from '#kernel/list.ts'
import { type ExportQuestion, exportList } from '#kernel/list-export.ts'
import type { ListInput } from '#kernel/lists.ts'
import { unitNames } from '#domains/organization/index.ts'
import { type Decision, decisionList, type DecisionRow, quotaList, type QuotaRow, type UnitQuota } from './quota.contract.ts'
import { decideEntries, type QuotaAct, type QuotaLine } from './quota.rules.ts'
import * as store from './quota.store.ts'
import { can } from './staffing.permissions.ts'
import { refuse } from './staffing.refusals.ts'

const quotaSource: ListSource = { shape: quotaList, rows: store.quotaRows, searchColumn: 'search_name' }
const decisionSource: ListSource = { shape: decisionList, rows: store.decisionRows, searchColumn: 'search_text' }

export function listQuotas(ctx: Ctx, input: ListInput) {
  return listPage<QuotaRow>(ctx, quotaSource, input)
}

export async function exportQuotas(ctx: Ctx, input: Omit<ListInput, 'limit'> & ExportQuestion): Promise<File> {
  return exportList(ctx, quotaSource, input, await unitNames(ctx, input.unitId))
}

export function quotaTotals(ctx: Ctx, input: { asOf?: string | undefined }) {
  return store.findTotals(ctx.db, input.asOf ?? ctx.today())
}

export function quotasOfUnit(ctx: Ctx, input: { unitId: string; asOf?: string | undefined }): Promise<UnitQuota> {
  return store.findOfUnit(ctx.db, input.unitId, input.asOf ?? ctx.today())
}

export function listDecisions(ctx: Ctx, input: ListInput) {
  return listPage<DecisionRow>(ctx, decisionSource, input)
}

export function exportDecisions(ctx: Ctx, input: Omit<ListInput, 'limit'> & ExportQuestion): Promise<File> {
  return exportList(ctx, decisionSource, input)
}

/** @throws Refusal `kernel.notFound` */
export async function getDecision(ctx: Ctx, id: string): Promise<Decision> {
  const decision = await store.findDecision(ctx.db, id)
  if (!decision) throw kernelRefuse.notFound({ what: 'decision' })
  return decision
}

export async function decisionHistory(ctx: Ctx, id: string): Promise<HistoryEvent[]> {
  await getDecision(ctx, id)
  return historyOf(ctx, ['staffing.quota_decision'], id)
}

/** A decision as recorded. */
export interface RecordDecision {
  id?: string
  act: QuotaAct
  number: string
  decidedOn: string
  issuer: string
  year: number
  effectiveOn: string
  note: string | null
  lines: (QuotaLine & { staff: string | null })[]
}

/**
 * Records what a decision gives, adds, cuts or moves.
 *
 * @throws Refusal `staffing.*` where a movement does not sum, a holder would have less than nothing, a kind is not in force in that year, or
 *   a unit does not exist on the day; `kernel.forbidden` outside the actor's reach.
 */
export async function recordDecision(ctx: Ctx, input: RecordDecision): Promise<{ id: string }> {
  const units = [...new Set(input.lines.map((line) => line.unitId))]
  for (const unitId of units) await ctx.require(can.changeQuota, unitId)
  if (!input.effectiveOn.startsWith(String(input.year))) throw refuse.dateOutsideYear({ year: input.year })
  const { entries, faults } = decideEntries(input.act, input.year, input.lines)
  const fault = faults[0]
  const kindName = (kind: string) => ctx.kernel.translate(ctx.lang, `staffing.kinds.${kind}`)
  if (fault?.code === 'uneven') throw refuse.movementUneven({ kind: kindName(fault.kind), out: fault.out, into: fault.into })
  if (fault?.code === 'wrong-sign') throw refuse.entryWrongSign({ row: fault.row })
  if (fault?.code === 'twice') throw refuse.holderTwice({ row: fault.row })
  if (fault?.code === 'not-in-force') throw refuse.kindNotInForce({ kind: kindName(fault.kind), year: input.year })
  const there = await store.findThere(
    ctx.db,
    units.filter((u) => u !== null),
    input.effectiveOn,
  )
  if (units.some((u) => u !== null && !there.has(u))) throw refuse.unitNotThere({ on: input.effectiveOn })
  const held = new Map((await store.findHeld(ctx.db, input.year, units)).map((h) => [`${h.unitId ?? ''}/${h.kind}`, h.quota]))
  for (const { unitId, kind, amount } of entries) {
    const has = held.get(`${unitId ?? ''}/${kind}`) ?? 0
    if (has + amount < 0) {
      const holder = unitId === null ? ctx.kernel.translate(ctx.lang, 'staffing.reserve') : (there.get(unitId) ?? '')
      throw refuse.quotaBelowNought({ holder, kind: kindName(kind), has, takes: -amount })
    }
    held.set(`${unitId ?? ''}/${kind}`, has + amount)
  }
  const id = input.id ?? ctx.newId()
  const rows = entries.map((entry, at) => ({ ...entry, id: ctx.newId(), staff: input.lines[at]?.staff ?? null }))
  await store.insertDecision(ctx.db, { ...input, id }, rows, ctx.now())
  return { id }
}

/**
 * Takes back a decision that was recorded wrongly; the log keeps it.
 *
 * @throws Refusal `staffing.quotaBelowNought` where a later movement stands on what it gave, `staffing.followsAct` for one that an act of
 *   reorganisation made (undo the act instead).
 */
export async function withdrawDecision(ctx: Ctx, id: string): Promise<{ done: true }> {
  const decision = await getDecision(ctx, id)
  if (decision.act === 'follow') throw refuse.followsAct()
  // Parts of a decision may lie outside the reach of who sees only some: taken back whole, or not.
  await ctx.require(can.changeQuota, null)
  const held = await store.findHeld(
    ctx.db,
    Number(decision.year),
    decision.entries.map((e) => e.unitId),
  )
  for (const { unitId, kind, amount, unitName } of decision.entries) {
    const has = held.find((h) => h.unitId === unitId && h.kind === kind)?.quota ?? 0
    const own = decision.entries.filter((e) => e.unitId === unitId && e.kind === kind).reduce((sum, e) => sum + e.amount, 0)
    if (amount > 0 && has - own < 0) {
      const holder = unitName || ctx.kernel.translate(ctx.lang, 'staffing.reserve')
      throw refuse.quotaBelowNought({ holder, kind: ctx.kernel.translate(ctx.lang, `staffing.kinds.${kind}`), has, takes: own })
    }
  }
  await store.deleteDecision(ctx.db, id)
  return { done: true }
}
