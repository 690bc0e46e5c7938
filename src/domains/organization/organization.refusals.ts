import { z } from 'zod'
import { defineRefusals } from '#kernel/errors.ts'

export const refuse = defineRefusals('organization', {
  notInExistence: { kind: 'conflict', params: z.object({ from: z.string() }) },
  startsSameDay: { kind: 'conflict', params: z.object({ from: z.string() }) },
  laterVersion: { kind: 'conflict', params: z.object({ from: z.string() }) },
})
