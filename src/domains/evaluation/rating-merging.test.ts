import { describe, expect } from 'vitest'
import { organization } from '#domains/organization/index.ts'
import { aUnit } from '#domains/organization/unit.factory.ts'
import { mergeFaults, mergePersons, people, personTables, undoMerge } from '#domains/people/index.ts'
import { aPerson } from '#domains/people/person.factory.ts'
import { anActor } from '#kernel/testing.ts'
import { type TestWorld, worldTest } from '#kernel/testing.ts'
import { evaluation } from './index.ts'
import { aRating } from './rating.factory.ts'

const test = worldTest([organization, people, evaluation])
const reason = 'Cùng một căn cước'
const input = { fromOther: [], choices: {}, decisionNumber: null, decidedOn: null, reason }

/** Every row of two people in every table that holds rows of a person, as stored. */
async function everything(world: TestWorld, ids: string[]) {
  const tables = [
    ['people.person', 'id'],
    ['evaluation.rating', 'person_id'],
    ['auth."user"', '"personId"'],
    ['people.duplicate', 'low_id'],
    ...personTables.map((t) => [t.table, t.column]),
  ]
  const rows: Record<string, unknown> = {}
  for (const [table, column] of tables)
    rows[table ?? ''] = await world.sql(
      `SELECT to_jsonb(t)::text AS row FROM ${table} t WHERE t.${column} = ANY ($1::uuid[]) ORDER BY 1`,
      [ids],
    )
  return rows
}

describe('two records of one person that become one', () => {
  test('hold the ratings of both; two of one period must be chosen between', async ({ world }) => {
    const [kept, gone] = await world.asSystem(async (ctx) => {
      const unitId = (await aUnit(ctx)).unitId
      const a = await aPerson(ctx, { unitId })
      const b = await aPerson(ctx, { unitId, given: 'Hoà' })
      await aRating(ctx, { personId: a.id, level: 'TOT' })
      await aRating(ctx, { personId: b.id, level: 'HT' })
      return [a.id, b.id] as const
    })
    const before = await everything(world, [kept, gone])
    const { faults } = await world.asSystem((ctx) => mergeFaults(ctx, { keptId: kept, goneId: gone }))
    expect(faults).toHaveLength(1)
    expect(faults[0]?.text).toContain('Hai kết quả đánh giá cho cùng kỳ')
    await expect(world.asSystem((ctx) => mergePersons(ctx, { ...input, keptId: kept, goneId: gone }))).rejects.toMatchObject({
      code: 'people.mergeFaults',
    })
    expect(await everything(world, [kept, gone])).toEqual(before)
    const choices = { [faults[0]?.key ?? '']: 'gone' }
    const { id } = await world.asSystem((ctx) => mergePersons(ctx, { ...input, keptId: kept, goneId: gone, choices }))
    expect(await world.sql('SELECT person_id, level FROM evaluation.rating WHERE person_id = ANY ($1)', [[kept, gone]])).toEqual([
      { person_id: kept, level: 'HT' },
    ])
    await world.asSystem((ctx) => undoMerge(ctx, { id, reason }))
    expect(await everything(world, [kept, gone])).toEqual(before)
  })

  test('a rating recorded since is told as what builds on the merge', async ({ world }) => {
    const ids = await world.asSystem(async (ctx) => {
      const unitId = (await aUnit(ctx)).unitId
      return [(await aPerson(ctx, { unitId })).id, (await aPerson(ctx, { unitId })).id] as const
    })
    const { id } = await world.asSystem((ctx) => mergePersons(ctx, { ...input, keptId: ids[0], goneId: ids[1] }))
    await world.asSystem((ctx) => aRating(ctx, { personId: ids[0] }))
    await expect(world.asSystem((ctx) => undoMerge(ctx, { id, reason }))).rejects.toMatchObject({
      code: 'people.mergeBuiltUpon',
      params: { what: 'kết quả đánh giá' },
    })
  })

  test(
    'property: merged and taken back, every row is what it was, whatever they held',
    { timeout: 120_000 },
    async ({ world }) => {
      let state = 11
      const below = (n: number) => (state = (state * 48_271) % 2_147_483_647) % n
      let merges = 0
      for (let round = 0; round < 24; round++) {
        const ids = await world.asSystem(async (ctx) => {
          const units = [(await aUnit(ctx)).unitId, (await aUnit(ctx)).unitId]
          const made: string[] = []
          for (let n = 0; n < 2; n++) {
            const p = await aPerson(ctx, {
              unitId: units[below(2)] ?? '',
              from: `20${10 + below(3)}-01-01`,
              birthDate: below(2) ? '1985-03-08' : null,
            })
            made.push(p.id)
            for (const year of [2020, 2021])
              if (below(2))
                await aRating(ctx, {
                  personId: p.id,
                  periodFrom: `${year}-01-01`,
                  periodUntil: `${year + 1}-01-01`,
                  level: below(2) ? 'TOT' : 'HT',
                })
          }
          return made
        })
        const [kept = '', gone = ''] = ids
        await world.sql(`SELECT set_config('noivu.entry', gen_random_uuid()::text, true)`)
        for (const [n, id] of ids.entries())
          if (below(3) > 0)
            await world.sql('INSERT INTO people.identity VALUES ($1, $2)', [
              id,
              `0330850${String(round * 2 + n).padStart(5, '0')}`,
            ])
        if (below(2))
          await world.sql(
            `INSERT INTO people.post (id, person_id, unit_id, title, is_main, valid_from) SELECT gen_random_uuid(), $1, unit_id, 'Bí thư Chi bộ', false, '2020-01-01' FROM people.post LIMIT 1`,
            [ids[below(2)]],
          )
        if (below(2))
          await world.sql(
            `INSERT INTO auth."user" (id, name, email, username, "personId", "createdAt", "updatedAt") VALUES ($1, 'x', $1, $1, $2, now(), now())`,
            [`u${round}`, ids[below(2)]],
          )
        const before = await everything(world, ids)
        const { faults } = await world.asSystem((ctx) => mergeFaults(ctx, { keptId: kept, goneId: gone }))
        const choices = Object.fromEntries(faults.map((f) => [f.key, f.options[below(f.options.length)]?.value ?? '']))
        const fromOther = (['name', 'birth', 'citizenId', 'sex'] as const).filter(() => below(2) === 0)
        const { id } = await world.asSystem((ctx) =>
          mergePersons(ctx, { ...input, keptId: kept, goneId: gone, choices, fromOther }),
        )
        merges++
        expect(await everything(world, ids)).not.toEqual(before)
        const left = await world.sql(
          'SELECT 1 FROM people.post WHERE person_id = $1 UNION ALL SELECT 1 FROM evaluation.rating WHERE person_id = $1',
          [gone],
        )
        expect(left).toEqual([])
        await world.asSystem((ctx) => undoMerge(ctx, { id, reason }))
        expect([round, await everything(world, ids)]).toEqual([round, before])
      }
      expect(merges).toBe(24)
    },
  )

  test('only who may merge both may do so', async ({ world }) => {
    const { units, ids } = await world.asSystem(async (ctx) => {
      const units = [(await aUnit(ctx)).unitId, (await aUnit(ctx)).unitId]
      return {
        units,
        ids: [(await aPerson(ctx, { unitId: units[0] ?? '' })).id, (await aPerson(ctx, { unitId: units[1] ?? '' })).id],
      }
    })
    const [keptId = '', goneId = ''] = ids
    const within = (some: string[]) =>
      anActor({
        'people.readPerson': { all: true },
        'people.mergePersons': { units: some },
        'people.reviewDuplicates': { units: some },
      })
    const one = within(units.slice(0, 1))
    await expect(world.as(one, (ctx) => mergePersons(ctx, { ...input, keptId, goneId }))).rejects.toThrow()
    await expect(world.as(one, (ctx) => mergeFaults(ctx, { keptId, goneId }))).rejects.toMatchObject({ code: 'kernel.forbidden' })
    const { faults } = await world.as(within(units), (ctx) => mergeFaults(ctx, { keptId, goneId }))
    const choices = Object.fromEntries(faults.map((f) => [f.key, 'side-gone']))
    await world.as(within(units), (ctx) => mergePersons(ctx, { ...input, keptId, goneId, choices }))
  })
})
