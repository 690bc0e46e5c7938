import { sql, type Kysely, type RawBuilder } from 'kysely'
import { countingRules as countingRuleList, pauseReasons, reminderPlan } from '#kernel/calendar/calendar.lists.ts'
import { calendarFrom, calendarUntil, type DayInfo, weekday } from '#kernel/calendar/calendar.rules.ts'
import { computeDeadline as compute, countingRule, enteredDays, workCalendar } from '#kernel/calendar/calendar.service.ts'
import type { DeadlineAnswer, DeadlineInput } from '#kernel/calendar/deadline.rules.ts'
import {
  type DayInput,
  enterDays as enter,
  getDeadline as findDeadline,
  rehearseDays as rehearse,
  withdrawDay as withdraw,
} from '#kernel/calendar/deadline.service.ts'
import { toLunar } from '#kernel/calendar/lunar.rules.ts'
import { sendReminders as send } from '#kernel/calendar/reminder.service.ts'
import { entriesOn } from '#kernel/codelist/codelist.rules.ts'
import { codeEntries } from '#kernel/codelist/codelist.service.ts'
import type { HistoryEvent } from '#kernel/contract.ts'
import type { Ctx } from '#kernel/context.ts'
import { addDays, daysBetween } from '#kernel/dates.ts'
import type { DB } from '#kernel/db.types.ts'
import { historyOf } from '#kernel/history.ts'
import { listPage, type ListSource } from '#kernel/list.ts'
import { type ExportQuestion, exportList } from '#kernel/list-export.ts'
import type { ListInput } from '#kernel/lists.ts'
import { sourceTitle } from '#kernel/sources.ts'
import { tellMoved } from './calendar.told.ts'
import {
  type CalendarYear,
  type Deadline,
  deadlineList,
  type DeadlineRow,
  type Moves,
  type SpecialDay,
} from './calendar.contract.ts'
import { refuse } from './calendar.refusals.ts'

/** Days of a year that are no ordinary ones, with sources and lunar dates. */
export async function getYear(ctx: Ctx, year: number): Promise<CalendarYear> {
  const calendar = await workCalendar(ctx)
  const entered = new Map((await enteredDays(ctx)).map((d) => [d.day, d.id]))
  const special: SpecialDay[] = []
  let workingDays = 0
  for (let day = `${year}-01-01`; day <= `${year}-12-31`; day = addDays(day, 1)) {
    const info = calendar.dayOf(day)
    if (!info.off) workingDays += 1
    if (isSpecial(info)) {
      const lunar = toLunar(day)
      special.push({
        day,
        off: info.off,
        kind: info.kind,
        label: info.label,
        source: info.source,
        sourceTitle: sourceTitle(info.source),
        expected: info.expected,
        certainty: info.certainty,
        lunar: `${lunar.day}/${lunar.month}`,
        enteredId: entered.get(day) ?? null,
      })
    }
  }
  const weekly = [1, 2, 3, 4, 5, 6, 7].filter((n) => {
    const first = addDays(`${year}-01-01`, (n - weekday(`${year}-01-01`) + 7) % 7)
    return [first, addDays(first, 70)].some((day) => calendar.dayOf(day).kind === 'weekly')
  })
  return { year, expected: special.some((d) => d.expected), workingDays, special, weekly }
}

type NamedDay = DayInfo & { kind: SpecialDay['kind']; label: { vi: string; en: string }; source: string }
function isSpecial(info: DayInfo): info is NamedDay {
  return info.kind !== 'work' && info.kind !== 'weekly' && info.label !== null && info.source !== null
}

export async function countingChoices(ctx: Ctx, on: string) {
  const rules = entriesOn(await codeEntries(ctx, countingRuleList), on)
  const reasons = entriesOn(await codeEntries(ctx, pauseReasons), on)
  return {
    rules: rules.map((r) => ({
      code: r.code,
      label: r.label,
      closesAt: r.more.closes_at || null,
      source: sourceTitle(r.source),
    })),
    pauseReasons: reasons.map((r) => ({ code: r.code, label: r.label, source: sourceTitle(r.source) })),
  }
}

/** When a term ends. @throws Refusal `kernel.unknownRule`, `kernel.beyondCalendar`, `kernel.monthsAfterDays`. */
export async function computeDeadline(ctx: Ctx, input: DeadlineInput & { rule: string }): Promise<DeadlineAnswer> {
  return readable(compute(input, await countingRule(ctx, input.rule, input.start), await workCalendar(ctx)))
}

/** Sources as people cite them: number and title instead of the key. */
function readable(answer: DeadlineAnswer): DeadlineAnswer {
  return {
    ...answer,
    rule: { ...answer.rule, source: sourceTitle(answer.rule.source) },
    runs: answer.runs.map((run) => ({ ...run, source: run.source === null ? null : sourceTitle(run.source) })),
  }
}

function deadlineRows(_db: Kysely<DB>, asOf: string): RawBuilder<unknown> {
  return sql`SELECT d.id, d.label, d.link, d.due, d.start_on AS start, d.closed_on AS "closedOn", d.search_name,
    CASE WHEN d.state = 'cancelled' THEN 'cancelled' WHEN d.state = 'met' AND d.due IS NOT NULL AND d.closed_on > d.due THEN 'met-late' WHEN d.state = 'met' THEN 'met'
      WHEN d.due IS NULL THEN 'paused' WHEN d.due < ${asOf}::date THEN 'late' WHEN d.due <= ${asOf}::date + 7 THEN 'soon' ELSE 'open' END AS standing
    FROM kernel.deadline d WHERE d.opened_on <= ${asOf}::date`
}

const deadlineSource: ListSource = { shape: deadlineList, rows: deadlineRows, searchColumn: 'search_name' }

export function listDeadlines(ctx: Ctx, input: ListInput) {
  return listPage<DeadlineRow>(ctx, deadlineSource, input)
}

export function exportDeadlines(ctx: Ctx, input: Omit<ListInput, 'limit'> & ExportQuestion): Promise<File> {
  return exportList(ctx, deadlineSource, input)
}

/** @throws Refusal `kernel.notFound`. */
export async function getDeadline(ctx: Ctx, id: string): Promise<Deadline> {
  const found = await findDeadline(ctx, id)
  const { rows } =
    await sql<DeadlineRow>`SELECT l.id, l.label, l.link, l.due, l.start, l."closedOn", l.standing FROM (${deadlineRows(ctx.db, ctx.today())}) l WHERE l.id = ${id}::uuid`.execute(
      ctx.db,
    )
  const reminders = await sql<{ step: string; plannedOn: string; sentOn: string }>`
    SELECT step, planned_on AS "plannedOn", sent_on AS "sentOn" FROM kernel.deadline_reminder WHERE deadline_id = ${id}::uuid ORDER BY planned_on, id`.execute(
    ctx.db,
  )
  const plan = await codeEntries(ctx, reminderPlan)
  const row = rows[0] ?? {
    id,
    label: found.label,
    link: found.link,
    due: found.due,
    standing: 'open' as const,
    start: found.start,
    closedOn: found.closedOn,
  }
  return {
    ...row,
    term: found.term,
    extensions: found.extensions,
    explanation: readable(found.explanation),
    reminders: reminders.rows.map((r) => ({ ...r, label: plan.find((p) => p.code === r.step)?.label[ctx.lang] ?? r.step })),
  }
}

export async function deadlineHistory(ctx: Ctx, id: string): Promise<HistoryEvent[]> {
  await findDeadline(ctx, id)
  const events = await historyOf(ctx, ['kernel.deadline'], id)
  const brief = (o: Record<string, unknown> | null) =>
    o && Object.fromEntries(Object.entries(o).filter(([key]) => ['due', 'state', 'closed_on', 'label', 'start_on'].includes(key)))
  return events.map((e) => ({ ...e, before: brief(e.before), after: brief(e.after) }))
}

/** Days in one go: a run of days off is announced together. */
interface EnteredInput {
  from: string
  to: string | null
  kind: 'off' | 'work'
  holiday: 'TET' | 'QUOC-KHANH' | null
  label: string
  source: string
}

function daysIn(input: EnteredInput): DayInput[] {
  const to = input.to ?? input.from
  const count = daysBetween(input.from, to) + 1
  if (count < 1) throw refuse.endBeforeStart()
  if (count > 31) throw refuse.tooManyDays({ most: 31 })
  if (input.holiday && input.kind === 'work') throw refuse.holidayWorked()
  if (input.from < calendarFrom || to >= calendarUntil) throw refuse.endBeforeStart()
  return Array.from({ length: count }, (_, i) => ({
    day: addDays(input.from, i),
    kind: input.kind,
    holiday: input.holiday,
    label: input.label.normalize('NFC'),
    source: input.source.normalize('NFC'),
  }))
}

export async function rehearseDays(ctx: Ctx, input: EnteredInput): Promise<Moves> {
  return rehearse(ctx, daysIn(input))
}

export async function enterDays(ctx: Ctx, input: EnteredInput): Promise<Moves> {
  const moves = await enter(ctx, daysIn(input))
  await tellMoved(ctx, moves.moved)
  return moves
}

/** Takes an entered day back. @throws Refusal `kernel.notFound`. */
export async function withdrawDay(ctx: Ctx, id: string): Promise<Moves> {
  const moves = await withdraw(ctx, id)
  await tellMoved(ctx, moves.moved)
  return moves
}

export async function sendReminders(ctx: Ctx): Promise<{ deadlines: number; reminders: number }> {
  const told = await send(ctx)
  return { deadlines: told.length, reminders: told.reduce((n, r) => n + r.steps, 0) }
}
