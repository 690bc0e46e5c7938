import { definePermissions } from '#kernel/permissions.ts'

export const can = definePermissions('personnel', {
  readFile: { vi: 'Xem phần thường của hồ sơ nhân sự', en: 'See the open part of personnel files' },
  readPersonal: { vi: 'Xem dữ liệu cá nhân cơ bản trong hồ sơ', en: 'See personal data in files' },
  readSensitive: { vi: 'Xem dữ liệu cá nhân nhạy cảm trong hồ sơ', en: 'See sensitive data in files' },
  readRestricted: {
    vi: 'Xem phần hạn chế của hồ sơ: gia đình, lịch sử bản thân',
    en: 'See the restricted part of files: family, own history',
  },
  changeFile: { vi: 'Ghi, đính chính hồ sơ nhân sự chi tiết', en: 'Write and correct personnel files' },
})
