import { implement } from '#kernel/operations.ts'
import { bodyContract } from './body.contract.ts'
import * as service from './body.service.ts'

export const bodyRoutes = implement(bodyContract, {
  listBodyDecisions: ({ input, context }) => service.listBodyDecisions(context, input),
  exportBodyDecisions: ({ input, context }) => service.exportBodyDecisions(context, input),
  listCirculars: ({ input, context }) => service.listCirculars(context, input),
  exportCirculars: ({ input, context }) => service.exportCirculars(context, input),
  listAutonomy: ({ input, context }) => service.listAutonomy(context, input),
  exportAutonomy: ({ input, context }) => service.exportAutonomy(context, input),
  bodyHistory: ({ input, context }) => service.bodyHistory(context, input),
  recordBodyDecision: ({ input, context }) => service.recordBodyDecision(context, input),
  recordCircular: ({ input, context }) => service.recordCircular(context, input),
  recordAutonomy: ({ input, context }) => service.recordAutonomy(context, input),
  withdrawBodyRecord: ({ input, context }) => service.withdrawBodyRecord(context, input),
})
