import { domainApi } from '#ui/client.ts'
import { duplicateContract } from '../duplicates/duplicate.contract.ts'
import { personContract } from '../person.contract.ts'
import { requestContract } from '../request.contract.ts'

/** The operations of this domain. */
export const api = domainApi('people', { ...personContract, ...duplicateContract, ...requestContract })
