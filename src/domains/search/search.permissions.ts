import { definePermissions } from '#kernel/permissions.ts'

export const can = definePermissions('search', {
  search: { vi: 'Tìm trên toàn hệ thống, trong phạm vi được xem', en: 'Search everything within reach' },
})
