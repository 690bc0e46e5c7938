import { definePermissions } from '#kernel/permissions.ts'

export const can = definePermissions('bodies', {
  readBody: { vi: 'Xem quyết định về bộ máy, mức tự chủ', en: 'See decisions on bodies and their autonomy' },
  changeBody: { vi: 'Ghi quyết định về bộ máy, mức tự chủ', en: 'Record decisions on bodies and their autonomy' },
})
