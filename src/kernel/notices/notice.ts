import { type Kysely, sql } from 'kysely'
import { type Ctx, type Kernel, newId } from '../context.ts'
import type { DB } from '../db.types.ts'
import type { Permission } from '../permissions.ts'
import { startJob } from '../jobs/job.ts'
import { deliverNotices } from './notice.mail.ts'
import type { MailChoice } from './notice.rules.ts'

/**
 * A kind of notice. Its words stand in the domain's words file: the sentence under `told.<name>`, what the kind is called under
 * `toldKinds.<name>`. Made by `defineNotices`.
 */
export interface NoticeKind {
  /** `domain.name`. */
  readonly id: string
  /** By e-mail unless the reader chose otherwise. */
  readonly mail: MailChoice
}

/**
 * Declares the kinds of notices a domain raises; listed in `defineDomain({ notices: Object.values(told) })`.
 *
 * @example const told = defineNotices('club', { memberAdmitted: 'digest' })
 *          await notify(ctx, { to: [userId], kind: told.memberAdmitted, params: { name }, link: `/club/members/${id}` })
 */
export function defineNotices<const T extends Record<string, MailChoice>>(
  domain: string,
  kinds: T,
): { readonly [K in keyof T]: NoticeKind } {
  return Object.fromEntries(Object.entries(kinds).map(([name, mail]) => [name, { id: `${domain}.${name}`, mail }])) as {
    readonly [K in keyof T]: NoticeKind
  }
}

export interface Notice {
  /** Accounts to be told; the one that acts is told only when `evenSelf`. */
  to: readonly string[]
  kind: NoticeKind
  /** What the sentence names: texts, numbers, or both languages of a title. Nothing personal beyond need: it may go by e-mail. */
  params?: Record<string, string | number | { vi: string; en: string }>
  /** Where to look, inside the platform. */
  link?: string | null
  evenSelf?: boolean
}

/** Tells people something, in the transaction of `ctx`: at once in the platform, and by e-mail as each of them wishes. */
export async function notify(ctx: Ctx, notice: Notice): Promise<void> {
  const to = [...new Set(notice.to)].filter((id) => id !== 'system' && (notice.evenSelf || id !== ctx.actor.id))
  const mailed = await insertNotices(ctx.kernel, ctx.db, { ...notice, to, by: ctx.actor.id, at: ctx.now() })
  for (const userId of mailed) await startJob(ctx, deliverNotices, { userId }, { key: userId })
}

/** Accounts that hold a permission today, at any reach: who is to be told of what waits for them. */
export async function holdersOf(ctx: Ctx, permission: Permission): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`SELECT kernel.holders_of(${permission.id}, ${ctx.today()}::date) AS id`.execute(
    ctx.db,
  )
  return rows.map((row) => row.id)
}

/** Writes the notices; gives the accounts for which an e-mail is to be made. */
export async function insertNotices(
  kernel: Kernel,
  db: Kysely<DB>,
  notice: Omit<Notice, 'evenSelf'> & { by: string; at: string; silent?: boolean },
): Promise<string[]> {
  if (notice.to.length === 0) return []
  const wanting =
    kernel.mail && !notice.silent
      ? (await sql<{ id: string }>`SELECT kernel.wanting_mail(${[...notice.to]}::text[]) AS id`.execute(db)).rows.map(
          (row) => row.id,
        )
      : []
  const rows = notice.to.map((userId) => ({ id: newId(), user: userId, mail: wanting.includes(userId) ? 'waiting' : 'none' }))
  await sql`
    INSERT INTO kernel.notice (id, user_id, kind, params, link, raised_by, raised_at, mail)
    SELECT r.id, r."user", ${notice.kind.id}, ${JSON.stringify(notice.params ?? {})}::jsonb, ${notice.link ?? null}, ${notice.by}, ${notice.at}::timestamptz, r.mail
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(id uuid, "user" text, mail text)`.execute(db)
  return wanting
}
