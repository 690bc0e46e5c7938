import { domainApi } from '#ui/client.ts'
import { jobContract } from '../job.contract.ts'

/** The operations of this domain. */
export const api = domainApi('jobs', jobContract)

/** The address of a job's page. */
export function jobPath(id: string): string {
  return `/cong-viec-nen/${id}`
}
