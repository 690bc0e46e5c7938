import { implement } from '#kernel/operations.ts'
import { correctionContract } from './correction.contract.ts'
import * as service from './correction.service.ts'

export const correctionRoutes = implement(correctionContract, {
  unitRecords: ({ input, context }) => service.unitRecords(context, input),
  correctUnit: async ({ input, context }) => {
    await service.correctUnit(context, input)
    return { done: true as const }
  },
})
