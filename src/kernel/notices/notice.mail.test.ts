import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Ctx, type Kernel, systemActor } from '../context.ts'
import type { Database } from '../database.ts'
import { JobWorker } from '../jobs/job.worker.ts'
import { runOperation } from '../operations.ts'
import { definePermissions } from '../permissions.ts'
import { freshDatabase, testKernel } from '../testing.ts'
import { makeMailer, type Mailer } from './mailer.ts'
import { deliverNotices, writeMail } from './notice.mail.ts'
import { defineNotices, notify } from './notice.ts'

const can = definePermissions('club', { admit: { vi: 'Kết nạp', en: 'Admit' } })
const told = defineNotices('club', { admitted: 'now', counted: 'digest', rumour: 'none' })
const words = {
  vi: { told: { admitted: 'Đã kết nạp {{name}}.', counted: 'Có {{n}} hội viên.', rumour: 'Nghe nói {{name}}.' } },
  en: { told: { admitted: '{{name}} was admitted.', counted: '{{n}} members.', rumour: 'They say {{name}}.' } },
}

/** A mail server of one's own: keeps what it takes, and refuses as often as told. */
let received: { to: string[]; raw: string; at: Date }[] = []
let refusals = 0
const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  onRcptTo: (_address, _session, done) => {
    if (refusals-- > 0) done(Object.assign(new Error('try again later'), { responseCode: 451 }))
    else done()
  },
  onData: (stream, session, done) => {
    let raw = ''
    stream.on('data', (part: Buffer) => (raw += part.toString('utf8')))
    stream.on('end', () => {
      received.push({ to: session.envelope.rcptTo.map((each) => each.address), raw, at: now })
      done()
    })
  },
})

let database: Database
let mailer: Mailer
let now = new Date('2026-11-17T03:00:00Z')
let kernel: Kernel
let worker: JobWorker
beforeAll(async () => {
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  mailer = makeMailer({
    smtpUrl: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    from: 'Nội Vụ <noivu@example.vn>',
  })
  database = await freshDatabase()
  await asOwner(
    `INSERT INTO auth."user" (id, name, email, username, "createdAt", "updatedAt") VALUES ('anh', 'Nguyễn Anh', 'anh@noivu.invalid', 'anh', now(), now())`,
  )
  const domain = { name: 'club', permissions: can, routes: [], words, jobs: [deliverNotices], notices: Object.values(told) }
  kernel = { ...testKernel(database, [domain]), now: () => now, mail: mailer, publicUrl: 'https://noivu.example.vn' }
}, 300_000)
afterAll(async () => {
  mailer.close()
  server.close()
  await database.close()
}, 60_000)
beforeEach(async () => {
  received = []
  refusals = 0
  now = new Date('2026-11-17T03:00:00Z')
  worker = new JobWorker(kernel)
  await database.pool.query('DELETE FROM kernel.job; DELETE FROM kernel.notice')
  await wants({})
})

/** Prepares what no operation of a club makes; an entry of the log must be open for it. */
async function asOwner(...statements: string[]): Promise<void> {
  const client = await database.pool.connect()
  try {
    await client.query(`BEGIN; SELECT set_config('noivu.entry', gen_random_uuid()::text, true)`)
    for (const statement of statements) await client.query(statement)
    await client.query('COMMIT')
  } catch (error) {
    await client.query('ROLLBACK')
    throw error
  } finally {
    client.release()
  }
}
/** 10:00 of a Tuesday unless a test says otherwise; an address, the usual quiet hours. */
const wants = ({ email = 'anh@example.vn' }: { email?: string | null }) =>
  asOwner(
    'DELETE FROM kernel.notice_setting',
    `INSERT INTO kernel.notice_setting (user_id, email, lang, quiet_from, quiet_until, quiet_days_off, digest_hour, choices)
     VALUES ('anh', ${email === null ? 'NULL' : `'${email}'`}, 'vi', '20:00', '07:00', true, 16, '{}')`,
  )
const act = <T>(run: (ctx: Ctx) => Promise<T>) =>
  runOperation(kernel, { operation: 'club.admit', permission: can.admit, writes: true, actor: systemActor([can.admit.id]) }, run)
const tell = (kind = told.admitted, params: Record<string, string | number> = { name: 'Bình' }) =>
  act((ctx) => notify(ctx, { to: ['anh'], kind, params, link: '/hoi/1' }))
const states = async () =>
  (await database.pool.query<{ mail: string }>('SELECT mail FROM kernel.notice ORDER BY raised_at, id')).rows.map(
    (row) => row.mail,
  )
const later = async (moment: string) => {
  now = new Date(`${moment}+07:00`)
  await worker.untilIdle()
}
const header = (raw: string, name: string) => {
  const folded = new RegExp(`^${name}: ((?:.*)(?:\\r\\n[ \\t].*)*)`, 'im').exec(raw)?.[1] ?? ''
  return folded
    .replace(/\r\n[ \t]/g, ' ')
    .replace(/=\?UTF-8\?(B|Q)\?([^?]*)\?= ?/gi, (_, how: string, text: string) =>
      how.toUpperCase() === 'B'
        ? Buffer.from(text, 'base64').toString('utf8')
        : decodeURIComponent(text.replaceAll('_', ' ').replaceAll('=', '%')),
    )
}
const bodyOf = (raw: string) =>
  raw
    .replace(/=\r\n/g, '')
    .replace(/((?:=[0-9A-F]{2})+)/g, (bytes) => Buffer.from(bytes.replaceAll('=', ''), 'hex').toString('utf8'))

describe('a notice by e-mail', () => {
  test('is sent once, in the reader’s language, with text, HTML and a link under the public address', async () => {
    await tell()
    await worker.untilIdle()
    await worker.untilIdle()
    expect(received).toHaveLength(1)
    const { to, raw } = received[0] as (typeof received)[number]
    expect(to).toEqual(['anh@example.vn'])
    expect(header(raw, 'Subject')).toBe('[Nội Vụ] Đã kết nạp Bình.')
    expect(header(raw, 'From')).toContain('noivu@example.vn')
    expect(raw).toMatch(/text\/plain/)
    expect(raw).toMatch(/text\/html/)
    expect(bodyOf(raw)).toContain('https://noivu.example.vn/hoi/1')
    expect(await states()).toEqual(['sent'])
  })

  test('is not sent where no address was given, and no job is made for it', async () => {
    await wants({ email: null })
    await tell()
    await worker.untilIdle()
    expect(received).toEqual([])
    expect(await states()).toEqual(['none'])
    expect((await database.pool.query('SELECT FROM kernel.job')).rowCount).toBe(0)
  })

  test('is not sent for a kind the reader wants none of', async () => {
    await tell(told.rumour)
    await worker.untilIdle()
    expect([received.length, await states()]).toEqual([0, ['none']])
  })

  test('is not made when what it tells of was rolled back', async () => {
    await expect(
      act(async (ctx) => {
        await notify(ctx, { to: ['anh'], kind: told.admitted, params: { name: 'Bình' } })
        throw new Error('no')
      }),
    ).rejects.toThrow('no')
    await worker.untilIdle()
    expect([received.length, await states()]).toEqual([0, []])
  })

  test('is sent again after the server refused it, and then once', async () => {
    refusals = 2
    await tell()
    await worker.untilIdle()
    expect([received.length, await states()]).toEqual([0, ['waiting']])
    await later('2026-11-17T10:01')
    expect(received).toHaveLength(0)
    await later('2026-11-17T10:05')
    expect([received.length, await states()]).toEqual([1, ['sent']])
    await later('2026-11-17T12:00')
    expect(received).toHaveLength(1)
  })

  test('several that wait go together', async () => {
    await tell()
    await tell(told.admitted, { name: 'Chi' })
    await worker.untilIdle()
    expect(received).toHaveLength(1)
    expect(header(received[0]?.raw ?? '', 'Subject')).toBe('[Nội Vụ] 2 thông báo mới')
    expect(bodyOf(received[0]?.raw ?? '')).toMatch(/Bình[\s\S]*Chi/)
  })
})

describe('quiet hours and the digest', () => {
  test('what is raised at night goes out in the morning', async () => {
    now = new Date('2026-11-17T22:00+07:00')
    await tell()
    await worker.untilIdle()
    await later('2026-11-18T06:59')
    expect(received).toHaveLength(0)
    await later('2026-11-18T07:00')
    expect(received).toHaveLength(1)
  })

  test('what is raised on a holiday waits for the next working day; a day the department entered counts too', async () => {
    // 2 September 2026, a Wednesday: National Day, with the day before.
    now = new Date('2026-09-02T10:00+07:00')
    await tell()
    await worker.untilIdle()
    await later('2026-09-02T23:00')
    expect(received).toEqual([])
    await later('2026-09-03T07:00')
    expect(received).toHaveLength(1)

    await asOwner(
      `INSERT INTO kernel.calendar_day (id, day, kind, holiday, label, source, entered_by_name, entered_at)
       VALUES (gen_random_uuid(), '2026-11-18', 'off', NULL, 'Nghỉ', 'TB 1', 'Anh', now())`,
    )
    now = new Date('2026-11-18T10:00+07:00')
    await tell()
    await worker.untilIdle()
    expect(received).toHaveLength(1)
    await later('2026-11-19T07:00')
    expect(received).toHaveLength(2)
    await asOwner('DELETE FROM kernel.calendar_day')
  })

  test('the digest collects a day’s notices into one e-mail at its hour', async () => {
    await tell(told.counted, { n: 29 })
    await worker.untilIdle()
    now = new Date('2026-11-17T14:00+07:00')
    await tell(told.counted, { n: 30 })
    await worker.untilIdle()
    await later('2026-11-17T15:59')
    expect(received).toHaveLength(0)
    await later('2026-11-17T16:00')
    expect(received).toHaveLength(1)
    expect(bodyOf(received[0]?.raw ?? '')).toMatch(/Có 29 hội viên[\s\S]*Có 30 hội viên/)
    await later('2026-11-18T16:00')
    expect(received).toHaveLength(1)
  })

  test('one at once does not take the digest along', async () => {
    await tell(told.counted, { n: 29 })
    await tell()
    await worker.untilIdle()
    expect(received).toHaveLength(1)
    expect(bodyOf(received[0]?.raw ?? '')).not.toContain('Có 29')
    await later('2026-11-17T16:00')
    expect(received).toHaveLength(2)
  })
})

describe('what a notice names', () => {
  test('starts no header, no second recipient, and no markup of its own', async () => {
    await tell(told.admitted, {
      name: 'X\r\nBcc: thief@example.com\r\n\r\n<script>alert(1)</script><img src=x onerror=alert(1)>',
    })
    await worker.untilIdle()
    const { raw, to } = received[0] as (typeof received)[number]
    expect(to).toEqual(['anh@example.vn'])
    const head = raw.slice(0, raw.indexOf('\r\n\r\n'))
    expect(head).not.toMatch(/^Bcc:/im)
    expect(head).not.toContain('<script>')
    expect(bodyOf(raw).split('text/html')[1]).not.toMatch(/<script>|<img/)
  })

  test('an address that would begin another header or recipient is not stored', async () => {
    for (const email of [
      'a@example.vn\nBcc: b@example.vn',
      'a@example.vn, b@example.vn',
      '"a"@example.vn',
      'a@b@example.vn',
      'a b@example.vn',
    ])
      await expect(wants({ email })).rejects.toThrow('notice_setting_email')
  })

  test('many are counted beyond fifty, not all written', () => {
    const many = Array.from({ length: 60 }, (_, i) => ({
      id: `${i}`,
      kind: 'club.admitted',
      params: { name: `N${i}` },
      link: null,
      raisedAt: now.toISOString(),
    }))
    const mail = writeMail(kernel, 'vi', 'anh@example.vn', many)
    expect(mail.text.match(/Đã kết nạp/g)).toHaveLength(50)
    expect(mail.text).toContain('Còn 10 thông báo khác')
    expect(mail.subject).toBe('[Nội Vụ] 60 thông báo mới')
    expect(mail.messageId).toBe(writeMail(kernel, 'vi', 'anh@example.vn', many).messageId)
  })
})
