import { defineScreens } from '#ui/screens.ts'
import { can } from '../territory.permissions.ts'

export const territoryScreens = defineScreens({
  domain: 'territory',
  screens: [
    {
      path: '/dia-gioi',
      title: 'territory.title',
      permission: can.readDossier,
      component: () => import('./territory-page.tsx'),
      nav: { group: 'organization', order: 15 },
    },
    {
      path: '/dia-gioi/$id',
      title: 'territory.dossier',
      permission: can.readDossier,
      component: () => import('./dossier-page.tsx'),
    },
  ],
})
