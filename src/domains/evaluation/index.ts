import type { Ctx } from '#kernel/context.ts'
import { defineDomain } from '#kernel/domain.ts'
import type { Withdrawing } from '#kernel/imports/import-kind.ts'
import type { Reorganising } from '#domains/organization/index.ts'
import type { Merging } from '#domains/people/index.ts'
import { can } from './evaluation.permissions.ts'
import { evaluationWords } from './evaluation.words.ts'
import { ratingIndicators } from './rating.indicators.ts'
import { ratingImport } from './rating.import.ts'
import { followMerge } from './rating-merging.ts'
import { tellTouched } from './rating-reorganising.ts'
import { ratingRoutes } from './rating.routes.ts'
import { ratingTimeline } from './rating.timeline.ts'
import { findRated } from './rating.store.ts'

/** Who has a rating is not taken back. */
const holdBack =
  (of: 'person_id' | 'unit_id') =>
  async (ctx: Ctx, { ids, used }: Withdrawing) => {
    const why = ctx.kernel.translate(ctx.lang, 'evaluation.importRated')
    used.push(...(await findRated(ctx.db, of, ids)).map((recordId) => ({ recordId, why })))
  }

export const evaluation = defineDomain({
  name: 'evaluation',
  permissions: can,
  routes: [ratingRoutes],
  words: evaluationWords,
  indicators: ratingIndicators,
  imports: [ratingImport],
  timelines: [ratingTimeline],
  on: {
    'people.person.withdrawing': holdBack('person_id'),
    'organization.unit.withdrawing': holdBack('unit_id'),
    'organization.reorganising': (ctx: Ctx, act: Reorganising) => tellTouched(ctx, act),
    'people.person.merging': (ctx: Ctx, merging: Merging) => followMerge(ctx, merging),
  },
})

export { recordRatings, yearsNotCompleted } from './rating.service.ts'
