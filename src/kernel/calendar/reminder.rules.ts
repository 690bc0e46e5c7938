import { addDays, type PlainDate } from '../dates.ts'
import { addWorkingDays, type WorkCalendar } from './calendar.rules.ts'

/** One step of the plan: so many working days before (negative), on, or after the due day; `every` repeats it after that. */
export interface ReminderStep {
  code: string
  offset: number
  every: number | null
  to: ('owner' | 'superior')[]
}

/** A reminder the plan foresees. Step and occurrence name it: they stay when the calendar moves its day. */
export interface PlannedReminder {
  step: string
  occurrence: number
  on: PlainDate
  to: ReminderStep['to']
}

/** What the plan foresees for a due day, up to and including a day, by day. */
export function plannedReminders(
  due: PlainDate,
  steps: readonly ReminderStep[],
  calendar: WorkCalendar,
  upTo: PlainDate,
): PlannedReminder[] {
  const planned: PlannedReminder[] = []
  for (const { code, offset, every, to } of steps) {
    let on = offset === 0 ? due : addWorkingDays(calendar, due, offset)
    for (let occurrence = 1; on <= upTo; occurrence += 1) {
      planned.push({ step: code, occurrence, on, to })
      if (!every) break
      on = addWorkingDays(calendar, on, every)
    }
  }
  return planned.sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0))
}

/** How many days a deadline is late on a day; negative while there is time. */
export function lateness(due: PlainDate, today: PlainDate, calendar: WorkCalendar): { late: boolean; workingDays: number } {
  let workingDays = 0
  const [from, to] = due < today ? [due, today] : [today, due]
  for (let day = addDays(from, 1); day <= to; day = addDays(day, 1)) if (!calendar.dayOf(day).off) workingDays += 1
  return { late: due < today, workingDays }
}
