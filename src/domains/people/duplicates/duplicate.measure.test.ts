import { readFileSync } from 'node:fs'
import { describe, expect } from 'vitest'
import { parse } from 'csv-parse/sync'
import { assetPath } from '#kernel/assets.ts'
import { newId } from '#kernel/context.ts'
import { worldTest } from '#kernel/testing.ts'
import { misspellings, namesakesApart, populationOf } from './duplicate.factory.ts'
import { typingKey } from './duplicate.rules.ts'
import { findPairs } from './duplicate.search.ts'
import * as store from './duplicate.store.ts'
import { people } from '../index.ts'
import { manyPeople } from '../person.factory.ts'
import { insertIdentities } from '../person.store.ts'

const test = worldTest([people])
const names = parse<{ part: string; sex: string; name: string; weight: string }>(
  readFileSync(assetPath('app/demo/data/names.csv'), 'utf8'),
  { columns: true, skip_empty_lines: true },
)

describe('doubles among 20,000 people with the names of a province', () => {
  test('are found, and namesakes are told apart: precision and recall', { timeout: 600_000 }, async ({ world }) => {
    const { persons, doubles } = populationOf(names, { people: 20_000, doubles: 1000, seed: 2025, newId })
    await world.asSystem(async (ctx) => {
      for (let at = 0; at < persons.length; at += 4000) await manyPeople(ctx, persons.slice(at, at + 4000))
      await insertIdentities(
        ctx.db,
        persons.flatMap(({ id, citizenId }) => (citizenId ? [{ personId: id, citizenId }] : [])),
      )
    })
    await world.sql('ANALYZE people.person; ANALYZE people.post; ANALYZE people.identity')
    const began = performance.now()
    const found = new Map<string, store.FoundPair>()
    await world.asSystem(async (ctx) => {
      for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
        const some = await store.nextPeople(ctx.db, after, 1000, null)
        for (const pair of await findPairs(ctx, some)) found.set(`${pair.low}${pair.high}`, pair)
        const last = some.at(-1)
        if (!last || some.length < 1000) break
        after = last.id
      }
    })
    const seconds = (performance.now() - began) / 1000
    const truth = new Map(doubles.map((d) => [d.of < d.id ? `${d.of}${d.id}` : `${d.id}${d.of}`, d.by]))
    const pairs = [...found]
    const sure = pairs.filter(([, pair]) => pair.grade === 'surely')
    const rightly = (some: typeof pairs) => some.filter(([key]) => truth.has(key)).length
    const precision = { surely: rightly(sure) / sure.length, possibly: rightly(pairs) / pairs.length }
    const recall = { surely: rightly(sure) / truth.size, possibly: rightly(pairs) / truth.size }
    const share = (value: number) => `${(value * 100).toFixed(1)} %`
    process.stdout.write(
      `doubles: ${persons.length} people, ${truth.size} misspelt doubles; surely: precision ${share(precision.surely)}, recall ${share(recall.surely)}; ` +
        `possibly: precision ${share(precision.possibly)}, recall ${share(recall.possibly)}; ${pairs.length} pairs in ${seconds.toFixed(1)} s\n`,
    )
    for (const kind of misspellings) {
      const of = [...truth].filter(([, by]) => by === kind)
      const hit = of.filter(([key]) => found.has(key)).length
      process.stdout.write(`  ${kind}: ${hit} of ${of.length}\n`)
    }
    expect(namesakesApart(persons, truth)).toBeGreaterThan(1000)
    expect(precision.surely).toBeGreaterThanOrEqual(0.97)
    expect(recall.possibly).toBeGreaterThanOrEqual(0.95)
    expect(recall.surely).toBeGreaterThanOrEqual(0.7)
  })
})

test('the typing key of the database is that of the rules', async ({ world }) => {
  const written = [
    'Trần Thị Thuỷ',
    'Nguyeenx Thij Hoaf',
    'Nguye6n4 Va8n Du4ng',
    'Ng. T. Hoa',
    "H'Hen Niê",
    'Ksor Phước',
    'Sử Xuân Quỳnh',
    'ĐỖ  VĂN Ất',
  ]
  const rows = await world.sql<{ key: string }>(
    'SELECT people.typing_key(w) AS key FROM unnest($1::text[]) WITH ORDINALITY AS t(w, n) ORDER BY n',
    [written],
  )
  expect(rows.map((r) => r.key)).toEqual(written.map(typingKey))
})
