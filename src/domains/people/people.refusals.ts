import { z } from 'zod'
import { defineRefusals } from '#kernel/errors.ts'

export const refuse = defineRefusals('people', {
  noPost: { kind: 'conflict' },
  laterPost: { kind: 'conflict', params: z.object({ from: z.string() }) },
  notAfter: { kind: 'conflict', params: z.object({ from: z.string() }) },
  birthDisagrees: { kind: 'invalid' },
})
