import { z } from 'zod'
import { defineRefusals } from '../errors.ts'

export const refuse = defineRefusals('kernel', {
  codeOverlaps: { kind: 'conflict', params: z.object({ code: z.string(), from: z.string(), until: z.string() }) },
  codeListFixed: { kind: 'conflict' },
  codeEndsBeforeStart: { kind: 'invalid' },
  codeNotANumber: { kind: 'invalid', params: z.object({ column: z.string(), value: z.string() }) },
  codeWrong: { kind: 'invalid', params: z.object({ why: z.string() }) },
  codeValueUnknown: { kind: 'invalid', params: z.object({ column: z.string(), value: z.string() }) },
})
