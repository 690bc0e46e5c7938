import { implement } from '#kernel/operations.ts'
import { codeListContract } from './code-list.contract.ts'
import * as service from './code-list.service.ts'

const done = { done: true as const }

export const codeListRoutes = implement(codeListContract, {
  listCodeLists: ({ context }) => service.listCodeLists(context),
  getCodeList: ({ input, context }) => service.getCodeList(context, input.list),
  codeEntryHistory: ({ input, context }) => service.entryHistory(context, input),
  addCodeEntry: async ({ input, context }) => {
    await service.addEntry(context, input)
    return done
  },
  endCodeEntry: async ({ input, context }) => {
    await service.endEntry(context, input)
    return done
  },
  renewCodeEntry: async ({ input, context }) => {
    await service.renewEntry(context, input)
    return done
  },
  correctCodeEntry: async ({ input, context }) => {
    await service.correctEntry(context, input)
    return done
  },
})
