import { definePermissions } from '#kernel/permissions.ts'

export const can = definePermissions('system', {
  readState: { vi: 'Xem tình trạng hệ thống', en: 'See the state of the system' },
})
