import { defineScreens } from '#ui/screens.ts'
import { can } from '../files.permissions.ts'

export const filesScreens = defineScreens({
  domain: 'files',
  screens: [
    {
      path: '/kho-tep',
      title: 'files.files',
      permission: can.readFiles,
      component: () => import('./file-list.tsx'),
      nav: { group: 'administration', order: 7 },
    },
    {
      path: '/kho-tep/$id',
      title: 'files.file',
      permission: can.readFiles,
      component: () => import('./file-page.tsx'),
    },
  ],
})
