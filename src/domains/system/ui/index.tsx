import { defineScreens } from '#ui/screens.ts'
import { can } from '../system.permissions.ts'

export const systemScreens = defineScreens({
  domain: 'system',
  screens: [
    {
      path: '/quan-tri/tinh-trang',
      title: 'system.state',
      permission: can.readState,
      component: () => import('./state-page.tsx'),
      nav: { group: 'administration', order: 0 },
    },
    {
      path: '/quan-tri/kiem-tra',
      title: 'system.checks.title',
      permission: can.checkRecords,
      component: () => import('./checks-page.tsx'),
      nav: { group: 'administration', order: 1 },
    },
  ],
})
