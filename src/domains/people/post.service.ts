import type { Ctx } from '#kernel/context.ts'
import { addDays } from '#kernel/dates.ts'
import { refuse as kernelRefuse } from '#kernel/errors.ts'
import { normalise } from '#kernel/text.ts'
import { can } from './people.permissions.ts'
import { refuse } from './people.refusals.ts'
import type { Person, Post } from './person.contract.ts'
import { getPerson } from './person.service.ts'
import * as store from './person.store.ts'
import {
  type ContractKind,
  decideAppoint,
  decideConcurrent,
  decideCorrectStart,
  decideEnd,
  type EndReason,
} from './post.rules.ts'

/** The decision behind a post, and what it is held as. */
export interface PostDecision {
  category?: Person['category'] | null
  contract?: ContractKind | null
  decisionNumber?: string | null
  decisionOn?: string | null
  decidedBy?: string | null
}

type Appointment = PostDecision & { id: string; unitId: string; title: string; from: string }

/**
 * Another main post from a day; the present one ends the day before. Who holds none has to say why, unless the end of the last one does.
 *
 * @throws Refusal `people.laterPost`, `people.notAfter`, `people.gapUnexplained`, `people.noPost`; `kernel.forbidden` when either unit lies
 *   outside the actor's reach.
 */
export async function movePerson(ctx: Ctx, input: Appointment & { gapReason?: EndReason | null }): Promise<Person> {
  const person = await getPerson(ctx, input.id)
  const main = person.posts.filter((p) => p.isMain)
  if (main.length === 0) throw refuse.noPost()
  const decision = decideAppoint(person.posts, input.from, input.gapReason ?? null)
  if (!decision.ok) {
    const { why, from } = decision
    if (why === 'gap') throw refuse.gapUnexplained({ name: person.fullName, from })
    throw why === 'later-post' ? refuse.laterPost({ from }) : refuse.notAfter({ from })
  }
  await ctx.require(can.changePerson, main[0]?.unitId ?? null)
  await ctx.require(can.changePerson, input.unitId)
  if (decision.ends) await store.closeMainPost(ctx.db, input.id, input.from)
  const last = main.find((p) => p.id === decision.explains)
  if (last?.validUntil)
    await store.endPost(ctx.db, {
      id: last.id,
      until: last.validUntil,
      reason: input.gapReason ?? 'left',
      decisionNumber: null,
      decisionOn: null,
    })
  await insert(ctx, input, true, null)
  return getPerson(ctx, input.id)
}

/**
 * A concurrent post beside the main one.
 *
 * @throws Refusal `people.noMainThen`, `people.postTwice`, `people.endsBeforeStart`; `kernel.forbidden` outside the actor's reach.
 */
export async function addPost(ctx: Ctx, input: Appointment & { lastDay?: string | null }): Promise<Person> {
  const person = await getPerson(ctx, input.id)
  const title = normalise(input.title)
  const until = input.lastDay ? addDays(input.lastDay, 1) : null
  const decision = decideConcurrent(person.posts, { ...input, title, until })
  if (!decision.ok) {
    if (decision.why === 'no-main') throw refuse.noMainThen({ name: person.fullName, from: input.from })
    throw decision.why === 'twice' ? refuse.postTwice({ name: person.fullName, title }) : refuse.endsBeforeStart()
  }
  await ctx.require(can.changePerson, input.unitId)
  await insert(ctx, input, false, until)
  return getPerson(ctx, input.id)
}

/**
 * The last day of a post and why it ends; a main post that ends so leaves a time without one, explained by the reason.
 *
 * @throws Refusal `people.postEnded`, `people.endsBeforeStart`, `people.movedByNext`, `kernel.notFound`.
 */
export async function endPost(
  ctx: Ctx,
  input: {
    id: string
    personId: string
    lastDay: string
    reason: EndReason
    decisionNumber?: string | null
    decisionOn?: string | null
  },
): Promise<Person> {
  const post = await postOf(ctx, input)
  const decision = decideEnd(post, input.lastDay, input.reason)
  if (!decision.ok) {
    if (decision.why === 'moved') throw refuse.movedByNext()
    throw decision.why === 'ended' ? refuse.postEnded({ title: post.title }) : refuse.endsBeforeStart()
  }
  await ctx.require(can.changePerson, post.unitId)
  const { decisionNumber = null, decisionOn = null, reason } = input
  const changed = await store.endPost(ctx.db, { id: post.id, until: decision.until, reason, decisionNumber, decisionOn })
  if (changed === 0) throw kernelRefuse.notFound({ what: 'post' })
  return getPerson(ctx, input.personId)
}

/**
 * What was recorded wrongly of a post; where it met the one before, they meet on the right day. The log keeps what it was, and the reason.
 *
 * @throws Refusal `people.postsOverlap`, `people.endsBeforeStart`, `people.postTwice`, `kernel.notFound`, `kernel.forbidden`.
 */
export async function correctPost(
  ctx: Ctx,
  input: PostDecision & { id: string; personId: string; unitId: string; title: string; from: string },
): Promise<Person> {
  const post = await postOf(ctx, input)
  const { posts, fullName } = await getPerson(ctx, input.personId)
  const decision = decideCorrectStart(posts, input.id, input.from)
  if (!decision.ok)
    throw decision.why === 'overlap' ? refuse.postsOverlap({ name: fullName, from: input.from }) : refuse.endsBeforeStart()
  await ctx.require(can.changePerson, post.unitId)
  await ctx.require(can.changePerson, input.unitId)
  const { before } = decision
  const right = () => store.correctPost(ctx.db, { ...input, title: normalise(input.title), validFrom: input.from })
  // The database refuses two main posts on one day, even for a moment.
  const steps =
    before && before.until < post.validFrom ? [() => store.movePostEnd(ctx.db, before.id, before.until), right] : [right]
  if (before && before.until >= post.validFrom) steps.push(() => store.movePostEnd(ctx.db, before.id, before.until))
  for (const step of steps) if ((await step()) === 0) throw kernelRefuse.forbidden({ permission: can.changePerson.id })
  return getPerson(ctx, input.personId)
}

async function postOf(ctx: Ctx, input: { id: string; personId: string }): Promise<Post> {
  const post = (await getPerson(ctx, input.personId)).posts.find((p) => p.id === input.id)
  if (!post) throw kernelRefuse.notFound({ what: 'post' })
  return post
}

async function insert(ctx: Ctx, input: Appointment, isMain: boolean, validUntil: string | null): Promise<void> {
  const { unitId, title, from, category, contract, decisionNumber, decisionOn, decidedBy } = input
  await store.insertPosts(ctx.db, [
    {
      ...{ category, contract, decisionNumber, decisionOn, decidedBy },
      ...{ id: ctx.newId(), personId: input.id, unitId, title: normalise(title), isMain, validFrom: from, validUntil },
      ...(validUntil ? { endReason: 'term-over' } : {}),
    },
  ])
}
