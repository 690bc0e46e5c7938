import { defineDomain } from '#kernel/domain.ts'
import { can } from './administration.permissions.ts'
import { told } from './administration.told.ts'
import { administrationWords } from './administration.words.ts'
import { userRoutes } from './user.routes.ts'

export const administration = defineDomain({
  name: 'administration',
  permissions: can,
  routes: [userRoutes],
  words: administrationWords,
  notices: Object.values(told),
})

export { assignRole, createUser } from './user.service.ts'
