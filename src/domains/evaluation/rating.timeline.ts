import { sql } from 'kysely'
import type { TimelineSource } from '#kernel/timeline.ts'
import { can } from './evaluation.permissions.ts'
import { periodText } from './rating-period.rules.ts'

interface Found {
  id: string
  on: string
  level: string
  periodKind: string
  periodFrom: string
  periodUntil: string
  decisionNumber: string | null
}

/** Ratings in the life of a person: on the day decided, else the last of the period. */
export const ratingTimeline: TimelineSource = {
  of: 'people.person',
  permission: can.readRating,
  kinds: { rating: 'evaluation.ratings' },
  find: async (ctx, id, { after, limit }) => {
    const t = (key: string, params: Record<string, string | number> = {}) => ctx.kernel.translate(ctx.lang, key, params)
    const { rows } = await sql<Found>`
      SELECT r.* FROM (SELECT id, coalesce(decided_on, period_until - 1)::text AS "on", level, period_kind AS "periodKind", period_from AS "periodFrom",
          period_until AS "periodUntil", decision_number AS "decisionNumber" FROM evaluation.rating WHERE person_id = ${id}::uuid) r
      WHERE ${after === null ? sql`true` : sql`(r."on", r.id) < (${after.on ?? ''}, ${after.id}::uuid)`}
      ORDER BY r."on" DESC, r.id DESC LIMIT ${limit}`.execute(ctx.db)
    return rows.map((r) => ({
      id: r.id,
      kind: 'rating',
      on: r.on,
      title: t(`evaluation.levels.${r.level}`),
      detail: [periodText(r, t), r.decisionNumber].filter(Boolean).join(' · '),
      link: null,
    }))
  },
}
