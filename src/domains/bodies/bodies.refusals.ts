import { z } from 'zod'
import { defineRefusals } from '#kernel/errors.ts'

export const refuse = defineRefusals('bodies', {
  periodUnfit: { kind: 'conflict' },
  autonomyTwice: { kind: 'conflict', params: z.object({ from: z.string(), until: z.string() }) },
  rateUnfit: { kind: 'conflict', params: z.object({ level: z.number() }) },
})
