import { defineWords } from '#kernel/words.ts'

/** Words of the start page and of what surrounds the domains. */
export const appWords = defineWords({
  vi: {
    today: 'Hôm nay',
    hello: '{{name}}',
    todayIs: 'Ngày {{date}}',
    nothing: 'Hôm nay chưa có việc nào chờ xử lý',
    nothingHint: 'Việc được giao, việc sắp đến hạn và thay đổi ở những nơi bạn theo dõi sẽ hiện ở đây.',
    goTo: 'Đi đến',
    demonstration: 'Dữ liệu trình diễn: mọi người và việc đều là hư cấu.',
    offline: 'Chưa kết nối được máy chủ',
  },
  en: {
    today: 'Today',
    hello: '{{name}}',
    todayIs: '{{date}}',
    nothing: 'Nothing waits for you today',
    nothingHint: 'Tasks given to you, deadlines ahead and changes in what you follow appear here.',
    goTo: 'Go to',
    demonstration: 'Demonstration data: all people and events are invented.',
    offline: 'The server cannot be reached',
  },
})
