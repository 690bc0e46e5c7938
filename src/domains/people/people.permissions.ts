import { definePermissions } from '#kernel/permissions.ts'

export const can = definePermissions('people', {
  readPerson: { vi: 'Xem hồ sơ cán bộ, công chức, viên chức', en: 'See personnel records' },
  changePerson: { vi: 'Lập, sửa hồ sơ nhân sự', en: 'Make and change personnel records' },
})
