import { definePermissions } from '#kernel/permissions.ts'

export const can = definePermissions('positions', {
  readPosition: { vi: 'Xem danh mục vị trí việc làm', en: 'See the catalogue of job positions' },
  changePosition: { vi: 'Ghi danh mục vị trí việc làm', en: 'Record the catalogue of job positions' },
  readScheme: { vi: 'Xem đề án vị trí việc làm và việc bố trí', en: 'See job-position schemes and how posts are filled' },
  changeScheme: { vi: 'Lập đề án vị trí việc làm', en: 'Draft job-position schemes' },
  approveScheme: { vi: 'Ghi quyết định phê duyệt đề án', en: 'Record the approval of schemes' },
  assignPosition: { vi: 'Bố trí người vào vị trí việc làm', en: 'Put people into job positions' },
})
