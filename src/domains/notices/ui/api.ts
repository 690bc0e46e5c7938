import { domainApi } from '#ui/client.ts'
import { noticeContract } from '../notice.contract.ts'

/** The operations of this domain. */
export const api = domainApi('notices', noticeContract)
