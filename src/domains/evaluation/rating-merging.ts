import { sql } from 'kysely'
import type { Merging } from '#domains/people/index.ts'
import type { Ctx } from '#kernel/context.ts'
import { formatDateShort } from '#kernel/dates.ts'

interface Rated {
  id: string
  personId: string
  periodKind: string
  from: string
  until: string
  level: string
}

/** Ratings go with the record that is merged. Of two for one period that disagree, the one that holds must be chosen. */
export async function followMerge(ctx: Ctx, merging: Merging): Promise<void> {
  const { keptId, goneId } = merging
  merging.tables.push({
    table: 'evaluation.rating',
    column: 'person_id',
    same: ['period_kind', 'period_from', 'period_until', 'level'],
  })
  const { rows } = await sql<Rated>`
    SELECT id, person_id AS "personId", period_kind AS "periodKind", period_from AS "from", period_until AS "until", level
    FROM evaluation.ratings_of_both(${keptId}::uuid, ${goneId}::uuid) ORDER BY period_from, id`.execute(ctx.db)
  const say = (key: string) => ctx.kernel.translate(ctx.lang, key)
  const of = (rating: Rated) => ({
    period: `${say(`evaluation.periodKinds.${rating.periodKind}`)} ${formatDateShort(rating.from, ctx.lang)}`,
    level: say(`evaluation.levels.${rating.level}`),
  })
  for (const kept of rows.filter((r) => r.personId === keptId))
    for (const gone of rows.filter((r) => r.personId === goneId && r.periodKind === kept.periodKind)) {
      const alike = gone.from === kept.from && gone.until === kept.until && gone.level === kept.level
      if (alike || gone.from >= kept.until || kept.from >= gone.until) continue
      merging.faults.push({
        key: `${kept.id}/${gone.id}`,
        code: 'evaluation.mergeTwice',
        params: { period: of(kept).period, levelKept: of(kept).level, levelGone: of(gone).level },
        options: [
          { value: 'kept', code: 'evaluation.mergeHolds', params: of(kept), acts: { [gone.id]: 'leave-out' } },
          { value: 'gone', code: 'evaluation.mergeHolds', params: of(gone), acts: { [kept.id]: 'leave-out' } },
        ],
      })
    }
}
