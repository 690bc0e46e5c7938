import { definePermissions } from '#kernel/permissions.ts'

export const can = definePermissions('imports', {
  makeImport: { vi: 'Nhập dữ liệu từ tệp', en: 'Bring in data from files' },
  readImport: { vi: 'Xem lịch sử nhập dữ liệu', en: 'See the history of imports' },
})
