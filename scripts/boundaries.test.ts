import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { checkBoundaries, type BoundaryReport } from './boundaries.ts'

const made: string[] = []
afterEach(() => made.splice(0).forEach((folder) => rmSync(folder, { recursive: true, force: true })))

/** A small tree that keeps every rule; each test adds the files that break one. */
const lawful: Record<string, string> = {
  'package.json': JSON.stringify({
    name: 'club',
    type: 'module',
    imports: Object.fromEntries(['kernel', 'ui', 'engines', 'domains', 'app'].map((f) => [`#${f}/*`, `./src/${f}/*`])),
    dependencies: { zod: '4.0.0', pg: '8.0.0', react: '19.0.0' },
  }),
  ...Object.fromEntries(
    ['zod', 'pg', 'react'].flatMap((name) => [
      [`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', type: 'module', exports: './index.js' })],
      [`node_modules/${name}/index.js`, 'export const it = 1'],
    ]),
  ),
  'src/kernel/contract.ts': `import { it } from 'zod'\nimport type { Permission } from './permissions.ts'\nexport const operation = it as unknown as Permission`,
  'src/kernel/words.ts': 'export const it = 1',
  'src/kernel/permissions.ts': 'export type Permission = string',
  'src/kernel/database.ts': `import { it } from 'pg'\nimport fs from 'node:fs'\nexport const database = [it, fs]`,
  'src/kernel/testing.ts': `import { database } from './database.ts'\nexport const testDatabase = database`,
  'src/ui/table.tsx': `import { it } from 'react'\nimport { operation } from '#kernel/contract.ts'\nexport const Table = () => <b>{it}{operation}</b>`,
  'src/engines/cases/index.ts': `export { defineCase } from './case.service.ts'`,
  'src/engines/cases/case.service.ts': `import { database } from '#kernel/database.ts'\nexport const defineCase = database`,
  'src/engines/files/index.ts': `import { defineCase } from '#engines/cases/index.ts'\nexport const files = defineCase`,
  'src/domains/members/index.ts': `import { memberStore } from './member.store.ts'\nexport const members = memberStore`,
  'src/domains/members/member.store.ts': `import { database } from '#kernel/database.ts'\nexport const memberStore = database`,
  'src/domains/members/member.contract.ts': `import { decideFee } from './member.rules.ts'\nimport { operation } from '#kernel/contract.ts'\nexport const memberContract = [decideFee, operation]`,
  'src/domains/members/member.rules.ts': `import { it } from 'zod'\nexport const decideFee = it`,
  'src/domains/members/member.factory.ts': `import { testDatabase } from '#kernel/testing.ts'\nexport const aMember = testDatabase`,
  'src/domains/members/ui/index.tsx': `import { Table } from '#ui/table.tsx'\nimport { decideFee } from '../member.rules.ts'\nexport const screens = [Table, decideFee]`,
  'src/domains/matches/index.ts': `import { members } from '#domains/members/index.ts'\nimport { defineCase } from '#engines/cases/index.ts'\nexport const matches = [members, defineCase]`,
  'src/domains/matches/match.test.ts': `import { aMember } from '#domains/members/member.factory.ts'\nexport const used = aMember`,
  'src/domains/matches/ui/index.tsx': `import { memberContract } from '#domains/members/member.contract.ts'\nimport { screens } from '#domains/members/ui/index.tsx'\nexport const more = [memberContract, screens]`,
  'src/domains/matches/ui/match.ui.test.tsx': `import { memberStore } from '#domains/members/index.ts'\nexport const used = memberStore`,
  'src/app/server.ts': `import { memberStore } from '#domains/members/member.store.ts'\nimport { aMember } from '#domains/members/member.factory.ts'\nexport const server = [memberStore, aMember]`,
  'src/domains/members/members.words.ts': `import { it } from '#kernel/words.ts'\nexport const membersWords = it`,
  'src/app/words.ts': `import { membersWords } from '#domains/members/members.words.ts'\nexport const words = membersWords`,
  'src/app/screens.ts': `import { screens } from '#domains/members/ui/index.tsx'\nexport const all = screens`,
  'src/app/web.tsx': `import { all } from './screens.ts'\nimport { words } from './words.ts'\nexport const web = <i>{[all, words]}</i>`,
}

async function check(added: Record<string, string>): Promise<BoundaryReport> {
  const root = mkdtempSync(path.join(tmpdir(), 'boundaries-'))
  made.push(root)
  for (const [file, text] of Object.entries({ ...lawful, ...added })) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true })
    writeFileSync(path.join(root, file), text)
  }
  return checkBoundaries(root)
}

test('a lawful tree has no violations and every file is read', async () => {
  const report = await check({})
  expect(report.problems).toEqual([])
  expect(report.modules).toBe(Object.keys(lawful).filter((file) => file.startsWith('src/')).length)
  expect(report.dependencies).toBeGreaterThan(20)
})

const get = (what: string, from: string) => `import { ${what} } from '${from}'\nexport const x = ${what}`

const broken: [rule: string, why: string, files: Record<string, string>][] = [
  ['every-import-resolves', 'a misspelt import', { 'src/domains/members/a.ts': get('it', '#kernel/databse.ts') }],
  [
    'no-cycles',
    'two files that import each other',
    {
      'src/kernel/a.ts': `import { b } from './b.ts'\nexport const a = b`,
      'src/kernel/b.ts': `import { a } from './a.ts'\nexport const b = a`,
    },
  ],
  [
    'plumbing-knows-no-business',
    'the kernel imports an engine',
    { 'src/kernel/a.ts': get('defineCase', '#engines/cases/index.ts') },
  ],
  [
    'plumbing-knows-no-business',
    'the kernel imports a domain',
    { 'src/kernel/a.ts': get('members', '#domains/members/index.ts') },
  ],
  [
    'plumbing-knows-no-business',
    'a screen part imports a domain',
    { 'src/ui/a.tsx': get('screens', '#domains/members/ui/index.tsx') },
  ],
  ['plumbing-knows-no-business', 'a screen part imports the application', { 'src/ui/a.tsx': get('all', '#app/screens.ts') }],
  ['kernel-knows-no-screen', 'the kernel imports a screen part', { 'src/kernel/a.ts': get('Table', '#ui/table.tsx') }],
  [
    'engines-know-no-domain',
    'an engine imports a domain',
    { 'src/engines/cases/a.ts': get('members', '#domains/members/index.ts') },
  ],
  ['engines-know-no-domain', 'an engine imports the application', { 'src/engines/cases/a.ts': get('server', '#app/server.ts') }],
  ['domains-know-no-app', 'a domain imports the application', { 'src/domains/members/a.ts': get('server', '#app/server.ts') }],
  [
    'by-the-door',
    "a domain imports another's store",
    { 'src/domains/matches/a.ts': get('memberStore', '#domains/members/member.store.ts') },
  ],
  [
    'by-the-door',
    "a domain imports another's rules",
    { 'src/domains/matches/a.ts': get('decideFee', '#domains/members/member.rules.ts') },
  ],
  [
    'by-the-door',
    "a domain imports an engine's service",
    { 'src/domains/matches/a.ts': get('defineCase', '#engines/cases/case.service.ts') },
  ],
  [
    'by-the-door',
    "an engine imports another's service",
    { 'src/engines/files/a.ts': get('defineCase', '#engines/cases/case.service.ts') },
  ],
  [
    'by-the-door',
    'a domain named like an engine imports its inside',
    { 'src/domains/cases/a.ts': get('defineCase', '#engines/cases/case.service.ts') },
  ],
  [
    'by-the-door',
    "a screen imports another domain's inner screen",
    {
      'src/domains/members/ui/card.tsx': 'export const Card = () => <b />',
      'src/domains/matches/ui/a.tsx': get('Card', '#domains/members/ui/card.tsx'),
    },
  ],
  [
    'by-the-door',
    "a test imports another domain's store",
    { 'src/domains/matches/a.test.ts': get('memberStore', '#domains/members/member.store.ts') },
  ],
  [
    'server-stays-on-server',
    'a service imports a screen part',
    { 'src/domains/members/a.service.ts': get('Table', '#ui/table.tsx') },
  ],
  ['server-stays-on-server', 'an engine imports a screen', { 'src/engines/cases/a.ts': get('Table', '#ui/table.tsx') }],
  [
    'browser-stays-in-browser',
    'a screen imports its service',
    { 'src/domains/members/ui/a.tsx': get('memberStore', '../member.store.ts') },
  ],
  [
    'browser-stays-in-browser',
    'a screen imports the type of a store',
    {
      'src/domains/members/ui/a.tsx': `import type { memberStore } from '../member.store.ts'\nexport type X = typeof memberStore`,
    },
  ],
  ['browser-stays-in-browser', 'a screen part imports the database', { 'src/ui/a.tsx': get('database', '#kernel/database.ts') }],
  ['browser-stays-in-browser', 'the browser entry imports the server', { 'src/app/web.tsx': get('server', './server.ts') }],
  [
    'browser-stays-in-browser',
    'what gathers the contracts for the browser imports the server',
    { 'src/app/contracts.ts': get('server', './server.ts') },
  ],
  ['browser-needs-no-server', 'a screen imports a Node module', { 'src/ui/a.tsx': get('readFileSync', 'node:fs') }],
  [
    'browser-needs-no-server',
    'a rule imports a Node module',
    { 'src/domains/members/a.rules.ts': get('randomUUID', 'node:crypto') },
  ],
  [
    'browser-needs-no-server-package',
    'a screen imports the database driver',
    { 'src/domains/members/ui/a.tsx': get('it', 'pg') },
  ],
  ['rules-are-pure', 'a rule imports a store', { 'src/domains/members/a.rules.ts': get('memberStore', './member.store.ts') }],
  [
    'rules-are-pure',
    'a contract imports the database',
    { 'src/domains/members/a.contract.ts': get('database', '#kernel/database.ts') },
  ],
  [
    'rules-are-pure',
    'permissions import a service',
    { 'src/engines/cases/a.permissions.ts': get('defineCase', './case.service.ts') },
  ],
  ['rules-need-only-zod', 'a rule imports another package', { 'src/domains/members/a.rules.ts': get('it', 'react') }],
  [
    'pure-kernel-stays-pure',
    'a pure kernel file imports the database',
    { 'src/kernel/dates.ts': get('database', './database.ts') },
  ],
  [
    'factories-are-for-tests',
    'a service imports a factory',
    { 'src/domains/members/a.service.ts': get('aMember', './member.factory.ts') },
  ],
  [
    'testing-is-for-tests',
    'a service imports the testing helpers',
    { 'src/domains/members/a.service.ts': get('testDatabase', '#kernel/testing.ts') },
  ],
  ['nobody-imports-a-test', 'a service imports a test', { 'src/domains/matches/a.service.ts': get('used', './match.test.ts') }],
  [
    'no-folder-cycles',
    'two domains import each other',
    { 'src/domains/members/a.ts': get('matches', '#domains/matches/index.ts') },
  ],
  [
    'no-folder-cycles',
    'a circle that goes out on the server and comes back in the browser',
    { 'src/domains/members/ui/a.tsx': get('more', '#domains/matches/ui/index.tsx') },
  ],
  ['no-folder-cycles', 'two engines import each other', { 'src/engines/cases/a.ts': get('files', '#engines/files/index.ts') }],
]

test.each(broken)('%s: %s', async (rule, _why, files) => {
  const { problems } = await check(files)
  expect(problems.filter((problem) => problem.startsWith(`${rule}:`))).not.toEqual([])
})

test('a file the checker does not read is a violation', async () => {
  const { problems } = await check({ 'src/domains/node_modules/member.ts': 'export const hidden = 1' })
  expect(problems).toEqual(['not-read: src/domains/node_modules/member.ts'])
})

test('every rule of boundaries.cjs is broken by one of the trees above', () => {
  const rules = createRequire(import.meta.url)('../boundaries.cjs') as { forbidden: { name: string }[] }
  const proved = new Set(broken.map(([rule]) => rule))
  expect(rules.forbidden.map((rule) => rule.name).filter((name) => !proved.has(name))).toEqual([])
})
