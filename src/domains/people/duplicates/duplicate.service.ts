import { sql } from 'kysely'
import type { Ctx } from '#kernel/context.ts'
import { refuse as kernelRefuse } from '#kernel/errors.ts'
import { listPage, type ListSource } from '#kernel/list.ts'
import { type ExportQuestion, exportList } from '#kernel/list-export.ts'
import type { ListInput } from '#kernel/lists.ts'
import { startJob } from '#kernel/jobs/job.ts'
import { unitNames } from '#domains/organization/index.ts'
import { duplicateList, type DuplicateRow, type LikelyPerson, type Side } from './duplicate.contract.ts'
import { findAllDuplicates } from './duplicate.job.ts'
import { findLikely, findPairs, type Newcomer, scorePairs } from './duplicate.search.ts'
import * as store from './duplicate.store.ts'
import * as merges from './merge.store.ts'
import { refuse } from '../people.refusals.ts'

const duplicateSource: ListSource = {
  shape: duplicateList,
  rows: store.duplicateRows,
  conditions: {
    // A number is looked up whole: it is in no text.
    search: (words) =>
      sql.join(
        words.map((w) =>
          /^(\d{9}|\d{12})$/.test(w)
            ? sql`l.id IN (SELECT people.pairs_with_number(${w}))`
            : sql`l.search_names LIKE ${`%${w.replace(/[\\%_]/g, '\\$&')}%`}`,
        ),
        sql` AND `,
      ),
    unitId: (units) => sql`(l.one_unit::text = ANY (${units}::text[]) OR l.other_unit::text = ANY (${units}::text[]))`,
  },
}

export function listDuplicates(ctx: Ctx, input: ListInput) {
  return listPage<DuplicateRow>(ctx, duplicateSource, input)
}

export async function exportDuplicates(ctx: Ctx, input: Omit<ListInput, 'limit'> & ExportQuestion): Promise<File> {
  return exportList(ctx, duplicateSource, input, await unitNames(ctx, input.unitId))
}

/** Looks for doubles among everybody within reach, in the background; one search at a time for each account. */
export async function findDuplicates(ctx: Ctx): Promise<{ jobId: string }> {
  return { jobId: await startJob(ctx, findAllDuplicates, {}, { key: ctx.actor.id }) }
}

/** Both records of a pair. @throws Refusal `kernel.notFound` where one lies outside the reach. */
export async function comparePair(ctx: Ctx, id: string): Promise<{ pair: DuplicateRow; one: Side; other: Side }> {
  const pair = await store.findDuplicate(ctx.db, id, ctx.today())
  if (!pair) throw kernelRefuse.notFound({ what: 'duplicate' })
  const [sides, posts, accounts] = [
    await merges.findSides(ctx.db, [pair.oneId, pair.otherId]),
    await store.findPostsOf(ctx.db, [pair.oneId, pair.otherId]),
    await merges.findAccounts(ctx.db, pair.oneId, pair.otherId),
  ]
  const whole = (personId: string): Side => {
    const side = sides.get(personId)
    if (!side) throw kernelRefuse.notFound({ what: 'person' })
    ctx.sawRecord(personId)
    return { ...side, hasAccount: accounts.includes(personId), posts: posts.filter((p) => p.personId === personId) }
  }
  return { pair, one: whole(pair.oneId), other: whole(pair.otherId) }
}

/** They are two people, for a reason: such pairs do not come back unless a record changes. */
export async function denyDuplicates(ctx: Ctx, input: { ids: string[]; reason: string }): Promise<{ decided: number }> {
  const decided = await store.decidePairs(ctx.db, input.ids, {
    state: 'not-same',
    by: ctx.actor.id,
    byName: ctx.actor.name,
    at: ctx.now(),
    why: input.reason,
  })
  if (decided < new Set(input.ids).size) throw refuse.pairDecided()
  return { decided }
}

export async function reopenDuplicate(ctx: Ctx, id: string): Promise<{ done: true }> {
  if ((await store.reopenPair(ctx.db, id)) === 0) throw kernelRefuse.notFound({ what: 'duplicate' })
  return { done: true }
}

/** Who within reach is likely the person about to be registered, and how many of exactly this name and day are recorded elsewhere. */
export async function likelyPersons(ctx: Ctx, newcomer: Newcomer): Promise<{ persons: LikelyPerson[]; elsewhere: number }> {
  const [likely = []] = await findLikely(ctx, [newcomer])
  const near = likely.slice(0, 10)
  const posts = await store.findNewestPosts(
    ctx.db,
    near.map((l) => l.person.id),
    ctx.today(),
  )
  return {
    persons: near.map(({ person, score, grade, reasons }) => ({
      id: person.id,
      fullName: person.fullName,
      birthYear: person.birthDate ? Number(person.birthDate.slice(0, 4)) : person.birthYear,
      unitName: posts.get(person.id)?.unitName ?? null,
      title: posts.get(person.id)?.title ?? null,
      score,
      grade,
      reasons,
    })),
    elsewhere: await store.countElsewhere(ctx.db, newcomer),
  }
}

/**
 * Refuses to register somebody who is likely recorded, unless it is said why it is somebody else. Gives what to note of it once the record
 * is there.
 *
 * @throws Refusal `people.likelyRecorded`
 */
export async function admitNewcomer(
  ctx: Ctx,
  newcomer: Newcomer,
  reason: string | undefined,
): Promise<(id: string) => Promise<void>> {
  const [likely = []] = await findLikely(ctx, [newcomer])
  const elsewhere = await store.countElsewhere(ctx.db, newcomer)
  if (likely.length + elsewhere > 0 && !reason) throw refuse.likelyRecorded({ count: likely.length + elsewhere })
  return (id) => noteApart(ctx, new Map([[id, likely.map((l) => l.person.id)]]), 'entry', reason ?? '')
}

/** Notes that records just made are other people than those they look like. Only who reviews doubles keeps such pairs. */
export async function noteApart(
  ctx: Ctx,
  apart: ReadonlyMap<string, readonly string[]>,
  foundBy: 'entry' | 'import',
  reason: string,
): Promise<void> {
  if (!ctx.actor.reach['people.reviewDuplicates']) return
  const pairs = await scorePairs(
    ctx,
    [...apart].flatMap(([id, others]) => others.map((other) => [id, other] as const)),
  )
  await store.keepPairs(ctx.db, pairs, foundBy, ctx.now())
  await store.decideByPersons(ctx.db, pairs, { by: ctx.actor.id, byName: ctx.actor.name, at: ctx.now(), why: reason })
}

/** Looks for doubles of these recorded people and files them for review. */
export async function fileDoubles(ctx: Ctx, people: readonly (store.Sought & { id: string })[]): Promise<number> {
  return store.keepPairs(ctx.db, await findPairs(ctx, people), 'search', ctx.now())
}
