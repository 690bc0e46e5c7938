import { sql } from 'kysely'
import { describe, expect } from 'vitest'
import { organization } from '#domains/organization/index.ts'
import { aUnit } from '#domains/organization/unit.factory.ts'
import { evaluation } from '#domains/evaluation/index.ts'
import { people } from '#domains/people/index.ts'
import { manyPeople } from '#domains/people/person.factory.ts'
import { personnel } from '#domains/personnel/index.ts'
import { worldTest } from '#kernel/testing.ts'
import { forecast, listForecast } from './forecast.service.ts'
import { salary } from './index.ts'

const test = worldTest([organization, people, personnel, evaluation, salary])
const size = 2000

describe(`a body of ${size} people`, () => {
  test('is forecast within seconds, whatever the machine; the time is told', { timeout: 180_000 }, async ({ world }) => {
    const unitId = await world.asSystem(async (ctx) => {
      const unit = await aUnit(ctx)
      const ids = await manyPeople(
        ctx,
        Array.from({ length: size }, (_, i) => ({
          unitId: unit.unitId,
          given: `Người ${i}`,
          sex: i % 2 === 0 ? ('male' as const) : ('female' as const),
          birthDate: `${1963 + (i % 38)}-0${1 + (i % 9)}-15`,
          from: '2024-01-01',
        })),
      )
      await sql`INSERT INTO personnel.salary (id, person_id, rank_code, step, coefficient, valid_from, recorded_at)
        SELECT gen_random_uuid(), p.id, '01.003', (p.i % 7) + k + 1, 2.34 + 0.33 * ((p.i % 7) + k), (2014 + 3 * k) || '-0' || (1 + p.i % 9) || '-01', now()
        FROM unnest(${ids}::uuid[]) WITH ORDINALITY AS p(id, i), generate_series(0, 2) k`.execute(ctx.db)
      return unit.unitId
    })
    await world.sql('ANALYZE people.person; ANALYZE people.post; ANALYZE personnel.salary')
    const ask = { unitId, year: 2025, asOf: '2024-12-20' }
    const time = async (run: () => Promise<unknown>) => {
      const began = performance.now()
      await run()
      return Math.round(performance.now() - began)
    }
    const found = await world.asSystem((ctx) => forecast(ctx, ask))
    const sums = await time(() => world.asSystem((ctx) => forecast(ctx, ask)))
    const rows = await time(() => world.asSystem((ctx) => listForecast(ctx, { ...ask, limit: 50 })))
    console.log(`forecast of ${size} people: ${sums} ms; its list: ${rows} ms`)
    expect(found).toMatchObject({ people: size, unknown: 0 })
    expect(found.months.every((m) => m.total > 0)).toBe(true)
    expect(Math.max(sums, rows)).toBeLessThan(10_000)
  })
})
