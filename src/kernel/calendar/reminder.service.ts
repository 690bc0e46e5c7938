import { sql } from 'kysely'
import type { Ctx } from '../context.ts'
import type { PlainDate } from '../dates.ts'
import { reminderSteps, workCalendar } from './calendar.service.ts'
import { plannedReminders } from './reminder.rules.ts'

/** What is told, once per run and deadline, however many steps fell due since the last run. */
export interface DeadlineReminder {
  deadlineId: string
  label: string
  link: string
  due: PlainDate
  /** The newest step that is told now, and how many are told with it. */
  step: string
  steps: number
  to: string[]
}

/** The event that carries each {@link DeadlineReminder} to whoever delivers it. */
export const reminderEvent = 'kernel.deadline.reminder'

/**
 * Sends what the plan foresees and was not sent: after any time out of service, each reminder once and none lost. Meant to run each morning;
 * running it again the same day does nothing. A moved due day has reminders of its own.
 */
export async function sendReminders(ctx: Ctx): Promise<DeadlineReminder[]> {
  const today = ctx.today()
  // One run at a time: a second one waits, then finds nothing left.
  await sql`SELECT pg_advisory_xact_lock(320)`.execute(ctx.db)
  const [steps, calendar] = [await reminderSteps(ctx, today), await workCalendar(ctx)]
  const { rows } = await sql<{
    id: string
    label: string
    link: string
    due: PlainDate
    openedOn: PlainDate
    owners: string[]
    superiors: string[] | null
    sent: string[] | null
  }>`
    SELECT d.id, d.label, d.link, d.due, d.opened_on AS "openedOn", d.owners,
      (SELECT array_agg(DISTINCT a.user_id) FROM access.assignment a JOIN access.role_permission p ON p.role = a.role AND p.permission = d.superior_permission
        WHERE a.valid_from <= ${today} AND (a.valid_until IS NULL OR a.valid_until > ${today})) AS superiors,
      (SELECT array_agg(r.step || '/' || r.occurrence) FROM kernel.deadline_reminder r WHERE r.deadline_id = d.id AND r.due = d.due) AS sent
    FROM kernel.deadline d WHERE d.state = 'open' AND d.due IS NOT NULL ORDER BY d.due, d.id`.execute(ctx.db)
  const told: DeadlineReminder[] = []
  for (const d of rows) {
    const sent = new Set(d.sent ?? [])
    const missing = plannedReminders(d.due, steps, calendar, today).filter(
      (p) => p.on >= d.openedOn && !sent.has(`${p.step}/${p.occurrence}`),
    )
    const last = missing.at(-1)
    if (!last) continue
    const recipientsOf = (to: readonly string[]) => [
      ...new Set([...(to.includes('owner') ? d.owners : []), ...(to.includes('superior') ? (d.superiors ?? []) : [])]),
    ]
    for (const p of missing)
      await sql`INSERT INTO kernel.deadline_reminder (id, deadline_id, due, step, occurrence, planned_on, sent_on, recipients)
        VALUES (${ctx.newId()}::uuid, ${d.id}::uuid, ${d.due}, ${p.step}, ${p.occurrence}, ${p.on}, ${today}, ${recipientsOf(p.to)}::text[])`.execute(
        ctx.db,
      )
    const reminder: DeadlineReminder = {
      deadlineId: d.id,
      label: d.label,
      link: d.link,
      due: d.due,
      step: last.step,
      steps: missing.length,
      to: recipientsOf(missing.flatMap((p) => p.to)),
    }
    told.push(reminder)
    await ctx.announce(reminderEvent, reminder)
  }
  return told
}
