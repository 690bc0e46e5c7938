import type { Ctx } from '#kernel/context.ts'
import { defineDomain } from '#kernel/domain.ts'
import type { Withdrawing } from '#kernel/imports/import-kind.ts'
import type { ActTelling, Reorganising, Unreorganising } from '#domains/organization/index.ts'
import { quotaChecks } from './quota.checks.ts'
import { quotaIndicators } from './quota.indicators.ts'
import { followAct, tellMoved, unfollowAct } from './quota-reorganising.ts'
import { quotaRoutes } from './quota.routes.ts'
import { findUnitsNamed } from './quota.store.ts'
import { can } from './staffing.permissions.ts'
import { staffingWords } from './staffing.words.ts'

export const staffing = defineDomain({
  name: 'staffing',
  permissions: can,
  routes: [quotaRoutes],
  words: staffingWords,
  indicators: quotaIndicators,
  checks: [quotaChecks],
  on: {
    // A unit that has quotas is not taken back.
    'organization.unit.withdrawing': async (ctx: Ctx, { ids, used }: Withdrawing) => {
      const why = ctx.kernel.translate(ctx.lang, 'staffing.importUses')
      used.push(...(await findUnitsNamed(ctx.db, ids)).map((recordId) => ({ recordId, why })))
    },
    'organization.reorganising': (ctx: Ctx, act: Reorganising) => followAct(ctx, act),
    'organization.act.telling': (ctx: Ctx, act: ActTelling) => tellMoved(ctx, act),
    'organization.unreorganising': (ctx: Ctx, act: Unreorganising) => unfollowAct(ctx, act),
  },
})

export { recordDecision } from './quota.service.ts'
