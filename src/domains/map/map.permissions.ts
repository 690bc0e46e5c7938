import { definePermissions } from '#kernel/permissions.ts'

export const can = definePermissions('map', {
  readMap: { vi: 'Xem bản đồ đơn vị hành chính', en: 'Open the map of units' },
  changeBoundary: { vi: 'Nhập, sửa ranh giới đơn vị hành chính', en: 'Bring in and change boundaries of units' },
})
