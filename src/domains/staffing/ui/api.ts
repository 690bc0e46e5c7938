import { domainApi } from '#ui/client.ts'
import { quotaContract } from '../quota.contract.ts'

/** The operations of this domain. */
export const api = domainApi('staffing', quotaContract)
