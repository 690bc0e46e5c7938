import { defineScreens } from '#ui/screens.ts'
import { can } from '../search.permissions.ts'

/** The palette stands in the shell, on every page. */
export const searchScreens = defineScreens({
  domain: 'search',
  screens: [],
  blocks: [{ place: 'shell', id: 'search.palette', permission: can.search, order: 1, component: () => import('./palette.tsx') }],
})
