import { addDays } from '#kernel/dates.ts'
import { pageOf, type TimelineSource } from '#kernel/timeline.ts'
import { can } from './people.permissions.ts'
import * as store from './person.store.ts'

/** Posts in the life of a person. */
export const postTimeline: TimelineSource = {
  of: 'people.person',
  permission: can.readPerson,
  kinds: { post: 'people.mainPost', 'side-post': 'people.sidePost' },
  find: async (ctx, id, question) =>
    pageOf(
      (await store.findPosts(ctx.db, id)).map((p) => ({
        id: p.id,
        kind: p.isMain ? 'post' : 'side-post',
        on: p.validFrom,
        until: p.validUntil === null ? null : addDays(p.validUntil, -1),
        title: p.title,
        detail: p.unitName || null,
        link: `/to-chuc/don-vi/${p.unitId}`,
      })),
      question,
    ),
}
