import { defineScreens } from '#ui/screens.ts'
import { can } from '../calendar.permissions.ts'

export const calendarScreens = defineScreens({
  domain: 'calendar',
  screens: [
    {
      path: '/lich/thoi-han',
      title: 'calendar.deadlines',
      permission: can.readDeadline,
      component: () => import('./deadline-list.tsx'),
      nav: { group: 'work', order: 10 },
    },
    {
      path: '/lich/thoi-han/$id',
      title: 'calendar.deadline',
      permission: can.readDeadline,
      component: () => import('./deadline-page.tsx'),
    },
    {
      path: '/lich/tinh-han',
      title: 'calendar.compute',
      permission: can.readCalendar,
      component: () => import('./compute-page.tsx'),
      nav: { group: 'work', order: 20 },
    },
    {
      path: '/lich',
      title: 'calendar.title',
      permission: can.readCalendar,
      component: () => import('./calendar-page.tsx'),
      nav: { group: 'work', order: 30 },
    },
  ],
  blocks: [
    {
      place: 'today',
      id: 'calendar.today',
      permission: can.readDeadline,
      order: 10,
      component: () => import('./today-deadlines.tsx'),
    },
  ],
})
