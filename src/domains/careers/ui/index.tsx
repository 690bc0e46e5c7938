import { defineScreens } from '#ui/screens.ts'
import { can } from '../careers.permissions.ts'

export const careersScreens = defineScreens({
  domain: 'careers',
  screens: [
    {
      path: '/quyet-dinh',
      title: 'careers.decisions',
      permission: can.readDecision,
      component: () => import('./decision-list.tsx'),
      nav: { group: 'people', order: 5 },
    },
    {
      path: '/quyet-dinh/moi',
      title: 'careers.draft',
      permission: can.draftDecision,
      component: () => import('./draft-page.tsx'),
    },
    {
      path: '/quyet-dinh/$id',
      title: 'careers.decision',
      permission: can.readDecision,
      component: () => import('./decision-page.tsx'),
    },
    {
      path: '/quyet-dinh/$id/sua',
      title: 'careers.change',
      permission: can.draftDecision,
      component: () => import('./change-page.tsx'),
    },
  ],
  blocks: [
    {
      place: 'people.person.tab',
      id: 'quyet-dinh',
      title: 'careers.ofPerson',
      permission: can.readDecision,
      order: 7,
      component: () => import('./person-decisions.tsx'),
    },
  ],
})
