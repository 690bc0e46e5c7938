import { defineScreens } from '#ui/screens.ts'
import { can } from '../personnel.permissions.ts'

export const personnelScreens = defineScreens({
  domain: 'personnel',
  screens: [],
  blocks: [
    {
      place: 'people.person.tab',
      id: 'so-yeu-ly-lich',
      title: 'personnel.file',
      permission: can.readFile,
      order: 10,
      component: () => import('./file-tab.tsx'),
    },
    {
      place: 'people.person.tab',
      id: 'gia-dinh',
      title: 'personnel.family',
      permission: can.readRestricted,
      order: 20,
      component: () => import('./family-tab.tsx'),
    },
    {
      place: 'people.person.tab',
      id: 'dong-thoi-gian',
      title: 'personnel.timeline',
      permission: can.readFile,
      order: 5,
      component: () => import('./timeline-tab.tsx'),
    },
    {
      place: 'people.person.tab',
      id: 'giay-to',
      title: 'personnel.documents',
      permission: can.readPersonal,
      order: 30,
      component: () => import('./documents-tab.tsx'),
    },
  ],
})
