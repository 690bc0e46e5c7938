import { defineNotices, notify } from '#kernel/notices/notice.ts'
import type { Ctx } from '#kernel/context.ts'
import { type DeadlineReminder } from '#kernel/calendar/reminder.service.ts'
import type { MovedDeadline } from '#kernel/calendar/deadline.service.ts'
import { formatDateShort } from '#kernel/dates.ts'

/** Reminders of deadlines, by where the due day lies, and days that move one. */
export const told = defineNotices('calendar', {
  deadlineAhead: 'digest',
  deadlineToday: 'now',
  deadlineLate: 'now',
  deadlineMoved: 'now',
})

/** Delivers a reminder to whom the plan names, in the transaction that records it as sent. */
export async function tellReminder(ctx: Ctx, reminder: DeadlineReminder): Promise<void> {
  const today = ctx.today()
  const kind = reminder.due > today ? told.deadlineAhead : reminder.due === today ? told.deadlineToday : told.deadlineLate
  const due = { vi: formatDateShort(reminder.due, 'vi'), en: formatDateShort(reminder.due, 'en') }
  const link = `/lich/thoi-han/${reminder.deadlineId}`
  await notify(ctx, { to: reminder.to, kind, params: { label: reminder.label, due }, link, evenSelf: true })
}

/** Tells the owners of deadlines that the calendar moved them, in the transaction that did. A paused one has no day to tell. */
export async function tellMoved(ctx: Ctx, moved: MovedDeadline[]): Promise<void> {
  for (const { id, label, from, to, owners } of moved) {
    if (from === null || to === null) continue
    const day = (date: string) => ({ vi: formatDateShort(date, 'vi'), en: formatDateShort(date, 'en') })
    const params = { label, from: day(from), to: day(to) }
    await notify(ctx, { to: owners, kind: told.deadlineMoved, params, link: `/lich/thoi-han/${id}` })
  }
}
