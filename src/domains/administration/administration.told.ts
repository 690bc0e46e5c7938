import { defineNotices } from '#kernel/notices/notice.ts'

/** What this domain tells people of: what they may do has changed, or somebody reaches farther than usual. */
export const told = defineNotices('administration', {
  roleAssigned: 'now',
  roleEnded: 'now',
  emergencyTaken: 'now',
  delegationGiven: 'now',
})
