import { implement } from '#kernel/operations.ts'
import { documentContract } from './document.contract.ts'
import * as service from './document.service.ts'

export const documentRoutes = implement(documentContract, {
  unitDocuments: ({ input, context }) => service.unitDocuments(context, input.id),
  addUnitDocument: async ({ input, context }) => {
    await service.addUnitDocument(context, input)
    return { done: true as const }
  },
  removeUnitDocument: async ({ input, context }) => {
    await service.removeUnitDocument(context, input)
    return { done: true as const }
  },
})
