import { defineDomain } from '#kernel/domain.ts'
import { deliverNotices } from '#kernel/notices/notice.mail.ts'
import { noticeRoutes } from './notice.routes.ts'
import { can } from './notices.permissions.ts'
import { told } from './notices.told.ts'
import { noticesWords } from './notices.words.ts'

export const notices = defineDomain({
  name: 'notices',
  permissions: can,
  routes: [noticeRoutes],
  words: noticesWords,
  jobs: [deliverNotices],
  notices: Object.values(told),
})
