import { domainApi } from '#ui/client.ts'
import { backupContract } from '../backup.contract.ts'

/** The operations of this domain. */
export const api = domainApi('backups', backupContract)
