import { implement } from '#kernel/operations.ts'
import { duplicateContract } from './duplicate.contract.ts'
import * as service from './duplicate.service.ts'
import * as merge from './merge.service.ts'

export const duplicateRoutes = implement(duplicateContract, {
  listDuplicates: ({ input, context }) => service.listDuplicates(context, input),
  exportDuplicates: ({ input, context }) => service.exportDuplicates(context, input),
  findDuplicates: ({ context }) => service.findDuplicates(context),
  comparePair: ({ input, context }) => service.comparePair(context, input.id),
  denyDuplicates: ({ input, context }) => service.denyDuplicates(context, input),
  reopenDuplicate: ({ input, context }) => service.reopenDuplicate(context, input.id),
  likelyPersons: ({ input, context }) => service.likelyPersons(context, input),
  mergeFaults: ({ input, context }) => merge.mergeFaults(context, input),
  mergePersons: ({ input, context }) => merge.mergePersons(context, input),
  undoMerge: ({ input, context }) => merge.undoMerge(context, input),
  mergesOf: ({ input, context }) => merge.mergesOf(context, input.id),
})
