import { implement } from '#kernel/operations.ts'
import { userContract } from './user.contract.ts'
import * as service from './user.service.ts'

const done = { done: true as const }

export const userRoutes = implement(userContract, {
  whoAmI: ({ context }) => service.whoAmI(context),
  listUsers: ({ input, context }) => service.listUsers(context, input),
  exportUsers: ({ input, context }) => service.exportUsers(context, input),
  getUser: ({ input, context }) => service.getUser(context, input.id),
  userHistory: ({ input, context }) => service.userHistory(context, input.id),
  listRoles: ({ context }) => service.listRoles(context),
  createUser: ({ input, context }) => service.createUser(context, input),
  resetPassword: ({ input, context }) => service.resetPassword(context, input.id),
  setUserState: async ({ input, context }) => {
    await service.setUserState(context, input)
    return done
  },
  assignRole: ({ input, context }) => service.assignRole(context, input),
  endAssignment: async ({ input, context }) => {
    await service.endAssignment(context, input)
    return done
  },
  assignToMembers: ({ input, context }) => service.assignToMembers(context, input),
  memberAssignments: ({ context }) => service.memberAssignments(context),
  settleSecondFactor: async ({ input, context }) => {
    await service.settleSecondFactor(context, input)
    return done
  },
  resetSecondFactor: async ({ input, context }) => {
    await service.resetSecondFactor(context, input.id)
    return done
  },
  unlockUser: async ({ input, context }) => {
    await service.unlockUser(context, input.id)
    return done
  },
  setIdentity: async ({ input, context }) => {
    await service.setIdentity(context, input)
    return done
  },
})
