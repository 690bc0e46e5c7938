import { definePermissions } from '#kernel/permissions.ts'

export const can = definePermissions('backups', {
  readBackups: { vi: 'Xem các bản sao lưu và kết quả kiểm tra', en: 'See the backups and what checking them found' },
  makeBackup: { vi: 'Sao lưu và kiểm tra bản sao lưu', en: 'Make backups and check them' },
})
