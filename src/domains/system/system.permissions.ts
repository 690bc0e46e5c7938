import { definePermissions } from '#kernel/permissions.ts'

export const can = definePermissions('system', {
  readState: { vi: 'Xem tình trạng hệ thống', en: 'See the state of the system' },
  checkRecords: { vi: 'Kiểm tra dữ liệu: tìm chỗ trái quy tắc', en: 'Check records: find what breaks a rule' },
})
