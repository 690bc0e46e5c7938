import { definePermissions } from '#kernel/permissions.ts'

export const can = definePermissions('reports', {
  readFigure: { vi: 'Xem số liệu và hồ sơ đằng sau số liệu', en: 'See figures and the records behind them' },
  typeFigure: { vi: 'Nhập số liệu kèm minh chứng', en: 'Type in figures with evidence' },
  readReport: { vi: 'Xem báo cáo', en: 'See reports' },
  editTemplate: { vi: 'Sửa mẫu báo cáo', en: 'Edit report templates' },
  approveTemplate: { vi: 'Duyệt mẫu báo cáo', en: 'Approve report templates' },
  draftEdition: { vi: 'Dự thảo báo cáo', en: 'Draft editions of reports' },
  checkEdition: { vi: 'Kiểm tra dự thảo báo cáo', en: 'Check drafted editions' },
  approveEdition: { vi: 'Duyệt báo cáo', en: 'Approve editions' },
  sealEdition: { vi: 'Niêm phong bản phát hành', en: 'Seal editions' },
})
