import { domainApi } from '#ui/client.ts'
import { unitContract } from '../unit.contract.ts'

/** The operations of this domain. */
export const api = domainApi('organization', unitContract)
