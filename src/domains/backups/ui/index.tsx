import { defineScreens } from '#ui/screens.ts'
import { can } from '../backups.permissions.ts'

export const backupsScreens = defineScreens({
  domain: 'backups',
  screens: [
    {
      path: '/quan-tri/sao-luu',
      title: 'backups.backups',
      permission: can.readBackups,
      component: () => import('./backup-list.tsx'),
      nav: { group: 'administration', order: 5 },
    },
  ],
})
