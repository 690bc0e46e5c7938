import { sql } from 'kysely'
import { codeEntries } from '../codelist/codelist.service.ts'
import { entryOn } from '../codelist/codelist.rules.ts'
import type { Ctx } from '../context.ts'
import { addDays, type PlainDate } from '../dates.ts'
import { announcedDays, restLaws } from './calendar.data.ts'
import { calendarFrom, calendarUntil, type DatedDay, makeCalendar, type WorkCalendar } from './calendar.rules.ts'
import { countingRules, reminderPlan } from './calendar.lists.ts'
import { type CountingRule, deadline, type DeadlineAnswer, type DeadlineInput } from './deadline.rules.ts'
import { refuse } from './deadline.refusals.ts'
import type { ReminderStep } from './reminder.rules.ts'

/** A day as the department entered it. */
export interface EnteredDay {
  id: string
  day: PlainDate
  kind: 'off' | 'work'
  holiday: string | null
  label: string
  source: string
  enteredBy: string
  enteredAt: string
}

export async function enteredDays(ctx: Pick<Ctx, 'db'>): Promise<EnteredDay[]> {
  const { rows } = await sql<EnteredDay>`
    SELECT id, day, kind, holiday, label, source, entered_by_name AS "enteredBy", entered_at AS "enteredAt"
    FROM kernel.calendar_day WHERE withdrawn_at IS NULL ORDER BY day`.execute(ctx.db)
  return rows
}

export function asDated(d: Pick<EnteredDay, 'day' | 'kind' | 'holiday' | 'label' | 'source'>): DatedDay {
  return {
    day: d.day,
    kind: d.kind,
    holiday: d.holiday,
    label: { vi: d.label, en: d.label },
    source: d.source,
    certainty: 'sure',
    entered: true,
  }
}

/** Calendars already made, by what was entered: years are computed once. */
const made = new Map<string, WorkCalendar>()

/** The calendar of laws, announcements and the days given. */
export function calendarWith(entered: readonly DatedDay[]): WorkCalendar {
  const key = JSON.stringify(entered)
  let calendar = made.get(key)
  if (!calendar) {
    if (made.size >= 8) made.clear()
    made.set(key, (calendar = makeCalendar(restLaws(), [...announcedDays(), ...entered])))
  }
  return calendar
}

/** The working calendar as it stands. */
export async function workCalendar(ctx: Pick<Ctx, 'db'>): Promise<WorkCalendar> {
  return calendarWith((await enteredDays(ctx)).map(asDated))
}

/** How a body of law counted on a day. @throws Refusal `kernel.unknownRule`. */
export async function countingRule(ctx: Ctx, code: string, on: PlainDate): Promise<CountingRule> {
  const entry = entryOn(await codeEntries(ctx, countingRules), code, on)
  if (!entry) throw refuse.unknownRule({ rule: code, on })
  return {
    code,
    label: entry.label,
    firstDay: entry.more.first_day === 'same' ? 'same' : 'next',
    closesAt: /^\d\d:\d\d$/.test(entry.more.closes_at ?? '') ? (entry.more.closes_at ?? null) : null,
    endOnDayOff: entry.more.end_on_day_off === 'keep' ? 'keep' : 'next-working',
    source: entry.source,
  }
}

/** The plan of reminders on a day. */
export async function reminderSteps(ctx: Ctx, on: PlainDate): Promise<ReminderStep[]> {
  const entries = (await codeEntries(ctx, reminderPlan)).filter((e) => entryOn([e], e.code, on))
  return entries.flatMap((e) => {
    const offset = Number(e.more.offset)
    const every = Number(e.more.every)
    const to = (e.more.to ?? '').split(' ').filter((t): t is 'owner' | 'superior' => t === 'owner' || t === 'superior')
    return Number.isInteger(offset)
      ? [{ code: e.code, offset, every: Number.isInteger(every) && every > 0 ? every : null, to }]
      : []
  })
}

/** The answer of the rules, their complaints as refusals. @throws Refusal `kernel.beyondCalendar`, `kernel.monthsAfterDays`. */
export function computeDeadline(input: DeadlineInput, rule: CountingRule, calendar: WorkCalendar): DeadlineAnswer {
  try {
    return deadline(input, rule, calendar)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    if (error.message === 'months after days') throw refuse.monthsAfterDays()
    throw refuse.beyondCalendar({ from: calendarFrom, until: addDays(calendarUntil, -1) })
  }
}
