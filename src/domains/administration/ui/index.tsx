import { defineScreens } from '#ui/screens.ts'
import { can } from '../administration.permissions.ts'
import { operationPicker } from './operation-picker.ts'

export const administrationScreens = defineScreens({
  domain: 'administration',
  pickers: { 'administration.pickOperation': operationPicker },
  screens: [
    {
      path: '/quan-tri/nguoi-dung',
      title: 'administration.users',
      permission: can.readUsers,
      component: () => import('./user-list.tsx'),
      nav: { group: 'administration', order: 1 },
    },
    {
      path: '/quan-tri/nguoi-dung/$id',
      title: 'administration.user',
      permission: can.readUsers,
      component: () => import('./user-page.tsx'),
    },
    {
      path: '/quan-tri/vai-tro',
      title: 'administration.rolesTitle',
      permission: can.readUsers,
      component: () => import('./role-page.tsx'),
      nav: { group: 'administration', order: 2 },
    },
    {
      path: '/quan-tri/danh-muc',
      title: 'administration.codeLists',
      permission: can.readCodeList,
      component: () => import('./code-list-page.tsx'),
      nav: { group: 'administration', order: 6 },
    },
    {
      path: '/quan-tri/danh-muc/$list',
      title: 'administration.codeList',
      permission: can.readCodeList,
      component: () => import('./code-entries-page.tsx'),
    },
    {
      path: '/quan-tri/uy-quyen',
      title: 'administration.delegations',
      permission: can.manageDelegations,
      component: () => import('./delegation-list.tsx'),
      nav: { group: 'administration', order: 3 },
    },
    {
      path: '/quan-tri/khan-cap',
      title: 'administration.emergencies',
      permission: can.reviewEmergency,
      component: () => import('./emergency-list.tsx'),
      nav: { group: 'administration', order: 4 },
    },
    {
      path: '/quan-tri/dich-vu',
      title: 'administration.services',
      permission: can.manageServices,
      component: () => import('./service-list.tsx'),
      nav: { group: 'administration', order: 5 },
    },
    {
      path: '/quan-tri/dich-vu/$id',
      title: 'administration.service',
      permission: can.manageServices,
      component: () => import('./service-page.tsx'),
    },
    {
      path: '/ho-so',
      title: 'administration.profile',
      permission: can.readSelf,
      component: () => import('./profile-page.tsx'),
    },
    {
      path: '/quan-tri/nhat-ky',
      title: 'administration.audit',
      permission: can.readAudit,
      component: () => import('./audit-page.tsx'),
      nav: { group: 'administration', order: 20 },
    },
  ],
})
