import { checkRecords } from '#kernel/checks.ts'
import { implement } from '#kernel/operations.ts'
import { checkContract } from './check.contract.ts'

export const checkRoutes = implement(checkContract, {
  checkRecords: ({ context }) => checkRecords(context),
})
