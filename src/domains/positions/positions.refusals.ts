import { z } from 'zod'
import { defineRefusals } from '#kernel/errors.ts'

const named = z.object({ name: z.string() })
const row = z.object({ row: z.number() })

export const refuse = defineRefusals('positions', {
  codeTaken: { kind: 'conflict', params: z.object({ code: z.string(), name: z.string() }) },
  catalogueTwice: { kind: 'conflict', params: z.object({ number: z.string() }) },
  catalogueUsed: { kind: 'conflict', params: named },
  positionUsed: { kind: 'conflict', params: z.object({ name: z.string(), count: z.number() }) },
  rankUnknown: { kind: 'conflict', params: z.object({ code: z.string() }) },
  endsBeforeStart: { kind: 'conflict', params: z.object({ from: z.string() }) },
  lineTwice: { kind: 'conflict', params: row },
  lineUnknown: { kind: 'conflict', params: row },
  lineNotInForce: { kind: 'conflict', params: z.object({ row: z.number(), on: z.string() }) },
  noBody: { kind: 'conflict', params: named },
  unitNotThere: { kind: 'conflict', params: z.object({ on: z.string() }) },
  schemeApproved: { kind: 'conflict' },
  schemeLater: { kind: 'conflict', params: z.object({ since: z.string() }) },
  nothingToAdjust: { kind: 'conflict', params: z.object({ on: z.string() }) },
  followsAct: { kind: 'conflict' },
  postNotHeld: { kind: 'conflict', params: z.object({ on: z.string() }) },
  positionNotInForce: { kind: 'conflict', params: z.object({ name: z.string(), on: z.string() }) },
  assignedLater: { kind: 'conflict', params: z.object({ since: z.string() }) },
  assignedAlready: { kind: 'conflict', params: named },
})
