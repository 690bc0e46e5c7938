import fc from 'fast-check'
import { sql } from 'kysely'
import { describe, expect } from 'vitest'
import type { Ctx } from '#kernel/context.ts'
import { type TestWorld, worldTest } from '#kernel/testing.ts'
import { openRecords, readBreakdown, readComputed } from './figures.store.ts'
import { defineIndicator, type FigurePeriod, type IndicatorDefinition, measuredSet, type Measure } from './indicator.ts'

const test = worldTest([])
const year: FigurePeriod = { label: '2022', from: '2022-01-01', until: '2023-01-01' }
const before = (p: FigurePeriod): FigurePeriod => ({
  label: String(Number(p.label) - 1),
  from: `${Number(p.label) - 1}-01-01`,
  until: p.from,
})

interface Game {
  player: string
  club: string | null
  points: number
  on: string
}

/** A chess club's games. */
async function playGames(world: TestWorld, games: Game[]): Promise<void> {
  await world.sql(
    'CREATE SCHEMA IF NOT EXISTS chess; CREATE TABLE IF NOT EXISTS chess.game (id serial PRIMARY KEY, player text, club text, points numeric, "on" date); GRANT USAGE ON SCHEMA chess TO noivu_app; GRANT SELECT ON chess.game TO noivu_app',
  )
  for (const g of games)
    await world.sql('INSERT INTO chess.game (player, club, points, "on") VALUES ($1, $2, $3, $4)', [
      g.player,
      g.club,
      g.points,
      g.on,
    ])
}

function games(measure: Measure): IndicatorDefinition {
  const own = measure.kind !== 'ratio' && measure.kind !== 'difference'
  return defineIndicator({
    id: `chess.${measure.kind}`,
    basis: { vi: 'Ván cờ trong năm', en: 'Games in the year' },
    measure,
    columns: [{ key: 'player', title: { vi: 'Kỳ thủ', en: 'Player' }, type: 'text' }],
    breakdowns: own ? [{ id: 'club', title: { vi: 'Theo câu lạc bộ', en: 'By club' }, by: 'club' }] : [],
    ...(own
      ? {
          records: (p: FigurePeriod) => sql`
      SELECT g.id::text AS record_id, g.player AS record_label, NULL::text AS record_open, g.player, g.club, g.points, g."on"
      FROM chess.game g WHERE g."on" >= ${p.from}::date AND g."on" < ${p.until}::date`,
        }
      : {}),
  })
}
const count = games({ kind: 'count' })
const points = games({ kind: 'sum', column: 'points' })

/** Every record of a figure, through the pages a reader would turn. */
async function openAll(ctx: Ctx, definition: IndicatorDefinition) {
  const all = []
  let after: { label: string; id: string; term: string } | undefined
  for (;;) {
    const { rows } = await openRecords(ctx.db, measuredSet(definition, year), { limit: 3, ...(after ? { after } : {}) })
    all.push(...rows)
    const last = rows.at(-1)
    if (rows.length < 3 || !last) return all
    after = { label: last.record_label ?? '', id: last.record_id, term: last.term ?? '' }
  }
}

const aGame = fc.record({
  player: fc.constantFrom('An', 'Bình', 'Chi', 'Đức'),
  club: fc.option(fc.constantFrom('Sen', 'Tre'), { nil: null }),
  points: fc.integer({ min: 0, max: 400 }).map((n) => n / 4),
  on: fc.constantFrom('2021-05-01', '2021-12-31', '2022-01-01', '2022-06-01', '2022-12-31', '2023-01-01'),
})

describe('value and opened records are one set', () => {
  test('for any games: count, sum, maximum, distinct, ratio and difference agree with what opens', async ({ world }) => {
    await playGames(world, [])
    await fc.assert(
      fc.asyncProperty(fc.array(aGame, { maxLength: 12 }), async (list) => {
        await world.sql('DELETE FROM chess.game')
        await playGames(world, list)
        await world.asSystem(
          async (ctx) => {
            const value = async (d: IndicatorDefinition) => Number(await readComputed(ctx.db, d, year))
            const opened = await openAll(ctx, count)
            expect(opened).toHaveLength(await value(count))
            expect(new Set(opened.map((r) => r.record_id)).size).toBe(opened.length)
            const scored = await openAll(ctx, points)
            expect(scored.reduce((s, r) => s + Number(r.amount), 0)).toBe(await value(points))
            const best = await readComputed(ctx.db, games({ kind: 'max', column: 'points' }), year)
            expect(best === null ? null : Number(best)).toBe(
              scored.length ? Math.max(...scored.map((r) => Number(r.amount))) : null,
            )
            expect(await value(games({ kind: 'count-distinct', column: 'player' }))).toBe(
              new Set(opened.map((r) => r.player)).size,
            )
            const difference = games({ kind: 'difference', of: count, before })
            const both = await openAll(ctx, difference)
            expect(both.reduce((s, r) => s + Number(r.amount), 0)).toBe(await value(difference))
            expect(both.filter((r) => r.term === 'now')).toHaveLength(opened.length)
            const ratio = games({ kind: 'ratio', numerator: points, denominator: count })
            const terms = await openAll(ctx, ratio)
            const sum = (term: string) => terms.filter((r) => r.term === term).reduce((s, r) => s + Number(r.amount), 0)
            const share = await readComputed(ctx.db, ratio, year)
            if (sum('denominator') === 0) expect(share).toBeNull()
            else expect(Math.abs(Number(share) - (100 * sum('numerator')) / sum('denominator'))).toBeLessThanOrEqual(0.0500001)
          },
          { writes: false },
        )
      }),
      { numRuns: 10 },
    )
  })

  test('a breakdown groups the same set: its parts sum to the figure, groups without a name included', async ({ world }) => {
    await playGames(world, [
      { player: 'An', club: 'Sen', points: 1, on: '2022-02-01' },
      { player: 'Bình', club: null, points: 0.5, on: '2022-03-01' },
      { player: 'Chi', club: 'Sen', points: 0.25, on: '2022-04-01' },
      { player: 'Chi', club: 'Sen', points: 9, on: '2023-01-01' },
    ])
    await world.asSystem(
      async (ctx) => {
        expect(await readComputed(ctx.db, points, year)).toBe('1.75')
        expect(await readBreakdown(ctx.db, points, year, 'club', undefined)).toEqual([
          { key: 'Sen', label: 'Sen', value: '1.25' },
          { key: '', label: '', value: '0.5' },
        ])
        const sen = await openRecords(ctx.db, measuredSet(points, year), { limit: 10, group: { column: 'club', key: 'Sen' } })
        expect(sen.rows.map((r) => r.player)).toEqual(['An', 'Chi'])
        expect(sen.total).toEqual({ value: 2, atLeast: false })
        const nameless = await openRecords(ctx.db, measuredSet(points, year), { limit: 10, group: { column: 'club', key: '' } })
        expect(nameless.rows.map((r) => r.player)).toEqual(['Bình'])
      },
      { writes: false },
    )
  })

  test('no records at all: nought, or "not there yet" where that is what it means', async ({ world }) => {
    await playGames(world, [])
    await world.asSystem(
      async (ctx) => {
        expect(await readComputed(ctx.db, count, year)).toBe('0')
        expect(await readComputed(ctx.db, { ...count, emptyIsMissing: true }, year)).toBeNull()
      },
      { writes: false },
    )
  })

  test('a definition whose records and measure do not fit is refused at start', () => {
    expect(() => defineIndicator({ ...count, records: undefined })).toThrow('do not fit')
  })
})
