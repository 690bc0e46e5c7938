import { z } from 'zod'
import { defineRefusals } from '#kernel/errors.ts'

export const refuse = defineRefusals('personnel', {
  unknownKind: { kind: 'invalid', params: z.object({ field: z.string() }) },
  missing: { kind: 'invalid', params: z.object({ field: z.string() }) },
  notADay: { kind: 'invalid', params: z.object({ field: z.string() }) },
  notANumber: { kind: 'invalid', params: z.object({ field: z.string() }) },
  unknownCode: { kind: 'invalid', params: z.object({ field: z.string() }) },
  tooLong: { kind: 'invalid', params: z.object({ field: z.string() }) },
  endsBeforeStart: { kind: 'invalid' },
  beforeBirth: { kind: 'invalid', params: z.object({ name: z.string(), field: z.string(), year: z.number() }) },
  later: { kind: 'invalid', params: z.object({ field: z.string() }) },
  wrongNumber: { kind: 'invalid', params: z.object({ number: z.string(), why: z.string() }) },
  numberTaken: { kind: 'conflict', params: z.object({ number: z.string(), name: z.string() }) },
  numberElsewhere: { kind: 'conflict', params: z.object({ number: z.string() }) },
  alreadyStruck: { kind: 'conflict' },
  ended: { kind: 'conflict' },
  notAPicture: { kind: 'invalid', params: z.object({ name: z.string() }) },
})
