import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { auditLock, includes, type LockFile, type Manifest, readAudit } from './audit.ts'

const manifest: Manifest = { engines: { node: '>=20.19' }, dependencies: { good: '1.0.0' }, allowScripts: { builder: false } }
const good = { version: '1.0.0', license: 'MIT', integrity: 'sha512-abc' }
/** What is wrong with one package in the product, or (`dev`) among the tools. */
const about = (each: Partial<LockFile['packages'][string]>, name = 'good', more: Partial<Manifest> = {}) =>
  auditLock({ packages: { '': {}, [`node_modules/${name}`]: { ...good, ...each } } }, { ...manifest, ...more })

describe('the lock file', () => {
  test('of this repository holds nothing to repair', () => {
    const read = (file: string): unknown => JSON.parse(readFileSync(path.resolve(import.meta.dirname, '..', file), 'utf8'))
    const lock = read('package-lock.json') as LockFile
    expect(auditLock(lock, read('package.json') as Manifest).problems).toEqual([])
    expect(Object.keys(lock.packages).length).toBeGreaterThan(500)
  })

  test.for([
    ['MIT', false],
    ['(MIT OR GPL-3.0-or-later)', false],
    ['Apache-2.0 AND MIT', false],
    ['AGPL-3.0-only', true],
    ['GPL-3.0-or-later', true],
    ['MIT AND GPL-2.0', true],
    ['LGPL-3.0-or-later', true],
    ['SSPL-1.0', true],
    ['UNLICENSED', true],
    ['SEE LICENSE IN x', true],
    [undefined, true],
  ] as const)('licence %s in the product is a problem: %s', ([license, wrong]) => {
    expect(about({ license }).problems.length > 0).toBe(wrong)
  })

  test('LGPL: for libvips, which anyone may exchange, and for tools; AGPL for nothing', () => {
    expect(about({ license: 'LGPL-3.0-or-later' }, '@img/sharp-libvips-linux-x64').problems).toEqual([])
    expect(about({ license: 'LGPL-3.0-or-later', dev: true }).problems).toEqual([])
    expect(about({ license: 'AGPL-3.0-only', dev: true }).problems).toHaveLength(1)
  })

  test('no place, no weak or missing checksum, no unreleased version, no second copy', () => {
    expect(about({ resolved: 'https://registry.example/good.tgz' }).problems.join()).toMatch(/where it came from/)
    expect(about({ integrity: undefined }).problems.join()).toMatch(/no checksum/)
    expect(about({ integrity: undefined, optional: true }).problems.join()).toMatch(/no checksum/)
    expect(about({ integrity: undefined, optional: true }, '@oxc-parser/binding-win32-x64-msvc').notes.join()).toMatch(
      /1 binaries/,
    )
    expect(about({ integrity: 'sha1-abc' }).problems.join()).toMatch(/weak/)
    expect(about({ version: 'git+ssh://example/good' }).problems.join()).toMatch(/not a released/)
    const twice = { '': {}, 'node_modules/pg': good, 'node_modules/x/node_modules/pg': { ...good, version: '2.0.0' } }
    expect(auditLock({ packages: twice }, manifest).problems).toEqual(['pg: 2 copies, 1.0.0 and 2.0.0'])
  })

  test('a script at installation is decided upon, and never allowed', () => {
    expect(about({ hasInstallScript: true }).problems.join()).toMatch(/wants to run a script/)
    expect(about({ hasInstallScript: true }, 'builder').problems).toEqual([])
    expect(about({}, 'builder', { allowScripts: { builder: true } }).problems.join()).toMatch(/may run a script/)
  })

  test('versions are exact; a package of the product fits the oldest Node promised, a tool need not', () => {
    expect(about({}, 'good', { dependencies: { good: '^1.0.0' } }).problems.join()).toMatch(/not an exact version/)
    expect(about({ engines: { node: '>=22' } }).problems.join()).toMatch(/asks for Node >=22/)
    expect(about({ engines: { node: '>=22' }, dev: true }).problems).toEqual([])
    expect(about({ engines: { node: '>=22' } }, 'cookie').notes.join()).toMatch(/cookie/)
  })

  test.for([
    ['>=18', true],
    ['>= 20.19.0', true],
    ['>=20.20', false],
    ['^20.19.0 || >=22.12.0', true],
    ['^22 || ^24 || >=26', false],
    ['>=10.x', true],
    ['20 || >=22', true],
    ['>=14 <20', false],
    ['18 - 20', true],
    ['18 - 19', false],
    ['~20.19.0', true],
    ['~20.18', false],
    ['*', true],
    ['>20', false],
    ['>20.18', true],
    ['', true],
  ] as const)('%j holds Node 20.19.0: %s', ([range, holds]) => expect(includes(range, '20.19.0')).toBe(holds))
})

describe('what the registry says', () => {
  test('vulnerabilities are told; none is told as none', () => {
    expect(readAudit('{"vulnerabilities":{"x":{"severity":"high","range":"<2","fixAvailable":true}}}')).toEqual({
      known: ['x <2: high, a repaired version exists'],
    })
    expect(readAudit('{"vulnerabilities":{}}')).toEqual({ known: [] })
  })

  test('no answer is told as such, without an address, and never as none', () => {
    expect(readAudit('')).toEqual({ notDone: 'npm gave no answer' })
    expect(readAudit('{"error":{"summary":"request to https://registry.example/-/npm/v1 failed"}}')).toEqual({
      notDone: 'request to the registry failed',
    })
    expect(readAudit('{"message":"404 Not Found","error":{}}')).toHaveProperty('notDone')
    expect(readAudit('{"vulnerabilities":{},"error":{"code":"ENOAUDIT"}}')).toEqual({ notDone: 'ENOAUDIT' })
  })
})
