import { can } from '#domains/administration/administration.permissions.ts'
import { defineScreens } from '#ui/screens.ts'

/** The start page; what stands on it comes from the domains. */
export const appScreens = defineScreens({
  domain: 'app',
  screens: [
    {
      path: '/',
      title: 'start.today',
      permission: can.readSelf,
      component: () => import('./today-page.tsx'),
      nav: { group: 'today', order: 0 },
    },
  ],
})
