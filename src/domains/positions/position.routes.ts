import { implement } from '#kernel/operations.ts'
import { positionContract } from './position.contract.ts'
import * as service from './position.service.ts'

export const positionRoutes = implement(positionContract, {
  listPositions: ({ input, context }) => service.listPositions(context, input),
  exportPositions: ({ input, context }) => service.exportPositions(context, input),
  pickPosition: ({ input, context }) => service.pickPosition(context, input),
  listRanks: ({ input, context }) => service.listRanks(context, input),
  getPosition: ({ input, context }) => service.getPosition(context, input.id),
  positionHistory: ({ input, context }) => service.positionHistory(context, input.id),
  addPosition: ({ input, context }) => service.addPosition(context, input),
  correctPosition: ({ input, context }) => service.correctPosition(context, input),
  endPosition: ({ input, context }) => service.endPosition(context, input),
  listCatalogues: ({ input, context }) => service.listCatalogues(context, input),
  exportCatalogues: ({ input, context }) => service.exportCatalogues(context, input),
  recordCatalogue: ({ input, context }) => service.recordCatalogue(context, input),
  withdrawCatalogue: ({ input, context }) => service.withdrawCatalogue(context, input.id),
})
