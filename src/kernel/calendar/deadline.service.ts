import { sql } from 'kysely'
import type { Ctx } from '../context.ts'
import type { PlainDate } from '../dates.ts'
import { refuse as kernelRefuse } from '../errors.ts'
import type { Permission } from '../permissions.ts'
import {
  asDated,
  calendarWith,
  computeDeadline,
  countingRule,
  type EnteredDay,
  enteredDays,
  workCalendar,
} from './calendar.service.ts'
import type { WorkCalendar } from './calendar.rules.ts'
import { type DeadlineAnswer, type Extension, type Pause, type Term } from './deadline.rules.ts'
import { refuse } from './deadline.refusals.ts'

/** A deadline of a record, with how it came to be. */
export interface StoredDeadline {
  id: string
  ownerRelation: string
  ownerId: string
  purpose: string
  label: string
  link: string
  rule: string
  start: PlainDate
  time: string | null
  term: Term
  pauses: Pause[]
  extensions: Extension[]
  due: PlainDate | null
  state: 'open' | 'met' | 'cancelled'
  closedOn: PlainDate | null
  calendarVersion: string
  explanation: DeadlineAnswer
  owners: string[]
  superiorPermission: string | null
  openedOn: PlainDate
}

const columns = sql`d.id, d.owner_relation AS "ownerRelation", d.owner_id AS "ownerId", d.purpose, d.label, d.link, d.rule, d.start_on AS start, d.start_time AS time,
  d.term, d.pauses, d.extensions, d.due, d.state, d.closed_on AS "closedOn", d.calendar_version AS "calendarVersion", d.explanation, d.owners,
  d.superior_permission AS "superiorPermission", d.opened_on AS "openedOn"`

/**
 * Whoever computes an end and stores it must not miss a holiday entered meanwhile: entering takes this lock alone, computing shares it.
 */
async function holdCalendar(ctx: Ctx, alone = false): Promise<void> {
  await (alone ? sql`SELECT pg_advisory_xact_lock(318)` : sql`SELECT pg_advisory_xact_lock_shared(318)`).execute(ctx.db)
}

export interface OpenDeadline {
  owner: { relation: string; id: string; purpose: string }
  label: string
  /** Page that shows the record. */
  link: string
  /** Where the record lies, for the reach of who may see it. */
  unitId?: string | null
  personId?: string | null
  read: Permission[]
  write: Permission[]
  /** Code of a counting rule. */
  rule: string
  start: PlainDate
  time?: string | null
  term: Term
  /** Accounts that are reminded, and who is reminded with them when it is late: all who hold this permission. */
  owners: string[]
  superior?: Permission | null
}

/**
 * Opens a deadline of a record, computed by the calendar of this moment, in the caller's transaction.
 *
 * @example await openDeadline(ctx, { owner: { relation: 'club.bill', id, purpose: 'pay' }, label: 'Bill 7', link: '/bills/7', rule: 'DAN-SU',
 *   start: ctx.today(), term: { amount: 10, unit: 'working' }, read: [can.readBill], write: [can.pay], owners: [ctx.actor.id] })
 * @throws Refusal `kernel.unknownRule`, `kernel.beyondCalendar`.
 */
export async function openDeadline(ctx: Ctx, d: OpenDeadline): Promise<StoredDeadline> {
  await holdCalendar(ctx)
  const rule = await countingRule(ctx, d.rule, d.start)
  const input = { start: d.start, time: d.time ?? null, term: d.term, pauses: [], extensions: [] }
  const answer = computeDeadline(input, rule, await workCalendar(ctx))
  const id = ctx.newId()
  await sql`
    INSERT INTO kernel.deadline (id, owner_relation, owner_id, purpose, label, link, unit_id, person_id, read_permissions, write_permissions, rule, start_on,
      start_time, term, due, state, calendar_version, explanation, owners, superior_permission, opened_on)
    VALUES (${id}::uuid, ${d.owner.relation}, ${d.owner.id}, ${d.owner.purpose}, ${d.label}, ${d.link}, ${d.unitId ?? null}::uuid, ${d.personId ?? null}::uuid,
      ${d.read.map((p) => p.id)}::text[], ${d.write.map((p) => p.id)}::text[], ${d.rule}, ${d.start}, ${d.time ?? null}, ${JSON.stringify(d.term)}::jsonb,
      ${answer.due}, 'open', ${answer.calendarVersion}, ${JSON.stringify(answer)}::jsonb, ${d.owners}::text[], ${d.superior?.id ?? null}, ${ctx.today()})`.execute(
    ctx.db,
  )
  return getDeadline(ctx, id)
}

/** @throws Refusal `kernel.notFound` when there is none within the actor's reach. */
export async function getDeadline(ctx: Ctx, id: string, lock = false): Promise<StoredDeadline> {
  const { rows } =
    await sql<StoredDeadline>`SELECT ${columns} FROM kernel.deadline d WHERE d.id = ${id}::uuid ${lock ? sql`FOR UPDATE` : sql``}`.execute(
      ctx.db,
    )
  const found = rows[0]
  if (!found) throw kernelRefuse.notFound({ what: 'deadline' })
  return found
}

/** The deadlines of records, open and closed, by due day. */
export async function deadlinesOf(ctx: Ctx, relation: string, ids: string[]): Promise<StoredDeadline[]> {
  const { rows } = await sql<StoredDeadline>`SELECT ${columns} FROM kernel.deadline d
    WHERE d.owner_relation = ${relation} AND d.owner_id = ANY (${ids}::text[]) ORDER BY d.due NULLS LAST, d.id`.execute(ctx.db)
  return rows
}

/** The clock stands still from a day. @throws Refusal `kernel.deadlineClosed`, `kernel.deadlinePaused`, `kernel.pauseBeforeStart`. */
export function pauseDeadline(ctx: Ctx, id: string, input: { from: PlainDate; reason: string }): Promise<StoredDeadline> {
  return change(ctx, id, (d) => {
    const open = d.pauses.find((p) => p.until === null)
    if (open) throw refuse.deadlinePaused({ from: open.from })
    if (input.from < d.start) throw refuse.pauseBeforeStart({ from: d.start })
    const later = d.pauses.find((p) => p.until !== null && p.until > input.from)
    if (later) throw refuse.pausesOverlap({ until: later.until ?? '' })
    return { pauses: [...d.pauses, { from: input.from, until: null, reason: input.reason }] }
  })
}

/** The clock goes on from a day: it is the first that may count again. @throws Refusal `kernel.deadlineNotPaused`, `kernel.resumeBeforePause`. */
export function resumeDeadline(ctx: Ctx, id: string, input: { on: PlainDate }): Promise<StoredDeadline> {
  return change(ctx, id, (d) => {
    const open = d.pauses.find((p) => p.until === null)
    if (!open) throw refuse.deadlineNotPaused()
    if (input.on <= open.from) throw refuse.resumeBeforePause({ from: open.from })
    return { pauses: d.pauses.map((p) => (p === open ? { ...p, until: input.on } : p)) }
  })
}

/** More time. @throws Refusal `kernel.deadlineClosed`, `kernel.monthsAfterDays`. */
export function extendDeadline(ctx: Ctx, id: string, extension: Extension): Promise<StoredDeadline> {
  return change(ctx, id, (d) => ({ extensions: [...d.extensions, extension] }))
}

/** Done, or no longer needed. @throws Refusal `kernel.deadlineClosed`. */
export async function closeDeadline(ctx: Ctx, id: string, input: { on: PlainDate; as: 'met' | 'cancelled' }): Promise<void> {
  const d = await getDeadline(ctx, id, true)
  if (d.state !== 'open') throw refuse.deadlineClosed()
  await sql`UPDATE kernel.deadline SET state = ${input.as}, closed_on = ${input.on} WHERE id = ${id}::uuid`.execute(ctx.db)
}

/** Closes what is open of a record. */
export async function closeDeadlinesOf(
  ctx: Ctx,
  relation: string,
  ownerId: string,
  input: { on: PlainDate; as: 'met' | 'cancelled' },
): Promise<void> {
  for (const d of await deadlinesOf(ctx, relation, [ownerId])) if (d.state === 'open') await closeDeadline(ctx, d.id, input)
}

async function change(
  ctx: Ctx,
  id: string,
  decide: (d: StoredDeadline) => Partial<Pick<StoredDeadline, 'pauses' | 'extensions'>>,
): Promise<StoredDeadline> {
  await holdCalendar(ctx)
  const d = await getDeadline(ctx, id, true)
  if (d.state !== 'open') throw refuse.deadlineClosed()
  const next = { ...d, ...decide(d) }
  const answer = computeDeadline(next, await countingRule(ctx, d.rule, d.start), await workCalendar(ctx))
  await store(ctx, next, answer)
  return getDeadline(ctx, id)
}

async function store(ctx: Ctx, d: StoredDeadline, answer: DeadlineAnswer): Promise<void> {
  const result =
    await sql`UPDATE kernel.deadline SET pauses = ${JSON.stringify(d.pauses)}::jsonb, extensions = ${JSON.stringify(d.extensions)}::jsonb,
    due = ${answer.due}, calendar_version = ${answer.calendarVersion}, explanation = ${JSON.stringify(answer)}::jsonb WHERE id = ${d.id}::uuid`.execute(
      ctx.db,
    )
  if (result.numAffectedRows === 0n) throw kernelRefuse.notFound({ what: 'deadline' })
}

/** A deadline that another calendar moves. */
export interface MovedDeadline {
  id: string
  label: string
  link: string
  from: PlainDate | null
  to: PlainDate | null
  /** Accounts that are reminded of it. */
  owners: string[]
}

export interface Moves {
  moved: MovedDeadline[]
  unmoved: number
}

/** What a calendar does to every open deadline; with `apply`, it is done, all in this transaction. */
async function recompute(ctx: Ctx, calendar: WorkCalendar, apply: boolean): Promise<Moves> {
  const { rows } =
    await sql<StoredDeadline>`SELECT ${columns} FROM kernel.deadline d WHERE d.state = 'open' ORDER BY d.due NULLS LAST, d.id
    ${apply ? sql`FOR UPDATE` : sql``}`.execute(ctx.db)
  const moved: MovedDeadline[] = []
  for (const d of rows) {
    const answer = computeDeadline(d, await countingRule(ctx, d.rule, d.start), calendar)
    if (answer.due !== d.due)
      moved.push({ id: d.id, label: d.label, link: d.link, from: d.due, to: answer.due, owners: d.owners })
    if (apply && answer.calendarVersion !== d.calendarVersion) await store(ctx, d, answer)
  }
  return { moved, unmoved: rows.length - moved.length }
}

/** A day to be entered. */
export interface DayInput {
  day: PlainDate
  kind: 'off' | 'work'
  holiday: string | null
  label: string
  source: string
}

async function withDays(ctx: Ctx, days: readonly DayInput[], without?: string): Promise<WorkCalendar> {
  const standing = (await enteredDays(ctx)).filter((d) => d.id !== without)
  for (const { day } of days) {
    const taken = standing.find((s) => s.day === day)
    if (taken) throw refuse.calendarDayTaken({ day, label: taken.label })
  }
  const twice = days.find((d, i) => days.findIndex((e) => e.day === d.day) !== i)
  if (twice) throw refuse.calendarDayTaken({ day: twice.day, label: twice.label })
  return calendarWith([...standing, ...days].map(asDated).sort((a, b) => (a.day < b.day ? -1 : 1)))
}

/** A rehearsal: which open deadlines would move if these days were entered. Writes nothing. */
export async function rehearseDays(ctx: Ctx, days: readonly DayInput[]): Promise<Moves> {
  return recompute(ctx, await withDays(ctx, days), false)
}

/**
 * Enters newly announced days and recomputes every open deadline, all or nothing.
 *
 * @throws Refusal `kernel.calendarDayTaken`.
 */
export async function enterDays(ctx: Ctx, days: readonly DayInput[]): Promise<Moves> {
  await holdCalendar(ctx, true)
  const calendar = await withDays(ctx, days)
  for (const d of days)
    await sql`INSERT INTO kernel.calendar_day (id, day, kind, holiday, label, source, entered_by_name, entered_at)
      VALUES (${ctx.newId()}::uuid, ${d.day}, ${d.kind}, ${d.holiday}, ${d.label}, ${d.source}, ${ctx.actor.name}, ${ctx.now()}::timestamptz)`.execute(
      ctx.db,
    )
  return recompute(ctx, calendar, true)
}

/** What taking an entered day back would move. */
export async function rehearseWithdrawal(ctx: Ctx, id: string): Promise<Moves> {
  await standingDay(ctx, id)
  return recompute(ctx, await withDays(ctx, [], id), false)
}

/** Takes an entered day back and recomputes every open deadline. @throws Refusal `kernel.notFound`. */
export async function withdrawDay(ctx: Ctx, id: string): Promise<Moves> {
  await holdCalendar(ctx, true)
  await standingDay(ctx, id)
  const calendar = await withDays(ctx, [], id)
  await sql`UPDATE kernel.calendar_day SET withdrawn_at = ${ctx.now()}::timestamptz WHERE id = ${id}::uuid`.execute(ctx.db)
  return recompute(ctx, calendar, true)
}

async function standingDay(ctx: Ctx, id: string): Promise<EnteredDay> {
  const found = (await enteredDays(ctx)).find((d) => d.id === id)
  if (!found) throw kernelRefuse.notFound({ what: 'day' })
  return found
}
