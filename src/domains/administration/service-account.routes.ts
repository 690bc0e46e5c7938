import { implement } from '#kernel/operations.ts'
import { serviceAccountContract } from './service-account.contract.ts'
import * as service from './service-account.service.ts'

const done = { done: true as const }

export const serviceAccountRoutes = implement(serviceAccountContract, {
  listServices: ({ input, context }) => service.listServices(context, input),
  getService: ({ input, context }) => service.getService(context, input.id),
  createService: ({ input, context }) => service.createService(context, input),
  setServiceState: async ({ input, context }) => {
    await service.setServiceState(context, input)
    return done
  },
  keyOperations: ({ context }) => Promise.resolve(service.keyOperations(context)),
  makeKey: ({ input, context }) => service.makeKey(context, input),
  revokeKey: async ({ input, context }) => {
    await service.revokeKey(context, input.id)
    return done
  },
})
