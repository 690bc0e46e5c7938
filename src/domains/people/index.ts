import type { Ctx } from '#kernel/context.ts'
import { defineDomain } from '#kernel/domain.ts'
import type { ActTelling, Reorganising, Unreorganising } from '#domains/organization/index.ts'
import type { Withdrawing } from '#kernel/imports/import-kind.ts'
import { startJob } from '#kernel/jobs/job.ts'
import { findAllDuplicates, findNewDuplicates } from './duplicates/duplicate.job.ts'
import { duplicateRoutes } from './duplicates/duplicate.routes.ts'
import { can } from './people.permissions.ts'
import { peopleWords } from './people.words.ts'
import { followAct, tellMoved, unfollowAct } from './person-reorganising.ts'
import { personRoutes } from './person.routes.ts'
import { postTimeline } from './person.timeline.ts'
import { personSearch } from './person.search.ts'
import { postChecks } from './post.checks.ts'
import { requestRoutes } from './request.routes.ts'
import { correctionPurpose, told } from './request.service.ts'
import { findUnitsWithPosts } from './person.store.ts'

export const people = defineDomain({
  name: 'people',
  permissions: can,
  routes: [personRoutes, duplicateRoutes, requestRoutes],
  notices: Object.values(told),
  filePurposes: [correctionPurpose],
  jobs: [findAllDuplicates, findNewDuplicates],
  words: peopleWords,
  search: [personSearch],
  checks: [postChecks],
  timelines: [postTimeline],
  on: {
    // A unit in which somebody holds or held a post is not taken back.
    'organization.unit.withdrawing': async (ctx: Ctx, { ids, used }: Withdrawing) => {
      const why = ctx.kernel.translate(ctx.lang, 'people.importHolds')
      used.push(...(await findUnitsWithPosts(ctx.db, ids)).map((recordId) => ({ recordId, why })))
    },
    'organization.reorganising': async (ctx: Ctx, act: Reorganising) => {
      await followAct(ctx, act)
      const units = [...new Set(act.heirs.flatMap((h) => (h.heir ? [h.heir] : [])))]
      // Bodies that become one may both know somebody: looked for once the act is written.
      if (units.length > 0) await startJob(ctx, findNewDuplicates, { units }, { key: act.actId })
    },
    'organization.act.telling': (ctx: Ctx, act: ActTelling) => tellMoved(ctx, act),
    'organization.unreorganising': (ctx: Ctx, act: Unreorganising) => unfollowAct(ctx, act),
  },
})

// Brought in together with what is in the files: `personnel` offers it.
export { personImport } from './person.import.ts'
export { fileDoubles } from './duplicates/duplicate.service.ts'
export { findKnown } from './person.store.ts'
export { findCitizenNumber, findNumberOwner, getPerson, readBirth, registerPeople, setCitizenNumber } from './person.service.ts'
export type { Person } from './person.contract.ts'
export { fullNameOf, type KnownPerson, lookUp, nameKey } from './person-import.rules.ts'
export { birthOf, birthsAgree } from './person.rules.ts'
export { mergeFaults, type Merging, mergePersons, undoMerge } from './duplicates/merge.service.ts'
export { personTables } from './person-tables.ts'
export { holdersOf, postsByDecisions, unwriteDecidedPosts, writeDecidedPosts } from './decided.service.ts'
export type { DecidedPost, FormerEnd, Holder } from './decided.store.ts'
export { decideAppoint, decideConcurrent, type EndReason } from './post.rules.ts'
