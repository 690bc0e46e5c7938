import { definePermissions } from '#kernel/permissions.ts'

export const can = definePermissions('staffing', {
  readQuota: { vi: 'Xem biên chế được giao và có mặt', en: 'See quotas and head counts' },
  changeQuota: { vi: 'Ghi quyết định giao, điều chuyển biên chế', en: 'Record decisions on quotas' },
})
