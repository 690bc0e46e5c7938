import { defineDomain } from '#kernel/domain.ts'
import { can } from './organization.permissions.ts'
import { organizationWords } from './organization.words.ts'
import { unitSearch } from './unit.search.ts'
import { unitImport } from './unit.import.ts'
import { unitRoutes } from './unit.routes.ts'

export const organization = defineDomain({
  name: 'organization',
  permissions: can,
  routes: [unitRoutes],
  words: organizationWords,
  search: [unitSearch],
  imports: [unitImport],
})

export { establishUnits, namesOf as unitNames, pickUnit, unitIndex, type UnitIndex, unitsForExport } from './unit.service.ts'
