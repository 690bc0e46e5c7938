import { defineScreens } from '#ui/screens.ts'
import { can } from '../evaluation.permissions.ts'

export const evaluationScreens = defineScreens({
  domain: 'evaluation',
  screens: [
    {
      path: '/danh-gia',
      title: 'evaluation.ratings',
      permission: can.readRating,
      component: () => import('./rating-list.tsx'),
      nav: { group: 'evaluation', order: 1 },
    },
  ],
  blocks: [
    {
      place: 'people.person',
      id: 'evaluation.ofPerson',
      permission: can.readRating,
      order: 1,
      component: () => import('./person-ratings.tsx'),
    },
  ],
})
