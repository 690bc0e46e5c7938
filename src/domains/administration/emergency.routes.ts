import { implement } from '#kernel/operations.ts'
import { emergencyContract } from './emergency.contract.ts'
import * as service from './emergency.service.ts'

const done = { done: true as const }

export const emergencyRoutes = implement(emergencyContract, {
  takeEmergency: ({ input, context }) => service.takeEmergency(context, input),
  endEmergency: async ({ context }) => {
    await service.endEmergency(context)
    return done
  },
  listEmergencies: ({ input, context }) => service.listEmergencies(context, input),
  reviewEmergency: async ({ input, context }) => {
    await service.reviewEmergency(context, input)
    return done
  },
})
