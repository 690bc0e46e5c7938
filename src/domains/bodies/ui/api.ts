import { domainApi } from '#ui/client.ts'
import { bodyContract } from '../body.contract.ts'

/** The operations of this domain. */
export const api = domainApi('bodies', bodyContract)
