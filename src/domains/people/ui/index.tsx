import { defineScreens } from '#ui/screens.ts'
import { can } from '../people.permissions.ts'
import { personPicker } from './person-picker.ts'

export { personPath, personPicker } from './person-picker.ts'

export const peopleScreens = defineScreens({
  domain: 'people',
  pickers: { 'people.pickPerson': personPicker },
  screens: [
    {
      path: '/con-nguoi',
      title: 'people.people',
      permission: can.readPerson,
      component: () => import('./person-list.tsx'),
      nav: { group: 'people', order: 1 },
    },
    {
      path: '/con-nguoi/trung',
      title: 'people.duplicates',
      permission: can.reviewDuplicates,
      component: () => import('./duplicate-list.tsx'),
      nav: { group: 'people', order: 2 },
    },
    {
      path: '/con-nguoi/trung/$id',
      title: 'people.duplicates',
      permission: can.reviewDuplicates,
      component: () => import('./duplicate-page.tsx'),
    },
    {
      path: '/cua-toi',
      title: 'people.myFile',
      permission: can.requestCorrection,
      component: () => import('./my-file.tsx'),
      nav: { group: 'people', order: 4 },
    },
    {
      path: '/con-nguoi/de-nghi',
      title: 'people.requests',
      permission: can.decideCorrection,
      component: () => import('./request-list.tsx'),
      nav: { group: 'people', order: 3 },
    },
    {
      path: '/con-nguoi/de-nghi/$id',
      title: 'people.requests',
      permission: can.decideCorrection,
      component: () => import('./request-page.tsx'),
    },
    { path: '/con-nguoi/$id', title: 'people.person', permission: can.readPerson, component: () => import('./person-page.tsx') },
  ],
  blocks: [
    {
      place: 'people.person',
      id: 'people.merges',
      permission: can.readPerson,
      order: 90,
      component: () => import('./person-merges.tsx'),
    },
    { place: 'today', id: 'people.today', permission: can.readPerson, order: 40, component: () => import('./today-people.tsx') },
    {
      place: 'organization.unit',
      id: 'people.count',
      permission: can.readPerson,
      order: 1,
      component: () => import('./unit-people.tsx'),
    },
  ],
})
