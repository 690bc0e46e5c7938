import { defineFileOwner, defineFilePurpose, megabyte } from '#engines/files/index.ts'
import { can } from './careers.permissions.ts'

/** The signed paper of a decision. */
export const decisionPurpose = defineFilePurpose({
  id: 'careers.decision',
  limit: 50 * megabyte,
  kinds: ['pdf', 'word', 'image'],
})

export const decisionOwner = defineFileOwner({ relation: 'careers.decision', read: can.readDecision, write: can.draftDecision })
