import { z } from 'zod'
import { defineRefusals } from '../errors.ts'

export const refuse = defineRefusals('kernel', {
  numberTaken: { kind: 'conflict', params: z.object({ text: z.string() }) },
  numberSeriesUnknown: { kind: 'invalid', params: z.object({ day: z.string() }) },
})
