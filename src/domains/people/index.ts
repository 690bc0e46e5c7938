import type { Ctx } from '#kernel/context.ts'
import { defineDomain } from '#kernel/domain.ts'
import type { Reorganising, Unreorganising } from '#domains/organization/index.ts'
import type { Withdrawing } from '#kernel/imports/import-kind.ts'
import { can } from './people.permissions.ts'
import { peopleWords } from './people.words.ts'
import { personImport } from './person.import.ts'
import { followAct, unfollowAct } from './person-reorganising.ts'
import { personRoutes } from './person.routes.ts'
import { postTimeline } from './person.timeline.ts'
import { personSearch } from './person.search.ts'
import { findUnitsWithPosts } from './person.store.ts'

export const people = defineDomain({
  name: 'people',
  permissions: can,
  routes: [personRoutes],
  words: peopleWords,
  search: [personSearch],
  imports: [personImport],
  timelines: [postTimeline],
  on: {
    // A unit in which somebody holds or held a post is not taken back.
    'organization.unit.withdrawing': async (ctx: Ctx, { ids, used }: Withdrawing) => {
      const why = ctx.kernel.translate(ctx.lang, 'people.importHolds')
      used.push(...(await findUnitsWithPosts(ctx.db, ids)).map((recordId) => ({ recordId, why })))
    },
    'organization.reorganising': (ctx: Ctx, act: Reorganising) => followAct(ctx, act),
    'organization.unreorganising': (ctx: Ctx, act: Unreorganising) => unfollowAct(ctx, act),
  },
})

export { findKnown } from './person.store.ts'
export { findCitizenNumber, findNumberOwner, getPerson, readBirth, registerPeople, setCitizenNumber } from './person.service.ts'
export type { Person } from './person.contract.ts'
export { birthOf, fullNameOf, type KnownPerson, lookUp, nameKey } from './person-import.rules.ts'
