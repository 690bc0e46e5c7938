import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Change, type Fault, planReorganisation, type Thing } from './reorganisation.rules.ts'
import { aSection, clubKinds, type Section } from './timeline.factory.ts'

const on = '2025-07-01'
const facts = (code: string, level = 'section'): Section => ({ code, name: code, level })

/** The club: two regions, districts below them, sections below those, a committee in a district. */
const club = (): Thing<Section>[] => [
  aSection('north', { level: 'region' }),
  aSection('south', { level: 'region' }),
  aSection('hill', { level: 'district', parent: 'north' }),
  aSection('lake', { level: 'district', parent: 'north' }),
  aSection('chess', { parent: 'hill' }),
  aSection('cards', { parent: 'hill' }),
  aSection('rowing', { parent: 'lake' }),
  aSection('prizes', { level: 'committee', parent: 'hill' }),
]

function planned(changes: Change<Section>[], things = club()) {
  const { plan, faults } = planReorganisation(things, changes, on, clubKinds)
  expect(faults).toEqual([])
  if (!plan) throw new Error('no plan')
  return plan
}
const faultsOf = (changes: Change<Section>[], things = club()): Fault[] =>
  planReorganisation(things, changes, on, clubKinds).faults

const whole = (id: string) => ({ id, whole: true, share: 1 })
const part = (id: string, share: number | null) => ({ id, whole: false, share })
const establish = (no: number, id: string, parentId: string, code = id): Change<Section> => ({
  no,
  kind: 'establish',
  id,
  facts: facts(code),
  links: [{ tree: 'club', parentId }],
})

describe('an act', () => {
  test('merges two into a third: both end, each whole in it, and the new one may bear the code of an old one', () => {
    const plan = planned([
      establish(1, 'games', 'hill', 'chess'),
      { no: 2, kind: 'merge', from: [whole('chess'), whole('cards')], into: 'games' },
    ])
    expect(plan.established).toEqual([{ id: 'games', facts: facts('chess') }])
    expect(plan.ended).toEqual([
      { id: 'chess', heir: 'games', why: 'merge' },
      { id: 'cards', heir: 'games', why: 'merge' },
    ])
    expect(plan.successions).toEqual([
      { from: 'chess', to: 'games', whole: true, share: 1, goesOn: false },
      { from: 'cards', to: 'games', whole: true, share: 1, goesOn: false },
    ])
  })

  test('divides one into two, and what stood below goes to what stood above, as no heir is named', () => {
    const things = [...club(), aSection('endings', { parent: 'chess' })]
    const plan = planned(
      [
        establish(1, 'quick', 'hill'),
        establish(2, 'slow', 'hill'),
        { no: 3, kind: 'split', id: 'chess', into: [part('quick', 0.4), part('slow', 0.6)] },
      ],
      things,
    )
    expect(plan.ended).toEqual([{ id: 'chess', heir: 'hill', why: 'split' }])
    expect(plan.moved).toContainEqual({ id: 'endings', tree: 'club', parentId: 'hill', until: null, byRule: true })
  })

  test('abolishes a level: its things end, sections move up, the committee ends with its district', () => {
    const plan = planned([{ no: 1, kind: 'abolish-level', level: 'district', below: 'north' }])
    expect(plan.ended).toEqual([
      { id: 'hill', heir: 'north', why: 'abolish-level' },
      { id: 'lake', heir: 'north', why: 'abolish-level' },
      { id: 'prizes', heir: 'north', why: 'with-parent' },
    ])
    expect(plan.moved.map(({ id, parentId, byRule }) => [id, parentId, byRule])).toEqual([
      ['chess', 'north', true],
      ['cards', 'north', true],
      ['rowing', 'north', true],
    ])
  })

  test('joins both regions while their districts go: one act, nothing left hanging', () => {
    const plan = planned([
      { no: 1, kind: 'establish', id: 'club', facts: facts('north', 'region'), links: [] },
      { no: 2, kind: 'merge', from: [whole('north'), whole('south')], into: 'club' },
      { no: 3, kind: 'abolish-level', level: 'district', below: null },
    ])
    expect(new Set(plan.moved.map((m) => m.parentId))).toEqual(new Set(['club']))
    expect(plan.ended.find((e) => e.id === 'prizes')?.heir).toBe('club')
  })

  test('keeps what only gets another name, place or level, and what gives a part away', () => {
    const plan = planned([
      { no: 1, kind: 'alter', id: 'chess', facts: { name: 'Chess and Go' } },
      { no: 2, kind: 'alter', id: 'chess', facts: { level: 'circle' } },
      { no: 3, kind: 'move', id: 'cards', tree: 'club', parentId: 'lake' },
      { no: 4, kind: 'transfer', id: 'cards', to: 'chess', share: 0.25 },
    ])
    expect(plan.altered).toEqual([{ id: 'chess', facts: { code: 'chess', name: 'Chess and Go', level: 'circle' }, until: null }])
    expect(plan.ended).toEqual([])
    expect(plan.successions).toEqual([{ from: 'cards', to: 'chess', whole: false, share: 0.25, goesOn: true }])
  })

  test('hands a dissolved section to its heir, and on to the heir of that one where it ends too', () => {
    const plan = planned([
      { no: 1, kind: 'dissolve', id: 'lake', heir: 'hill' },
      { no: 2, kind: 'dissolve', id: 'rowing', heir: null },
    ])
    expect(plan.ended).toEqual([
      { id: 'lake', heir: 'hill', why: 'dissolve' },
      { id: 'rowing', heir: 'hill', why: 'dissolve' },
    ])
  })
})

describe('an act is refused as a whole, naming the change and the thing, where', () => {
  const later = aSection('later', { parent: 'hill', until: '2026-01-01' })
  const born = aSection('born', { parent: 'hill', from: on })
  const gone = aSection('gone', { parent: 'hill', until: '2024-01-01' })
  const cases: [string, Change<Section>[], Fault][] = [
    ['a thing is not known', [{ no: 1, kind: 'alter', id: 'golf', facts: {} }], { no: 1, code: 'unknown', id: 'golf' }],
    ['it no longer exists', [{ no: 1, kind: 'alter', id: 'gone', facts: {} }], { no: 1, code: 'not-in-existence', id: 'gone' }],
    [
      'it begins that very day',
      [{ no: 1, kind: 'dissolve', id: 'born', heir: null }],
      { no: 1, code: 'begins-same-day', id: 'born' },
    ],
    [
      'something later is recorded',
      [{ no: 1, kind: 'dissolve', id: 'later', heir: null }],
      { no: 1, code: 'later-recorded', id: 'later' },
    ],
    [
      'it merges into itself',
      [{ no: 1, kind: 'merge', from: [whole('chess')], into: 'chess' }],
      { no: 1, code: 'into-itself', id: 'chess' },
    ],
    [
      'it merges into what ends',
      [
        { no: 1, kind: 'merge', from: [whole('chess')], into: 'cards' },
        { no: 2, kind: 'dissolve', id: 'cards', heir: null },
      ],
      { no: 2, code: 'into-ended', id: 'chess', other: 'cards' },
    ],
    [
      'shares are over the whole',
      [
        { no: 1, kind: 'transfer', id: 'chess', to: 'cards', share: 0.7 },
        { no: 2, kind: 'transfer', id: 'chess', to: 'rowing', share: 0.4 },
      ],
      { no: 2, code: 'share-over', id: 'chess' },
    ],
    [
      'a code is borne by another',
      [establish(1, 'games', 'hill', 'cards')],
      { no: 1, code: 'code-taken', id: 'games', other: 'cards' },
    ],
    [
      'the parent ends',
      [
        { no: 1, kind: 'move', id: 'chess', tree: 'club', parentId: 'lake' },
        { no: 2, kind: 'dissolve', id: 'lake', heir: null },
      ],
      { no: 1, code: 'parent-not-there', id: 'chess', other: 'lake' },
    ],
    [
      'it would stand below itself',
      [{ no: 1, kind: 'move', id: 'north', tree: 'club', parentId: 'chess' }],
      { no: 1, code: 'cycle', id: 'north' },
    ],
    [
      'something would hang in the air',
      [{ no: 1, kind: 'dissolve', id: 'north', heir: null }],
      { no: 1, code: 'orphan', id: 'hill', other: 'north' },
    ],
    [
      'it ends twice',
      [
        { no: 1, kind: 'dissolve', id: 'chess', heir: 'hill' },
        { no: 2, kind: 'merge', from: [whole('chess')], into: 'cards' },
      ],
      { no: 2, code: 'ends-twice', id: 'chess' },
    ],
    [
      'it is established twice',
      [establish(1, 'games', 'hill'), establish(2, 'games', 'lake')],
      { no: 2, code: 'established-twice', id: 'games' },
    ],
  ]
  test.each(cases)('%s', (_, changes, fault) => {
    expect(faultsOf(changes, [...club(), later, born, gone])).toContainEqual(fault)
  })
})

test('whatever an act does: nothing ends and goes on, everything that goes on stands below something that does, codes stay unique', () => {
  const ids = club().map((t) => t.id)
  const some = fc.constantFrom(...ids)
  const change = fc.oneof(
    fc.record({ kind: fc.constant('move' as const), id: some, tree: fc.constant('club'), parentId: some }),
    fc.record({ kind: fc.constant('dissolve' as const), id: some, heir: fc.option(some, { nil: null }) }),
    fc.record({
      kind: fc.constant('merge' as const),
      from: fc.uniqueArray(some.map(whole), { minLength: 1, maxLength: 3, selector: (p) => p.id }),
      into: some,
    }),
    fc.record({ kind: fc.constant('alter' as const), id: some, facts: fc.record({ code: fc.constantFrom('chess', 'golf') }) }),
    fc.record({
      kind: fc.constant('abolish-level' as const),
      level: fc.constantFrom('district', 'section'),
      below: fc.option(some, { nil: null }),
    }),
  )
  let plans = 0
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
      const { plan } = planReorganisation(
        club(),
        changes.map((c, no) => ({ ...c, no }) as Change<Section>),
        on,
        clubKinds,
      )
      if (!plan) return
      plans++
      const ended = new Set(plan.ended.map((e) => e.id))
      const living = club().filter((t) => !ended.has(t.id))
      expect(plan.altered.filter((a) => ended.has(a.id))).toEqual([])
      const moved = new Map(plan.moved.map((m) => [m.id, m.parentId]))
      for (const thing of living) {
        let up: string | null = thing.id
        for (let steps = 0; up !== null; steps++) {
          expect(steps).toBeLessThan(10)
          expect(ended.has(up)).toBe(false)
          const at: string = up
          up = moved.has(at) ? (moved.get(at) ?? null) : (club().find((t) => t.id === at)?.links[0]?.parentId ?? null)
        }
      }
      const codes = living.map((t) => plan.altered.find((a) => a.id === t.id)?.facts.code ?? t.id)
      expect(new Set(codes).size).toBe(codes.length)
    }),
    { numRuns: 2000 },
  )
  expect(plans).toBeGreaterThan(100)
})
