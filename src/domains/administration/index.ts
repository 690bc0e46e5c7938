import { defineDomain } from '#kernel/domain.ts'
import { can } from './administration.permissions.ts'
import { told } from './administration.told.ts'
import { administrationWords } from './administration.words.ts'
import { codeListRoutes } from './code-list.routes.ts'
import { userRoutes } from './user.routes.ts'
import { userSearch } from './user.search.ts'

export const administration = defineDomain({
  name: 'administration',
  permissions: can,
  routes: [userRoutes, codeListRoutes],
  words: administrationWords,
  notices: Object.values(told),
  search: [userSearch],
})

export { assignRole, createUser } from './user.service.ts'
