import { describe, expect } from 'vitest'
import { type Ctx, type Kernel } from '../context.ts'
import { addDays } from '../dates.ts'
import { defineDomain } from '../domain.ts'
import { definePermissions } from '../permissions.ts'
import { anActor, type TestWorld, worldTest } from '../testing.ts'
import { announcedDays, restLaws } from './calendar.data.ts'
import { makeCalendar } from './calendar.rules.ts'
import { closeDeadline, enterDays, openDeadline, pauseDeadline, resumeDeadline } from './deadline.service.ts'
import { lateness, plannedReminders, type ReminderStep } from './reminder.rules.ts'
import { type DeadlineReminder, reminderEvent, sendReminders } from './reminder.service.ts'

const can = definePermissions('club', { read: { vi: 'Xem', en: 'Read' }, pay: { vi: 'Trả', en: 'Pay' } })
const keep = definePermissions('calendar', {
  changeCalendar: { vi: 'Sửa lịch', en: 'Change the calendar' },
  remind: { vi: 'Nhắc hạn', en: 'Remind' },
})
const read = definePermissions('administration', { readUsers: { vi: 'Xem', en: 'Read' } })
const heard: DeadlineReminder[] = []
const domains = [
  defineDomain({
    name: 'club',
    permissions: can,
    routes: [],
    words: { vi: {}, en: {} },
    on: { [reminderEvent]: async (_: never, payload: never) => void heard.push(payload) },
  }),
  defineDomain({ name: 'calendar', permissions: keep, routes: [], words: { vi: {}, en: {} } }),
  defineDomain({ name: 'administration', permissions: read, routes: [], words: { vi: {}, en: {} } }),
]
const test = worldTest(domains)
const calendar = makeCalendar(restLaws(), announcedDays())
const plan: ReminderStep[] = [
  { code: 'TRUOC-5', offset: -5, every: null, to: ['owner'] },
  { code: 'TRUOC-1', offset: -1, every: null, to: ['owner'] },
  { code: 'DEN-HAN', offset: 0, every: null, to: ['owner', 'superior'] },
  { code: 'QUA-HAN', offset: 1, every: 5, to: ['owner', 'superior'] },
]

describe('the plan', () => {
  test('before, on and after the day, counted in working days over Tết', () => {
    expect(plannedReminders('2023-01-30', plan, calendar, '2023-02-15').map((p) => [p.step, p.occurrence, p.on])).toEqual([
      ['TRUOC-5', 1, '2023-01-16'],
      ['TRUOC-1', 1, '2023-01-27'],
      ['DEN-HAN', 1, '2023-01-30'],
      ['QUA-HAN', 1, '2023-01-31'],
      ['QUA-HAN', 2, '2023-02-07'],
      ['QUA-HAN', 3, '2023-02-14'],
    ])
  })

  test('how late, in working days', () => {
    expect(lateness('2022-12-30', '2023-01-03', calendar)).toEqual({ late: true, workingDays: 1 })
    expect(lateness('2023-01-03', '2022-12-30', calendar)).toEqual({ late: false, workingDays: 1 })
    expect(lateness('2022-12-30', '2022-12-30', calendar)).toEqual({ late: false, workingDays: 0 })
  })
})

/** The world's clock, set by hand. */
async function on<T>(world: TestWorld, day: string, run: (ctx: Ctx) => Promise<T>): Promise<T> {
  ;(world.kernel as { now: Kernel['now'] }).now = () => new Date(`${day}T01:00:00Z`)
  return world.asSystem(run)
}
const open = (ctx: Ctx, start: string, amount: number) =>
  openDeadline(ctx, {
    owner: { relation: 'club.bill', id: ctx.newId(), purpose: 'pay' },
    label: `Hóa đơn ${start}`,
    link: '/bills',
    read: [can.read],
    write: [can.pay],
    rule: 'DAN-SU',
    start,
    term: { amount, unit: 'working' },
    owners: ['chu'],
    superior: can.pay,
  })
const sentRows = (world: TestWorld) =>
  world.sql<{
    deadline_id: string
    due: string
    step: string
    occurrence: number
    planned_on: string
    sent_on: string
    recipients: string[]
  }>(
    `SELECT deadline_id, due, step, occurrence, planned_on, sent_on, recipients FROM kernel.deadline_reminder ORDER BY planned_on, deadline_id, step, occurrence`,
  )

describe('one year', () => {
  test(
    'with days out of service: every reminder once, none lost, none before its day, none of 1970',
    { timeout: 240_000 },
    async ({ world }) => {
      heard.length = 0
      const down = (day: string) =>
        (day >= '2023-03-06' && day <= '2023-03-17') || (day >= '2023-08-30' && day <= '2023-09-06') || day === '2023-11-20'
      const holiday = '2023-06-15'
      // One deadline opens every nine days. Some are met the day before, some on the third day after, some never.
      interface Life {
        id: string
        opened: string
        due: string
        dues: { due: string; from: string; until: string }[]
        closed: string | null
      }
      const lives: Life[] = []
      let runs = 0
      for (let day = '2023-01-03'; day <= '2023-12-31'; day = addDays(day, 1)) {
        const number = lives.length
        if (!down(day) && (Number(day.slice(8)) + Number(day.slice(5, 7)) * 2) % 9 === 0) {
          const d = await on(world, day, (ctx) => open(ctx, day, 6 + (number % 15)))
          lives.push({
            id: d.id,
            opened: day,
            due: d.due ?? '',
            dues: [{ due: d.due ?? '', from: day, until: '9999-12-31' }],
            closed: null,
          })
        }
        if (day === holiday) {
          const { moved } = await on(world, day, (ctx) =>
            enterDays(ctx, [{ day: '2023-06-20', kind: 'off', holiday: null, label: 'Nghỉ', source: 'Thông báo' }]),
          )
          expect(moved.length).toBeGreaterThan(0)
          for (const m of moved) {
            const life = lives.find((l) => l.id === m.id)
            if (!life) throw new Error('unknown')
            Object.assign(life.dues.at(-1) ?? {}, { until: day })
            life.dues.push({ due: m.to ?? '', from: day, until: '9999-12-31' })
            life.due = m.to ?? ''
          }
        }
        for (const [i, life] of lives.entries()) {
          const end = i % 3 === 0 ? addDays(life.due, -1) : i % 3 === 1 ? addDays(life.due, 3) : null
          if (!down(day) && life.closed === null && end !== null && end <= day && day > life.opened) {
            life.closed = day
            await on(world, day, (ctx) => closeDeadline(ctx, life.id, { on: day, as: 'met' }))
          }
        }
        if (down(day)) continue
        runs += 1
        await on(world, day, sendReminders)
        // The job may well run twice in a morning.
        if (runs % 7 === 0) expect(await on(world, day, sendReminders)).toEqual([])
      }
      expect(lives.length).toBeGreaterThan(30)

      // What must have been sent, told without the service: each step of each due day, on the first day in service from its own day on.
      const withHoliday = makeCalendar(restLaws(), [
        ...announcedDays(),
        {
          day: '2023-06-20',
          kind: 'off',
          holiday: null,
          label: { vi: 'Nghỉ', en: '' },
          source: 'Thông báo',
          certainty: 'sure',
          entered: true,
        },
      ])
      const service = (day: string) => {
        let at = day
        while (down(at)) at = addDays(at, 1)
        return at
      }
      const expected = lives.flatMap((life) =>
        life.dues.flatMap(({ due, from, until }) => {
          const by = from >= holiday ? withHoliday : calendar
          const end = life.closed !== null && life.closed < until ? life.closed : until
          return plannedReminders(due, plan, by, '2023-12-31')
            .filter((p) => p.on >= life.opened)
            .map((p) => ({ key: `${life.id}/${due}/${p.step}/${p.occurrence}`, on: service(p.on < from ? from : p.on) }))
            .filter((p) => p.on < end && p.on <= '2023-12-31')
            .map((p) => `${p.key} ${p.on}`)
        }),
      )
      const rows = await sentRows(world)
      const sent = rows.map((r) => `${r.deadline_id}/${r.due}/${r.step}/${r.occurrence} ${r.sent_on}`)
      const crossing = new Set(
        lives.filter((l) => l.dues[0] && l.dues[0].from < holiday && (l.closed ?? '9999') > holiday).map((l) => l.id),
      )
      const aside = (line: string) => !crossing.has(line.slice(0, 36))
      expect(sent.filter(aside).sort()).toEqual(expected.filter(aside).sort())
      // Those whose due day or steps the new holiday touched: still each once, and each planned step of the last due day told.
      expect(new Set(sent.map((s) => s.split(' ')[0])).size).toBe(sent.length)
      expect(sent.length).toBeGreaterThan(150)
      expect(
        rows.filter(
          (r) => r.sent_on < r.planned_on || r.planned_on < '2023-01-01' || r.sent_on > '2023-12-31' || down(r.sent_on),
        ),
      ).toEqual([])
      expect(heard.reduce((n, h) => n + h.steps, 0)).toBe(rows.length)
      expect(heard.every((h) => h.to.includes('chu'))).toBe(true)
    },
  )

  test('a paused deadline is not reminded of; when it goes on, its new day is', async ({ world }) => {
    const d = await on(world, '2023-02-01', (ctx) => open(ctx, '2023-02-01', 3))
    await on(world, '2023-02-02', (ctx) => pauseDeadline(ctx, d.id, { from: '2023-02-02', reason: 'Chờ bổ sung' }))
    for (const day of ['2023-02-03', '2023-02-06', '2023-02-10']) expect(await on(world, day, sendReminders)).toEqual([])
    const on2 = await on(world, '2023-02-13', (ctx) => resumeDeadline(ctx, d.id, { on: '2023-02-13' }))
    expect(on2.due).toBe('2023-02-15')
    expect(await on(world, '2023-02-14', sendReminders)).toMatchObject([{ due: '2023-02-15', step: 'TRUOC-1', steps: 2 }])
  })

  test('superiors are those who hold the permission that day, told only when it is due or late', async ({ world }) => {
    await world.sql(`INSERT INTO access.role (code, title_vi, title_en) VALUES ('treasurer', 'Thủ quỹ', 'Treasurer')`)
    await world.sql(`INSERT INTO access.role_permission (role, permission, reach) VALUES ('treasurer', 'club.pay', 'all')`)
    await world.sql(`SELECT set_config('noivu.entry', gen_random_uuid()::text, true)`)
    await world.sql(
      `INSERT INTO access.assignment (id, user_id, role, valid_from, valid_until) VALUES (gen_random_uuid(), 'cu', 'treasurer', '2020-01-01', '2023-01-01'), (gen_random_uuid(), 'nay', 'treasurer', '2023-01-01', NULL)`,
    )
    await on(world, '2023-02-01', (ctx) => open(ctx, '2023-02-01', 3))
    await on(world, '2023-02-03', sendReminders)
    await on(world, '2023-02-06', sendReminders)
    expect((await sentRows(world)).map((r) => [r.step, r.recipients])).toEqual([
      ['TRUOC-1', ['chu']],
      ['DEN-HAN', ['chu', 'nay']],
    ])
  })

  test('who may not remind sends nothing', async ({ world }) => {
    await on(world, '2023-02-01', (ctx) => open(ctx, '2023-02-01', 3))
    ;(world.kernel as { now: Kernel['now'] }).now = () => new Date('2023-02-06T01:00:00Z')
    await expect(world.as(anActor({ [can.read.id]: { all: true } }), sendReminders)).rejects.toMatchObject({ code: '42501' })
  })
})
