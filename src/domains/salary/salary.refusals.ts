import { z } from 'zod'
import { defineRefusals } from '#kernel/errors.ts'

export const refuse = defineRefusals('salary', {
  unknownRank: { kind: 'invalid', params: z.object({ rank: z.string(), on: z.string() }) },
  stepBeyond: { kind: 'invalid', params: z.object({ step: z.number(), last: z.number(), rank: z.string() }) },
  noBaseSalary: { kind: 'invalid', params: z.object({ on: z.string() }) },
  allowanceRefused: { kind: 'invalid', params: z.object({ name: z.string() }) },
  unknownProbation: { kind: 'invalid', params: z.object({ on: z.string() }) },
  unknownKind: { kind: 'invalid' },
  endsBeforeStart: { kind: 'invalid' },
  timeOverlaps: { kind: 'conflict', params: z.object({ from: z.string(), until: z.string() }) },
  timeEnded: { kind: 'conflict' },
  timeWithdrawn: { kind: 'conflict' },
})
