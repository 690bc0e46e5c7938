import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'

/**
 * What we depend on, looked at in two ways (`npm run audit`). From the lock file alone, so at any time: licences, checksums, install scripts,
 * places packages come from, engines, double copies. And known vulnerabilities, for which a registry must be asked: where none answers, that
 * is said, and not taken for "none known".
 */

interface Package {
  version?: string
  resolved?: string
  integrity?: string
  license?: string
  dev?: boolean
  optional?: boolean
  link?: boolean
  hasInstallScript?: boolean
  engines?: { node?: string }
  dependencies?: Record<string, string>
}

export interface LockFile {
  packages: Record<string, Package>
}

export interface Manifest {
  engines: { node: string }
  dependencies?: Record<string, string>
  devDependencies?: Record<string, string>
  allowScripts?: Record<string, boolean>
}

export interface Findings {
  /** Must be repaired. */
  problems: string[]
  /** Must be known. */
  notes: string[]
}

/** Licences that ask for no more than a notice; MPL-2.0 only for changes of its own files, OFL for fonts. */
const free = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'CC-BY-4.0',
  'ISC',
  'MIT',
  'MIT-0',
  'MPL-2.0',
  'OFL-1.1',
  'Python-2.0',
  'Unlicense',
  'Zlib',
])

/** libvips, a library of its own beside the program that anyone may exchange: what the LGPL asks for. */
const ownLibrary = /^@img\/sharp-(libvips-|win32-|wasm32$)/

/** Licence texts that package.json of the package does not name; read by hand. Tools of development, not in the product. */
const readByHand: Record<string, string> = {
  busboy: 'MIT',
  dicer: 'MIT',
  'humanize-number': 'MIT',
  only: 'MIT',
  streamsearch: 'MIT',
}

/** Binaries for machines other than the one that last wrote the lock file: optional, and never installed without a checksum of their parent's release. */
const withoutChecksum = ['@myriaddreamin/typst-ts-node-compiler-', '@oxc-parser/binding-']

/** Ask for a newer Node than we promise, and were found to work on it: the tests run on the oldest Node we name. */
const askForNewerNode = new Set(['@mapbox/jsonlint-lines-primitives', 'content-disposition', 'cookie', 'nanoid'])

/** One copy of each: of two, one is forgotten when a fault is repaired. */
const oneCopy = [
  '@better-auth/core',
  '@node-rs/argon2',
  '@noble/ciphers',
  '@orpc/server',
  '@xmldom/xmldom',
  'age-encryption',
  'better-auth',
  'better-call',
  'fastify',
  'fflate',
  'file-type',
  'find-my-way',
  'jose',
  'kysely',
  'nodemailer',
  'pg',
  'secure-json-parse',
  'sharp',
  'tar-stream',
  'undici',
  'zod',
]

const nameOf = (place: string) => place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length)

/** Everything the lock file and package.json tell by themselves. */
export function auditLock(lock: LockFile, manifest: Manifest): Findings {
  const problems: string[] = []
  const notes: string[] = []
  const packages = Object.entries(lock.packages).filter(([place, each]) => place !== '' && !each.link)
  const copies = new Map<string, Set<string>>()
  let unchecked = 0
  for (const [place, each] of packages) {
    const name = nameOf(place)
    const told = `${name} ${each.version ?? ''}`.trim()
    if (!each.dev) copies.set(name, (copies.get(name) ?? new Set()).add(each.version ?? ''))

    const licence = each.license ?? readByHand[name]
    if (!licence) problems.push(`${told}: no licence is named`)
    else if (!mayUse(licence, !each.dev, name)) problems.push(`${told}: licence ${licence}`)

    if (each.resolved) problems.push(`${told}: the lock file names where it came from; see .npmrc`)
    if (each.version && !/^\d+\.\d+\.\d+/.test(each.version)) problems.push(`${told}: not a released version`)
    if (!each.integrity) {
      if (each.optional && withoutChecksum.some((start) => name.startsWith(start))) unchecked++
      else problems.push(`${told}: no checksum`)
    } else if (!each.integrity.startsWith('sha512-')) problems.push(`${told}: weak checksum`)

    if (each.hasInstallScript && manifest.allowScripts?.[name] === undefined)
      problems.push(`${told}: wants to run a script when installed; decide in allowScripts of package.json`)

    const oldest = oldestOf(manifest.engines.node)
    if (!each.dev && each.engines?.node && !includes(each.engines.node, oldest)) {
      if (!askForNewerNode.has(name)) problems.push(`${told}: asks for Node ${each.engines.node}, we promise ${oldest}`)
      else notes.push(`${told} asks for Node ${each.engines.node}; it is used on ${oldest}, tested`)
    }
  }
  for (const [name, allowed] of Object.entries(manifest.allowScripts ?? {}))
    if (allowed) problems.push(`${name}: may run a script when installed`)
  for (const [name, range] of Object.entries({ ...manifest.dependencies, ...manifest.devDependencies }))
    if (!/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(range)) problems.push(`${name} ${range}: not an exact version`)
  for (const name of oneCopy) {
    const versions = [...(copies.get(name) ?? [])]
    if (versions.length > 1) problems.push(`${name}: ${versions.length} copies, ${versions.join(' and ')}`)
  }
  if (unchecked > 0)
    notes.push(`${unchecked} binaries for other machines carry no checksum in the lock file (${withoutChecksum.join('*, ')}*)`)
  return { problems, notes }
}

/** Whether a licence lets us ship (or, for a tool, use) a package: of alternatives one is enough, of what holds together all. */
function mayUse(licence: string, inProduct: boolean, name: string): boolean {
  const alternatives = licence.replaceAll(/[()]/g, '').split(/\s+OR\s+/i)
  return alternatives.some((alternative) =>
    alternative.split(/\s+AND\s+/i).every((each) => {
      if (free.has(each)) return true
      if (/^LGPL-/.test(each)) return !inProduct || ownLibrary.test(name)
      return false
    }),
  )
}

type Version = [number, number, number]

const versionOf = (text: string): Version => {
  const [major = 0, minor = 0, patch = 0] = text
    .replace(/^v/, '')
    .split('.')
    .map((part) => Number(part) || 0)
  return [major, minor, patch]
}
const compare = (a: Version, b: Version) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]

/** The oldest version in a range like `>=20.19`. */
function oldestOf(range: string): string {
  return versionOf(range.replace(/^[^\d]*/, '')).join('.')
}

/** Whether a version lies in a range as packages write them for Node: `>=18`, `^20.19 || >=22.12`, `>= 10.x <30`, `20 - 22`, `*`. */
export function includes(range: string, version: string): boolean {
  const at = versionOf(version)
  return range.split('||').some((alternative) => {
    const spaced = alternative.trim().replaceAll(/(>=|<=|>|<|\^|~|=)\s+/g, '$1')
    const [, from, until] = /^(\S+) - (\S+)$/.exec(spaced) ?? []
    const terms = from && until ? [`>=${from}`, `<=${until}`] : spaced.split(/\s+/)
    return terms.every((term) => {
      const [, sign = '', text = ''] = /^(>=|<=|>|<|\^|~|=)?(.*)$/.exec(term) ?? []
      if (text === '' || text === '*' || text === 'x') return true
      const named = text.split('.').filter((part) => /^\d/.test(part)).length
      const order = compare(at, versionOf(text))
      const same = (parts: number) => at.slice(0, parts).join() === versionOf(text).slice(0, parts).join()
      if (sign === '>=') return order >= 0
      if (sign === '<=') return order <= 0 || same(named)
      if (sign === '>') return named < 3 ? order > 0 && !same(named) : order > 0
      if (sign === '<') return order < 0
      if (sign === '^') return order >= 0 && same(1)
      if (sign === '~') return order >= 0 && same(Math.min(2, named))
      return same(named)
    })
  })
}

export type Vulnerabilities = { known: string[] } | { notDone: string }

/** Reads what `npm audit --json` said: vulnerabilities, or that nobody could be asked. A registry's address is nobody's business. */
export function readAudit(said: string): Vulnerabilities {
  let answer: unknown
  try {
    answer = JSON.parse(said)
  } catch {
    return { notDone: 'npm gave no answer' }
  }
  const { vulnerabilities, error, message } = answer as {
    vulnerabilities?: Record<string, { severity: string; range?: string; fixAvailable?: unknown }>
    error?: { summary?: string; code?: string }
    message?: string
  }
  if (!vulnerabilities || error) {
    const reason = String(error?.summary || message || error?.code || 'no answer').split('\n')[0] ?? ''
    return { notDone: reason.replaceAll(/https?:\/\/\S+/g, 'the registry').slice(0, 200) || 'no answer' }
  }
  return {
    known: Object.entries(vulnerabilities).map(
      ([name, { severity, range, fixAvailable }]) =>
        `${name} ${range ?? ''}: ${severity}${fixAvailable ? ', a repaired version exists' : ''}`,
    ),
  }
}

async function askRegistry(cwd: string): Promise<Vulnerabilities> {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  try {
    const args = ['audit', '--omit=dev', '--json', '--fetch-retries=0', '--fetch-timeout=20000']
    const { stdout } = await promisify(execFile)(npm, args, { cwd, timeout: 60_000, maxBuffer: 64 * 1024 * 1024 })
    return readAudit(stdout)
  } catch (error) {
    // npm ends with 1 when it found something, and says what on its output.
    return readAudit((error as { stdout?: string }).stdout ?? '')
  }
}

async function main(): Promise<void> {
  const root = path.resolve(import.meta.dirname, '..')
  const readJson = (file: string): unknown => JSON.parse(readFileSync(path.join(root, file), 'utf8'))
  const { problems, notes } = auditLock(readJson('package-lock.json') as LockFile, readJson('package.json') as Manifest)
  for (const note of notes) console.log(note)
  const asked: Vulnerabilities = process.argv.includes('--offline') ? { notDone: 'asked not to' } : await askRegistry(root)
  if ('known' in asked) problems.push(...asked.known)
  for (const problem of problems) console.error(problem)
  console.log(`lock file: ${problems.length === 0 ? 'nothing to repair' : `${problems.length} to repair`}`)
  if ('known' in asked)
    console.log(`NOTE known vulnerabilities in the product: ${asked.known.length}, as the registry says today`)
  else
    console.log(
      `NOTE the look-up of known vulnerabilities COULD NOT BE DONE (${asked.notDone}); it says nothing about there being none`,
    )
  process.exitCode = problems.length > 0 ? 1 : 0
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main()
