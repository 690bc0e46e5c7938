import { domainApi } from '#ui/client.ts'
import { decisionContract } from '../decision.contract.ts'

/** The operations of this domain. */
export const api = domainApi('careers', decisionContract)
