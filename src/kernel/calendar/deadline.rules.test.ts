import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, daysBetween } from '../dates.ts'
import { announcedDays, restLaws } from './calendar.data.ts'
import { type DatedDay, makeCalendar } from './calendar.rules.ts'
import { type CountingRule, deadline, type DeadlineInput, deadlineInHours, type Pause, type Term } from './deadline.rules.ts'

const calendar = makeCalendar(restLaws(), announcedDays())
const civil: CountingRule = {
  code: 'DAN-SU',
  label: { vi: 'Bộ luật Dân sự', en: 'Civil Code' },
  firstDay: 'next',
  closesAt: null,
  endOnDayOff: 'next-working',
  source: 'BLDS-91-2015#147',
}
const oneStop: CountingRule = { ...civil, code: 'MOT-CUA', closesAt: '17:00' }
const ask = (start: string, term: Term, more: Partial<DeadlineInput> = {}) => ({
  start,
  term,
  pauses: [],
  extensions: [],
  ...more,
})
const days = (amount: number, unit: Term['unit'] = 'working'): Term => ({ amount, unit })
const due = (input: DeadlineInput, rule = civil, by = calendar) => deadline(input, rule, by).due

describe('worked cases', () => {
  test('20 working days from Friday 22/4/2022 skip four weekends and the holidays of 30/4 and 1/5, and say so', () => {
    const answer = deadline(ask('2022-04-22', days(20)), civil, calendar)
    expect(answer.due).toBe('2022-05-24')
    expect(answer.runs.map((r) => [r.kind, r.off, r.from, r.to, r.counted, r.label?.vi ?? null])).toEqual([
      ['start', null, '2022-04-22', '2022-04-22', 0, null],
      ['off', 'weekly', '2022-04-23', '2022-04-24', 0, 'Nghỉ hằng tuần'],
      ['counted', null, '2022-04-25', '2022-04-29', 5, null],
      ['off', 'holiday', '2022-04-30', '2022-04-30', 5, 'Ngày Chiến thắng'],
      ['off', 'holiday', '2022-05-01', '2022-05-01', 5, 'Ngày Quốc tế lao động'],
      ['off', 'substitute', '2022-05-02', '2022-05-02', 5, 'Ngày Chiến thắng'],
      ['off', 'substitute', '2022-05-03', '2022-05-03', 5, 'Ngày Quốc tế lao động'],
      ['counted', null, '2022-05-04', '2022-05-06', 8, null],
      ['off', 'weekly', '2022-05-07', '2022-05-08', 8, 'Nghỉ hằng tuần'],
      ['counted', null, '2022-05-09', '2022-05-13', 13, null],
      ['off', 'weekly', '2022-05-14', '2022-05-15', 13, 'Nghỉ hằng tuần'],
      ['counted', null, '2022-05-16', '2022-05-20', 18, null],
      ['off', 'weekly', '2022-05-21', '2022-05-22', 18, 'Nghỉ hằng tuần'],
      ['counted', null, '2022-05-23', '2022-05-24', 20, null],
      ['due', null, '2022-05-24', '2022-05-24', 20, null],
    ])
  })

  test('Civil Code article 147: the first day is not counted; article 148: an end on a day off moves to the next working day', () => {
    expect(due(ask('2022-03-01', days(10, 'calendar')))).toBe('2022-03-11')
    const answer = deadline(ask('2022-04-20', days(10, 'calendar')), civil, calendar)
    expect([answer.counted, answer.due]).toEqual(['2022-04-30', '2022-05-04'])
    expect(answer.runs.filter((r) => r.kind === 'moved').reduce((n, r) => n + r.days, 0)).toBe(3)
    expect(due(ask('2022-04-20', days(10, 'calendar')), { ...civil, endOnDayOff: 'keep' })).toBe('2022-04-30')
    expect(due(ask('2022-03-01', days(10, 'calendar')), { ...civil, firstDay: 'same' })).toBe('2022-03-10')
  })

  test('months end on the same day, or on the last of a shorter month', () => {
    expect(due(ask('2022-01-31', days(1, 'months')))).toBe('2022-02-28')
    expect(due(ask('2022-01-31', days(1, 'months'), { extensions: [{ ...days(1, 'months'), reason: 'x', source: null }] }))).toBe(
      '2022-03-31',
    )
    expect(due(ask('2022-11-24', days(6, 'months')))).toBe('2023-05-24')
    expect(() => due(ask('2022-01-31', days(1), { extensions: [{ ...days(1, 'months'), reason: 'x', source: null }] }))).toThrow(
      RangeError,
    )
  })

  test('one-stop: filed after hours, or on a day off, counts as filed on the next working day', () => {
    expect(due(ask('2022-12-20', days(5), { time: '16:59' }), oneStop)).toBe('2022-12-27')
    expect(due(ask('2022-12-20', days(5), { time: '17:01' }), oneStop)).toBe('2022-12-28')
    const answer = deadline(ask('2022-12-17', days(5)), oneStop, calendar)
    expect(answer.due).toBe('2022-12-26')
    expect(answer.runs[1]).toMatchObject({ kind: 'late-start', from: '2022-12-18' })
  })

  test('a pause takes its days out; an open one leaves the end open and says how many days are left', () => {
    const pause: Pause = { from: '2022-12-22', until: '2022-12-27', reason: 'Chờ bổ sung giấy tờ' }
    const answer = deadline(ask('2022-12-19', days(5), { pauses: [pause] }), civil, calendar)
    expect(answer.due).toBe('2022-12-29')
    expect(answer.runs.find((r) => r.kind === 'paused')).toMatchObject({
      from: '2022-12-22',
      to: '2022-12-26',
      label: { vi: 'Chờ bổ sung giấy tờ' },
    })
    expect(deadline(ask('2022-12-19', days(5), { pauses: [{ ...pause, until: null }] }), civil, calendar)).toMatchObject({
      due: null,
      left: 3,
    })
    expect(due(ask('2022-12-19', days(2), { pauses: [{ ...pause, until: null }] }))).toBe('2022-12-21')
  })

  test('days beyond the announced years say that they are expected', () => {
    const answer = deadline(ask('2027-01-29', days(10)), civil, calendar)
    expect(answer.runs.some((r) => r.off === 'holiday' && r.expected)).toBe(true)
  })

  test('eight working hours: an online filing of 15:30 is answered by 15:30 of the next working day', () => {
    const office = [
      { from: '07:30', until: '11:30' },
      { from: '13:00', until: '17:00' },
    ]
    expect(deadlineInHours({ day: '2022-12-20', time: '15:30', hours: 8 }, office, calendar)).toMatchObject({
      day: '2022-12-21',
      time: '15:30',
    })
    expect(deadlineInHours({ day: '2022-12-23', time: '16:00', hours: 4 }, office, calendar)).toMatchObject({
      day: '2022-12-26',
      time: '10:30',
    })
    expect(deadlineInHours({ day: '2022-12-24', time: '09:00', hours: 4 }, office, calendar).runs).toEqual([
      { day: '2022-12-26', from: '07:30', until: '11:30', minutes: 240 },
    ])
    expect(deadlineInHours({ day: '2022-12-20', time: '12:00', hours: 0.5 }, office, calendar).time).toBe('13:30')
    expect(() => deadlineInHours({ day: '2022-12-20', time: '12:00', hours: 0 }, office, calendar)).toThrow(RangeError)
  })
})

const someDay = fc.integer({ min: 0, max: 9000 }).map((n) => addDays('2015-01-01', n))
const dayTerm = fc.record({
  amount: fc.integer({ min: 1, max: 90 }),
  unit: fc.constantFrom('working' as const, 'calendar' as const),
})
const anyTerm = fc.oneof(dayTerm, fc.record({ amount: fc.integer({ min: 1, max: 18 }), unit: fc.constant('months' as const) }))
const pauseAt = fc
  .record({ at: fc.integer({ min: -20, max: 120 }), length: fc.integer({ min: 1, max: 60 }) })
  .map(({ at, length }) => (start: string): Pause => ({
    from: addDays(start, at),
    until: addDays(start, at + length),
    reason: 'Tạm dừng',
  }))
const pausesAt = fc.array(pauseAt, { maxLength: 4 })
const someRule = fc.constantFrom(
  civil,
  oneStop,
  { ...civil, firstDay: 'same' as const },
  { ...civil, endOnDayOff: 'keep' as const },
)
const extension = (term: Term) => ({ ...term, reason: 'Gia hạn', source: null })

/** What every answer must satisfy. */
function whole(input: DeadlineInput, rule: CountingRule): void {
  const { runs, due: end, counted } = deadline(input, rule, calendar)
  if (end === null) throw new Error('open')
  const stretch = runs.filter((r) => r.kind !== 'due')
  // Each day from start to the end stands in one run, in order.
  const listed = stretch.flatMap((r) => Array.from({ length: r.days }, (_, i) => addDays(r.from, i)))
  const first = rule.firstDay === 'same' && listed[1] === input.start ? listed.slice(1) : listed
  expect(first).toEqual(
    Array.from({ length: daysBetween(first[0] ?? '', first.at(-1) ?? '') + 1 }, (_, i) => addDays(first[0] ?? '', i)),
  )
  expect(runs.at(-1)).toMatchObject({ kind: 'due', from: end })
  expect(end >= (counted ?? '')).toBe(true)
  const total = runs.filter((r) => r.kind === 'counted').reduce((n, r) => n + r.days, 0)
  const asked = [input.term, ...input.extensions]
  if (asked.every((t) => t.unit !== 'months')) expect(total).toBe(asked.reduce((n, t) => n + t.amount, 0))
  expect(runs.at(-1)?.counted).toBe(total)
  if (rule.endOnDayOff === 'next-working') expect(calendar.dayOf(end).off).toBe(false)
}

describe('properties', () => {
  const runs = { numRuns: 400 }

  test('the days listed follow each other without gap, and those counted are the term', () => {
    fc.assert(
      fc.property(someDay, anyTerm, pausesAt, fc.array(dayTerm, { maxLength: 2 }), someRule, (start, term, pauses, more, rule) =>
        whole(ask(start, term, { pauses: pauses.map((p) => p(start)), extensions: more.map(extension) }), rule),
      ),
      runs,
    )
  })

  test('a pause never shortens', () => {
    fc.assert(
      fc.property(
        someDay,
        anyTerm,
        pausesAt,
        pauseAt,
        fc.array(dayTerm, { maxLength: 2 }),
        someRule,
        (start, term, pauses, one, more, rule) => {
          const before = ask(start, term, { pauses: pauses.map((p) => p(start)), extensions: more.map(extension) })
          const after = { ...before, pauses: [...before.pauses, one(start)] }
          return (due(before, rule) ?? '') <= (due(after, rule) ?? '')
        },
      ),
      runs,
    )
  })

  test('a new holiday never shortens', () => {
    fc.assert(
      fc.property(someDay, anyTerm, pausesAt, fc.integer({ min: 0, max: 200 }), someRule, (start, term, pauses, at, rule) => {
        const holiday: DatedDay = {
          day: addDays(start, at),
          kind: 'off',
          holiday: null,
          label: { vi: 'Nghỉ', en: 'Off' },
          source: 'x',
          certainty: 'sure',
          entered: true,
        }
        const input = ask(start, term, { pauses: pauses.map((p) => p(start)) })
        return (due(input, rule) ?? '') <= (due(input, rule, makeCalendar(restLaws(), [...announcedDays(), holiday])) ?? '')
      }),
      { numRuns: 150 },
    )
  })

  test('a later start never ends earlier', () => {
    fc.assert(
      fc.property(someDay, fc.integer({ min: 0, max: 40 }), dayTerm, pausesAt, someRule, (start, later, term, pauses, rule) => {
        const stops = pauses.map((p) => p(start))
        return (
          (due(ask(start, term, { pauses: stops }), rule) ?? '') <=
          (due(ask(addDays(start, later), term, { pauses: stops }), rule) ?? '')
        )
      }),
      runs,
    )
    fc.assert(
      fc.property(
        someDay,
        fc.integer({ min: 0, max: 40 }),
        anyTerm,
        someRule,
        (start, later, term, rule) => (due(ask(start, term), rule) ?? '') <= (due(ask(addDays(start, later), term), rule) ?? ''),
      ),
      runs,
    )
  })

  test('an extension adds exactly: a term and its extension end with the term of both', () => {
    fc.assert(
      fc.property(someDay, anyTerm, fc.integer({ min: 1, max: 18 }), pausesAt, someRule, (start, term, more, pauses, rule) => {
        const stops = pauses.map((p) => p(start))
        const extended = ask(start, term, { pauses: stops, extensions: [extension({ ...term, amount: more })] })
        return due(extended, rule) === due(ask(start, { ...term, amount: term.amount + more }, { pauses: stops }), rule)
      }),
      runs,
    )
  })

  test('asked again, it answers the same', () => {
    fc.assert(
      fc.property(someDay, anyTerm, pausesAt, someRule, (start, term, pauses, rule) => {
        const input = ask(start, term, { pauses: pauses.map((p) => p(start)) })
        expect(deadline(input, rule, calendar)).toEqual(
          deadline(structuredClone(input), rule, makeCalendar(restLaws(), announcedDays())),
        )
      }),
      { numRuns: 60 },
    )
  })
})
