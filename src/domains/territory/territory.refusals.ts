import { z } from 'zod'
import { defineRefusals } from '#kernel/errors.ts'

export const refuse = defineRefusals('territory', {
  dossierExists: { kind: 'conflict', params: z.object({ neighbour: z.string() }) },
  alreadySigned: { kind: 'conflict' },
  legalFirst: { kind: 'conflict' },
  notSigned: { kind: 'conflict' },
  inDispute: { kind: 'conflict' },
})
