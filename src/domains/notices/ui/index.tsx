import { defineScreens, type PickerSource } from '#ui/screens.ts'
import { can } from '../notices.permissions.ts'
import { api } from './api.ts'

const kindPicker: PickerSource = {
  search: (search) => api.pickKind.call({ search }),
  find: async (id) => (await api.pickKind.call({ search: '' })).find((kind) => kind.id === id) ?? null,
}

export const noticesScreens = defineScreens({
  domain: 'notices',
  pickers: { 'notices.pickKind': kindPicker },
  blocks: [
    { place: 'shell.bar', id: 'notices.bell', permission: can.readOwn, order: 10, component: () => import('./bell.tsx') },
    { place: 'shell.user', id: 'notices.link', permission: can.setOwn, order: 10, component: () => import('./user-link.tsx') },
  ],
  screens: [
    {
      path: '/thong-bao',
      title: 'notices.notices',
      permission: can.readOwn,
      component: () => import('./notice-list.tsx'),
    },
    {
      path: '/thong-bao/cach-nhan',
      title: 'notices.setting',
      permission: can.setOwn,
      component: () => import('./setting-page.tsx'),
    },
  ],
})
