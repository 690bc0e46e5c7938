import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type GraphEdge, type GraphUnit, layOutLineage } from './lineage-graph.rules.ts'

const unit = (id: string, from: string | null, until: string | null): GraphUnit => ({ id, from, until })
const edge = (from: string, to: string, on: string): GraphEdge => ({ from, to, on, whole: true })

describe('the graph of what a unit came from and became', () => {
  test('puts an heir into the row of the middle one of those it took over', () => {
    const on = '2025-07-01'
    const units = [unit('a', null, on), unit('b', '1997-01-01', on), unit('c', null, on), unit('n', on, null)]
    const layout = layOutLineage(units, [edge('a', 'n', on), edge('b', 'n', on), edge('c', 'n', on)])
    expect(layout.days).toEqual([on])
    expect(layout.rows).toBe(3)
    expect(layout.units.find((u) => u.id === 'n')).toEqual({ id: 'n', row: 1, start: 1, end: 2 })
    expect(layout.units.filter((u) => u.id !== 'n').map((u) => [u.start, u.end])).toEqual([
      [0, 1],
      [0, 1],
      [0, 1],
    ])
  })

  test('keeps the parts of a divided unit in rows of their own, and one that goes on in its', () => {
    const on = '2024-12-01'
    const units = [unit('a', null, null), unit('n', on, null), unit('m', on, null)]
    const layout = layOutLineage(units, [edge('a', 'n', on), edge('a', 'm', on)])
    expect(new Set(layout.units.map((u) => u.row)).size).toBe(3)
    expect(layout.units.find((u) => u.id === 'a')).toMatchObject({ start: 0, end: 2 })
  })

  test('never lays two units over each other, and leaves none out', () => {
    const day = fc.constantFrom('2019-01-01', '2020-01-01', '2024-12-01', '2025-07-01')
    const world = fc
      .array(fc.record({ from: fc.option(day), until: fc.option(day) }), { minLength: 1, maxLength: 12 })
      .chain((spans) => {
        const ids = spans.map((_, i) => `u${i}`)
        const edges = fc.array(
          fc.record({ from: fc.constantFrom(...ids), to: fc.constantFrom(...ids), on: day, whole: fc.boolean() }),
        )
        return fc.tuple(fc.constant(spans.map((s, i) => unit(`u${i}`, s.from, s.until))), edges)
      })
    fc.assert(
      fc.property(world, ([units, edges]) => {
        const layout = layOutLineage(units, edges)
        expect(layout.units.map((u) => u.id)).toEqual(units.map((u) => u.id))
        for (const [i, a] of layout.units.entries()) {
          expect(a.end).toBeGreaterThan(a.start)
          expect(a.row).toBeLessThan(layout.rows)
          for (const b of layout.units.slice(i + 1)) if (a.row === b.row) expect(a.end <= b.start || b.end <= a.start).toBe(true)
        }
      }),
    )
  })
})
