import { domainApi } from '#ui/client.ts'
import { fileContract } from '../file.contract.ts'
import { timelineContract } from '../timeline.contract.ts'

/** The operations of this domain. */
export const api = domainApi('personnel', { ...fileContract, ...timelineContract })
