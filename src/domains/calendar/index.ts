import { calendarLists } from '#kernel/calendar/calendar.lists.ts'
import { reminderEvent } from '#kernel/calendar/reminder.service.ts'
import { defineDomain } from '#kernel/domain.ts'
import { can } from './calendar.permissions.ts'
import { calendarRoutes } from './calendar.routes.ts'
import { calendarSearch } from './calendar.search.ts'
import { tellReminder, told } from './calendar.told.ts'
import { calendarWords } from './calendar.words.ts'
import { remind } from './remind.job.ts'

export const calendar = defineDomain({
  name: 'calendar',
  permissions: can,
  routes: [calendarRoutes],
  words: calendarWords,
  lists: calendarLists,
  search: calendarSearch,
  jobs: [remind],
  notices: Object.values(told),
  on: { [reminderEvent]: tellReminder },
})
