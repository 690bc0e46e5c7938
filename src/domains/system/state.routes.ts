import { implement } from '#kernel/operations.ts'
import { stateContract } from './state.contract.ts'
import { getState } from './state.service.ts'

export const stateRoutes = implement(stateContract, {
  getState: ({ context }) => getState(context),
})
