import fc from 'fast-check'
import { expect } from 'vitest'
import { worldTest } from '#kernel/testing.ts'
import { organization } from '#domains/organization/index.ts'
import { aUnit } from '#domains/organization/unit.factory.ts'
import { mergeFaults, mergePersons, people, personTables, undoMerge } from '#domains/people/index.ts'
import { manyPeople } from '#domains/people/person.factory.ts'
import { anEntry, someValues } from './file.factory.ts'
import { addEntries } from './file.service.ts'
import { personnel } from './index.ts'
import { sections } from './section.rules.ts'

const test = worldTest([organization, people, personnel])

/** Every kind of row of a file. A number belongs to one person: what differs in it is whose it is. */
const kinds = sections.flatMap((section) =>
  Object.keys(section.kinds ?? { '': null }).map((kind) => ({ section, kind: kind || null })),
)
const numbers: Record<string, [string, string]> = {
  'citizen-card': ['033185004321', '033185004322'],
  'former-card': ['145678901', '145678902'],
  'social-insurance': ['3312345678', '3312345679'],
  passport: ['C1234567', 'C1234568'],
}

const post = fc.record({ main: fc.boolean(), start: fc.nat(4), years: fc.integer({ min: 1, max: 3 }), unit: fc.nat(1) })
const side = fc.record({
  rows: fc.subarray(kinds, { minLength: 18 }),
  years: fc.array(fc.integer({ min: 2005, max: 2006 }), { minLength: 3, maxLength: 5 }),
  struck: fc.boolean(),
  posts: fc.array(post, { minLength: 1, maxLength: 3 }),
  asked: fc.nat(2),
})
const files = fc.record({
  sides: fc.tuple(side, side),
  fromOther: fc.subarray(['name', 'sex', 'birth', 'category', 'citizenId']),
  choice: fc.nat(3),
  swap: fc.boolean(),
})

test('a merge of any two files, taken back, leaves every row of every table as it was', async ({ world }) => {
  const units = await world.asSystem(async (ctx) => [(await aUnit(ctx)).unitId, (await aUnit(ctx)).unitId])
  const tables = [{ table: 'people.person', column: 'id' }, ...personTables]
  const snapshot = (ids: string[]) =>
    world.sql<{ name: string; row: string }>(
      `${tables.map(({ table, column }) => `SELECT '${table}' AS name, to_jsonb(t)::text AS row FROM ${table} t WHERE ${column} = ANY ($1)`).join(' UNION ALL ')} ORDER BY 1, 2`,
      [ids],
    )
  const moved = new Set<string>()
  const removed = new Set<string>()
  await fc.assert(
    fc.asyncProperty(files, async ({ sides, fromOther, choice, swap }) => {
      await world.sql('SAVEPOINT round')
      try {
        const ids = await world.asSystem(async (ctx) => {
          const made = await manyPeople(ctx, [{ birthDate: '1985-03-08' }, { given: 'Hoà', birthDate: null, birthYear: 1985 }])
          await addEntries(
            ctx,
            sides.flatMap(({ rows, years }, at) =>
              rows.map(({ section, kind }, n) => {
                const values = someValues(section, kind)
                if (section.name === 'paper') values.number = numbers[kind ?? '']![at]!
                const from = String(years[n % years.length])
                return anEntry(made[at]!, section.name, values, { from, ...(kind ? { kind } : {}) })
              }),
            ),
          )
          return made
        })
        await world.sql(`SELECT set_config('noivu.entry', gen_random_uuid()::text, true)`)
        for (const [at, { posts, asked, struck }] of sides.entries()) {
          let free = 2000
          for (const { main, start, years, unit } of posts) {
            const from = main ? free + start : 2000 + start
            if (main) free = from + years
            await world.sql(
              `INSERT INTO people.post (id, person_id, unit_id, title, is_main, valid_from, valid_until) VALUES (gen_random_uuid(), $1, $2, 'Chuyên viên', $3, $4, $5)`,
              [ids[at], units[unit], main, `${from}-01-01`, `${from + years}-01-01`],
            )
          }
          for (let n = 0; n < asked; n++)
            await world.sql(
              `INSERT INTO people.request (id, person_id, field, due, new_value, state, asked_by, asked_by_name, asked_at) VALUES (gen_random_uuid(), $1, $2, '2030-01-01', 'x', 'open', 'a', 'A', now())`,
              [ids[at], ['sex', 'birth'][n]],
            )
          // What other domains keep of people follows them too.
          await world.sql(
            `INSERT INTO salary.uncounted_time (id, person_id, kind, valid_from, valid_until, recorded_at) VALUES (gen_random_uuid(), $1, 'NKL', $2, $3, now())`,
            [ids[at], ...(asked === 1 ? ['2019-01-01', '2019-02-01'] : [`202${at}-01-01`, `202${at}-02-01`])],
          )
          await world.sql(
            `WITH d AS (INSERT INTO careers.decision (id, kind, number, issued_on, issuer_id, subject, level, state, drafted_by, drafted_name, drafted_at)
               VALUES (gen_random_uuid(), 'transfer', $2, '2022-01-01', $3, 'x', 'SN', 'draft', 'a', 'A', now()) RETURNING id, issuer_id, state)
             INSERT INTO careers.action (id, decision_id, issuer_id, state, line, kind, person_id, effective_on, details)
             SELECT gen_random_uuid(), id, issuer_id, state, 1, 'transfer', $1, '2022-02-01', '{}' FROM d`,
            [ids[at], `${at + 1}/QĐ-SNV`, units[0]],
          )
          if (struck)
            await world.sql(`UPDATE personnel.fact SET struck_at = now(), struck_reason = 'nhầm' WHERE person_id = $1`, [ids[at]])
        }
        const [keptId = '', goneId = ''] = swap ? [...ids].reverse() : ids
        const before = await snapshot(ids)
        const { faults } = await world.asSystem((ctx) => mergeFaults(ctx, { keptId, goneId }))
        const choices = Object.fromEntries(faults.map((f) => [f.key, f.options[choice % f.options.length]!.value]))
        const more = { decisionNumber: null, decidedOn: null, reason: 'Một người' }
        const { id } = await world.asSystem((ctx) => mergePersons(ctx, { keptId, goneId, fromOther, choices, ...more }))
        const merged = await snapshot(ids)
        for (const { table } of personTables) {
          const of = (all: typeof before, person: string) =>
            all.filter((r) => r.name === table && r.row.includes(`"person_id": "${person}"`)).length
          // Nothing of the other record stays behind, but a second number.
          if (table !== 'people.identity') expect([table, of(merged, goneId)]).toEqual([table, 0])
          if (of(before, goneId) > 0) moved.add(table)
          if (of(merged, keptId) < of(before, keptId) + of(before, goneId)) removed.add(table)
        }
        await world.asSystem((ctx) => undoMerge(ctx, { id, reason: 'Hai người' }))
        expect(await snapshot(ids)).toEqual(before)
      } finally {
        await world.sql('ROLLBACK TO SAVEPOINT round')
      }
    }),
    { numRuns: 6, seed: 2008 },
  )
  // Every table was walked, and of many of them a row that stood in both.
  expect(personTables.map((t) => t.table).filter((t) => !moved.has(t))).toEqual([])
  expect(removed.size).toBeGreaterThan(2)
})
