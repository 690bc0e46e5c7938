import { defineDomain } from '#kernel/domain.ts'
import { can } from './organization.permissions.ts'
import { organizationWords } from './organization.words.ts'
import { unitSearch } from './unit.search.ts'
import { unitRoutes } from './unit.routes.ts'

export const organization = defineDomain({
  name: 'organization',
  permissions: can,
  routes: [unitRoutes],
  words: organizationWords,
  search: [unitSearch],
})

export { establishUnits, namesOf as unitNames, unitsForExport } from './unit.service.ts'
