import { z } from 'zod'
import { defineRefusals } from '#kernel/errors.ts'

export const refuse = defineRefusals('organization', {
  notInExistence: { kind: 'conflict', params: z.object({ from: z.string() }) },
  startsSameDay: { kind: 'conflict', params: z.object({ from: z.string() }) },
  actNotDraft: { kind: 'conflict' },
  actNotApplied: { kind: 'conflict' },
  actBuiltUpon: { kind: 'conflict', params: z.object({ count: z.number(), first: z.string() }) },
  actTableWrong: { kind: 'conflict', params: z.object({ count: z.number(), row: z.number(), what: z.string() }) },
  unitsBroken: { kind: 'conflict', params: z.object({ count: z.number(), first: z.string() }) },
  listUndecided: { kind: 'conflict', params: z.object({ count: z.number(), first: z.string() }) },
  listNotLater: { kind: 'conflict', params: z.object({ listedOn: z.string(), on: z.string() }) },
  actEmpty: { kind: 'conflict' },
  nothingCorrected: { kind: 'conflict' },
  correctionNoDay: { kind: 'conflict', params: z.object({ name: z.string() }) },
  dayOfAct: { kind: 'conflict', params: z.object({ act: z.string() }) },
  laterVersion: { kind: 'conflict', params: z.object({ from: z.string() }) },
})
