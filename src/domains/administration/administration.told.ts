import { defineNotices } from '#kernel/notices/notice.ts'

/** What this domain tells people of: what they may do has changed. */
export const told = defineNotices('administration', { roleAssigned: 'now', roleEnded: 'now' })
