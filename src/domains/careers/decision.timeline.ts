import { pageOf, type TimelineSource } from '#kernel/timeline.ts'
import { can } from './careers.permissions.ts'
import { saidOf } from './decision.service.ts'
import * as store from './decision.store.ts'

/** Signed decisions in the life of a person. */
export const decisionTimeline: TimelineSource = {
  of: 'people.person',
  permission: can.readDecision,
  kinds: { decision: 'careers.decision' },
  find: async (ctx, id, question) => {
    const signed = (await store.findOfPerson(ctx.db, id)).filter((row) => row.state === 'signed' && row.kind !== 'discipline')
    return pageOf(
      signed.map(({ details, toUnitName, ...row }) => ({
        id: row.id,
        kind: 'decision',
        on: row.effectiveOn,
        ...(row.until === null ? {} : { until: row.until }),
        title: ctx.kernel.translate(ctx.lang, `careers.kinds.${row.kind}`),
        detail: [saidOf(ctx, details, toUnitName), row.number, row.issuer].filter(Boolean).join(' · '),
        link: `/quyet-dinh/${row.decisionId}`,
      })),
      question,
    )
  },
}
