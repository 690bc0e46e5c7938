import { domainApi } from '#ui/client.ts'
import { ratingContract } from '../rating.contract.ts'

/** The operations of this domain. */
export const api = domainApi('evaluation', ratingContract)
