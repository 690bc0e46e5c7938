import type { Ctx } from '#kernel/context.ts'
import { refuse as kernelRefuse } from '#kernel/errors.ts'
import { normalise } from '#kernel/text.ts'
import * as store from './decided.store.ts'
import { can } from './people.permissions.ts'

/** People within reach as decisions look at them, by id. */
export async function holdersOf(ctx: Ctx, ids: readonly string[]): Promise<Map<string, store.Holder>> {
  return new Map((await store.findHolders(ctx.db, ids)).map((holder) => [holder.id, holder]))
}

/**
 * Begins and ends the posts of many people by signed decisions, all or none. The caller has decided each by the rules of posts
 * (`decideAppoint`, `decideConcurrent`); who may write them follows from the right to sign. Gives what ended posts were before.
 *
 * @throws Refusal `kernel.forbidden` where a post lies outside the actor's reach.
 */
export async function writeDecidedPosts(
  ctx: Ctx,
  changes: { ended: store.EndedPost[]; begun: store.BegunPost[] },
): Promise<store.FormerEnd[]> {
  const ids = changes.ended.map((e) => e.id)
  const before = ids.length > 0 ? await store.findEnds(ctx.db, ids) : []
  const begun = changes.begun.map((post) => ({ ...post, title: normalise(post.title) }))
  const ended = await store.writeDecided(ctx.db, changes.ended, begun)
  if (ended !== ids.length) throw kernelRefuse.forbidden({ permission: can.changePerson.id })
  return before
}

/**
 * Takes back what `writeDecidedPosts` did. The caller has seen that nothing later stands on it.
 *
 * @throws Refusal `kernel.forbidden` where a post lies outside the actor's reach.
 */
export async function unwriteDecidedPosts(ctx: Ctx, changes: { begun: string[]; ended: store.FormerEnd[] }): Promise<void> {
  const changed = await store.unwriteDecided(ctx.db, changes.begun, changes.ended)
  if (changed !== changes.begun.length + changes.ended.length) throw kernelRefuse.forbidden({ permission: can.changePerson.id })
}

/** Posts that decisions began or ended, for the check that compares them with what decisions say they made. */
export function postsByDecisions(ctx: Ctx): Promise<store.PostByDecision[]> {
  return store.findByDecisions(ctx.db)
}
