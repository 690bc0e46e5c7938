import { implement } from '#kernel/operations.ts'
import { requestContract } from './request.contract.ts'
import * as service from './request.service.ts'

export const requestRoutes = implement(requestContract, {
  myFile: ({ context }) => service.myFile(context),
  askCorrection: ({ input, context }) => service.askCorrection(context, input),
  withdrawCorrection: ({ input, context }) => service.withdrawCorrection(context, input.id),
  listRequests: ({ input, context }) => service.listRequests(context, input),
  exportRequests: ({ input, context }) => service.exportRequests(context, input),
  getRequest: ({ input, context }) => service.getRequest(context, input.id),
  approveCorrection: ({ input, context }) => service.approveCorrection(context, input),
  refuseCorrection: ({ input, context }) => service.refuseCorrection(context, input),
})
