import type { Ctx } from '#kernel/context.ts'
import { defineDomain } from '#kernel/domain.ts'
import type { Withdrawing } from '#kernel/imports/import-kind.ts'
import { boundaryImport } from './boundary.import.ts'
import { findWithBoundary } from './boundary.store.ts'
import { can } from './map.permissions.ts'
import { mapRoutes } from './map.routes.ts'
import { mapWords } from './map.words.ts'

export const map = defineDomain({
  name: 'map',
  permissions: can,
  routes: [mapRoutes],
  words: mapWords,
  imports: [boundaryImport],
  on: {
    // A unit that lies on the map is not taken back.
    'organization.unit.withdrawing': async (ctx: Ctx, { ids, used }: Withdrawing) => {
      const why = ctx.kernel.translate(ctx.lang, 'map.unitHasBoundary')
      used.push(...(await findWithBoundary(ctx.db, ids)).map((recordId) => ({ recordId, why })))
    },
  },
})
