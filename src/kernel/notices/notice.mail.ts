import { createHash } from 'node:crypto'
import type { Kysely } from 'kysely'
import { z } from 'zod'
import { calendarFrom, calendarUntil } from '../calendar/calendar.rules.ts'
import { workCalendar } from '../calendar/calendar.service.ts'
import type { Kernel } from '../context.ts'
import type { DB } from '../db.types.ts'
import { attemptsOf, defineJob } from '../jobs/job.ts'
import { can } from '../jobs/job.permissions.ts'
import type { Language } from '../words.ts'
import type { Mail } from './mailer.ts'
import { type DayOff, decideMailAt, weekend } from './notice.rules.ts'
import * as store from './notice.store.ts'
import type { WaitingNotice } from './notice.store.ts'
import { sentenceOf } from './sentence.ts'

/** Notices in one e-mail; the rest is counted and read in the platform. */
const most = 50

/** What one delivery did, seen on the board. */
interface Delivery {
  sent: number
  later: number
  notWanted: number
}

/**
 * Delivers by e-mail what waits for one person: now what is due, later what quiet hours or the digest hold back. An e-mail that was taken by
 * the mail server and whose process died at that very moment is sent once more, under the same message number.
 */
export const deliverNotices = defineJob({
  name: 'notices.deliver',
  words: { vi: 'Gửi thông báo qua thư điện tử', en: 'Send notices by e-mail' },
  input: z.object({ userId: z.string() }),
  permission: can.manage,
  runsAs: 'system',
  quiet: true,
  retry: { attempts: 8, firstSeconds: 30, mostSeconds: 3600 },
  run: async ({ kernel, signal }, { userId }): Promise<Delivery> => {
    const { db } = kernel.database
    const now = kernel.now()
    const setting = await store.findMailSetting(db, userId)
    const waiting = await store.findWaiting(db, userId, 1000)
    const dayOff = await daysOff(db)
    const unwanted: string[] = []
    const due: WaitingNotice[] = []
    let next: Date | null = null
    for (const notice of waiting) {
      const choice = setting?.choices[notice.kind] ?? kernel.notices.find((kind) => kind.id === notice.kind)?.mail ?? 'none'
      const at = setting?.email && kernel.mail ? decideMailAt(choice, setting, new Date(notice.raisedAt), dayOff) : null
      if (!at) unwanted.push(notice.id)
      else if (at <= now) due.push(notice)
      else if (!next || at < next) next = at
    }
    await store.markMailed(db, unwanted, null)
    if (due.length > 0 && setting?.email && kernel.mail) {
      signal.throwIfAborted()
      await kernel.mail.send(writeMail(kernel, setting.lang, setting.email, due))
      await store.markMailed(
        db,
        due.map((notice) => notice.id),
        kernel.now().toISOString(),
      )
    }
    if (next) await queueDelivery(kernel, userId, next)
    return { sent: due.length, later: waiting.length - due.length - unwanted.length, notWanted: unwanted.length }
  },
})

/** Days off as the working calendar has them: weekends, holidays, days the department entered. */
async function daysOff(db: Kysely<DB>): Promise<DayOff> {
  const calendar = await workCalendar({ db })
  return (date) => (date >= calendarFrom && date < calendarUntil ? calendar.dayOf(date).off : weekend(date))
}

/** Queues the delivery of what waits for a person, outside of any operation. */
export async function queueDelivery(kernel: Kernel, userId: string, at: Date, db = kernel.database.db): Promise<void> {
  const { name } = deliverNotices
  const asked = kernel.now().toISOString()
  const attempts = attemptsOf(deliverNotices)
  await store.queueDelivery(db, { id: kernel.newId(), name, attempts, userId, asked, at: at.toISOString() })
}

/** One e-mail for one or many notices: sentences and links, nothing else of the record. */
export function writeMail(kernel: Kernel, lang: Language, to: string, notices: WaitingNotice[]): Mail {
  const t = (key: string, params?: Record<string, unknown>) => kernel.translate(lang, `kernel.mail.${key}`, params)
  const shown = notices.slice(-most)
  const lines = shown.map((notice) => ({
    text: sentenceOf(kernel, lang, notice),
    url: notice.link && kernel.publicUrl ? `${kernel.publicUrl}${notice.link}` : null,
  }))
  const more = notices.length > shown.length ? t('more', { count: notices.length - shown.length }) : null
  const why = t('why')
  const subject = `[${t('product')}] ${lines.length === 1 ? (lines[0]?.text ?? '') : t('subject', { count: notices.length })}`
  const text = [
    ...lines.flatMap(({ text: line, url }) => [`- ${line}`, ...(url ? [`  ${url}`] : [])]),
    ...(more ? ['', more] : []),
    '',
    '--',
    why,
  ].join('\n')
  const html = `<!doctype html><html lang="${lang}"><meta charset="utf-8"><body style="font-family:Arial,sans-serif;font-size:15px;line-height:1.5">
<ul>${lines.map(({ text: line, url }) => `<li>${escape(line)}${url ? `<br><a href="${escape(url)}">${escape(t('open'))}</a>` : ''}</li>`).join('\n')}</ul>
${more ? `<p>${escape(more)}</p>` : ''}<p style="font-size:13px">${escape(why)}</p></body></html>`
  const number = createHash('sha256')
    .update(notices.map((notice) => notice.id).join(' '))
    .digest('hex')
    .slice(0, 32)
  return {
    to,
    subject: subject.slice(0, 300),
    text,
    html,
    messageId: `<${number}@${kernel.publicUrl ? new URL(kernel.publicUrl).hostname : 'noivu.local'}>`,
  }
}

function escape(text: string): string {
  const signs: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
  return text.replace(/[&<>"']/g, (sign) => signs[sign] ?? sign)
}
