import { definePermissions } from '#kernel/permissions.ts'

export const can = definePermissions('salary', {
  readLaw: { vi: 'Xem bảng lương, thời hạn; tính lương thử', en: 'See salary tables and terms; calculate pay' },
  readSalary: { vi: 'Xem lương và thời hạn của một người', en: 'See pay and clocks of a person' },
  changeTime: { vi: 'Ghi thời gian không tính nâng bậc lương', en: 'Record times that do not count for salary steps' },
  readForecast: { vi: 'Xem dự báo quỹ lương', en: 'See forecasts of the payroll' },
})
