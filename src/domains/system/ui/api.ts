import { domainApi } from '#ui/client.ts'
import { checkContract } from '../check.contract.ts'
import { stateContract } from '../state.contract.ts'

/** The operations of this domain. */
export const api = domainApi('system', { ...stateContract, ...checkContract })
