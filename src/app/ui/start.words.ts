import { defineWords } from '#kernel/words.ts'

/** Words of the start page and of what surrounds the domains. */
export const startWords = defineWords({
  vi: {
    today: 'Hôm nay',
    todayIs: 'Ngày {{date}}',
    nothing: 'Hôm nay chưa có việc nào chờ xử lý',
    nothingHint: 'Việc được giao, việc sắp đến hạn và thay đổi ở những nơi bạn theo dõi sẽ hiện ở đây.',
    demonstration: 'Dữ liệu trình diễn: mọi người và việc đều là hư cấu.',
  },
  en: {
    today: 'Today',
    todayIs: '{{date}}',
    nothing: 'Nothing waits for you today',
    nothingHint: 'Tasks given to you, deadlines ahead and changes in what you follow appear here.',
    demonstration: 'Demonstration data: all people and events are invented.',
  },
})

/** What the platform itself writes into the log, under the prefix `app` of its operations. */
export const appOperations = defineWords({
  vi: { operations: { install: 'Cài đặt hệ thống', loadDemonstration: 'Lập tỉnh trình diễn' } },
  en: { operations: { install: 'Installed', loadDemonstration: 'Demonstration province made' } },
})
