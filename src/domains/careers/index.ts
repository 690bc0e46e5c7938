import type { Ctx } from '#kernel/context.ts'
import { defineDomain } from '#kernel/domain.ts'
import type { Withdrawing } from '#kernel/imports/import-kind.ts'
import { levelList } from './careers.lists.ts'
import { can } from './careers.permissions.ts'
import { careersWords } from './careers.words.ts'
import { decisionChecks } from './decision.checks.ts'
import { decisionIndicators } from './decision.indicators.ts'
import { decisionPurpose } from './decision-document.ts'
import { decisionRoutes } from './decision.routes.ts'
import { findPersonsNamed, findUnitsNamed } from './decision.store.ts'
import { decisionTimeline } from './decision.timeline.ts'

export const careers = defineDomain({
  name: 'careers',
  permissions: can,
  routes: [decisionRoutes],
  words: careersWords,
  lists: [levelList],
  indicators: decisionIndicators,
  checks: [decisionChecks],
  timelines: [decisionTimeline],
  filePurposes: [decisionPurpose],
  on: {
    // Neither a body that decided nor a person who was decided on is taken back.
    'organization.unit.withdrawing': async (ctx: Ctx, { ids, used }: Withdrawing) => {
      const why = ctx.kernel.translate(ctx.lang, 'careers.importUses')
      used.push(...(await findUnitsNamed(ctx.db, ids)).map((recordId) => ({ recordId, why })))
    },
    'people.person.withdrawing': async (ctx: Ctx, { ids, used }: Withdrawing) => {
      const why = ctx.kernel.translate(ctx.lang, 'careers.importUses')
      used.push(...(await findPersonsNamed(ctx.db, ids)).map((recordId) => ({ recordId, why })))
    },
  },
})

export { recordSigned } from './decision.service.ts'
