import { implement } from '#kernel/operations.ts'
import { schemeContract } from './scheme.contract.ts'
import * as service from './scheme.service.ts'

export const schemeRoutes = implement(schemeContract, {
  listSchemes: ({ input, context }) => service.listSchemes(context, input),
  exportSchemes: ({ input, context }) => service.exportSchemes(context, input),
  getScheme: ({ input, context }) => service.getScheme(context, input.id),
  schemeHistory: ({ input, context }) => service.schemeHistory(context, input.id),
  draftScheme: ({ input, context }) => service.draftScheme(context, input),
  changeScheme: ({ input, context }) => service.changeScheme(context, input),
  dropScheme: ({ input, context }) => service.dropScheme(context, input.id),
  approveScheme: ({ input, context }) => service.approveScheme(context, input),
  withdrawApproval: ({ input, context }) => service.withdrawApproval(context, input.id),
})
