import { implement } from '#kernel/operations.ts'
import { delegationContract } from './delegation.contract.ts'
import * as service from './delegation.service.ts'

const done = { done: true as const }

export const delegationRoutes = implement(delegationContract, {
  myDelegations: ({ context }) => service.myDelegations(context),
  delegable: ({ context }) => Promise.resolve(service.delegable(context)),
  pickColleague: ({ input, context }) => service.pickColleague(context, input.search),
  giveDelegation: ({ input, context }) => service.giveDelegation(context, input),
  endDelegation: async ({ input, context }) => {
    await service.endDelegation(context, input.id)
    return done
  },
  actFor: async ({ input, context }) => {
    await service.actFor(context, input.delegationId)
    return done
  },
  listDelegations: ({ input, context }) => service.listDelegations(context, input),
})
