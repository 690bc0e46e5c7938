import { z } from 'zod'
import { defineRefusals } from '#kernel/errors.ts'

export const refuse = defineRefusals('administration', {
  usernameTaken: { kind: 'conflict', params: z.object({ username: z.string() }) },
  unknownRole: { kind: 'invalid', params: z.object({ role: z.string() }) },
  unitNeeded: { kind: 'invalid', params: z.object({ role: z.string() }) },
  ownAccount: { kind: 'conflict' },
  lastAdministrator: { kind: 'conflict' },
  endBeforeStart: { kind: 'invalid' },
})
