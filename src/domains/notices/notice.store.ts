import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { DB } from '#kernel/db.types.ts'
import type { NoticeRow, NoticeSetting } from './notice.contract.ts'

export type StoredNotice = Omit<NoticeRow, 'text' | 'kindTitle'> & { params: Record<string, unknown> }

/** The actor's own notices. */
export function noticeRows(): RawBuilder<unknown> {
  return sql`SELECT n.id, n.kind, n.params, n.link, n.raised_at AS "raisedAt", CASE WHEN n.read_at IS NULL THEN 'unread' ELSE 'read' END AS state, n.mail
    FROM kernel.notice n WHERE n.user_id = current_setting('noivu.actor', true)`
}

export async function countUnread(db: Kysely<DB>, userId: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    SELECT count(*)::int AS n FROM (SELECT FROM kernel.notice WHERE user_id = ${userId} AND read_at IS NULL LIMIT 100) u`.execute(
    db,
  )
  return rows[0]?.n ?? 0
}

export async function updateRead(db: Kysely<DB>, ids: string[] | null, at: string | null): Promise<number> {
  const result = await sql`
    UPDATE kernel.notice SET read_at = ${at}::timestamptz
    WHERE ${ids ? sql`id = ANY (${ids}::uuid[])` : sql`true`} AND (read_at IS NULL) = ${at !== null}::boolean`.execute(db)
  return Number(result.numAffectedRows)
}

export async function findSetting(db: Kysely<DB>, userId: string): Promise<NoticeSetting | undefined> {
  const { rows } = await sql<NoticeSetting>`
    SELECT email, lang, quiet_from AS "quietFrom", quiet_until AS "quietUntil", quiet_days_off AS "quietDaysOff", digest_hour AS "digestHour", choices
    FROM kernel.notice_setting WHERE user_id = ${userId}`.execute(db)
  return rows[0]
}

export async function upsertSetting(db: Kysely<DB>, userId: string, s: NoticeSetting): Promise<void> {
  await sql`
    INSERT INTO kernel.notice_setting (user_id, email, lang, quiet_from, quiet_until, quiet_days_off, digest_hour, choices)
    VALUES (${userId}, ${s.email}, ${s.lang}, ${s.quietFrom}, ${s.quietUntil}, ${s.quietDaysOff}, ${s.digestHour}, ${JSON.stringify(s.choices)}::jsonb)
    ON CONFLICT (user_id) DO UPDATE SET email = excluded.email, lang = excluded.lang, quiet_from = excluded.quiet_from, quiet_until = excluded.quiet_until,
      quiet_days_off = excluded.quiet_days_off, digest_hour = excluded.digest_hour, choices = excluded.choices`.execute(db)
}
