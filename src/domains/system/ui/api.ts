import { domainApi } from '#ui/client.ts'
import { stateContract } from '../state.contract.ts'

/** The operations of this domain. */
export const api = domainApi('system', stateContract)
