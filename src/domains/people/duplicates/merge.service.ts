import type { Ctx } from '#kernel/context.ts'
import { formatDateShort } from '#kernel/dates.ts'
import { refuse as kernelRefuse } from '#kernel/errors.ts'
import type { Merge } from './duplicate.contract.ts'
import { decideMerge, type MergeFault, type MergePost, overlappingPosts } from './merge.rules.ts'
import * as store from './merge.store.ts'
import { refuse } from '../people.refusals.ts'
import { personTables } from '../person-tables.ts'

/** What handlers of other domains are told before two records become one: they name their tables, and what stands in the way. */
export interface Merging {
  keptId: string
  goneId: string
  tables: store.Following[]
  faults: MergeFault[]
}

/** What handlers are told before a merge is taken back; who builds on it says so, in words. */
export interface Unmerging {
  mergeId: string
  keptId: string
  goneId: string
  used: string[]
}

/** Plumbing that names a person: it follows, and may be written meanwhile. */
const plumbing: store.Following[] = [
  { table: 'auth.user', column: 'personId', same: [], loose: true },
  { table: 'files.link', column: 'person_id', same: [], loose: true },
  { table: 'kernel.deadline', column: 'person_id', same: [], loose: true },
]

async function prepare(ctx: Ctx, input: { keptId: string; goneId: string }) {
  const sides = await store.findSides(ctx.db, [input.keptId, input.goneId])
  const [kept, gone] = [sides.get(input.keptId), sides.get(input.goneId)]
  if (!kept || !gone || input.keptId === input.goneId) {
    const away = await store.findKept(ctx.db, [input.keptId, input.goneId])
    if (away.size > 0) throw refuse.mergedAway({ name: '' })
    throw kernelRefuse.notFound({ what: 'person' })
  }
  const posts = await store.findPostsOfBoth(ctx.db, kept.id, gone.id)
  if (posts.length === 0 && !ctx.actor.reach['people.mergePersons']?.all)
    throw kernelRefuse.forbidden({ permission: 'people.mergePersons' })
  const merging: Merging = { keptId: kept.id, goneId: gone.id, tables: [...personTables, ...plumbing], faults: [] }
  const say = (post: MergePost) => ({
    post: [post.title, posts.find((p) => p.id === post.id)?.unitName].filter(Boolean).join(', '),
    from: formatDateShort(post.validFrom, ctx.lang),
    until: post.validUntil ? formatDateShort(post.validUntil, ctx.lang) : ctx.kernel.translate(ctx.lang, 'people.untilNow'),
  })
  const of = (id: string) => posts.filter((p) => p.personId === id)
  merging.faults.push(...overlappingPosts(of(kept.id), of(gone.id), say))
  await ctx.announce('people.person.merging', merging)
  const accounts = new Set(await store.findAccounts(ctx.db, kept.id, gone.id))
  return { kept, gone, merging, twoAccounts: accounts.size > 1 }
}

/** What stands in the way of a merge, each with what can be done. */
export async function mergeFaults(ctx: Ctx, input: { keptId: string; goneId: string }) {
  const { merging, twoAccounts } = await prepare(ctx, input)
  const say = (code: string, params: Record<string, string>) => ctx.kernel.translate(ctx.lang, code, params)
  return {
    twoAccounts,
    faults: merging.faults.map(({ key, code, params, options }) => ({
      key,
      text: say(code, params),
      options: options.map((o) => ({ value: o.value, text: say(o.code, o.params) })),
    })),
  }
}

/**
 * Two records of one person become one: the rows of the other move, the other stays behind only to be found.
 *
 * @throws Refusal `people.mergeTwoAccounts`, `people.mergeFaults`, `people.mergedAway`; `kernel.notFound` outside the reach.
 */
export async function mergePersons(
  ctx: Ctx,
  input: {
    keptId: string
    goneId: string
    fromOther: string[]
    choices: Record<string, string>
    decisionNumber: string | null
    decidedOn: string | null
    reason: string
  },
): Promise<{ id: string }> {
  const { kept, gone, merging, twoAccounts } = await prepare(ctx, input)
  if (twoAccounts) throw refuse.mergeTwoAccounts()
  const { acts, open } = decideMerge(merging.faults, input.choices)
  if (open.length > 0) throw refuse.mergeFaults({ count: open.length })
  const from = (field: string) => (input.fromOther.includes(field) ? gone : kept)
  const { familyAndMiddle, given } = from('name')
  const { birthDate, birthMonth, birthYear } = from('birth')
  const facts = {
    familyAndMiddle,
    given,
    birthDate,
    birthMonth,
    birthYear,
    sex: from('sex').sex,
    category: from('category').category,
  }
  const id = ctx.newId()
  const pair = await store.findPair(ctx.db, kept.id, gone.id)
  const by = { by: ctx.actor.id, byName: ctx.actor.name, at: ctx.now(), why: input.reason }
  await store.insertMerge(ctx.db, {
    id,
    keptId: kept.id,
    goneId: gone.id,
    goneName: gone.fullName,
    pairId: pair?.id ?? null,
    decisionNumber: input.decisionNumber,
    decidedOn: input.decidedOn,
    ...by,
  })
  if (pair) await store.noteMergedPair(ctx.db, pair.id, by)
  await store.mergeRows(
    ctx.db,
    { id, keptId: kept.id, goneId: gone.id },
    merging.tables,
    acts,
    facts,
    input.fromOther.includes('citizenId'),
  )
  return { id }
}

/** Takes a merge back exactly. @throws Refusal `people.mergeBuiltUpon`, `people.mergeUndone`, `kernel.notFound` */
export async function undoMerge(ctx: Ctx, input: { id: string; reason: string }): Promise<{ done: true }> {
  const [merge] = await store.findMerges(ctx.db, { id: input.id })
  if (!merge) throw kernelRefuse.notFound({ what: 'merge' })
  if (merge.undoneOn) throw refuse.mergeUndone()
  const say = (key: string) => ctx.kernel.translate(ctx.lang, key)
  const used = (await store.findBuiltOn(ctx.db, merge.id)).map((table) => say(`people.builtOn.${table.replace('.', '-')}`))
  const unmerging: Unmerging = { mergeId: merge.id, keptId: merge.keptId, goneId: merge.goneId, used }
  await ctx.announce('people.person.unmerging', unmerging)
  if (used.length > 0) throw refuse.mergeBuiltUpon({ what: [...new Set(used)].join(', ') })
  await store.unmergeRows(ctx.db, merge.id)
  if (merge.pairId) await store.noteMergedPair(ctx.db, merge.pairId, null)
  await store.noteUndone(ctx.db, merge.id, { byName: ctx.actor.name, at: ctx.now(), why: input.reason })
  return { done: true }
}

/** Records merged into one, the newest first. */
export async function mergesOf(ctx: Ctx, id: string): Promise<Merge[]> {
  return (await store.findMerges(ctx.db, { keptId: id })).map(({ pairId: _, ...merge }) => merge)
}
