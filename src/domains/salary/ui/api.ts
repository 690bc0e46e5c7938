import { domainApi } from '#ui/client.ts'
import { salaryContract } from '../salary.contract.ts'

/** The operations of this domain. */
export const api = domainApi('salary', salaryContract)
