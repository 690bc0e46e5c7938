import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { correct, type KeptThing } from './correction.rules.ts'
import { findBroken } from './invariants.rules.ts'
import { aSection, clubKinds, type Section } from './timeline.factory.ts'

/** A section with three names one after the other, below the board since it began. */
function rowing(): KeptThing<Section> {
  const facts = (name: string): Section => ({ code: 'R', name, level: 'section' })
  return {
    id: 'rowing',
    versions: [
      { id: 'v1', validFrom: '2000-01-01', validUntil: '2005-01-01', facts: facts('Boats') },
      { id: 'v2', validFrom: '2005-01-01', validUntil: '2010-01-01', facts: facts('Rowing') },
      { id: 'v3', validFrom: '2010-01-01', validUntil: null, facts: facts('Rowing and sculling') },
    ],
    links: [{ id: 'l1', tree: 'club', parentId: 'board', validFrom: '2000-01-01', validUntil: null }],
  }
}

const periods = (thing: KeptThing<Section>) => [...thing.versions, ...thing.links].map((r) => [r.id, r.validFrom, r.validUntil])

describe('a correction', () => {
  test('of a name touches that row and no other', () => {
    const outcome = correct(rowing(), { of: 'v2', facts: { name: 'Rowing club' } })
    expect(outcome).toMatchObject({ rows: ['v2'], thing: { versions: [{}, { facts: { name: 'Rowing club', code: 'R' } }, {}] } })
  })

  test('of the day on which two names meet moves both', () => {
    const outcome = correct(rowing(), { of: 'v2', validFrom: '2004-07-01' })
    expect('thing' in outcome && periods(outcome.thing)).toEqual([
      ['v1', '2000-01-01', '2004-07-01'],
      ['v2', '2004-07-01', '2010-01-01'],
      ['v3', '2010-01-01', null],
      ['l1', '2000-01-01', null],
    ])
  })

  test('of the first day moves the place that began on it', () => {
    const outcome = correct(rowing(), { of: 'v1', validFrom: null })
    expect('thing' in outcome && periods(outcome.thing)).toEqual([
      ['v1', null, '2005-01-01'],
      ['v2', '2005-01-01', '2010-01-01'],
      ['v3', '2010-01-01', null],
      ['l1', null, null],
    ])
  })

  test('of the last day moves the place that ended on it', () => {
    const outcome = correct(rowing(), { of: 'v3', validUntil: '2020-01-01' })
    expect('thing' in outcome && outcome.rows).toEqual(['v3', 'l1'])
  })

  test('that says nothing new, leaves a row without a day or names no row is none', () => {
    expect(correct(rowing(), { of: 'v2', facts: { name: 'Rowing' }, validFrom: '2005-01-01' })).toEqual({
      why: 'nothing',
      of: 'v2',
    })
    expect(correct(rowing(), { of: 'v2', validFrom: '2010-01-01' })).toEqual({ why: 'no-day', of: 'v2' })
    expect(correct(rowing(), { of: 'v2', validFrom: '1999-01-01' })).toEqual({ why: 'no-day', of: 'v1' })
    expect(correct(rowing(), { of: 'x', validFrom: '1999-01-01' })).toEqual({ why: 'unknown', of: 'x' })
  })

  test('of any day keeps what surrounds it whole: no gap, no overlap', () => {
    const board = aSection('board', { from: null })
    const day = fc.integer({ min: 1990, max: 2015 }).map((year) => `${year}-03-01`)
    fc.assert(
      fc.property(fc.constantFrom('v1', 'v2', 'v3'), day, (of, validFrom) => {
        const outcome = correct(rowing(), { of, validFrom })
        if ('why' in outcome) return
        const { versions } = outcome.thing
        expect(findBroken([board, outcome.thing], [], { ...clubKinds, needsPlace: (f) => f.name !== 'board' })).toEqual([])
        for (const [i, v] of versions.entries()) if (i > 0) expect(v.validFrom).toBe(versions[i - 1]?.validUntil)
      }),
    )
  })
})
