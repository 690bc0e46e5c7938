import { z } from 'zod'
import { defineRefusals } from '#kernel/errors.ts'

export const refuse = defineRefusals('careers', {
  numberUsed: { kind: 'conflict', params: z.object({ number: z.string(), year: z.number() }) },
  issuerNotThere: { kind: 'invalid', params: z.object({ on: z.string() }) },
  levelNotInForce: { kind: 'invalid', params: z.object({ level: z.string(), on: z.string() }) },
  levelNotYours: { kind: 'forbidden', params: z.object({ level: z.string() }) },
  lineRefused: { kind: 'conflict', params: z.object({ line: z.number(), name: z.string(), why: z.string() }) },
  detailWrong: { kind: 'invalid', params: z.object({ line: z.number(), field: z.string() }) },
  personTwice: { kind: 'invalid', params: z.object({ line: z.number() }) },
  personOutOfReach: { kind: 'forbidden', params: z.object({ line: z.number() }) },
  outOfReach: { kind: 'forbidden', params: z.object({ unit: z.string() }) },
  wrongState: { kind: 'conflict', params: z.object({ number: z.string(), state: z.string() }) },
  twoPersons: { kind: 'conflict', params: z.object({ number: z.string() }) },
  builtUpon: { kind: 'conflict', params: z.object({ line: z.number(), name: z.string(), what: z.string() }) },
  fileNotAsNamed: { kind: 'invalid', params: z.object({ name: z.string() }) },
  signedInFuture: { kind: 'invalid', params: z.object({ on: z.string() }) },
})
