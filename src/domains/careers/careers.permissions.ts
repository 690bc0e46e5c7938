import { definePermissions } from '#kernel/permissions.ts'

export const can = definePermissions('careers', {
  readDecision: { vi: 'Xem quyết định nhân sự', en: 'See personnel decisions' },
  draftDecision: { vi: 'Soạn quyết định nhân sự', en: 'Draft personnel decisions' },
  checkDecision: { vi: 'Thẩm định quyết định nhân sự', en: 'Check personnel decisions' },
  signDecision: { vi: 'Ký, thu hồi quyết định nhân sự', en: 'Sign and withdraw personnel decisions' },
})
