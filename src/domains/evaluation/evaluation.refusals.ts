import { z } from 'zod'
import { defineRefusals } from '#kernel/errors.ts'

export const refuse = defineRefusals('evaluation', {
  unknownLevel: { kind: 'invalid', params: z.object({ level: z.string() }) },
  levelNotInForce: { kind: 'conflict', params: z.object({ level: z.string(), from: z.string() }) },
  periodUnfit: { kind: 'invalid', params: z.object({ kind: z.string() }) },
  noPostThen: { kind: 'conflict', params: z.object({ on: z.string() }) },
})
