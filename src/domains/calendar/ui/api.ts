import { domainApi } from '#ui/client.ts'
import { calendarContract } from '../calendar.contract.ts'

/** The operations of this domain. */
export const api = domainApi('calendar', calendarContract)
