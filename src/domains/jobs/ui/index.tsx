import { can } from '#kernel/jobs/job.permissions.ts'
import { defineScreens } from '#ui/screens.ts'
import { kindPicker } from './kind-picker.ts'

export const jobsScreens = defineScreens({
  domain: 'jobs',
  pickers: { 'jobs.pickKind': kindPicker },
  blocks: [
    { place: 'shell.user', id: 'jobs.link', permission: can.readOwn, order: 20, component: () => import('./user-link.tsx') },
  ],
  screens: [
    { path: '/cong-viec-nen', title: 'jobs.jobs', permission: can.readOwn, component: () => import('./job-board.tsx') },
    { path: '/cong-viec-nen/$id', title: 'jobs.job', permission: can.readOwn, component: () => import('./job-page.tsx') },
    {
      path: '/quan-tri/cong-viec-nen',
      title: 'jobs.jobs',
      permission: can.readAll,
      component: () => import('./job-board.tsx'),
      nav: { group: 'administration', order: 8 },
    },
    {
      path: '/quan-tri/lich-chay',
      title: 'jobs.schedules',
      permission: can.readAll,
      component: () => import('./schedule-page.tsx'),
      nav: { group: 'administration', order: 9 },
    },
  ],
})
