import { implement } from '#kernel/operations.ts'
import { quotaContract } from './quota.contract.ts'
import * as service from './quota.service.ts'

export const quotaRoutes = implement(quotaContract, {
  listQuotas: ({ input, context }) => service.listQuotas(context, input),
  exportQuotas: ({ input, context }) => service.exportQuotas(context, input),
  quotaTotals: ({ input, context }) => service.quotaTotals(context, input),
  quotasOfUnit: ({ input, context }) => service.quotasOfUnit(context, input),
  listDecisions: ({ input, context }) => service.listDecisions(context, input),
  exportDecisions: ({ input, context }) => service.exportDecisions(context, input),
  getDecision: ({ input, context }) => service.getDecision(context, input.id),
  decisionHistory: ({ input, context }) => service.decisionHistory(context, input.id),
  recordDecision: ({ input, context }) => service.recordDecision(context, input),
  withdrawDecision: ({ input, context }) => service.withdrawDecision(context, input.id),
})
