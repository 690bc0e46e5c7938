import { z } from 'zod'
import { defineRefusals } from '#kernel/errors.ts'

export const refuse = defineRefusals('people', {
  noPost: { kind: 'conflict' },
  laterPost: { kind: 'conflict', params: z.object({ from: z.string() }) },
  notAfter: { kind: 'conflict', params: z.object({ from: z.string() }) },
  birthDisagrees: { kind: 'invalid' },
  likelyRecorded: { kind: 'conflict', params: z.object({ count: z.number() }) },
  pairDecided: { kind: 'conflict' },
  mergedAway: { kind: 'conflict', params: z.object({ name: z.string() }) },
  mergeTwoAccounts: { kind: 'conflict' },
  mergeFaults: { kind: 'conflict', params: z.object({ count: z.number() }) },
  noOwnRecord: { kind: 'not-found' },
  requestValue: { kind: 'invalid' },
  requestSame: { kind: 'conflict' },
  requestOpen: { kind: 'conflict' },
  requestEnded: { kind: 'conflict' },
  requestOwn: { kind: 'forbidden' },
  requestOvertaken: { kind: 'conflict' },
  numberTaken: { kind: 'conflict' },
  mergeUndone: { kind: 'conflict' },
  mergeBuiltUpon: { kind: 'conflict', params: z.object({ what: z.string() }) },
})
