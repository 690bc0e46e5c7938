import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { settingNames } from './config.ts'

const root = join(import.meta.dirname, '../..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const operations = read('docs/operations.md')

test('every setting stands in the table of docs/operations.md, and nothing else does', () => {
  const told = [...operations.matchAll(/^\| `([A-Z][A-Z0-9_]+)` \|/gm)].map((m) => m[1])
  expect(told.toSorted()).toEqual([...settingNames, 'TZ'].toSorted())
})

test('files the operations page names exist', () => {
  const named = [...operations.matchAll(/`((?:deploy|scripts|docs|src)\/[\w./-]+)`/g)].map((m) => m[1] ?? '')
  expect(named.length).toBeGreaterThan(3)
  expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([])
})

test('settings of the examples are settings', () => {
  const known = new Set([...settingNames, 'TZ', 'NODE_ENV', 'NOIVU_HOST', 'POSTGRES_USER', 'POSTGRES_DB', 'POSTGRES_PASSWORD'])
  const example = [...read('deploy/noivu.env.example').matchAll(/^([A-Z_0-9]+)=/gm)].map((m) => m[1] ?? '')
  const compose = parse(read('compose.yaml'), { merge: true }) as {
    services: Record<string, { environment?: object; read_only?: boolean; cap_drop?: string[] }>
  }
  const service = [...read('deploy/noivu.service').matchAll(/\b(NOIVU_[A-Z_]+)=/g)].map((m) => m[1] ?? '')
  const named = [...example, ...service, ...Object.values(compose.services).flatMap((s) => Object.keys(s.environment ?? {}))]
  expect(named.filter((name) => !known.has(name))).toEqual([])
  for (const app of ['app1', 'app2']) expect(compose.services[app]).toMatchObject({ read_only: true, cap_drop: ['ALL'] })
})
