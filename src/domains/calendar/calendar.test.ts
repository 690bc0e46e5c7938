import { describe, expect } from 'vitest'
import { administration } from '#domains/administration/index.ts'
import { notices } from '#domains/notices/index.ts'
import { jobs } from '#domains/jobs/index.ts'
import { openDeadline } from '#kernel/calendar/deadline.service.ts'
import type { Kernel } from '#kernel/context.ts'
import { defineDomain } from '#kernel/domain.ts'
import { definePermissions } from '#kernel/permissions.ts'
import { anActor, anActorWith, type TestWorld, worldTest } from '#kernel/testing.ts'
import { can } from './calendar.permissions.ts'
import * as service from './calendar.service.ts'
import { calendar } from './index.ts'

const club = defineDomain({
  name: 'club',
  permissions: definePermissions('club', { read: { vi: 'Xem', en: 'Read' }, pay: { vi: 'Trả', en: 'Pay' } }),
  routes: [],
  words: { vi: {}, en: {} },
})
const test = worldTest([calendar, club, administration, notices, jobs])

const open = (world: TestWorld, label: string, start: string, amount: number) =>
  world.asSystem((ctx) =>
    openDeadline(ctx, {
      owner: { relation: 'club.bill', id: ctx.newId(), purpose: 'pay' },
      label,
      link: '/bills/7',
      read: [club.permissions.read],
      write: [club.permissions.pay],
      rule: 'DAN-SU',
      start,
      term: { amount, unit: 'working' },
      owners: ['chu'],
    }),
  )
const at = (world: TestWorld, day: string) => {
  ;(world.kernel as { now: Kernel['now'] }).now = () => new Date(`${day}T01:00:00Z`)
}
const entered = {
  from: '2022-12-29',
  to: '2022-12-30',
  kind: 'off' as const,
  holiday: null,
  label: 'Nghỉ',
  source: 'Thông báo số 1',
}

describe('the year', () => {
  test('says each day with its source as cited, its lunar day, and whether it is expected', async ({ world }) => {
    const year = await world.asSystem((ctx) => service.getYear(ctx, 2022))
    expect(year.special.find((d) => d.day === '2022-04-11')).toMatchObject({
      kind: 'substitute',
      sourceTitle: 'Điều 112 Bộ luật Lao động (45/2019/QH14)',
      lunar: '11/3',
      expected: false,
    })
    expect([year.expected, year.weekly, year.workingDays]).toEqual([false, [6, 7], 249])
    expect((await world.asSystem((ctx) => service.getYear(ctx, 2030))).expected).toBe(true)
  })

  test('shows entered days with what withdraws them', async ({ world }) => {
    await world.asSystem((ctx) => service.enterDays(ctx, entered))
    const year = await world.asSystem((ctx) => service.getYear(ctx, 2022))
    expect(year.special.filter((d) => d.enteredId).map((d) => [d.day, d.kind])).toEqual([
      ['2022-12-29', 'entered-off'],
      ['2022-12-30', 'entered-off'],
    ])
  })

  test('refuses an end before the beginning, too many days, a Tết that is worked', async ({ world }) => {
    const enter = (more: object) => world.asSystem((ctx) => service.enterDays(ctx, { ...entered, ...more }))
    await expect(enter({ to: '2022-12-28' })).rejects.toMatchObject({ code: 'calendar.endBeforeStart' })
    await expect(enter({ to: '2023-03-30' })).rejects.toMatchObject({ code: 'calendar.tooManyDays' })
    await expect(enter({ kind: 'work', holiday: 'TET' })).rejects.toMatchObject({ code: 'calendar.holidayWorked' })
  })
})

describe('the list of deadlines', () => {
  test('says how each stands on the day asked, within reach', async ({ world }) => {
    await open(world, 'Trễ', '2022-12-01', 5)
    await open(world, 'Sắp', '2022-12-20', 3)
    await open(world, 'Còn lâu', '2022-12-20', 30)
    const list = await world.asSystem((ctx) => service.listDeadlines(ctx, { limit: 50 }))
    expect(list.rows.map((r) => [r.label, r.standing])).toEqual([
      ['Trễ', 'late'],
      ['Sắp', 'soon'],
      ['Còn lâu', 'open'],
    ])
    const late = await world.asSystem((ctx) => service.listDeadlines(ctx, { limit: 50, standing: ['late', 'soon'] }))
    expect(late.rows.map((r) => r.label)).toEqual(['Trễ', 'Sắp'])
    const seen = await world.as(anActorWith(can.readDeadline), (ctx) => service.listDeadlines(ctx, { limit: 50 }))
    expect(seen.rows).toEqual([])
    const detail = await world.asSystem((ctx) => service.getDeadline(ctx, list.rows[0]?.id ?? ''))
    expect(detail.explanation).toMatchObject({ rule: { source: 'Điều 147 Bộ luật Dân sự (91/2015/QH13)' } })
  })
})

describe('a deadline that days newly announced move', () => {
  const noticesOf = (world: TestWorld) =>
    world.sql<{ user_id: string; kind: string; link: string; params: Record<string, unknown> }>(
      `SELECT user_id, kind, link, params FROM kernel.notice WHERE kind = 'calendar.deadlineMoved' ORDER BY raised_at, id`,
    )

  test('is told to its owners, with both days; one that stays is told to nobody', async ({ world }) => {
    const moved = await open(world, 'Hóa đơn 7', '2022-12-27', 3)
    await open(world, 'Đã qua', '2022-12-01', 2)
    const { moved: all } = await world.asSystem((ctx) => service.rehearseDays(ctx, entered))
    expect(await noticesOf(world)).toEqual([])
    await world.asSystem((ctx) => service.enterDays(ctx, entered))
    expect(all.map((d) => d.id)).toEqual([moved.id])
    const [notice, ...others] = await noticesOf(world)
    expect(others).toEqual([])
    expect(notice).toMatchObject({ user_id: 'chu', link: `/lich/thoi-han/${moved.id}`, params: { label: 'Hóa đơn 7' } })
    expect(notice?.params).toMatchObject({ from: { vi: '30/12/2022' }, to: { vi: '04/01/2023' } })

    // Taken back: told again, the other way round.
    const { rows } = { rows: await world.sql<{ id: string }>('SELECT id FROM kernel.calendar_day ORDER BY day DESC') }
    await world.asSystem((ctx) => service.withdrawDay(ctx, rows[0]?.id ?? ''))
    expect((await noticesOf(world)).at(-1)?.params).toMatchObject({ from: { vi: '04/01/2023' } })
  })
})

describe('the morning job', () => {
  test('tells owners through the bell what is ahead, due and late; a second run tells nothing', async ({ world }) => {
    await open(world, 'Hồ sơ số 7', '2022-12-20', 3)
    const run = () => world.asSystem((ctx) => service.sendReminders(ctx))
    const kinds = () =>
      world.sql<{ user_id: string; kind: string; link: string }>(
        'SELECT user_id, kind, link FROM kernel.notice ORDER BY raised_at, id',
      )
    for (const day of ['2022-12-22', '2022-12-23', '2022-12-26']) {
      at(world, day)
      expect(await run()).toEqual({ deadlines: 1, reminders: 1 })
      expect(await run()).toEqual({ deadlines: 0, reminders: 0 })
    }
    expect((await kinds()).map((n) => [n.user_id, n.kind, n.link.startsWith('/lich/thoi-han/')])).toEqual([
      ['chu', 'calendar.deadlineAhead', true],
      ['chu', 'calendar.deadlineToday', true],
      ['chu', 'calendar.deadlineLate', true],
    ])
  })

  test('is scheduled each morning, as the platform', () => {
    expect(calendar.jobs.map((j) => [j.name, j.schedule, j.runsAs])).toEqual([['calendar.remind', '0 7 * * *', 'system']])
  })

  test('an account that may not remind is refused by the database too', async ({ world }) => {
    await open(world, 'Hồ sơ số 7', '2022-12-20', 1)
    await expect(world.as(anActor({ 'club.read': { all: true } }), (ctx) => service.sendReminders(ctx))).rejects.toMatchObject({
      code: '42501',
    })
  })
})
