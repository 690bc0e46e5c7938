import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { describe, expect } from 'vitest'
import { listFigures } from '#domains/reports/index.ts'
import { assetPath } from '#kernel/assets.ts'
import { checkRecords } from '#kernel/checks.ts'
import { worldTest } from '#kernel/testing.ts'
import { domains } from '../domains.ts'
import { readRoles } from '../roles.ts'
import { loadDemonstration, printedBeside } from './load.ts'

const test = worldTest(domains)
const printed = new Map(
  parse<Record<string, string>>(readFileSync(new URL('data/figures-2022.csv', import.meta.url), 'utf8'), { columns: true })
    .filter((row) => row.period === '2022')
    .map((row) => [row.id ?? '', row.value ?? '']),
)
/** Figures of these modules that no records can give, each with its reason. */
const typedForGood = parse<Record<string, string>>(readFileSync(assetPath('domains/reports/data/typed-figures.csv'), 'utf8'), {
  columns: true,
})
/** Modules whose figures come out of records. */
const modules = ['organization', 'quotas', 'positions', 'territory', 'hr']

describe('the figures of the demonstration', () => {
  test(
    'that come out of records are as the report prints them, but where it contradicts itself',
    { timeout: 120_000 },
    async ({ world }) => {
      for (const code of Object.keys(readRoles(domains)))
        await world.sql(`INSERT INTO access.role (code, title_vi, title_en) VALUES ($1, $1, $1)`, [code])
      const { rows, computed, checked } = await world.asSystem(async (ctx) => {
        await loadDemonstration(ctx, () => undefined, 0.3)
        return {
          rows: (await listFigures(ctx, { period: '2022' })).rows,
          checked: (await checkRecords(ctx)).checked.find((c) => c.check === 'careers.checks'),
          computed: new Set(ctx.kernel.indicators.map((i) => i.id)),
        }
      })
      expect(rows).toHaveLength(409)
      // Screens of corrections and doubles have something to show.
      expect(await world.sql('SELECT state, count(*)::int AS n FROM people.request GROUP BY 1 ORDER BY 1')).toEqual([
        { state: 'approved', n: 1 },
        { state: 'open', n: 3 },
        { state: 'refused', n: 1 },
      ])
      expect((await world.sql(`SELECT FROM people.duplicate WHERE state = 'open'`)).length).toBeGreaterThan(15)
      expect(checked?.findings).toEqual([])
      expect(rows.filter((r) => r.value === null).map((r) => r.id)).toEqual([])
      const typed = rows.filter((r) => modules.includes(r.module) && !computed.has(r.id)).map((r) => r.id)
      expect(typed.sort()).toEqual(typedForGood.map((r) => r.id ?? '').sort())
      expect(typedForGood.filter((r) => !r.why_vi || !r.why_en)).toEqual([])
      const own = rows.filter((r) => [...modules, 'salary', 'cadre'].includes(r.module) && computed.has(r.id))
      const differ = own.filter((r) => r.value !== printed.get(r.id)).map((r) => [r.id, r.value, printed.get(r.id)])
      expect(differ).toEqual([
        // 13 names follow "11 departments"; 75 of 635 units; five neighbours named, three documented.
        ['F33a-06', '13', '11'],
        ['F33a-32', '11.81', '11.05'],
        ['F35c-01', '3', '5'],
      ])
      expect(new Set(differ.map(([id]) => id ?? ''))).toEqual(printedBeside)
    },
  )
})
