import type { Ctx } from '#kernel/context.ts'
import { defineDomain } from '#kernel/domain.ts'
import type { Withdrawing } from '#kernel/imports/import-kind.ts'
import type { Reorganising } from '#domains/organization/index.ts'
import { dossierIndicators } from './dossier.indicators.ts'
import { dossierRoutes } from './dossier.routes.ts'
import { tellTouched } from './dossier-reorganising.ts'
import { findUnitsNamed } from './dossier.store.ts'
import { can } from './territory.permissions.ts'
import { territoryWords } from './territory.words.ts'

export const territory = defineDomain({
  name: 'territory',
  permissions: can,
  routes: [dossierRoutes],
  words: territoryWords,
  indicators: dossierIndicators,
  on: {
    'organization.reorganising': (ctx: Ctx, act: Reorganising) => tellTouched(ctx, act),
    // A unit with a boundary dossier is not taken back.
    'organization.unit.withdrawing': async (ctx: Ctx, { ids, used }: Withdrawing) => {
      const why = ctx.kernel.translate(ctx.lang, 'territory.importUses')
      used.push(...(await findUnitsNamed(ctx.db, ids)).map((recordId) => ({ recordId, why })))
    },
  },
})

export { recordDossiers } from './dossier.service.ts'
