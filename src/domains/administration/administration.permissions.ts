import { definePermissions } from '#kernel/permissions.ts'

export const can = definePermissions('administration', {
  readSelf: { vi: 'Xem tài khoản của mình', en: 'See own account' },
  readUsers: { vi: 'Xem người dùng và vai trò', en: 'See users and roles' },
  manageUsers: { vi: 'Lập, khóa tài khoản, đặt mật khẩu', en: 'Make and disable accounts, set passwords' },
  assignRole: { vi: 'Giao vai trò và phạm vi', en: 'Assign roles and reach' },
  readAudit: { vi: 'Xem và kiểm tra nhật ký', en: 'See and verify the log' },
})
