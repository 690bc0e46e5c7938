import { definePermissions } from '#kernel/permissions.ts'

export const can = definePermissions('administration', {
  readSelf: { vi: 'Xem tài khoản của mình', en: 'See own account' },
  changeSelf: { vi: 'Đổi mật khẩu, bảo mật và phiên của mình', en: 'Change own password, security and sessions' },
  readUsers: { vi: 'Xem người dùng và vai trò', en: 'See users and roles' },
  manageUsers: { vi: 'Lập, khóa tài khoản, đặt mật khẩu', en: 'Make and disable accounts, set passwords' },
  assignRole: { vi: 'Giao vai trò và phạm vi', en: 'Assign roles and reach' },
  readCodeList: { vi: 'Xem danh mục dùng chung', en: 'See code lists' },
  changeCodeList: { vi: 'Sửa danh mục dùng chung', en: 'Change code lists' },
  manageSecurity: { vi: 'Quy định xác thực hai bước theo vai trò', en: 'Settle sign-in in two steps by role' },
  manageServices: { vi: 'Quản lý tài khoản dịch vụ và khóa', en: 'Manage service accounts and their keys' },
  delegate: { vi: 'Ủy quyền cho người khác làm thay', en: 'Let somebody act for oneself' },
  manageDelegations: { vi: 'Xem và chấm dứt mọi ủy quyền', en: 'See and end all delegations' },
  takeEmergency: { vi: 'Truy cập khẩn cấp', en: 'Take emergency access' },
  reviewEmergency: { vi: 'Xem xét các lần truy cập khẩn cấp', en: 'Review uses of emergency access' },
  readAudit: { vi: 'Xem và kiểm tra nhật ký', en: 'See and verify the log' },
})
