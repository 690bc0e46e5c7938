import type { Ctx } from '#kernel/context.ts'
import { defineDomain } from '#kernel/domain.ts'
import type { Withdrawing } from '#kernel/imports/import-kind.ts'
import type { Reorganising } from '#domains/organization/index.ts'
import { can } from './bodies.permissions.ts'
import { bodiesWords } from './bodies.words.ts'
import { bodyIndicators } from './body.indicators.ts'
import { bodyRoutes } from './body.routes.ts'
import { tellTouched } from './body-reorganising.ts'
import { findUnitsNamed } from './body.store.ts'

export const bodies = defineDomain({
  name: 'bodies',
  permissions: can,
  routes: [bodyRoutes],
  words: bodiesWords,
  indicators: bodyIndicators,
  on: {
    'organization.reorganising': (ctx: Ctx, act: Reorganising) => tellTouched(ctx, act),
    // A unit that a decision is about is not taken back.
    'organization.unit.withdrawing': async (ctx: Ctx, { ids, used }: Withdrawing) => {
      const why = ctx.kernel.translate(ctx.lang, 'bodies.importUses')
      used.push(...(await findUnitsNamed(ctx.db, ids)).map((recordId) => ({ recordId, why })))
    },
  },
})

export { recordBodies } from './body.service.ts'
