import { defineDomain } from '#kernel/domain.ts'
import { can } from './administration.permissions.ts'
import { told } from './administration.told.ts'
import { administrationWords } from './administration.words.ts'
import { auditRoutes } from './audit.routes.ts'
import { codeEntryImport } from './code-list.import.ts'
import { codeListRoutes } from './code-list.routes.ts'
import { delegationRoutes } from './delegation.routes.ts'
import { emergencyRoutes } from './emergency.routes.ts'
import { securityRoutes } from './security.routes.ts'
import { serviceAccountRoutes } from './service-account.routes.ts'
import { userRoutes } from './user.routes.ts'
import { userSearch } from './user.search.ts'

export const administration = defineDomain({
  name: 'administration',
  permissions: can,
  routes: [userRoutes, securityRoutes, delegationRoutes, emergencyRoutes, serviceAccountRoutes, codeListRoutes, auditRoutes],
  words: administrationWords,
  notices: Object.values(told),
  imports: [codeEntryImport],
  search: [userSearch],
})

export { assignRole, assignToMembers, createUser, endAssignment } from './user.service.ts'
