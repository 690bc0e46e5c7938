import { defineScreens } from '#ui/screens.ts'
import { can } from '../salary.permissions.ts'

export const salaryScreens = defineScreens({
  domain: 'salary',
  screens: [
    {
      path: '/luong',
      title: 'salary.lawPage',
      permission: can.readLaw,
      component: () => import('./law-page.tsx'),
      nav: { group: 'people', order: 30 },
    },
    {
      path: '/luong/tinh',
      title: 'salary.calculator',
      permission: can.readLaw,
      component: () => import('./calculator-page.tsx'),
      nav: { group: 'people', order: 31 },
    },
    {
      path: '/luong/du-bao',
      title: 'salary.forecastPage',
      permission: can.readForecast,
      component: () => import('./forecast-page.tsx'),
      nav: { group: 'people', order: 32 },
    },
  ],
  blocks: [
    {
      place: 'people.person.tab',
      id: 'luong',
      title: 'salary.salary',
      permission: can.readSalary,
      order: 15,
      component: () => import('./person-salary.tsx'),
    },
    {
      place: 'people.my',
      id: 'salary.mine',
      permission: can.readSalary,
      order: 10,
      component: () => import('./person-salary.tsx'),
    },
  ],
})
