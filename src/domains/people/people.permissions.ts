import { definePermissions } from '#kernel/permissions.ts'

export const can = definePermissions('people', {
  readPerson: { vi: 'Xem hồ sơ cán bộ, công chức, viên chức', en: 'See personnel records' },
  changePerson: { vi: 'Lập, sửa hồ sơ nhân sự', en: 'Make and change personnel records' },
  reviewDuplicates: { vi: 'Rà soát hồ sơ nghi trùng', en: 'Review records that may be of one person' },
  mergePersons: { vi: 'Gộp hồ sơ của cùng một người', en: 'Merge records of one person' },
})
