import { implement } from '#kernel/operations.ts'
import { unitContract } from './unit.contract.ts'
import * as service from './unit.service.ts'

export const unitRoutes = implement(unitContract, {
  listUnits: ({ input, context }) => service.listUnits(context, input),
  exportUnits: ({ input, context }) => service.exportUnits(context, input),
  pickUnit: ({ input, context }) => service.pickUnit(context, input),
  unitTree: ({ input, context }) => service.unitTree(context, input),
  getUnit: ({ input, context }) => service.getUnit(context, input),
  unitHistory: ({ input, context }) => service.unitHistory(context, input.id),
  renameUnit: async ({ input, context }) => {
    await service.renameUnit(context, input)
    return { done: true as const }
  },
})
