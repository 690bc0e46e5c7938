import { implement } from '#kernel/operations.ts'
import { unitListContract } from './unit-list.contract.ts'
import * as service from './unit-list.service.ts'

export const unitListRoutes = implement(unitListContract, {
  unitLists: ({ context }) => service.unitLists(context),
  compareUnitList: ({ input, context }) => service.compareUnitList(context, input.id),
  draftFromUnitList: async ({ input, context }) => ({ id: await service.draftFromUnitList(context, input) }),
  deleteUnitList: async ({ input, context }) => {
    await service.deleteUnitList(context, input.id)
    return { done: true as const }
  },
})
