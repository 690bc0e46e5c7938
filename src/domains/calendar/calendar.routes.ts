import { rehearseWithdrawal } from '#kernel/calendar/deadline.service.ts'
import { implement } from '#kernel/operations.ts'
import { calendarContract } from './calendar.contract.ts'
import * as service from './calendar.service.ts'

export const calendarRoutes = implement(calendarContract, {
  getYear: ({ input, context }) => service.getYear(context, input.year),
  countingRules: ({ input, context }) => service.countingChoices(context, input.on ?? context.today()),
  computeDeadline: ({ input, context }) => service.computeDeadline(context, input),
  listDeadlines: ({ input, context }) => service.listDeadlines(context, input),
  exportDeadlines: ({ input, context }) => service.exportDeadlines(context, input),
  getDeadline: ({ input, context }) => service.getDeadline(context, input.id),
  deadlineHistory: ({ input, context }) => service.deadlineHistory(context, input.id),
  rehearseDays: ({ input, context }) => service.rehearseDays(context, input),
  enterDays: ({ input, context }) => service.enterDays(context, input),
  rehearseWithdrawal: ({ input, context }) => rehearseWithdrawal(context, input.id),
  withdrawDay: ({ input, context }) => service.withdrawDay(context, input.id),
  sendReminders: ({ context }) => service.sendReminders(context),
})
