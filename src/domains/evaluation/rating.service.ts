import type { HistoryEvent } from '#kernel/contract.ts'
import type { Ctx } from '#kernel/context.ts'
import { refuse as kernelRefuse } from '#kernel/errors.ts'
import { historyOf } from '#kernel/history.ts'
import { listPage, type ListSource } from '#kernel/list.ts'
import { type ExportQuestion, exportList } from '#kernel/list-export.ts'
import type { ListInput } from '#kernel/lists.ts'
import { addDays } from '#kernel/dates.ts'
import { unitNames } from '#domains/organization/index.ts'
import { getPerson } from '#domains/people/index.ts'
import { can } from './evaluation.permissions.ts'
import { refuse } from './evaluation.refusals.ts'
import { ratingLevels } from './level.store.ts'
import { ratingList, type RatingRow } from './rating.contract.ts'
import { decideLevel, periodFits } from './rating.rules.ts'
import * as store from './rating.store.ts'

const ratingSource: ListSource = { shape: ratingList, rows: store.ratingRows, searchColumn: 'search_name' }

export function listRatings(ctx: Ctx, input: ListInput) {
  return listPage<RatingRow>(ctx, ratingSource, input)
}

export async function exportRatings(ctx: Ctx, input: Omit<ListInput, 'limit'> & ExportQuestion): Promise<File> {
  return exportList(ctx, ratingSource, input, await unitNames(ctx, input.unitId))
}

export async function ratingsOfPerson(ctx: Ctx, personId: string): Promise<RatingRow[]> {
  return store.findRatingsOf(ctx.db, personId)
}

/** Years in which these persons were rated "not completed", each rating within the actor's reach. */
export function yearsNotCompleted(ctx: Ctx, personIds: readonly string[]) {
  return store.findNotCompleted(ctx.db, personIds)
}

/** @throws Refusal `kernel.notFound` when there is no such rating within the actor's reach. */
export async function getRating(ctx: Ctx, id: string): Promise<RatingRow> {
  const rating = await store.findRating(ctx.db, id)
  if (!rating) throw kernelRefuse.notFound({ what: 'rating' })
  return rating
}

export async function ratingHistory(ctx: Ctx, id: string): Promise<HistoryEvent[]> {
  await getRating(ctx, id)
  return historyOf(ctx, ['evaluation.rating'], id)
}

/** A rating to record; the unit is that of the person's main post on the last day of the period. */
export interface RecordRating {
  personId: string
  periodKind: string
  periodFrom: string
  periodUntil: string
  level: string
  decidedOn: string | null
  decisionNumber: string | null
}

/** @throws Refusal `evaluation.*` when level, period or post do not fit; `kernel.forbidden` outside the actor's reach. */
export async function recordRating(ctx: Ctx, input: RecordRating): Promise<{ id: string }> {
  const person = await getPerson(ctx, input.personId)
  const lastDay = addDays(input.periodUntil, -1)
  const post = person.posts.find((p) => p.isMain && p.validFrom <= lastDay && (p.validUntil === null || p.validUntil > lastDay))
  if (!post) throw refuse.noPostThen({ on: lastDay })
  await ctx.require(can.recordRating, post.unitId)
  const id = ctx.newId()
  await recordRatings(ctx, [{ ...input, id, unitId: post.unitId, decidedByUnitId: null, recordedVia: 'platform' }])
  return { id }
}

/** Records many ratings in one go: each one passes the same rules, all or nothing. */
export async function recordRatings(ctx: Ctx, ratings: store.NewRating[]): Promise<void> {
  const levels = ratingLevels()
  const seen = new Set<string>()
  for (const r of ratings) {
    const key = `${r.periodKind}/${r.periodFrom}/${r.periodUntil}/${r.level}`
    if (seen.has(key)) continue
    checkRating(levels, r)
    seen.add(key)
  }
  await store.insertRatings(ctx.db, ratings, ctx.now())
}

function checkRating(levels: ReturnType<typeof ratingLevels>, r: store.NewRating): void {
  if (!periodFits(r.periodKind, r.periodFrom, r.periodUntil)) throw refuse.periodUnfit({ kind: r.periodKind })
  const decision = decideLevel(levels, r.level, r.periodFrom, r.periodUntil)
  if (!decision.ok) {
    throw decision.why === 'unknown-level'
      ? refuse.unknownLevel({ level: r.level })
      : refuse.levelNotInForce({ level: r.level, from: r.periodFrom })
  }
}

/** A correction of the level: the log keeps what it was and why. */
export async function correctRating(ctx: Ctx, input: { id: string; level: string }): Promise<RatingRow> {
  const rating = await getRating(ctx, input.id)
  await ctx.require(can.recordRating, rating.unitId)
  checkRating(ratingLevels(), {
    ...rating,
    level: input.level,
    personId: rating.personId ?? '',
    decidedByUnitId: null,
    recordedVia: 'platform',
  })
  await store.updateLevel(ctx.db, input.id, input.level)
  return getRating(ctx, input.id)
}

/** Corrects the levels of many ratings, each within the actor's reach and in force for its period, all or nothing. */
export async function correctRatings(ctx: Ctx, corrections: { id: string; level: string }[]): Promise<void> {
  if ((await store.updateLevels(ctx.db, corrections)) < corrections.length)
    throw kernelRefuse.forbidden({ permission: can.recordRating.id })
}
