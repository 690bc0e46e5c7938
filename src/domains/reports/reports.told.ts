import type { Ctx } from '#kernel/context.ts'
import { defineNotices, holdersOf, type NoticeKind, notify } from '#kernel/notices/notice.ts'
import type { Permission } from '#kernel/permissions.ts'

/** What this domain tells people of: what waits for them, at once; what is done, in the digest. */
export const told = defineNotices('reports', {
  editionChecked: 'now',
  editionReturned: 'now',
  editionApproved: 'now',
  editionSealed: 'digest',
  templateWaits: 'now',
  templateApproved: 'digest',
})

/** Tells who may do the next step of a report, or who shall know that one was done. */
export async function tellHolders(
  ctx: Ctx,
  kind: NoticeKind,
  permissions: Permission[],
  params: Record<string, string | number | { vi: string; en: string }>,
  link: string,
): Promise<void> {
  const holders = await Promise.all(permissions.map((permission) => holdersOf(ctx, permission)))
  await notify(ctx, { to: holders.flat(), kind, params: { ...params, by: ctx.actor.name }, link })
}
