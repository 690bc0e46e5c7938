import { implement } from '#kernel/operations.ts'
import { securityContract } from './security.contract.ts'
import * as service from './security.service.ts'

const done = { done: true as const }

export const securityRoutes = implement(securityContract, {
  mySecurity: ({ context }) => service.mySecurity(context),
  changePassword: async ({ input, context }) => {
    await service.changePassword(context, input)
    return done
  },
  startTotp: ({ context }) => service.startTotp(context),
  confirmTotp: ({ input, context }) => service.confirmTotp(context, input.code),
  removeTotp: async ({ input, context }) => {
    await service.removeTotp(context, input.password)
    return done
  },
  renewRecoveryCodes: ({ input, context }) => service.renewRecoveryCodes(context, input.password),
  askPasskey: ({ context }) => service.askPasskey(context),
  addPasskey: async ({ input, context }) => {
    await service.addPasskey(context, input)
    return done
  },
  removePasskey: async ({ input, context }) => {
    await service.removePasskey(context, input.id)
    return done
  },
  mySessions: ({ context }) => service.mySessions(context),
  endSession: async ({ input, context }) => {
    await service.endSession(context, input.id)
    return done
  },
  endOtherSessions: ({ context }) => service.endOtherSessions(context),
})
