import { definePermissions } from '#kernel/permissions.ts'

export const can = definePermissions('calendar', {
  readCalendar: { vi: 'Xem lịch làm việc, tính hạn', en: 'See the working calendar, compute deadlines' },
  readDeadline: { vi: 'Xem thời hạn của hồ sơ được xem', en: 'See deadlines of records within reach' },
  changeCalendar: { vi: 'Nhập ngày nghỉ, ngày làm bù theo thông báo', en: 'Enter announced days off and days worked' },
  remind: { vi: 'Gửi nhắc hạn', en: 'Send reminders of deadlines' },
})
