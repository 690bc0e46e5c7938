import { z } from 'zod'
import { defineJob, type JobCtx } from '#kernel/jobs/job.ts'
import { findPairs } from './duplicate.search.ts'
import * as store from './duplicate.store.ts'
import { can } from '../people.permissions.ts'
import { peopleWords } from '../people.words.ts'

const { vi, en } = peopleWords
/** People looked at in one short transaction. */
const portion = 500
const first = '00000000-0000-0000-0000-000000000000'

interface Search {
  foundBy: 'search' | 'import' | 'act'
  total: number | null
  next: (db: Parameters<typeof store.nextPeople>[0], after: string) => ReturnType<typeof store.nextPeople>
  /** Everybody is looked at: open pairs that no longer look alike go. */
  whole: boolean
}

/** Looks at people in portions; what is found is kept at once, so that a search that is stopped keeps what it has. */
async function search(job: JobCtx, { foundBy, total, next, whole }: Search): Promise<{ people: number; pairs: number }> {
  let [after, people, kept] = [first, 0, 0]
  for (;;) {
    job.signal.throwIfAborted()
    const { some, pairs, stale } = await job.asActor(
      async (ctx) => {
        const some = await next(ctx.db, after)
        const stale =
          whole &&
          (await store.haveOpenPairs(
            ctx.db,
            some.map((p) => p.id),
          ))
        return { some, pairs: await findPairs(ctx, some), stale }
      },
      { reads: true },
    )
    if (pairs.length > 0 || stale)
      kept += await job.asActor(async (ctx) => {
        const ids = some.map((p) => p.id)
        if (whole) await store.dropPairs(ctx.db, ids, pairs)
        return store.keepPairs(ctx.db, pairs, foundBy, ctx.now())
      })
    people += some.length
    job.progress(people, total)
    const last = some.at(-1)
    if (!last || some.length < portion) return { people, pairs: kept }
    after = last.id
  }
}

/** Looks for doubles among everybody within reach of who starts it; every Saturday night by itself. */
export const findAllDuplicates = defineJob({
  name: 'people.findDuplicates',
  words: { vi: vi.operations.findDuplicates, en: en.operations.findDuplicates },
  permission: can.reviewDuplicates,
  input: z.object({}),
  schedule: '15 2 * * 6',
  link: () => '/con-nguoi/trung?state=open',
  run: async (job) => {
    const total = await job.asActor((ctx) => store.countPeople(ctx.db), { reads: true })
    return search(job, { foundBy: 'search', total, whole: true, next: (db, after) => store.nextPeople(db, after, portion, null) })
  },
})

/** After an import: doubles of whom it made. After an act of reorganisation: doubles among the people of the heirs. */
export const findNewDuplicates = defineJob({
  name: 'people.findNewDuplicates',
  words: { vi: vi.operations.findNewDuplicates, en: en.operations.findNewDuplicates },
  permission: can.reviewDuplicates,
  input: z.union([z.object({ since: z.iso.datetime({ offset: true }) }), z.object({ units: z.array(z.uuid()) })]),
  runsAs: 'system',
  quiet: true,
  link: () => '/con-nguoi/trung?state=open',
  run: (job, input) =>
    search(job, {
      foundBy: 'since' in input ? 'import' : 'act',
      total: null,
      whole: false,
      next: (db, after) =>
        'since' in input
          ? store.nextPeople(db, after, portion, input.since)
          : store.nextPeopleIn(db, input.units, after, portion),
    }),
})
