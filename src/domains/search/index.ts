import { defineDomain } from '#kernel/domain.ts'
import { can } from './search.permissions.ts'
import { searchRoutes } from './search.routes.ts'
import { searchWords } from './search.words.ts'

export const search = defineDomain({ name: 'search', permissions: can, routes: [searchRoutes], words: searchWords })
