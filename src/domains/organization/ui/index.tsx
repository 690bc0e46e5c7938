import { defineScreens } from '#ui/screens.ts'
import { can } from '../organization.permissions.ts'
import { unitPicker } from './unit-picker.ts'

export { unitPath, unitPicker } from './unit-picker.ts'

export const organizationScreens = defineScreens({
  domain: 'organization',
  pickers: { 'organization.pickUnit': unitPicker },
  screens: [
    {
      path: '/to-chuc',
      title: 'organization.tree',
      permission: can.readUnit,
      component: () => import('./tree-page.tsx'),
      nav: { group: 'organization', order: 1 },
    },
    {
      path: '/to-chuc/danh-sach',
      title: 'organization.unitListTitle',
      permission: can.readUnit,
      component: () => import('./unit-list.tsx'),
      nav: { group: 'organization', order: 2 },
    },
    {
      path: '/to-chuc/sap-xep',
      title: 'organization.acts',
      permission: can.reorganise,
      component: () => import('./act-list.tsx'),
      nav: { group: 'organization', order: 3 },
    },
    {
      path: '/to-chuc/sap-xep/doc-van-ban',
      title: 'organization.readResolution',
      permission: can.reorganise,
      component: () => import('./resolution-page.tsx'),
    },
    {
      path: '/to-chuc/sap-xep/danh-muc',
      title: 'organization.unitLists.lists',
      permission: can.reorganise,
      component: () => import('./unit-lists-page.tsx'),
    },
    {
      path: '/to-chuc/sap-xep/danh-muc/$id',
      title: 'organization.unitLists.open',
      permission: can.reorganise,
      component: () => import('./unit-list-page.tsx'),
    },
    {
      path: '/to-chuc/sap-xep/$id',
      title: 'organization.act',
      permission: can.readUnit,
      component: () => import('./act-page.tsx'),
    },
    {
      path: '/to-chuc/don-vi/$id',
      title: 'organization.unit',
      permission: can.readUnit,
      component: () => import('./unit-page.tsx'),
    },
  ],
})
