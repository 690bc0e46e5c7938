import type { Ctx } from '#kernel/context.ts'
import { formatDateShort } from '#kernel/dates.ts'
import { refuse as kernelRefuse } from '#kernel/errors.ts'
import { listPage, type ListSource } from '#kernel/list.ts'
import type { ListInput } from '#kernel/lists.ts'
import { notify } from '#kernel/notices/notice.ts'
import { isDelegable } from '#kernel/permissions.ts'
import { fold } from '#kernel/text.ts'
import { refuse } from './administration.refusals.ts'
import { told } from './administration.told.ts'
import { type Delegation, delegationList, type DelegationRow } from './delegation.contract.ts'
import * as store from './delegation.store.ts'
import { updateSession } from './security.store.ts'

const source: ListSource = { shape: delegationList, rows: store.delegationRows, searchColumn: 'search_name' }

export function myDelegations(ctx: Ctx): Promise<Delegation[]> {
  return store.findDelegations(ctx.db, ctx.actor.id, ctx.today())
}

export function listDelegations(ctx: Ctx, input: ListInput) {
  return listPage<DelegationRow>(ctx, source, input)
}

/** What the actor holds and may pass on: administration is done in person. */
export function delegable(ctx: Ctx): { id: string; words: { vi: string; en: string } }[] {
  return ctx.kernel.permissions.filter((p) => ctx.may(p) && isDelegable(p.id)).map(({ id, words }) => ({ id, words }))
}

export function pickColleague(ctx: Ctx, search: string) {
  return store.findColleagues(ctx.db, fold(search))
}

/**
 * Lets somebody act for the actor. What they may do is looked up when they do it, so it is never more than the actor may at that moment,
 * and never what the actor may only do for others.
 *
 * @throws Refusal `administration.endBeforeStart`, `administration.notDelegable`.
 */
export async function giveDelegation(
  ctx: Ctx,
  input: { to: string; permissions: string[] | null; from: string; until: string; reason: string },
): Promise<{ id: string }> {
  if (input.until <= input.from || input.until <= ctx.today()) throw refuse.endBeforeStart()
  if (!(await store.isColleague(ctx.db, input.to))) throw kernelRefuse.notFound({ what: 'user' })
  for (const permission of input.permissions ?? [])
    if (!isDelegable(permission) || !(permission in ctx.actor.reach)) throw refuse.notDelegable({ permission })
  const id = ctx.newId()
  await store.insertDelegation(ctx.db, {
    id,
    from: ctx.actor.id,
    to: input.to,
    permissions: input.permissions,
    validFrom: input.from,
    validUntil: input.until,
    reason: input.reason,
    at: ctx.now(),
  })
  const on = { vi: formatDateShort(input.from, 'vi'), en: formatDateShort(input.from, 'en') }
  await notify(ctx, { to: [input.to], kind: told.delegationGiven, params: { name: ctx.actor.name, on }, link: '/ho-so' })
  await ctx.announce('administration.delegation.given', { id, from: ctx.actor.id, to: input.to })
  return { id }
}

export async function endDelegation(ctx: Ctx, id: string): Promise<void> {
  if (!(await store.endDelegation(ctx.db, id, ctx.actor.name, ctx.now()))) throw kernelRefuse.notFound({ what: 'delegation' })
}

/** @throws Refusal `administration.delegationOver` when it no longer holds. */
export async function actFor(ctx: Ctx, delegationId: string | null): Promise<void> {
  if (!ctx.actor.sessionId) throw refuse.browserOnly()
  if (delegationId && !(await store.findUsable(ctx.db, ctx.actor.id, ctx.today())).some((d) => d.id === delegationId))
    throw refuse.delegationOver()
  await updateSession(ctx.db, ctx.actor.sessionId, { actingFor: delegationId })
}
