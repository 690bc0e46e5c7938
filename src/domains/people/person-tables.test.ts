import { expect } from 'vitest'
import { worldTest } from '#kernel/testing.ts'
import { people } from './index.ts'
import { personTables } from './person-tables.ts'

const test = worldTest([people])

test('every table that refers to a person is named, with columns it has', async ({ world }) => {
  const columns = await world.sql<{ name: string; columns: string[] }>(`
    SELECT c.table_schema || '.' || c.table_name AS name, array_agg(c.column_name::text) AS columns
    FROM information_schema.columns c GROUP BY 1`)
  const referring = await world.sql<{ name: string; column: string }>(`
    SELECT n.nspname || '.' || c.relname AS name, a.attname AS column FROM pg_constraint k
    JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.conkey[1]
    WHERE k.contype = 'f' AND k.confrelid = 'people.person'::regclass`)
  expect(referring.length).toBeGreaterThan(15)
  // The record a merged one lives on in: no row of a person, but the person.
  const named = new Set(['people.person.merged_into', ...personTables.map((t) => `${t.table}.${t.column}`)])
  expect(referring.filter((r) => !named.has(`${r.name}.${r.column}`))).toEqual([])
  for (const { table, column, same } of personTables) {
    const there = columns.find((c) => c.name === table)?.columns ?? []
    expect([table, [column, ...same].filter((each) => !there.includes(each))]).toEqual([table, []])
  }
})
