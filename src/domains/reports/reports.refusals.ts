import { z } from 'zod'
import { defineRefusals } from '#kernel/errors.ts'

export const refuse = defineRefusals('reports', {
  computedFigure: { kind: 'conflict', params: z.object({ id: z.string() }) },
  notInUnits: { kind: 'invalid', params: z.object({ id: z.string() }) },
  sealed: { kind: 'conflict', params: z.object({ number: z.number() }) },
  wrongStep: { kind: 'conflict', params: z.object({ status: z.string() }) },
  editionOpen: { kind: 'conflict', params: z.object({ number: z.number() }) },
  notDated: { kind: 'conflict' },
  noApprovedTemplate: { kind: 'conflict' },
  unknownFigures: { kind: 'conflict', params: z.object({ figures: z.string(), places: z.string() }) },
  templateInvalid: {
    kind: 'invalid',
    params: z.object({ issues: z.array(z.object({ path: z.string(), message: z.string() })) }),
  },
  noDraft: { kind: 'conflict' },
})
