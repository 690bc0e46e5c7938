import { implement } from '#kernel/operations.ts'
import { searchAll } from '#kernel/search/search.service.ts'
import { searchContract } from './search.contract.ts'

export const searchRoutes = implement(searchContract, {
  search: ({ input, context }) => searchAll(context, input.text),
})
