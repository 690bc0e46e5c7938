import type { Ctx } from '#kernel/context.ts'
import type { Choice } from '#kernel/contract.ts'
import { startJob } from '#kernel/jobs/job.ts'
import { listPage, type ListSource } from '#kernel/list.ts'
import type { ListInput } from '#kernel/lists.ts'
import { deliverNotices } from '#kernel/notices/notice.mail.ts'
import { notify } from '#kernel/notices/notice.ts'
import { usualQuiet } from '#kernel/notices/notice.rules.ts'
import { sentenceOf, titleOf } from '#kernel/notices/sentence.ts'
import { fold } from '#kernel/text.ts'
import { noticeList, type NoticeRow, type NoticeSetting } from './notice.contract.ts'
import * as store from './notice.store.ts'
import { refuse } from './notices.refusals.ts'
import { told } from './notices.told.ts'

const source: ListSource = { shape: noticeList, rows: store.noticeRows }

const both = (say: (lang: 'vi' | 'en') => string) => ({ vi: say('vi'), en: say('en') })

export async function listNotices(ctx: Ctx, input: ListInput) {
  const { rows, ...rest } = await listPage<store.StoredNotice>(ctx, source, input)
  return {
    ...rest,
    rows: rows.map(({ params, ...row }): NoticeRow => ({
      ...row,
      kindTitle: both((lang) => titleOf(ctx.kernel, lang, row.kind)),
      text: both((lang) => sentenceOf(ctx.kernel, lang, { kind: row.kind, params })),
    })),
  }
}

export async function countUnread(ctx: Ctx): Promise<{ unread: number }> {
  return { unread: await store.countUnread(ctx.db, ctx.actor.id) }
}

export function pickKind(ctx: Ctx, search: string): Choice[] {
  const words = fold(search).split(' ').filter(Boolean)
  return ctx.kernel.notices
    .map(({ id }) => ({ id, label: titleOf(ctx.kernel, ctx.lang, id) }))
    .filter(({ label }) => words.every((word) => fold(label).includes(word)))
    .sort((a, b) => a.label.localeCompare(b.label, ctx.lang))
    .slice(0, 50)
}

/** Others' notices are out of reach: naming one marks nothing. */
export async function markRead(ctx: Ctx, input: { ids: string[]; read: boolean }): Promise<void> {
  await store.updateRead(ctx.db, input.ids, input.read ? ctx.now() : null)
}

export async function markAllRead(ctx: Ctx): Promise<{ marked: number }> {
  return { marked: await store.updateRead(ctx.db, null, ctx.now()) }
}

/** What the person chose, or what is usual. */
export async function getSetting(ctx: Ctx) {
  const known = await store.findSetting(ctx.db, ctx.actor.id)
  const setting: NoticeSetting = known ?? { email: null, lang: ctx.lang, ...usualQuiet, choices: {} }
  const kinds = ctx.kernel.notices.map(({ id, mail }) => ({
    id,
    title: both((lang) => titleOf(ctx.kernel, lang, id)),
    usual: mail,
  }))
  return { ...setting, mailOn: ctx.kernel.mail !== null, kinds }
}

export async function saveSetting(ctx: Ctx, input: NoticeSetting): Promise<void> {
  const known = new Set(ctx.kernel.notices.map((kind) => kind.id))
  const choices = Object.fromEntries(Object.entries(input.choices).filter(([kind]) => known.has(kind)))
  await store.upsertSetting(ctx.db, ctx.actor.id, { ...input, choices })
  // What already waits goes by the new choice.
  if (ctx.kernel.mail) await startJob(ctx, deliverNotices, { userId: ctx.actor.id }, { key: ctx.actor.id })
}

/** @throws Refusal `notices.mailOff`, `notices.noAddress`. */
export async function sendTest(ctx: Ctx): Promise<void> {
  if (!ctx.kernel.mail) throw refuse.mailOff()
  if (!(await store.findSetting(ctx.db, ctx.actor.id))?.email) throw refuse.noAddress()
  await notify(ctx, { to: [ctx.actor.id], kind: told.test, link: '/thong-bao/cach-nhan', evenSelf: true })
}
