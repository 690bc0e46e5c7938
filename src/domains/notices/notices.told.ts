import { defineNotices } from '#kernel/notices/notice.ts'

/** What this domain itself tells people of. */
export const told = defineNotices('notices', { test: 'now' })
