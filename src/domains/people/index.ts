import { defineDomain } from '#kernel/domain.ts'
import { can } from './people.permissions.ts'
import { peopleWords } from './people.words.ts'
import { personRoutes } from './person.routes.ts'
import { personSearch } from './person.search.ts'

export const people = defineDomain({
  name: 'people',
  permissions: can,
  routes: [personRoutes],
  words: peopleWords,
  search: [personSearch],
})

export { getPerson, registerPeople } from './person.service.ts'
