import { afterAll, expect, test } from 'vitest'
import type { Database } from '#kernel/database.ts'
import { freshDatabase } from '#kernel/testing.ts'
import { firstDifference } from './db-types.ts'
import { printedFiles } from './docs.ts'

let database: Database | undefined
afterAll(() => database?.close())

test(
  'the API, the permissions and the table types are printed as the code has them: npm run docs',
  { timeout: 60_000 },
  async () => {
    database = await freshDatabase()
    const files = await printedFiles(database)
    expect(Object.keys(files)).toHaveLength(3)
    expect(Object.entries(files).flatMap(([file, text]) => firstDifference(file, text) ?? [])).toEqual([])
  },
)

test('a difference is told by file and line', () => {
  expect(firstDifference('docs/permissions.md', '# Something else\n')).toMatch(
    /^docs\/permissions\.md:1: is "# Quyền · Permissions", should be "# Something else"$/,
  )
})
