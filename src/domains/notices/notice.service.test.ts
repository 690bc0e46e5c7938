import { describe, expect } from 'vitest'
import { notify } from '#kernel/notices/notice.ts'
import { anActor, type TestWorld, worldTest } from '#kernel/testing.ts'
import { notices } from './index.ts'
import { NoticeSetting } from './notice.contract.ts'
import { countUnread, getSetting, listNotices, markAllRead, markRead, saveSetting, sendTest } from './notice.service.ts'
import { can } from './notices.permissions.ts'
import { told } from './notices.told.ts'

const test = worldTest([notices])
const person = (name: string) =>
  anActor({ [can.readOwn.id]: { all: true }, [can.setOwn.id]: { all: true } }, { id: `user-${name}`, name })
const [anh, binh] = [person('anh'), person('binh')]
const tell = (world: TestWorld, to: string[], link: string | null = '/bao-cao') =>
  world.as(person('chi'), (ctx) => notify(ctx, { to, kind: told.test, link }))
const list = (world: TestWorld, actor = anh, more = {}) =>
  world.as(actor, (ctx) => listNotices(ctx, { limit: 50, ...more }), { writes: false })
const unread = async (world: TestWorld, actor = anh) => (await world.as(actor, countUnread, { writes: false })).unread

describe('notices', () => {
  test('reach each person once, in both languages, and nobody else', async ({ world }) => {
    await tell(world, [anh.id, anh.id])
    const { rows } = await list(world)
    expect(rows).toMatchObject([
      { kindTitle: { vi: 'Thông báo thử', en: 'Trial notice' }, link: '/bao-cao', state: 'unread', mail: 'none' },
    ])
    expect((await list(world, binh)).rows).toEqual([])
    expect([await unread(world), await unread(world, binh)]).toEqual([1, 0])
  })

  test('do not tell people of what they did themselves', async ({ world }) => {
    await world.as(anh, (ctx) => notify(ctx, { to: [anh.id, binh.id], kind: told.test }))
    expect([await unread(world), await unread(world, binh)]).toEqual([0, 1])
  })

  test('lead nowhere but inside the platform', async ({ world }) => {
    for (const link of ['https://example.com', '//example.com', '/\\example.com', 'javascript:alert(1)'])
      await expect(tell(world, [anh.id], link)).rejects.toThrow('notice_link_inside')
  })

  test('are marked one by one or all, and back; another’s are out of reach', async ({ world }) => {
    await tell(world, [anh.id, binh.id])
    await tell(world, [anh.id])
    const [first] = (await list(world)).rows
    const ids = [first?.id ?? '']
    await world.as(binh, (ctx) => markRead(ctx, { ids, read: true }))
    expect(await unread(world)).toBe(2)
    await world.as(anh, (ctx) => markRead(ctx, { ids, read: true }))
    expect(await unread(world)).toBe(1)
    expect((await list(world, anh, { state: 'read' })).rows.map((row) => row.id)).toEqual(ids)
    await world.as(anh, (ctx) => markRead(ctx, { ids, read: false }))
    expect(await world.as(anh, markAllRead)).toEqual({ marked: 2 })
    expect([await unread(world), await unread(world, binh)]).toEqual([0, 1])
  })
})

describe('how one is told', () => {
  const chosen = NoticeSetting.parse({
    email: 'anh@example.vn',
    quietFrom: '21:00',
    quietUntil: '06:30',
    quietDaysOff: false,
    digestHour: 9,
    choices: { 'notices.test': 'digest', 'gone.kind': 'now' },
  })

  test('begins with what is usual, and says that e-mail is not set up', async ({ world }) => {
    expect(await world.as(anh, getSetting, { writes: false })).toMatchObject({
      email: null,
      mailOn: false,
      quietFrom: '20:00',
      quietUntil: '07:00',
      quietDaysOff: true,
      kinds: [{ id: 'notices.test', usual: 'now' }],
    })
  })

  test('is kept per person, without kinds nobody knows', async ({ world }) => {
    await world.as(anh, (ctx) => saveSetting(ctx, chosen))
    expect(await world.as(anh, getSetting, { writes: false })).toMatchObject({
      email: 'anh@example.vn',
      quietFrom: '21:00',
      digestHour: 9,
      choices: { 'notices.test': 'digest' },
    })
    expect((await world.as(binh, getSetting, { writes: false })).email).toBeNull()
  })

  test.for(['a@example.vn\nBcc: b@example.vn', 'a@example.vn,b@example.vn', 'a@localhost', 'a b@example.vn', '<a@example.vn>'])(
    'refuses the address %j',
    (email) => {
      expect(NoticeSetting.safeParse({ ...chosen, email }).success).toBe(false)
    },
  )

  test('a trial e-mail is refused while nothing can be sent', async ({ world }) => {
    await expect(world.as(anh, sendTest)).rejects.toMatchObject({ code: 'notices.mailOff' })
    world.kernel.mail = { send: () => Promise.resolve(), close: () => {} }
    await expect(world.as(anh, sendTest)).rejects.toMatchObject({ code: 'notices.noAddress' })
  })
})
