import { z } from 'zod'
import { defineRefusals } from '#kernel/errors.ts'

export const refuse = defineRefusals('staffing', {
  movementUneven: { kind: 'conflict', params: z.object({ kind: z.string(), out: z.number(), into: z.number() }) },
  entryWrongSign: { kind: 'conflict', params: z.object({ row: z.number() }) },
  quotaBelowNought: {
    kind: 'conflict',
    params: z.object({ holder: z.string(), kind: z.string(), has: z.number(), takes: z.number() }),
  },
  kindNotInForce: { kind: 'conflict', params: z.object({ kind: z.string(), year: z.number() }) },
  dateOutsideYear: { kind: 'conflict', params: z.object({ year: z.number() }) },
  holderTwice: { kind: 'conflict', params: z.object({ row: z.number() }) },
  unitNotThere: { kind: 'conflict', params: z.object({ on: z.string() }) },
  followsAct: { kind: 'conflict' },
})
