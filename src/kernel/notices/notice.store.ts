import { type Kysely, sql } from 'kysely'
import type { DB } from '../db.types.ts'
import type { Language } from '../words.ts'
import type { MailChoice, QuietSettings } from './notice.rules.ts'

/** What is to be mailed, read past the policies: the sender serves everybody. */
export interface WaitingNotice {
  id: string
  kind: string
  params: Record<string, unknown>
  link: string | null
  raisedAt: string
}

export interface MailSetting extends QuietSettings {
  email: string | null
  lang: Language
  choices: Record<string, MailChoice>
}

export async function findMailSetting(db: Kysely<DB>, userId: string): Promise<MailSetting | undefined> {
  const { rows } = await sql<MailSetting>`
    SELECT CASE WHEN u.disabled THEN NULL ELSE s.email END AS email, s.lang, s.quiet_from AS "quietFrom", s.quiet_until AS "quietUntil",
      s.quiet_days_off AS "quietDaysOff", s.digest_hour AS "digestHour", s.choices
    FROM kernel.notice_setting s JOIN auth."user" u ON u.id = s.user_id WHERE s.user_id = ${userId}`.execute(db)
  return rows[0]
}

/** Oldest first; a person away for long gets the newest of them, not a book. */
export async function findWaiting(db: Kysely<DB>, userId: string, most: number): Promise<WaitingNotice[]> {
  const { rows } = await sql<WaitingNotice>`
    SELECT * FROM (SELECT id, kind, params, link, raised_at AS "raisedAt" FROM kernel.notice WHERE user_id = ${userId} AND mail = 'waiting'
      ORDER BY raised_at DESC, id DESC LIMIT ${most}) n ORDER BY "raisedAt", id`.execute(db)
  return rows
}

export async function markMailed(db: Kysely<DB>, ids: string[], at: string | null): Promise<void> {
  await sql`UPDATE kernel.notice SET mail = ${at ? 'sent' : 'none'}, mailed_at = ${at}::timestamptz WHERE id = ANY (${ids}::uuid[])`.execute(
    db,
  )
}

/** Queues the delivery to one person; where one already waits, the earlier moment holds. */
export async function queueDelivery(
  db: Kysely<DB>,
  job: { id: string; name: string; attempts: number; userId: string; asked: string; at: string },
): Promise<void> {
  await sql`INSERT INTO kernel.job (id, name, input, started_by, started_by_name, runs_as, lang, key, state, asked_at, run_at, attempts)
    VALUES (${job.id}::uuid, ${job.name}, ${JSON.stringify({ userId: job.userId })}::jsonb, 'system', 'Hệ thống', 'system', 'vi', ${job.userId}, 'waiting',
      ${job.asked}::timestamptz, ${job.at}::timestamptz, ${job.attempts})
    ON CONFLICT (name, key) WHERE state = 'waiting' DO UPDATE SET run_at = least(kernel.job.run_at, excluded.run_at)`.execute(db)
}
