import { z } from 'zod'
import { defineRefusals } from '#kernel/errors.ts'

export const refuse = defineRefusals('organization', {
  notInExistence: { kind: 'conflict', params: z.object({ from: z.string() }) },
  startsSameDay: { kind: 'conflict', params: z.object({ from: z.string() }) },
  actNotDraft: { kind: 'conflict' },
  actNotApplied: { kind: 'conflict' },
  actHasFaults: { kind: 'conflict', params: z.object({ count: z.number(), first: z.string() }) },
  actBuiltUpon: { kind: 'conflict', params: z.object({ count: z.number(), first: z.string() }) },
  actEmpty: { kind: 'conflict' },
  laterVersion: { kind: 'conflict', params: z.object({ from: z.string() }) },
})
