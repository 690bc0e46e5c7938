import { defineScreens } from '#ui/screens.ts'
import { can } from '../bodies.permissions.ts'

export const bodiesScreens = defineScreens({
  domain: 'bodies',
  screens: [
    {
      path: '/to-chuc/bo-may',
      title: 'bodies.title',
      permission: can.readBody,
      component: () => import('./bodies-page.tsx'),
      nav: { group: 'organization', order: 9 },
    },
  ],
  blocks: [
    {
      place: 'organization.unit',
      id: 'bodies.unit',
      permission: can.readBody,
      order: 4,
      component: () => import('./unit-body.tsx'),
    },
  ],
})
