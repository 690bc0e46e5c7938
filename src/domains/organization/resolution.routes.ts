import { implement } from '#kernel/operations.ts'
import { resolutionContract } from './resolution.contract.ts'
import { draftResolution, proposeFromText } from './resolution.service.ts'

export const resolutionRoutes = implement(resolutionContract, {
  readResolution: ({ input, context }) => proposeFromText(context, input),
  draftResolution: async ({ input, context }) => ({ id: await draftResolution(context, input) }),
})
