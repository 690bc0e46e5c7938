import { defineDomain } from '#kernel/domain.ts'
import { actImport } from './act.import.ts'
import { actRoutes } from './act.routes.ts'
import { correctionRoutes } from './correction.routes.ts'
import { lineageGraphRoutes } from './lineage-graph.routes.ts'
import { can } from './organization.permissions.ts'
import { organizationWords } from './organization.words.ts'
import { resolutionRoutes } from './resolution.routes.ts'
import { unitChecks } from './unit.checks.ts'
import { unitListImport } from './unit-list.import.ts'
import { unitListRoutes } from './unit-list.routes.ts'
import { unitSearch } from './unit.search.ts'
import { unitImport } from './unit.import.ts'
import { unitRoutes } from './unit.routes.ts'

export const organization = defineDomain({
  name: 'organization',
  permissions: can,
  routes: [unitRoutes, actRoutes, resolutionRoutes, unitListRoutes, lineageGraphRoutes, correctionRoutes],
  words: organizationWords,
  search: [unitSearch],
  imports: [unitImport, actImport, unitListImport],
  checks: [unitChecks],
})

export { sameUnitName } from './act-table.rules.ts'
export { type NamedUnit, unitsOfCodes } from './unit.service.ts'
export { establishUnits, namesOf as unitNames, pickUnit, unitIndex, type UnitIndex, unitsForExport } from './unit.service.ts'
export { placeSums } from './place.service.ts'
export { applyAct, findActByTitle, rehearseAct, type Reorganising, undoAct, type Unreorganising } from './act.service.ts'
export { compareUnitList, decideByProposals, draftFromUnitList, unitLists } from './unit-list.service.ts'
