import { defineScreens } from '#ui/screens.ts'
import { can } from '../map.permissions.ts'

export const mapScreens = defineScreens({
  domain: 'map',
  screens: [
    {
      path: '/to-chuc/ban-do',
      title: 'map.map',
      permission: can.readMap,
      component: () => import('./map-page.tsx'),
      nav: { group: 'organization', order: 4 },
    },
  ],
})
