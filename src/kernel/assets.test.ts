import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { assetPath, isAsset, listAssets } from './assets.ts'

test('migrations, data folders and the lists beside the application are assets', () => {
  expect(isAsset('kernel/db/20261124-0010-create-kernel.sql')).toBe(true)
  expect(isAsset('domains/people/data/deep/list.csv')).toBe(true)
  expect(isAsset('app/roles.yaml')).toBe(true)
  expect(isAsset('app/demo/notes.csv')).toBe(false)
  expect(isAsset('kernel/db/old/create.sql')).toBe(false)
  expect(isAsset('kernel/assets.ts')).toBe(false)
})

test('a path the build would not copy is refused from source too', () => {
  expect(() => assetPath('kernel/assets.ts')).toThrow('not copied by the build')
})

test('what is listed can be read, and comes in order', () => {
  const migrations = listAssets('**/db/*.sql')
  expect(migrations.length).toBeGreaterThan(0)
  expect(migrations).toEqual([...migrations].sort())
  expect(readFileSync(assetPath(migrations[0]!), 'utf8')).not.toBe('')
  expect(listAssets('kernel/db/*.csv')).toEqual([])
})
