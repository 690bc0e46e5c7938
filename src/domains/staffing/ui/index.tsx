import { defineScreens } from '#ui/screens.ts'
import { can } from '../staffing.permissions.ts'

export const staffingScreens = defineScreens({
  domain: 'staffing',
  screens: [
    {
      path: '/bien-che',
      title: 'staffing.board',
      permission: can.readQuota,
      component: () => import('./quota-board.tsx'),
      nav: { group: 'organization', order: 10 },
    },
    {
      path: '/bien-che/quyet-dinh',
      title: 'staffing.decisions',
      permission: can.readQuota,
      component: () => import('./decision-list.tsx'),
      nav: { group: 'organization', order: 11 },
    },
    {
      path: '/bien-che/quyet-dinh/$id',
      title: 'staffing.decision',
      permission: can.readQuota,
      component: () => import('./decision-page.tsx'),
    },
  ],
  blocks: [
    {
      place: 'organization.unit',
      id: 'staffing.unit',
      permission: can.readQuota,
      order: 2,
      component: () => import('./unit-block.tsx'),
    },
  ],
})
