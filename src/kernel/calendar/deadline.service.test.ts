import fc from 'fast-check'
import { describe, expect } from 'vitest'
import type { Ctx } from '../context.ts'
import { addDays } from '../dates.ts'
import { defineDomain } from '../domain.ts'
import { definePermissions } from '../permissions.ts'
import { anActor, anActorWith, type TestWorld, worldTest } from '../testing.ts'
import { workCalendar, countingRule } from './calendar.service.ts'
import { deadline } from './deadline.rules.ts'
import {
  closeDeadline,
  closeDeadlinesOf,
  type DayInput,
  deadlinesOf,
  enterDays,
  extendDeadline,
  getDeadline,
  openDeadline,
  pauseDeadline,
  rehearseDays,
  rehearseWithdrawal,
  resumeDeadline,
  withdrawDay,
} from './deadline.service.ts'

const can = definePermissions('club', { read: { vi: 'Xem', en: 'Read' }, pay: { vi: 'Trả', en: 'Pay' } })
const keep = definePermissions('calendar', { changeCalendar: { vi: 'Sửa lịch', en: 'Change the calendar' } })
const club = defineDomain({ name: 'club', permissions: can, routes: [], words: { vi: {}, en: {} } })
const calendar = defineDomain({ name: 'calendar', permissions: keep, routes: [], words: { vi: {}, en: {} } })
const test = worldTest([club, calendar])
const [north, south] = ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002']

const open = (ctx: Ctx, more: Partial<Parameters<typeof openDeadline>[1]> = {}) =>
  openDeadline(ctx, {
    owner: { relation: 'club.bill', id: ctx.newId(), purpose: 'pay' },
    label: 'Hóa đơn số 7',
    link: '/bills/7',
    read: [can.read],
    write: [can.pay],
    rule: 'DAN-SU',
    start: '2022-12-20',
    term: { amount: 10, unit: 'working' },
    owners: [ctx.actor.id],
    ...more,
  })
const off = (day: string, label = 'Quốc tang'): DayInput => ({
  day,
  kind: 'off',
  holiday: null,
  label,
  source: 'Thông báo số 5/TB-VPCP',
})
const make = (world: TestWorld, more: Partial<Parameters<typeof openDeadline>[1]> = {}) =>
  world.asSystem((ctx) => open(ctx, more))

describe('a stored deadline', () => {
  test('keeps its end, what it was computed from, and the whole explanation', async ({ world }) => {
    const d = await make(world)
    expect(d).toMatchObject({
      due: '2023-01-04',
      state: 'open',
      start: '2022-12-20',
      term: { amount: 10, unit: 'working' },
      openedOn: '2022-12-20',
    })
    expect(d.explanation.runs.find((r) => r.off === 'substitute')).toMatchObject({
      from: '2023-01-02',
      label: { vi: 'Tết Dương lịch' },
      source: 'BLLD-45-2019#112',
    })
    expect(d.explanation.runs.at(-1)).toMatchObject({ kind: 'due', counted: 10 })
    expect(d.calendarVersion).toBe(await world.asSystem(async (ctx) => (await workCalendar(ctx)).version))
  })

  test('pauses, goes on, is extended, is met; each step moves it by what it says', async ({ world }) => {
    const { id } = await make(world)
    expect((await world.asSystem((ctx) => pauseDeadline(ctx, id, { from: '2022-12-22', reason: 'Chờ bổ sung' }))).due).toBeNull()
    expect((await world.asSystem((ctx) => getDeadline(ctx, id))).explanation.left).toBe(9)
    expect((await world.asSystem((ctx) => resumeDeadline(ctx, id, { on: '2022-12-27' }))).due).toBe('2023-01-09')
    expect(
      (
        await world.asSystem((ctx) =>
          extendDeadline(ctx, id, { amount: 2, unit: 'working', reason: 'Vụ việc phức tạp', source: null }),
        )
      ).due,
    ).toBe('2023-01-11')
    await world.asSystem((ctx) => closeDeadline(ctx, id, { on: '2023-01-10', as: 'met' }))
    expect(await world.asSystem((ctx) => getDeadline(ctx, id))).toMatchObject({
      state: 'met',
      closedOn: '2023-01-10',
      due: '2023-01-11',
    })
  })

  test('refuses what makes no sense, in words, and leaves it as it was', async ({ world }) => {
    const { id } = await make(world)
    const as = <T>(run: (ctx: Ctx) => Promise<T>) => world.asSystem(run)
    await expect(as((ctx) => resumeDeadline(ctx, id, { on: '2022-12-27' }))).rejects.toMatchObject({
      code: 'kernel.deadlineNotPaused',
    })
    await expect(as((ctx) => pauseDeadline(ctx, id, { from: '2022-12-19', reason: 'x' }))).rejects.toMatchObject({
      code: 'kernel.pauseBeforeStart',
    })
    await as((ctx) => pauseDeadline(ctx, id, { from: '2022-12-22', reason: 'x' }))
    await expect(as((ctx) => pauseDeadline(ctx, id, { from: '2022-12-23', reason: 'x' }))).rejects.toMatchObject({
      code: 'kernel.deadlinePaused',
    })
    await expect(as((ctx) => resumeDeadline(ctx, id, { on: '2022-12-22' }))).rejects.toMatchObject({
      code: 'kernel.resumeBeforePause',
    })
    await as((ctx) => resumeDeadline(ctx, id, { on: '2022-12-27' }))
    await expect(as((ctx) => pauseDeadline(ctx, id, { from: '2022-12-26', reason: 'x' }))).rejects.toMatchObject({
      code: 'kernel.pausesOverlap',
    })
    await expect(
      as((ctx) => extendDeadline(ctx, id, { amount: 1, unit: 'months', reason: 'x', source: null })),
    ).rejects.toMatchObject({ code: 'kernel.monthsAfterDays' })
    await as((ctx) => closeDeadline(ctx, id, { on: '2022-12-28', as: 'cancelled' }))
    for (const act of [
      (ctx: Ctx) => pauseDeadline(ctx, id, { from: '2022-12-29', reason: 'x' }),
      (ctx: Ctx) => extendDeadline(ctx, id, { amount: 1, unit: 'working', reason: 'x', source: null }),
      (ctx: Ctx) => closeDeadline(ctx, id, { on: '2022-12-28', as: 'met' }),
    ])
      await expect(as<unknown>(act)).rejects.toMatchObject({ code: 'kernel.deadlineClosed' })
    await expect(make(world, { start: '2010-01-01' })).rejects.toMatchObject({ code: 'kernel.beyondCalendar' })
    await expect(make(world, { rule: 'LUAT-RUNG' })).rejects.toMatchObject({ code: 'kernel.unknownRule' })
  })

  test('one open deadline of a purpose and record; closing those of a record leaves others', async ({ world }) => {
    const owner = { relation: 'club.bill', id: 'bill-1', purpose: 'pay' }
    await make(world, { owner })
    await expect(make(world, { owner })).rejects.toMatchObject({ code: '23505' })
    await make(world, { owner: { ...owner, purpose: 'answer' } })
    const other = await make(world)
    await world.asSystem((ctx) => closeDeadlinesOf(ctx, 'club.bill', 'bill-1', { on: '2022-12-21', as: 'met' }))
    expect((await world.asSystem((ctx) => deadlinesOf(ctx, 'club.bill', ['bill-1']))).map((d) => d.state)).toEqual(['met', 'met'])
    expect((await world.asSystem((ctx) => getDeadline(ctx, other.id))).state).toBe('open')
    await make(world, { owner })
  })

  test('is seen and changed within the reach of its record only', async ({ world }) => {
    const { id } = await make(world, { unitId: north })
    const reader = (unit: string) => anActor({ [can.read.id]: { units: [unit] } })
    expect((await world.as(reader(north), (ctx) => getDeadline(ctx, id))).id).toBe(id)
    await expect(world.as(reader(south), (ctx) => getDeadline(ctx, id))).rejects.toMatchObject({ code: 'kernel.notFound' })
    await expect(world.as(anActor({}), (ctx) => getDeadline(ctx, id))).rejects.toMatchObject({ code: 'kernel.notFound' })
    // Who reads only cannot change: the row is not theirs to lock.
    await expect(world.as(reader(north), (ctx) => closeDeadline(ctx, id, { on: '2022-12-21', as: 'met' }))).rejects.toMatchObject(
      { code: 'kernel.notFound' },
    )
    const payer = (unit: string) => anActor({ [can.read.id]: { units: [unit] }, [can.pay.id]: { units: [unit] } })
    await expect(world.as(payer(south), (ctx) => closeDeadline(ctx, id, { on: '2022-12-21', as: 'met' }))).rejects.toMatchObject({
      code: 'kernel.notFound',
    })
    await expect(world.as(payer(south), (ctx) => open(ctx, { unitId: north }))).rejects.toMatchObject({ code: '42501' })
    await world.as(payer(north), (ctx) => closeDeadline(ctx, id, { on: '2022-12-21', as: 'met' }))
  })
})

describe('a newly announced holiday', () => {
  test('moves the open deadlines it lies in, says which and from when to when, and leaves the others and the closed ones', async ({
    world,
  }) => {
    const within = await make(world, { label: 'Trong kỳ' })
    const before = await make(world, { label: 'Trước đó', term: { amount: 2, unit: 'working' } })
    const calendarDays = await make(world, { label: 'Ngày lịch', term: { amount: 9, unit: 'calendar' } })
    const closed = await make(world, { label: 'Đã xong' })
    await world.asSystem((ctx) => closeDeadline(ctx, closed.id, { on: '2022-12-21', as: 'met' }))
    const rehearsal = await world.asSystem((ctx) => rehearseDays(ctx, [off('2022-12-29')]))
    expect(rehearsal).toEqual({
      moved: [
        {
          id: calendarDays.id,
          label: 'Ngày lịch',
          link: '/bills/7',
          from: '2022-12-29',
          to: '2022-12-30',
          owners: calendarDays.owners,
        },
        { id: within.id, label: 'Trong kỳ', link: '/bills/7', from: '2023-01-04', to: '2023-01-05', owners: within.owners },
      ],
      unmoved: 1,
    })
    expect((await world.asSystem((ctx) => getDeadline(ctx, within.id))).due).toBe('2023-01-04')
    expect(await world.sql(`SELECT FROM kernel.calendar_day`)).toEqual([])

    expect(await world.asSystem((ctx) => enterDays(ctx, [off('2022-12-29')]))).toEqual(rehearsal)
    const moved = await world.asSystem((ctx) => getDeadline(ctx, within.id))
    expect(moved.due).toBe('2023-01-05')
    expect(moved.explanation.runs.find((r) => r.off === 'entered-off')).toMatchObject({
      from: '2022-12-29',
      label: { vi: 'Quốc tang' },
      source: 'Thông báo số 5/TB-VPCP',
    })
    expect((await world.asSystem((ctx) => getDeadline(ctx, before.id))).due).toBe('2022-12-22')
    expect((await world.asSystem((ctx) => getDeadline(ctx, closed.id))).due).toBe('2023-01-04')

    const [{ id } = { id: '' }] = await world.sql<{ id: string }>(`SELECT id FROM kernel.calendar_day`)
    const back = await world.asSystem((ctx) => rehearseWithdrawal(ctx, id))
    expect(back.moved.map((m) => [m.from, m.to])).toEqual([
      ['2022-12-30', '2022-12-29'],
      ['2023-01-05', '2023-01-04'],
    ])
    expect(await world.asSystem((ctx) => withdrawDay(ctx, id))).toEqual(back)
    expect((await world.asSystem((ctx) => getDeadline(ctx, within.id))).due).toBe('2023-01-04')
    await expect(world.asSystem((ctx) => withdrawDay(ctx, id))).rejects.toMatchObject({ code: 'kernel.notFound' })
  })

  test('every move is in the log, under one entry', async ({ world }) => {
    const d = await make(world)
    await world.asSystem((ctx) => enterDays(ctx, [off('2022-12-29'), off('2022-12-30', 'Nghỉ thêm')]), {
      operation: 'calendar.enterDays',
      reason: 'Theo thông báo',
    })
    const changes =
      await world.sql(`SELECT c.relation, c.before ->> 'due' AS before, c.after ->> 'due' AS after, e.reason FROM audit.change c JOIN audit.entry e ON e.id = c.entry_id
      WHERE e.operation = 'calendar.enterDays' ORDER BY c.id`)
    expect(changes).toEqual([
      { relation: 'kernel.calendar_day', before: null, after: null, reason: 'Theo thông báo' },
      { relation: 'kernel.calendar_day', before: null, after: null, reason: 'Theo thông báo' },
      { relation: 'kernel.deadline', before: '2023-01-04', after: '2023-01-06', reason: 'Theo thông báo' },
    ])
    expect((await world.asSystem((ctx) => getDeadline(ctx, d.id))).due).toBe('2023-01-06')
  })

  test('a day has one entry; the same day twice in one go is refused and nothing of it stays', async ({ world }) => {
    await world.asSystem((ctx) => enterDays(ctx, [off('2022-12-29')]))
    await expect(world.asSystem((ctx) => enterDays(ctx, [off('2022-12-30'), off('2022-12-29')]))).rejects.toMatchObject({
      code: 'kernel.calendarDayTaken',
    })
    await expect(world.asSystem((ctx) => enterDays(ctx, [off('2022-12-30'), off('2022-12-30')]))).rejects.toMatchObject({
      code: 'kernel.calendarDayTaken',
    })
    expect(await world.sql(`SELECT day FROM kernel.calendar_day`)).toEqual([{ day: '2022-12-29' }])
  })

  test('who may not change the calendar changes nothing', async ({ world }) => {
    await make(world)
    await expect(world.as(anActor({}), (ctx) => enterDays(ctx, [off('2022-12-29')]))).rejects.toMatchObject({ code: '42501' })
    await expect(world.as(anActorWith(can.pay, can.read), (ctx) => enterDays(ctx, [off('2022-12-29')]))).rejects.toMatchObject({
      code: '42501',
    })
    await world.as(anActorWith(keep.changeCalendar), (ctx) => enterDays(ctx, [off('2022-12-29')]))
    expect((await world.sql<{ due: string }>(`SELECT due FROM kernel.deadline`))[0]?.due).toBe('2023-01-05')
  })

  test('after any entered days, each stored end is what the rules answer now', async ({ world }) => {
    const terms = fc.sample(
      fc.record({
        start: fc.integer({ min: 0, max: 30 }),
        amount: fc.integer({ min: 1, max: 40 }),
        unit: fc.constantFrom('working' as const, 'calendar' as const, 'months' as const),
      }),
      { numRuns: 25, seed: 7 },
    )
    for (const { start, amount, unit } of terms)
      await make(world, {
        start: addDays('2022-12-01', start),
        term: { amount: unit === 'months' ? (amount % 6) + 1 : amount, unit },
      })
    const days = fc.sample(fc.integer({ min: 0, max: 90 }), { numRuns: 12, seed: 8 })
    for (const day of new Set(days)) {
      const [{ n: before } = { n: 0 }] = await world.sql<{ n: number }>(`SELECT count(*)::int AS n FROM kernel.calendar_day`)
      const answer = await world.asSystem((ctx) => enterDays(ctx, [off(addDays('2022-12-05', day))]))
      expect(answer.moved.length + answer.unmoved).toBe(25)
      for (const m of answer.moved) expect((m.from ?? '') < (m.to ?? '')).toBe(true)
      expect((await world.sql<{ n: number }>(`SELECT count(*)::int AS n FROM kernel.calendar_day`))[0]?.n).toBe(before + 1)
    }
    await world.asSystem(async (ctx) => {
      const [now, rule] = [await workCalendar(ctx), await countingRule(ctx, 'DAN-SU', '2022-12-01')]
      const ids = await world.sql<{ id: string }>(`SELECT id FROM kernel.deadline`)
      for (const { id } of ids) {
        const d = await getDeadline(ctx, id)
        expect([d.due, d.calendarVersion]).toEqual([deadline(d, rule, now).due, now.version])
      }
    })
  })
})
