import { readdirSync } from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import { pathToFileURL } from 'node:url'
import { cruise, type ICruiseResult } from 'dependency-cruiser'
import extractOptions from 'dependency-cruiser/config-utl/extract-depcruise-options'

const repository = path.resolve(import.meta.dirname, '..')
const sourceFile = /\.(ts|tsx|mts|cts|js|jsx|mjs|cjs)$/

/** What the import check found: one problem per line, none when all arrows go the right way. */
export interface BoundaryReport {
  modules: number
  dependencies: number
  problems: string[]
}

/** Checks the imports of `root/src` with the rules of boundaries.cjs, and that no file escaped the check. */
export async function checkBoundaries(root: string): Promise<BoundaryReport> {
  const options = await extractOptions(path.join(repository, 'boundaries.cjs'))
  const { output } = await cruise(['src'], { ...options, baseDir: root })
  const result = output as ICruiseResult
  const reasons = new Map(options.ruleSet?.forbidden?.map((rule) => [rule.name, rule.comment]))
  const problems = result.summary.violations.map((found) => {
    const route = found.cycle ? found.cycle.map((step) => step.name).join(' -> ') : found.to
    return `${found.rule.name}: ${found.from} -> ${route}  (${reasons.get(found.rule.name)})`
  })
  problems.push(...filesNotRead(root, result), ...folderCycles(result))
  const ours = result.modules.filter((module) => module.source.startsWith('src/'))
  return { modules: ours.length, dependencies: ours.reduce((sum, module) => sum + module.dependencies.length, 0), problems }
}

/** With a TypeScript it cannot read the checker reads nothing and reports success, so compare with the files on disk. */
function filesNotRead(root: string, result: ICruiseResult): string[] {
  const read = new Set(result.modules.map((module) => module.source))
  const onDisk = readdirSync(path.join(root, 'src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && sourceFile.test(entry.name))
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'))
  const missing = onDisk.filter((file) => !read.has(file)).map((file) => `not-read: ${file}`)
  // `totalCruised` counts the packages and Node modules at the ends of arrows too; take them off before comparing.
  const ends = result.modules.filter((module) => !(module.source.startsWith('src/') && sourceFile.test(module.source))).length
  const counted = result.summary.totalCruised - ends
  if (missing.length === 0 && counted !== onDisk.length) missing.push(`not-read: ${counted} files read, ${onDisk.length} on disk`)
  if (onDisk.length === 0) missing.push('not-read: src holds no source file')
  return missing
}

/**
 * Domains form no cycle, nor do engines. dependency-cruiser has a folder scope, but it takes `people` and `people/ui` for two
 * folders and so misses a circle that goes out through the one and comes back into the other.
 */
function folderCycles(result: ICruiseResult): string[] {
  const arrows = new Map<string, Map<string, string>>()
  for (const module of result.modules) {
    const from = folderOf(module.source)
    for (const dependency of module.dependencies) {
      const to = folderOf(dependency.resolved)
      if (!from || !to || from === to) continue
      const known = arrows.get(from) ?? new Map<string, string>()
      if (!known.has(to)) known.set(to, `${module.source} -> ${dependency.resolved}`)
      arrows.set(from, known)
    }
  }
  const cycles = new Map<string, string>()
  for (const start of arrows.keys()) {
    const circle = wayBack(start, arrows)
    if (!circle) continue
    const steps = circle.map((folder, index) => arrows.get(folder)?.get(circle[(index + 1) % circle.length] ?? ''))
    const key = [...circle].sort().join(' ')
    if (!cycles.has(key)) cycles.set(key, `no-folder-cycles: ${[...circle, start].join(' -> ')}  (${steps.join('; ')})`)
  }
  return [...cycles.values()]
}

function folderOf(file: string): string | undefined {
  return /^src\/((?:domains|engines)\/[^/]+)\//.exec(file)?.[1]
}

/** The shortest circle from `start` to itself, or undefined. */
function wayBack(start: string, arrows: Map<string, Map<string, string>>): string[] | undefined {
  const ways: string[][] = [[start]]
  const seen = new Set([start])
  for (let way = ways.shift(); way; way = ways.shift()) {
    for (const next of arrows.get(way.at(-1) ?? '')?.keys() ?? []) {
      if (next === start) return way
      if (seen.has(next)) continue
      seen.add(next)
      ways.push([...way, next])
    }
  }
  return undefined
}

async function main(): Promise<void> {
  const report = await checkBoundaries(repository)
  for (const problem of report.problems) console.error(problem)
  console.log(`${report.modules} modules, ${report.dependencies} dependencies, ${report.problems.length} violations`)
  process.exitCode = report.problems.length > 0 ? 1 : 0
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main()
