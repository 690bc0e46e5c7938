import { definePermissions } from '#kernel/permissions.ts'

export const can = definePermissions('administration', {
  readSelf: { vi: 'Xem tài khoản của mình', en: 'See own account' },
  readUsers: { vi: 'Xem người dùng và vai trò', en: 'See users and roles' },
  manageUsers: { vi: 'Lập, khóa tài khoản, đặt mật khẩu', en: 'Make and disable accounts, set passwords' },
  assignRole: { vi: 'Giao vai trò và phạm vi', en: 'Assign roles and reach' },
  readCodeList: { vi: 'Xem danh mục dùng chung', en: 'See code lists' },
  changeCodeList: { vi: 'Sửa danh mục dùng chung', en: 'Change code lists' },
  readAudit: { vi: 'Xem và kiểm tra nhật ký', en: 'See and verify the log' },
})
