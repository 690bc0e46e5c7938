import { defineNotices, notify } from '#kernel/notices/notice.ts'
import type { Ctx } from '#kernel/context.ts'
import { type DeadlineReminder } from '#kernel/calendar/reminder.service.ts'
import { formatDateShort } from '#kernel/dates.ts'

/** Reminders of deadlines, by where the due day lies. */
export const told = defineNotices('calendar', { deadlineAhead: 'digest', deadlineToday: 'now', deadlineLate: 'now' })

/** Delivers a reminder to whom the plan names, in the transaction that records it as sent. */
export async function tellReminder(ctx: Ctx, reminder: DeadlineReminder): Promise<void> {
  const today = ctx.today()
  const kind = reminder.due > today ? told.deadlineAhead : reminder.due === today ? told.deadlineToday : told.deadlineLate
  const due = { vi: formatDateShort(reminder.due, 'vi'), en: formatDateShort(reminder.due, 'en') }
  const link = `/lich/thoi-han/${reminder.deadlineId}`
  await notify(ctx, { to: reminder.to, kind, params: { label: reminder.label, due }, link, evenSelf: true })
}
