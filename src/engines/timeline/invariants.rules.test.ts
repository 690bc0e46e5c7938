import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findBroken } from './invariants.rules.ts'
import type { DatedSuccession } from './lineage.rules.ts'
import { type Change, planReorganisation, type Thing } from './reorganisation.rules.ts'
import { afterPlan, aSection, clubKinds, type Section } from './timeline.factory.ts'

const on = '2025-07-01'
const kinds = { codeOf: (f: Section) => f.code, needsPlace: (f: Section) => f.level !== 'region' }
const broken = (things: Thing<Section>[], successions: DatedSuccession[] = []) => findBroken(things, successions, kinds)

const north = aSection('north', { level: 'region' })
const chess = aSection('chess', { parent: 'north' })
const into = (from: string, to: string, more: Partial<DatedSuccession> = {}): DatedSuccession => ({
  from,
  to,
  on,
  whole: true,
  share: 1,
  goesOn: false,
  ...more,
})

describe('what cannot be is found, with its thing, its day and what else it concerns', () => {
  const go = aSection('go', { parent: 'north', until: on })
  const cards = aSection('cards', { parent: 'north' })
  const cases: [title: string, things: Thing<Section>[], successions: DatedSuccession[], found: unknown[]][] = [
    ['nothing, where all is well', [north, chess, go], [into('go', 'chess')], []],
    [
      'two names on one day',
      [
        north,
        {
          ...chess,
          versions: [
            ...chess.versions,
            { validFrom: '2020-01-01', validUntil: null, facts: { code: 'chess', name: 'Chess', level: 'section' } },
          ],
        },
      ],
      [],
      [{ rule: 'overlap', id: 'chess', on: '2020-01-01' }],
    ],
    [
      'two places in one tree on one day',
      [
        north,
        {
          ...chess,
          links: [...chess.links, { tree: 'club', parentId: 'north', validFrom: '2021-03-01', validUntil: '2021-04-01' }],
        },
      ],
      [],
      [{ rule: 'overlap', id: 'chess', on: '2021-03-01' }],
    ],
    [
      'a code borne by two; not one that passed on',
      [
        north,
        chess,
        aSection('draughts', { parent: 'north', code: 'chess', from: '2024-01-01' }),
        go,
        aSection('shogi', { parent: 'north', code: 'go', from: on }),
      ],
      [],
      [{ rule: 'code-twice', id: 'draughts', other: 'chess', on: '2024-01-01' }],
    ],
    [
      'a parent that ended, and one that began later',
      [
        north,
        aSection('lake', { level: 'region', until: '2010-01-01' }),
        aSection('hill', { level: 'region', from: '2002-01-01' }),
        aSection('rowing', { parent: 'lake' }),
        aSection('skiing', { parent: 'hill' }),
      ],
      [],
      [
        { rule: 'orphan', id: 'rowing', other: 'lake', on: '2010-01-01' },
        { rule: 'orphan', id: 'skiing', other: 'hill', on: '2000-01-01' },
      ],
    ],
    [
      'nothing, where a start is unknown: it contradicts no day on which what stands above begins',
      [north, aSection('hill', { level: 'region', from: '2009-01-19' }), aSection('skiing', { parent: 'hill', from: null })],
      [],
      [],
    ],
    [
      'a place held after the end',
      [
        north,
        aSection('bridge', {
          until: '2015-01-01',
          links: [{ tree: 'club', parentId: 'north', validFrom: '2000-01-01', validUntil: null }],
        }),
      ],
      [],
      [{ rule: 'place-alone', id: 'bridge', other: 'north', on: '2015-01-01' }],
    ],
    [
      'a thing that stands nowhere, or not all the time; a region may',
      [
        north,
        aSection('lost'),
        aSection('late', { links: [{ tree: 'club', parentId: 'north', validFrom: '2003-01-01', validUntil: null }] }),
      ],
      [],
      [
        { rule: 'no-place', id: 'lost', on: '2000-01-01' },
        { rule: 'no-place', id: 'late', on: '2000-01-01' },
      ],
    ],
    [
      'a circle, from the day on which it closes',
      [
        aSection('a', { links: [{ tree: 'club', parentId: 'b', validFrom: '2000-01-01', validUntil: null }] }),
        aSection('b', { level: 'region', links: [{ tree: 'club', parentId: 'a', validFrom: '2012-05-01', validUntil: null }] }),
      ],
      [],
      [{ rule: 'cycle', id: 'b', other: 'a', on: '2012-05-01' }],
    ],
    [
      'one that outlives what it wholly became',
      [north, chess, cards],
      [into('cards', 'chess')],
      [{ rule: 'outlives', id: 'cards', other: 'chess', on }],
    ],
    [
      'more than the whole given away, and a whole beside a part',
      [north, chess, cards, go],
      [
        into('cards', 'chess', { whole: false, share: 0.7, goesOn: true }),
        into('cards', 'north', { whole: false, share: 0.4, goesOn: true }),
        into('go', 'chess'),
        into('go', 'north', { whole: false, share: null }),
      ],
      [
        { rule: 'share-over', id: 'cards', on },
        { rule: 'share-over', id: 'go', on },
      ],
    ],
    [
      'a division that leaves something over; not where a share is unknown, nor where it goes on',
      [north, chess, cards, go, aSection('dice', { parent: 'north', until: on })],
      [
        into('go', 'chess', { whole: false, share: 0.5 }),
        into('go', 'cards', { whole: false, share: 0.3 }),
        into('dice', 'chess', { whole: false, share: 0.5 }),
        into('dice', 'cards', { whole: false, share: null }),
        into('cards', 'chess', { whole: false, share: 0.2, goesOn: true }),
      ],
      [{ rule: 'not-covered', id: 'go', on }],
    ],
    [
      'a succession to what is not there, and from what was not',
      [
        north,
        chess,
        go,
        aSection('gone', { parent: 'north', until: '2020-01-01' }),
        aSection('new', { parent: 'north', from: on, until: on }),
      ].map((t) => (t.id === 'new' ? { ...t, versions: [], links: [] } : t)),
      [into('go', 'gone'), into('gone', 'chess', { goesOn: true, whole: false, share: null })],
      [
        { rule: 'leads-nowhere', id: 'go', other: 'gone', on },
        { rule: 'from-nowhere', id: 'gone', other: 'chess', on },
      ],
    ],
  ]
  test.each(cases)('%s', (_title, things, successions, found) => {
    expect(broken(things, successions)).toEqual(found)
  })
})

test('whatever act is planned, nothing is broken after it', () => {
  const ids = ['chess', 'cards', 'go', 'dice'] as const
  const change = (no: number): fc.Arbitrary<Change<Section>[]> =>
    fc.oneof(
      fc
        .record({ a: fc.constantFrom(...ids), b: fc.constantFrom(...ids, 'hill', 'lake'), whole: fc.boolean() })
        .map(({ a, b, whole }): Change<Section>[] => [
          whole
            ? { no, kind: 'merge', from: [{ id: a, whole: true, share: 1 }], into: b }
            : { no, kind: 'transfer', id: a, to: b, share: 0.3 },
        ]),
      fc.constantFrom(...ids).map((id): Change<Section>[] => [
        {
          no,
          kind: 'establish',
          id: `${id}-${no}`,
          facts: { code: id, name: id, level: 'section' },
          links: [{ tree: 'club', parentId: 'hill' }],
        },
        {
          no,
          kind: 'split',
          id,
          into: [
            { id: `${id}-${no}`, whole: false, share: 0.5 },
            { id: 'lake', whole: false, share: 0.5 },
          ],
        },
      ]),
      fc
        .record({ id: fc.constantFrom(...ids, 'hill'), parentId: fc.constantFrom('hill', 'lake', 'north') })
        .map(({ id, parentId }): Change<Section>[] => [{ no, kind: 'move', id, tree: 'club', parentId }]),
      fc.constantFrom('hill', 'lake').map((id): Change<Section>[] => [{ no, kind: 'dissolve', id, heir: null }]),
    )
  const club = () => [
    north,
    aSection('hill', { level: 'district', parent: 'north' }),
    aSection('lake', { level: 'district', parent: 'north' }),
    ...ids.map((id, i) => aSection(id, { parent: i % 2 ? 'hill' : 'lake' })),
  ]
  let planned = 0
  fc.assert(
    fc.property(fc.tuple(change(1), change(2), change(3)), (changes) => {
      const { plan } = planReorganisation(club(), changes.flat(), on, clubKinds)
      if (!plan) return
      planned += 1
      const { things, successions } = afterPlan(club(), plan, on)
      expect(broken(things, successions)).toEqual([])
    }),
    { numRuns: 1000, seed: 7 },
  )
  expect(planned).toBeGreaterThan(100)
})
