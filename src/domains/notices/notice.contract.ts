import { z } from 'zod'
import { Choice, Done, Id, operation } from '#kernel/contract.ts'
import { listInput, type ListShape, page } from '#kernel/lists.ts'
import { mailChoices } from '#kernel/notices/notice.rules.ts'
import { can } from './notices.permissions.ts'

/** One's own notices, newest first. */
export const noticeList: ListShape = {
  id: 'notices',
  title: 'notices.notices',
  columns: [
    { key: 'text', title: 'notices.text', type: 'text', shown: true, width: 520 },
    { key: 'kindTitle', title: 'notices.kind', type: 'text', shown: true, width: 220 },
    { key: 'raisedAt', title: 'notices.raisedAt', type: 'text', sortable: true, shown: true, width: 150 },
    { key: 'state', title: 'notices.state', type: 'text', words: 'notices.states', shown: true, width: 120 },
    { key: 'mail', title: 'notices.mail', type: 'text', words: 'notices.mails', shown: false, width: 140 },
  ],
  filters: [
    {
      key: 'state',
      title: 'notices.state',
      choices: ['unread', 'read'].map((value) => ({ value, title: `notices.states.${value}` })),
    },
    { key: 'kind', title: 'notices.kind', picker: 'notices.pickKind' },
  ],
  defaultSort: '-raisedAt',
  searchable: false,
}

const Bilingual = z.object({ vi: z.string(), en: z.string() })

export const NoticeRow = z.object({
  id: Id,
  kind: z.string(),
  kindTitle: Bilingual,
  text: Bilingual,
  link: z.string().nullable(),
  raisedAt: z.string(),
  state: z.enum(['unread', 'read']),
  mail: z.enum(['none', 'waiting', 'sent']),
})
export type NoticeRow = z.infer<typeof NoticeRow>

const Time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)
const MailChoice = z.enum(mailChoices)
/** Plain ASCII and one sign @: what every mail server takes, and nothing that could begin a second header or address. */
const Address = z
  .string()
  .trim()
  .max(254)
  .regex(/^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$/)

export const NoticeSetting = z.object({
  email: Address.nullable().default(null),
  lang: z.enum(['vi', 'en']).default('vi'),
  quietFrom: Time,
  quietUntil: Time,
  quietDaysOff: z.boolean(),
  digestHour: z.coerce.number().int().min(0).max(23),
  /** By kind; a kind left out keeps what is usual. */
  choices: z.record(z.string().max(100), MailChoice),
})
export type NoticeSetting = z.infer<typeof NoticeSetting>

const tags = ['notices']

export const noticeContract = {
  listNotices: operation(can.readOwn)
    .route({ method: 'GET', path: '/notices', summary: 'Own notices, newest first', tags })
    .input(listInput(noticeList))
    .output(page(NoticeRow)),
  countUnread: operation(can.readOwn)
    .route({ method: 'GET', path: '/notices/unread', summary: 'How many own notices are unread; counting stops at 100', tags })
    .output(z.object({ unread: z.number().int() })),
  pickKind: operation(can.readOwn)
    .route({ method: 'GET', path: '/notices/kinds', summary: 'Kinds of notices, by their words', tags })
    .input(z.object({ search: z.string().max(200).default('') }))
    .output(z.array(Choice)),
  markRead: operation(can.readOwn)
    .route({ method: 'POST', path: '/notices/read', summary: 'Mark own notices as read, or as unread again', tags })
    .input(z.object({ ids: z.array(Id).min(1).max(500), read: z.boolean().default(true) }))
    .output(Done),
  markAllRead: operation(can.readOwn)
    .route({ method: 'POST', path: '/notices/read-all', summary: 'Mark all own notices as read', tags })
    .output(z.object({ marked: z.number().int() })),
  getSetting: operation(can.setOwn)
    .route({
      method: 'GET',
      path: '/notices/setting',
      summary: 'How one is told by e-mail, and whether e-mail is set up at all',
      tags,
    })
    .output(
      NoticeSetting.extend({
        mailOn: z.boolean(),
        kinds: z.array(z.object({ id: z.string(), title: Bilingual, usual: MailChoice })),
      }),
    ),
  saveSetting: operation(can.setOwn)
    .route({ method: 'POST', path: '/notices/setting', summary: 'Choose how to be told by e-mail', tags })
    .input(NoticeSetting)
    .output(Done),
  sendTest: operation(can.setOwn)
    .route({ method: 'POST', path: '/notices/test', summary: 'Send oneself a notice for trial, by e-mail too', tags })
    .output(Done),
}
