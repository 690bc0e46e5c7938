import type { Ctx } from '#kernel/context.ts'
import { defineDomain } from '#kernel/domain.ts'
import type { Withdrawing } from '#kernel/imports/import-kind.ts'
import type { Reorganising, Unreorganising } from '#domains/organization/index.ts'
import { followMerge } from './position-merging.ts'
import { followAct, unfollowAct } from './position-reorganising.ts'
import { positionChecks } from './position.checks.ts'
import { positionIndicators } from './position.indicators.ts'
import { positionImport } from './position.import.ts'
import { positionRoutes } from './position.routes.ts'
import { can } from './positions.permissions.ts'
import { positionsWords } from './positions.words.ts'
import { schemeImport } from './scheme.import.ts'
import { schemeRoutes } from './scheme.routes.ts'
import { findNamed } from './scheme.store.ts'
import { standingRoutes } from './standing.routes.ts'

/** A unit with a scheme, or a person in a position, is not taken back. */
const holdBack =
  (of: 'person_id' | 'unit_id') =>
  async (ctx: Ctx, { ids, used }: Withdrawing) => {
    const why = ctx.kernel.translate(ctx.lang, 'positions.importUses')
    used.push(...(await findNamed(ctx.db, of, ids)).map((recordId) => ({ recordId, why })))
  }

export const positions = defineDomain({
  name: 'positions',
  permissions: can,
  routes: [positionRoutes, schemeRoutes, standingRoutes],
  words: positionsWords,
  indicators: positionIndicators,
  checks: [positionChecks],
  imports: [positionImport, schemeImport],
  on: {
    'organization.unit.withdrawing': holdBack('unit_id'),
    'people.person.withdrawing': holdBack('person_id'),
    'people.person.merging': followMerge,
    'organization.reorganising': (ctx: Ctx, act: Reorganising) => followAct(ctx, act),
    'organization.unreorganising': (ctx: Ctx, act: Unreorganising) => unfollowAct(ctx, act),
  },
})

export { addPositions, recordCatalogue } from './position.service.ts'
export { recordSchemes } from './scheme.service.ts'
export { recordAssignments } from './standing.service.ts'
