import type { Choice, HistoryEvent } from '#kernel/contract.ts'
import type { Ctx } from '#kernel/context.ts'
import { entriesOn, entryOn } from '#kernel/codelist/codelist.rules.ts'
import { codeEntries } from '#kernel/codelist/codelist.service.ts'
import { refuse as kernelRefuse } from '#kernel/errors.ts'
import { historyOf } from '#kernel/history.ts'
import { listPage, type ListSource } from '#kernel/list.ts'
import { type ExportQuestion, exportList } from '#kernel/list-export.ts'
import type { ListInput } from '#kernel/lists.ts'
import { fold } from '#kernel/text.ts'
import { rankList } from '#domains/personnel/index.ts'
import { type Catalogue, catalogueList, type Position, positionList, type PositionRow } from './position.contract.ts'
import { looksLikeRank } from './position.rules.ts'
import * as store from './position.store.ts'
import { can } from './positions.permissions.ts'
import { refuse } from './positions.refusals.ts'

type ExportInput = Omit<ListInput, 'limit'> & ExportQuestion
const positions: ListSource = { shape: positionList, rows: store.positionRows, searchColumn: 'search_name' }
const catalogues: ListSource = { shape: catalogueList, rows: store.catalogueRows, searchColumn: 'search_text' }

export const listPositions = (ctx: Ctx, input: ListInput) => listPage<PositionRow>(ctx, positions, input)
export const exportPositions = (ctx: Ctx, input: ExportInput) => exportList(ctx, positions, input)
export const listCatalogues = (ctx: Ctx, input: ListInput) => listPage<Catalogue>(ctx, catalogues, input)
export const exportCatalogues = (ctx: Ctx, input: ExportInput) => exportList(ctx, catalogues, input)

export function pickPosition(
  ctx: Ctx,
  input: { search: string; id?: string | undefined; asOf?: string | undefined },
): Promise<Choice[]> {
  const words = fold(input.search).split(' ').filter(Boolean).slice(0, 8)
  return store.pickPositions(ctx.db, words, input.id ?? null, input.asOf ?? ctx.today())
}

/** The ranks of the personnel files that hold on a day. */
export async function listRanks(ctx: Ctx, input: { asOf?: string | undefined }): Promise<{ code: string; label: string }[]> {
  const entries = entriesOn(await codeEntries(ctx, rankList), input.asOf ?? ctx.today())
  return entries.map(({ code, label }) => ({ code, label: label[ctx.lang] }))
}

/** Whether a rank is in the list on a day, or written as a rank or title is. */
export async function rankKnown(ctx: Ctx, code: string, on: string): Promise<boolean> {
  return entryOn(await codeEntries(ctx, rankList), code, on) !== null || looksLikeRank(code)
}

/** @throws Refusal `positions.rankUnknown` for what is neither in the list on the day nor written as a rank or title is. */
export async function requireRanks(ctx: Ctx, codes: readonly (string | null)[], on: string): Promise<void> {
  const asked = codes.filter((code) => code !== null)
  if (asked.length === 0) return
  const entries = await codeEntries(ctx, rankList)
  const unknown = asked.find((code) => !entryOn(entries, code, on) && !looksLikeRank(code))
  if (unknown !== undefined) throw refuse.rankUnknown({ code: unknown })
}

/** @throws Refusal `kernel.notFound` */
export async function getPosition(ctx: Ctx, id: string): Promise<Position> {
  const position = await store.findPosition(ctx.db, id)
  if (!position) throw kernelRefuse.notFound({ what: 'position' })
  return position
}

export async function positionHistory(ctx: Ctx, id: string): Promise<HistoryEvent[]> {
  await getPosition(ctx, id)
  return historyOf(ctx, ['positions.position', 'positions.competence', 'positions.product'], id)
}

/** @throws Refusal `positions.catalogueTwice` where the decision is recorded already. */
export async function recordCatalogue(
  ctx: Ctx,
  input: Omit<store.CatalogueFacts, 'id'> & { id?: string },
): Promise<{ id: string }> {
  await ctx.require(can.changePosition, null)
  const same = (await store.findCatalogueNumbered(ctx.db, [input.number])).find(
    (c) => c.decidedOn === input.decidedOn && c.issuer === input.issuer,
  )
  if (same) throw refuse.catalogueTwice({ number: input.number })
  const id = input.id ?? ctx.newId()
  await store.insertCatalogues(ctx.db, [{ ...input, id }], ctx.now())
  return { id }
}

type NewPosition = Omit<store.PositionFacts, 'id' | 'catalogueId' | 'validFrom'> & { id?: string }

/**
 * Positions that a decision introduces, in force from its day.
 *
 * @throws Refusal `positions.codeTaken`, `positions.rankUnknown`, `kernel.notFound` where there is no such decision.
 */
export async function addPositions(ctx: Ctx, catalogueId: string, added: readonly NewPosition[]): Promise<string[]> {
  await ctx.require(can.changePosition, null)
  const catalogue = await store.findCatalogue(ctx.db, catalogueId)
  if (!catalogue) throw kernelRefuse.notFound({ what: 'catalogue' })
  const codes = added.map((p) => p.code)
  const [taken] = await store.findByCodes(ctx.db, codes, catalogue.validFrom)
  if (taken) throw refuse.codeTaken({ code: taken.code, name: taken.name })
  const twice = added.find((p, at) => codes.indexOf(p.code) !== at)
  if (twice) throw refuse.codeTaken({ code: twice.code, name: twice.name })
  await requireRanks(
    ctx,
    added.map((p) => p.rankCode),
    catalogue.validFrom,
  )
  const rows = added.map((p) => ({ ...p, id: p.id ?? ctx.newId(), catalogueId, validFrom: catalogue.validFrom }))
  await store.insertPositions(ctx.db, rows, ctx.now())
  return rows.map((r) => r.id)
}

export async function addPosition(
  ctx: Ctx,
  { catalogueId, ...position }: NewPosition & { catalogueId: string },
): Promise<{ id: string }> {
  const [id = ''] = await addPositions(ctx, catalogueId, [position])
  return { id }
}

/** Corrects what was recorded wrongly; the log keeps what it was. @throws Refusal `positions.codeTaken`, `positions.rankUnknown`. */
export async function correctPosition(ctx: Ctx, input: NewPosition & { id: string }): Promise<{ done: true }> {
  await ctx.require(can.changePosition, null)
  const position = await getPosition(ctx, input.id)
  const taken = (await store.findByCodes(ctx.db, [input.code], position.validFrom)).find(
    (p) => p.id !== input.id && (position.validUntil === null || p.validFrom < position.validUntil),
  )
  if (taken) throw refuse.codeTaken({ code: taken.code, name: taken.name })
  await requireRanks(ctx, [input.rankCode], position.validFrom)
  await store.updatePosition(ctx.db, input)
  return { done: true }
}

/**
 * A position that is no more from a day on.
 *
 * @throws Refusal `positions.positionUsed` where schemes or people still stand on it then, `positions.endsBeforeStart`.
 */
export async function endPosition(ctx: Ctx, input: { id: string; from: string }): Promise<{ done: true }> {
  await ctx.require(can.changePosition, null)
  const position = await getPosition(ctx, input.id)
  if (input.from <= position.validFrom) throw refuse.endsBeforeStart({ from: position.validFrom })
  const [used] = await store.findUsed(ctx.db, [input.id], input.from)
  if (used) throw refuse.positionUsed({ name: used.name, count: used.count })
  await store.updatePositionEnd(ctx.db, input.id, input.from)
  return { done: true }
}

/** Takes back a decision recorded by mistake, with its positions. @throws Refusal `positions.catalogueUsed` where one is used. */
export async function withdrawCatalogue(ctx: Ctx, id: string): Promise<{ done: true }> {
  await ctx.require(can.changePosition, null)
  if (!(await store.findCatalogue(ctx.db, id))) throw kernelRefuse.notFound({ what: 'catalogue' })
  const ids = await store.findPositionsOf(ctx.db, id)
  const [used] = await store.findUsed(ctx.db, ids, null)
  if (used) throw refuse.catalogueUsed({ name: used.name })
  await store.deletePositions(ctx.db, ids)
  await store.deleteCatalogue(ctx.db, id)
  return { done: true }
}
