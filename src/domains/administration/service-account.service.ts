import { keyHash, makeKey as makeSecret } from '#kernel/auth/actor.ts'
import type { Ctx } from '#kernel/context.ts'
import { addDays } from '#kernel/dates.ts'
import { refuse as kernelRefuse } from '#kernel/errors.ts'
import { listPage } from '#kernel/list.ts'
import type { ListInput } from '#kernel/lists.ts'
import { normalise } from '#kernel/text.ts'
import { refuse } from './administration.refusals.ts'
import { type Service, serviceList, type ServiceRow } from './service-account.contract.ts'
import * as store from './service-account.store.ts'
import { findAssignments } from './user.store.ts'

/** A key lives two years at most: who runs the other system has to be heard of again. */
const longestDays = 731

export function listServices(ctx: Ctx, input: ListInput) {
  return listPage<ServiceRow>(
    ctx,
    {
      shape: serviceList,
      rows: (db, asOf) => store.serviceRows(db, asOf, ctx.now()),
      searchColumn: 'search_name',
      sortColumns: { name: 'sort_name' },
    },
    input,
  )
}

/** @throws Refusal `kernel.notFound`. */
export async function getService(ctx: Ctx, id: string): Promise<Service> {
  const service = await store.findService(ctx.db, id, ctx.today(), ctx.now())
  if (!service) throw kernelRefuse.notFound({ what: 'service' })
  const assignments = await findAssignments(ctx.db, id, ctx.today())
  return { ...service, assignments, serviceKeys: await store.findKeys(ctx.db, id, ctx.now()) }
}

/** @throws Refusal `administration.usernameTaken`. */
export async function createService(ctx: Ctx, input: { name: string; username: string }): Promise<{ id: string }> {
  const id = ctx.newId()
  if (!(await store.insertService(ctx.db, { id, name: normalise(input.name), username: input.username, at: ctx.now() })))
    throw refuse.usernameTaken({ username: input.username })
  return { id }
}

export async function setServiceState(ctx: Ctx, input: { id: string; disabled: boolean }): Promise<void> {
  if (!(await store.updateServiceState(ctx.db, input.id, input.disabled, ctx.now())))
    throw kernelRefuse.notFound({ what: 'service' })
}

/** What a key may be made for: everything but administration, which no other system does. */
export function keyOperations(ctx: Ctx): { id: string; permission: string; summary: string }[] {
  return ctx.kernel.operations.filter((each) => !each.id.startsWith('administration.'))
}

/**
 * Makes a key, told once. It opens only the operations named, and those only as far as the account's roles reach.
 *
 * @throws Refusal `administration.unknownOperation`, `administration.expiryTooFar`, `administration.endBeforeStart`.
 */
export async function makeKey(
  ctx: Ctx,
  input: { id: string; name: string; operations: string[]; addresses: string[]; lastDay: string },
): Promise<{ key: string; prefix: string }> {
  await getService(ctx, input.id)
  const known = new Set(keyOperations(ctx).map((each) => each.id))
  for (const operation of input.operations) if (!known.has(operation)) throw refuse.unknownOperation({ operation })
  if (input.lastDay < ctx.today()) throw refuse.endBeforeStart()
  if (input.lastDay > addDays(ctx.today(), longestDays)) throw refuse.expiryTooFar()
  const { key, prefix } = makeSecret()
  await store.insertKey(ctx.db, {
    id: ctx.newId(),
    userId: input.id,
    name: input.name,
    prefix,
    hash: keyHash(key),
    operations: [...new Set(input.operations)].sort(),
    addresses: input.addresses.length > 0 ? input.addresses : null,
    at: ctx.now(),
    by: ctx.actor.name,
    // To the end of the day in Vietnam.
    expiresAt: `${addDays(input.lastDay, 1)}T00:00:00+07:00`,
  })
  return { key, prefix }
}

export async function revokeKey(ctx: Ctx, id: string): Promise<void> {
  if (!(await store.revokeKey(ctx.db, id, ctx.now()))) throw kernelRefuse.notFound({ what: 'key' })
}
