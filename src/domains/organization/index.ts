import { defineDomain } from '#kernel/domain.ts'
import { actRoutes } from './act.routes.ts'
import { can } from './organization.permissions.ts'
import { organizationWords } from './organization.words.ts'
import { unitSearch } from './unit.search.ts'
import { unitImport } from './unit.import.ts'
import { unitRoutes } from './unit.routes.ts'

export const organization = defineDomain({
  name: 'organization',
  permissions: can,
  routes: [unitRoutes, actRoutes],
  words: organizationWords,
  search: [unitSearch],
  imports: [unitImport],
})

export { establishUnits, namesOf as unitNames, pickUnit, unitIndex, type UnitIndex, unitsForExport } from './unit.service.ts'
export { applyAct, draftFromTable, getAct, rehearseAct, type Reorganising, undoAct, type Unreorganising } from './act.service.ts'
export { readShare, type TableRow } from './act-table.rules.ts'
