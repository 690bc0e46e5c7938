import type { Merging } from '#domains/people/index.ts'
import type { Ctx } from '#kernel/context.ts'
import { addDays, formatDateShort } from '#kernel/dates.ts'
import { readLaw } from './law.service.ts'
import { findTimes } from './salary.store.ts'

/** Times that do not count: of one person, no day stands still twice. Where two records disagree, who merges says which of them holds. */
export async function followMerge(ctx: Ctx, merging: Merging): Promise<void> {
  const times = (await findTimes(ctx.db, [merging.keptId, merging.goneId])).filter((t) => t.withdrawnReason === null)
  const [kept, gone] = [merging.keptId, merging.goneId].map((id) => times.filter((t) => t.personId === id))
  if (!kept?.length || !gone?.length) return
  const law = await readLaw(ctx)
  const say = ({ kind, from, until }: (typeof times)[number]) => ({
    time: law.row('uncounted', kind, from)?.label[ctx.lang] ?? kind,
    from: formatDateShort(from, ctx.lang),
    until: until ? formatDateShort(addDays(until, -1), ctx.lang) : ctx.kernel.translate(ctx.lang, 'people.untilNow'),
  })
  for (const k of kept)
    for (const g of gone) {
      const alike = k.kind === g.kind && k.from === g.from
      if (alike || (k.until !== null && g.from >= k.until) || (g.until !== null && k.from >= g.until)) continue
      const [one, other] = [say(k), say(g)]
      merging.faults.push({
        key: `${k.id}/${g.id}`,
        code: 'salary.mergeOverlap',
        params: {
          timeKept: one.time,
          fromKept: one.from,
          untilKept: one.until,
          timeGone: other.time,
          fromGone: other.from,
          untilGone: other.until,
        },
        options: [
          { value: 'leave-gone', code: 'salary.mergeLeaveOut', params: other, acts: { [g.id]: 'leave-out' } },
          { value: 'leave-kept', code: 'salary.mergeLeaveOut', params: one, acts: { [k.id]: 'leave-out' } },
        ],
      })
    }
}
