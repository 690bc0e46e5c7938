import { implement } from '#kernel/operations.ts'
import { fileContract } from './file.contract.ts'
import * as service from './file.service.ts'

export const fileRoutes = implement(fileContract, {
  listFiles: ({ input, context }) => service.listFiles(context, input),
  exportFiles: ({ input, context }) => service.exportFiles(context, input),
  fileTotals: ({ context }) => service.fileTotals(context),
  describeFile: ({ input, context }) => service.describeFile(context, input.id),
  getFile: ({ input, context }) => service.getFile(context, input.id),
  fileHistory: ({ input, context }) => service.fileHistory(context, input.id),
  discardUpload: ({ input, context }) => service.discardUpload(context, input.id),
  deleteFile: ({ input, context }) => service.deleteFile(context, input.id),
  restoreFile: ({ input, context }) => service.restoreFile(context, input.id),
  holdFile: ({ input, context }) => service.holdFile(context, input),
  checkAllFiles: ({ context }) => service.checkAllFiles(context),
  verifyFile: ({ input, context }) => service.verifyFile(context, input.id),
})
