import type { Ctx } from '#kernel/context.ts'
import { refuse as kernelRefuse } from '#kernel/errors.ts'
import { listPage } from '#kernel/list.ts'
import type { ListInput } from '#kernel/lists.ts'
import { holdersOf, notify } from '#kernel/notices/notice.ts'
import { can } from './administration.permissions.ts'
import { refuse } from './administration.refusals.ts'
import { told } from './administration.told.ts'
import { emergencyList, type EmergencyRow } from './emergency.contract.ts'
import * as store from './emergency.store.ts'

/**
 * Widens what the actor may do to the whole province, for at most an hour. Loud by intent: a band on every page, an entry of the log for
 * everything done and looked at meanwhile, a notice and an event for who watches, and a row somebody else has to sign off.
 *
 * @throws Refusal `administration.emergencyOngoing`.
 */
export async function takeEmergency(
  ctx: Ctx,
  input: { reason: string; minutes: number },
): Promise<{ id: string; until: string }> {
  if (await store.isOngoing(ctx.db, ctx.actor.id, ctx.now())) throw refuse.emergencyOngoing()
  const id = ctx.newId()
  const until = new Date(Date.parse(ctx.now()) + input.minutes * 60_000).toISOString()
  const { id: userId, name: userName } = ctx.actor
  await store.insertEmergency(ctx.db, { id, userId, userName, reason: input.reason, at: ctx.now(), until })
  await notify(ctx, {
    to: await holdersOf(ctx, can.reviewEmergency),
    kind: told.emergencyTaken,
    params: { name: userName },
    link: '/quan-tri/khan-cap',
  })
  await ctx.announce('administration.emergency.taken', { id, userId, userName, reason: input.reason, until })
  return { id, until }
}

export async function endEmergency(ctx: Ctx): Promise<void> {
  if (!(await store.endEmergency(ctx.db, ctx.actor.id, ctx.now()))) throw kernelRefuse.notFound({ what: 'emergency' })
}

export function listEmergencies(ctx: Ctx, input: ListInput) {
  return listPage<EmergencyRow>(
    ctx,
    { shape: emergencyList, rows: (db, asOf) => store.emergencyRows(db, asOf, ctx.now()), searchColumn: 'search_name' },
    input,
  )
}

/** @throws Refusal `administration.ownEmergency`, `administration.emergencyNotOver`, `administration.alreadyReviewed`. */
export async function reviewEmergency(
  ctx: Ctx,
  input: { id: string; finding: 'justified' | 'unjustified'; note: string },
): Promise<void> {
  const use = await store.findEmergency(ctx.db, input.id)
  if (!use) throw kernelRefuse.notFound({ what: 'emergency' })
  if (use.userId === ctx.actor.id) throw refuse.ownEmergency()
  if (use.finding) throw refuse.alreadyReviewed()
  if (use.over > ctx.now()) throw refuse.emergencyNotOver()
  const { id: by, name: byName } = ctx.actor
  if (!(await store.updateReview(ctx.db, { ...input, by, byName, at: ctx.now() })))
    throw kernelRefuse.forbidden({ permission: can.reviewEmergency.id })
}
