import { defineScreens } from '#ui/screens.ts'
import { can } from '../imports.permissions.ts'

export { ImportButton } from './import-link.tsx'
export { RecordOrigin } from './record-origin.tsx'

export const importsScreens = defineScreens({
  domain: 'imports',
  screens: [
    {
      path: '/nhap-du-lieu',
      title: 'imports.title',
      permission: can.readImport,
      component: () => import('./import-list.tsx'),
      nav: { group: 'work', order: 90 },
    },
    {
      path: '/nhap-du-lieu/moi',
      title: 'imports.newImport',
      permission: can.makeImport,
      component: () => import('./new-import.tsx'),
    },
    {
      path: '/nhap-du-lieu/$id',
      title: 'imports.import',
      permission: can.readImport,
      component: () => import('./import-page.tsx'),
    },
  ],
})
