import { definePermissions } from '#kernel/permissions.ts'

export const can = definePermissions('evaluation', {
  readRating: { vi: 'Xem kết quả đánh giá, xếp loại', en: 'See rating results' },
  recordRating: { vi: 'Ghi kết quả đánh giá, xếp loại', en: 'Record rating results' },
})
