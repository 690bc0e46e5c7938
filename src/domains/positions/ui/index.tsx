import { defineScreens } from '#ui/screens.ts'
import { can } from '../positions.permissions.ts'
import { positionPicker } from './api.ts'

export const positionsScreens = defineScreens({
  domain: 'positions',
  pickers: { 'positions.pickPosition': positionPicker },
  screens: [
    {
      path: '/vi-tri-viec-lam',
      title: 'positions.nav.board',
      permission: can.readScheme,
      component: () => import('./board-page.tsx'),
      nav: { group: 'organization', order: 12 },
    },
    {
      path: '/vi-tri-viec-lam/de-an',
      title: 'positions.schemes',
      permission: can.readScheme,
      component: () => import('./scheme-list.tsx'),
    },
    {
      path: '/vi-tri-viec-lam/de-an/$id',
      title: 'positions.scheme',
      permission: can.readScheme,
      component: () => import('./scheme-page.tsx'),
    },
    {
      path: '/vi-tri-viec-lam/danh-muc',
      title: 'positions.nav.catalogue',
      permission: can.readPosition,
      component: () => import('./catalogue-page.tsx'),
      nav: { group: 'organization', order: 13 },
    },
    {
      path: '/vi-tri-viec-lam/danh-muc/$id',
      title: 'positions.position',
      permission: can.readPosition,
      component: () => import('./position-page.tsx'),
    },
  ],
  blocks: [
    {
      place: 'organization.unit',
      id: 'positions.unit',
      permission: can.readScheme,
      order: 3,
      component: () => import('./unit-block.tsx'),
    },
  ],
})
