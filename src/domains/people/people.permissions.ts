import { definePermissions } from '#kernel/permissions.ts'

export const can = definePermissions('people', {
  readPerson: { vi: 'Xem hồ sơ cán bộ, công chức, viên chức', en: 'See personnel records' },
  changePerson: { vi: 'Lập, sửa hồ sơ nhân sự', en: 'Make and change personnel records' },
  reviewDuplicates: { vi: 'Rà soát hồ sơ nghi trùng', en: 'Review records that may be of one person' },
  requestCorrection: { vi: 'Đề nghị sửa hồ sơ của chính mình', en: 'Ask for a correction of the own record' },
  decideCorrection: { vi: 'Quyết định đề nghị sửa hồ sơ', en: 'Decide on corrections asked for' },
  mergePersons: { vi: 'Gộp hồ sơ của cùng một người', en: 'Merge records of one person' },
})
