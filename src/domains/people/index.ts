import { defineDomain } from '#kernel/domain.ts'
import { can } from './people.permissions.ts'
import { peopleWords } from './people.words.ts'
import { personRoutes } from './person.routes.ts'

export const people = defineDomain({ name: 'people', permissions: can, routes: [personRoutes], words: peopleWords })

export { getPerson, registerPeople } from './person.service.ts'
