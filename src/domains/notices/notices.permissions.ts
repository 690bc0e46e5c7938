import { definePermissions } from '#kernel/permissions.ts'

export const can = definePermissions('notices', {
  readOwn: { vi: 'Xem thông báo của mình', en: 'See own notices' },
  setOwn: { vi: 'Chọn cách nhận thông báo', en: 'Choose how to be told' },
})
