import { BarChartOutlined, CheckSquareOutlined, FileTextOutlined } from '@ant-design/icons'
import { ratingContract } from '#domains/evaluation/rating.contract.ts'
import { defineScreens } from '#ui/screens.ts'
import { can } from '../reports.permissions.ts'

/** Reports, their templates, the catalogue of figures and what disagrees in it. */
export const reportsScreens = defineScreens({
  domain: 'reports',
  screens: [
    {
      path: '/chi-so',
      title: 'reports.figures',
      permission: can.readFigure,
      component: () => import('./figure-list.tsx'),
      nav: { group: 'figures', order: 10, icon: () => <BarChartOutlined /> },
    },
    {
      path: '/chi-so/kiem-tra',
      title: 'reports.checks.title',
      permission: can.readFigure,
      component: () => import('./check-list.tsx'),
      nav: { group: 'figures', order: 20, icon: () => <CheckSquareOutlined /> },
    },
    {
      path: '/bao-cao',
      title: 'reports.list.title',
      permission: can.readReport,
      component: () => import('./report-list.tsx'),
      nav: { group: 'reports', order: 10, icon: () => <FileTextOutlined /> },
    },
    {
      path: '/bao-cao/$id',
      title: 'reports.reading.title',
      permission: can.readReport,
      component: () => import('./report-page.tsx'),
    },
    {
      path: '/bao-cao/$id/mau',
      title: 'reports.template.title',
      permission: can.readReport,
      component: () => import('./template-page.tsx'),
    },
  ],
  blocks: [
    { place: 'today', id: 'reports.today', permission: can.readFigure, order: 20, component: () => import('./today-block.tsx') },
    {
      place: 'today',
      id: 'reports.ownRatings',
      permission: ratingContract.ratingsOfPerson['~orpc'].meta.permission,
      order: 60,
      component: () => import('./own-ratings.tsx'),
    },
  ],
})
