import { definePermissions } from '#kernel/permissions.ts'

export const can = definePermissions('organization', {
  readUnit: { vi: 'Xem đơn vị, cây tổ chức', en: 'See units and the organisation tree' },
  changeUnit: { vi: 'Thay đổi đơn vị (lập mới, đổi tên, đổi cấp trên)', en: 'Change units (establish, rename, move)' },
  reorganise: {
    vi: 'Soạn, diễn tập và áp dụng việc sắp xếp đơn vị',
    en: 'Draft, rehearse and apply acts of reorganisation',
  },
})
