import { defineDomain } from '#kernel/domain.ts'
import { checkRoutes } from './check.routes.ts'
import { stateRoutes } from './state.routes.ts'
import { can } from './system.permissions.ts'
import { systemWords } from './system.words.ts'

export const system = defineDomain({ name: 'system', permissions: can, routes: [stateRoutes, checkRoutes], words: systemWords })
