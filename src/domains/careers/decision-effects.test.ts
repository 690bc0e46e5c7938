import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { DecidedPost, Holder } from '#domains/people/index.ts'
import { retiresOn } from '#domains/salary/shipped.factory.ts'
import { addDays } from '#kernel/dates.ts'
import { type Background, type DecidedLine, decideEffects } from './decision-effects.ts'
import { type DecisionKind, detailFault, type Details, kindNames } from './decision-kinds.rules.ts'

const unit = '10000000-0000-4000-8000-000000000001'
const other = '10000000-0000-4000-8000-000000000002'
let made = 0

const post = (more: Partial<DecidedPost> = {}): DecidedPost => ({
  ...{ id: `post-${++made}`, unitId: unit, unitName: 'Phòng Một', title: 'Chuyên viên', isMain: true },
  ...{ validFrom: '2015-01-01', validUntil: null, endReason: null, category: null, madeBy: null, endedBy: null },
  ...more,
})
const holder = (posts: DecidedPost[], more: Partial<Holder> = {}): Holder => ({
  ...{ id: 'p1', fullName: 'Nguyễn Thị Hoa', sex: 'female', birth: '1985-03-08', birthYear: 1985, category: 'civil-servant' },
  posts,
  ...more,
})
const background = (person: Holder, more: Partial<Background> = {}): Background => ({
  ...{ holders: new Map([[person.id, person]]), salaries: [], leaves: [], retiresOn },
  unitName: (id) => (id === unit ? 'Phòng Một' : id === other ? 'Phòng Hai' : null),
  newId: () => `row-${++made}`,
  ...more,
})
const line = (kind: DecisionKind, effectiveOn: string, details: Details = {}): DecidedLine => ({
  ...{ id: `a${++made}`, line: 1, kind, personId: 'p1', effectiveOn, details },
})
const faults = (person: Holder, lines: DecidedLine[], more: Partial<Background> = {}) =>
  decideEffects(lines, background(person, more)).faults.map((f) => f.code)
const to = { unitId: other, title: 'Trưởng phòng' }
const salary = (from: string, coefficient: string, rankCode = '01.003') => ({
  ...{
    id: 's1',
    personId: 'p1',
    rankCode,
    step: 2,
    coefficient,
    positionAllowance: null,
    from,
    decisionNumber: '9/QĐ',
    madeBy: null,
  },
})

describe('posts', () => {
  test('a transfer ends the one held the day before and begins the other', () => {
    const held = post()
    const { effects, faults: none } = decideEffects([line('transfer', '2022-06-01', to)], background(holder([held])))
    expect(none).toEqual([])
    expect(effects).toMatchObject([
      { did: 'ended', rowId: held.id, until: '2022-06-01', reason: 'moved' },
      { did: 'begun', unitId: other, title: 'Trưởng phòng', from: '2022-06-01', isMain: true, until: null },
    ])
    expect(held.validUntil).toBeNull()
  })

  test('of two lines of one decision the second sees what the first did', () => {
    const person = holder([post()])
    expect(
      faults(person, [
        line('transfer', '2022-06-01', to),
        line('appoint-leader', '2022-07-01', { unitId: unit, title: 'Phó Giám đốc' }),
      ]),
    ).toEqual([])
    expect(
      faults(person, [
        line('transfer', '2022-06-01', to),
        line('appoint-leader', '2022-06-01', { unitId: unit, title: 'Phó Giám đốc' }),
      ]),
    ).toEqual(['twoMain'])
  })

  test('two main posts on one day, one recorded later, the very same post, and no post at all are refused', () => {
    expect(faults(holder([post({ validFrom: '2022-06-01' })]), [line('transfer', '2022-06-01', to)])).toEqual(['twoMain'])
    expect(
      faults(holder([post({ validUntil: '2022-09-01' }), post({ validFrom: '2022-09-01' })]), [
        line('transfer', '2022-06-01', to),
      ]),
    ).toEqual(['laterPost'])
    expect(faults(holder([post()]), [line('transfer', '2022-06-01', { unitId: unit, title: 'chuyên viên' })])).toEqual([
      'samePost',
    ])
    expect(faults(holder([]), [line('transfer', '2022-06-01', to)])).toEqual(['notInService'])
    expect(faults(holder([post()]), [line('transfer', '2014-06-01', to)])).toEqual(['beforeService'])
    expect(
      faults(holder([post()]), [line('transfer', '2022-06-01', { ...to, unitId: '10000000-0000-4000-8000-00000000dead' })]),
    ).toEqual(['unitNotThere'])
  })

  test('who is recruited need not be in service; who left without a reason on record is refused', () => {
    expect(faults(holder([]), [line('recruit-exam', '2022-06-01', to)])).toEqual([])
    expect(faults(holder([post({ validUntil: '2020-01-01', endReason: 'left' })]), [line('receive', '2022-06-01', to)])).toEqual(
      [],
    )
    expect(faults(holder([post({ validUntil: '2020-01-01' })]), [line('receive', '2022-06-01', to)])).toEqual(['gap'])
  })

  test('a secondment stands beside the main post, for three years at most', () => {
    const person = holder([post()])
    const { effects } = decideEffects([line('secondment', '2022-06-01', { ...to, until: '2025-05-31' })], background(person))
    expect(effects).toMatchObject([{ did: 'begun', isMain: false, until: '2025-06-01' }])
    expect(faults(person, [line('secondment', '2022-06-01', { ...to, until: '2025-06-01' })])).toEqual(['lentTooLong'])
    expect(faults(person, [line('secondment', '2022-06-01', { ...to, until: '2022-05-01' })])).toEqual(['untilBefore'])
  })

  test('who leaves leaves every post; on the day of a death the post was still held', () => {
    const posts = [post(), post({ isMain: false, title: 'Bí thư', unitId: other })]
    const { effects } = decideEffects([line('leaving', '2022-06-01')], background(holder(posts)))
    expect(effects).toMatchObject([
      { did: 'ended', until: '2022-06-01', reason: 'left' },
      { did: 'ended', until: '2022-06-01', reason: 'left' },
    ])
    expect(decideEffects([line('death', '2022-06-01')], background(holder([post()]))).effects).toMatchObject([
      { until: '2022-06-02', reason: 'died' },
    ])
  })

  test('any row of transfers leaves at most one main post on each day, and none overlapping', () => {
    const day = fc.integer({ min: 0, max: 2500 }).map((n) => addDays('2015-06-01', n))
    fc.assert(
      fc.property(
        fc.array(fc.tuple(day, fc.constantFrom(unit, other), fc.constantFrom('A', 'B', 'C')), { maxLength: 8 }),
        (moves) => {
          const lines = moves.map(([on, unitId, title]) => line('transfer', on, { unitId, title }))
          const { effects } = decideEffects(lines, background(holder([post()])))
          const ends = new Map(effects.flatMap((e) => (e.did === 'ended' ? [[e.rowId, e.until] as const] : [])))
          const spans = effects
            .flatMap((e) => (e.did === 'begun' ? [[e.from, ends.get(e.rowId) ?? '9999'] as const] : []))
            .sort(([a], [b]) => a.localeCompare(b))
          for (const [at, [from, until]] of spans.entries()) {
            expect(until > from).toBe(true)
            expect((spans[at + 1]?.[0] ?? '9999') >= until).toBe(true)
          }
          expect(effects.filter((e) => e.did === 'begun')).toHaveLength(effects.filter((e) => e.did === 'ended').length)
        },
      ),
      { numRuns: 60 },
    )
  })
})

describe('age', () => {
  const old = holder([post()], { sex: 'male', birth: '1966-04-01' })
  test('Decree 138/2020 article 42: who cannot serve five years is appointed with a reason only', () => {
    // Retires on 30 April 2028: the last day to begin five years is 1 May 2023.
    expect(faults(old, [line('appoint-leader', '2023-05-01', to)])).toEqual([])
    expect(faults(old, [line('appoint-leader', '2023-05-02', to)])).toEqual(['tooOld'])
    expect(faults(old, [line('appoint-leader', '2023-05-02', { ...to, exception: 'Theo Thông báo của Ban Thường vụ' })])).toEqual(
      [],
    )
  })
  test('with less than two years left a term is extended, not renewed, and not past the retirement', () => {
    expect(faults(old, [line('reappoint-leader', '2026-05-01', { until: '2028-04-30' })])).toEqual([])
    expect(faults(old, [line('reappoint-leader', '2026-06-01', { until: '2028-04-30' })])).toEqual(['nearRetirement'])
    expect(faults(old, [line('extend-leader', '2026-06-01', { until: '2028-04-30' })])).toEqual([])
    expect(faults(old, [line('extend-leader', '2026-06-01', { until: '2028-05-01' })])).toEqual(['pastRetirement'])
  })
  test('retirement on the day after the age is reached, not before', () => {
    expect(faults(old, [line('retirement', '2028-05-01')])).toEqual([])
    expect(faults(old, [line('retirement', '2028-04-30')])).toEqual(['beforeRetirement'])
    expect(faults(old, [line('early-retirement', '2027-01-01', { exception: 'Suy giảm khả năng lao động' })])).toEqual([])
  })
})

describe('salary', () => {
  const person = holder([post()])
  const raise = (on: string, coefficient: string, rankCode = '01.003') =>
    line('salary-regular', on, { rankCode, step: 3, coefficient })
  test('follows the last row: not before it, not lower, not the same', () => {
    const salaries = [salary('2019-04-01', '2.67')]
    expect(faults(person, [raise('2022-04-01', '3.00')], { salaries })).toEqual([])
    expect(faults(person, [raise('2018-04-01', '3.00')], { salaries })).toEqual(['salaryLater'])
    expect(faults(person, [raise('2022-04-01', '2.34')], { salaries })).toEqual(['salaryLower'])
    expect(faults(person, [raise('2022-04-01', '2.67')], { salaries })).toEqual(['salarySame'])
    // Another rank may begin lower.
    expect(faults(person, [raise('2022-04-01', '2.34', '01.004')], { salaries })).toEqual([])
  })
  test('an allowance is the last row with it, and needs one', () => {
    const allowance = line('allowance', '2022-05-01', { positionAllowance: '0.50' })
    expect(faults(person, [allowance])).toEqual(['noSalary'])
    const { effects } = decideEffects([allowance], background(person, { salaries: [salary('2019-04-01', '2.67')] }))
    expect(effects).toMatchObject([
      { section: 'salary', from: '2022-05-01', values: { coefficient: '2.67', position_allowance: '0.50' } },
    ])
  })
})

test('leave does not overlap leave', () => {
  const leaves = [{ personId: 'p1', from: '2022-03-01', until: '2022-08-31', number: '5/QĐ' }]
  expect(faults(holder([post()]), [line('unpaid-leave', '2022-08-31', { until: '2022-10-01' })], { leaves })).toEqual([
    'leaveOverlaps',
  ])
  expect(faults(holder([post()]), [line('unpaid-leave', '2022-09-01', { until: '2022-10-01' })], { leaves })).toEqual([])
})

test('a dismissal as discipline ends the posts, a warning does not', () => {
  const warned = decideEffects(
    [line('discipline', '2022-06-01', { form: 'CC', cause: 'Vi phạm', until: '2023-05-31' })],
    background(holder([post()])),
  )
  expect(warned.effects).toMatchObject([{ did: 'recorded', section: 'discipline', until: '2023-05-31', values: { code: 'CC' } }])
  const dismissed = decideEffects(
    [line('discipline', '2022-06-01', { form: 'BTV', cause: 'Vi phạm' })],
    background(holder([post()])),
  )
  expect(dismissed.effects.map((e) => e.did)).toEqual(['recorded', 'ended'])
})

test('every kind says what is missing, and takes nothing it does not ask for', () => {
  for (const kind of kindNames) expect(detailFault(kind, { nonsense: 'x' })).not.toBeNull()
  expect(detailFault('transfer', { unitId: unit })).toBe('title')
  expect(detailFault('salary-regular', { rankCode: '01.003', coefficient: '3,00' })).toBe('coefficient')
  expect(detailFault('discipline', { form: 'XX', cause: 'x' })).toBe('form')
  expect(detailFault('transfer', { ...to, category: null })).toBeNull()
})
