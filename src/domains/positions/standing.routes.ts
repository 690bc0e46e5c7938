import { implement } from '#kernel/operations.ts'
import { standingContract } from './standing.contract.ts'
import * as service from './standing.service.ts'

export const standingRoutes = implement(standingContract, {
  listStandings: ({ input, context }) => service.listStandings(context, input),
  exportStandings: ({ input, context }) => service.exportStandings(context, input),
  standingTotals: ({ input, context }) => service.standingTotals(context, input),
  listBodies: ({ input, context }) => service.listBodies(context, input),
  exportBodies: ({ input, context }) => service.exportBodies(context, input),
  positionsOfUnit: ({ input, context }) => service.positionsOfUnit(context, input),
  listHolders: ({ input, context }) => service.listHolders(context, input),
  assignPosition: ({ input, context }) => service.assignPosition(context, input),
  endAssignment: ({ input, context }) => service.endAssignment(context, input),
  withdrawAssignment: ({ input, context }) => service.withdrawAssignment(context, input.id),
})
