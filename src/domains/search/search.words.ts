import { defineWords } from '#kernel/words.ts'

export const searchWords = defineWords({
  vi: {
    open: 'Tìm kiếm',
    title: 'Tìm trên toàn hệ thống',
    placeholder: 'Tìm người, đơn vị, số liệu, báo cáo, trang…',
    hint: 'Gõ không dấu cũng được. Gõ có dấu để thu hẹp; đặt trong "ngoặc kép" để tìm đúng cụm từ.',
    none: 'Không tìm thấy “{{text}}” trong phạm vi bạn được xem',
    noneHint: 'Thử bớt chữ, gõ không dấu, hoặc tìm theo tên cũ của đơn vị.',
    recent: 'Vừa mở',
    screens: 'Trang',
    more: 'còn nữa, hãy gõ thêm',
    keys: '↑ ↓ chọn · Enter mở · Esc đóng',
    results: '{{count}} kết quả',
  },
  en: {
    open: 'Search',
    title: 'Search everything',
    placeholder: 'Find people, units, figures, reports, pages…',
    hint: 'Marks need not be typed. Type them to narrow; put words in "quotation marks" to find them as they stand.',
    none: 'Nothing found for “{{text}}” within what you may see',
    noneHint: 'Try fewer words, without marks, or a former name of the unit.',
    recent: 'Opened lately',
    screens: 'Pages',
    more: 'there is more, type on',
    keys: '↑ ↓ choose · Enter opens · Esc closes',
    results: '{{count}} results',
  },
})
