import { domainApi } from '#ui/client.ts'
import { importContract } from '../import.contract.ts'

/** The operations of this domain. */
export const api = domainApi('imports', importContract)
