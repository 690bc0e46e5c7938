import { cpSync, readdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import { gzipSync } from 'node:zlib'
import { build as bundle } from 'esbuild'
import { build as buildWeb } from 'vite'
import { isAsset } from '#kernel/assets.ts'

/**
 * Builds the program into dist/: server.js, cli.js and the worker threads, their data files under assets/, the web under web/.
 * Start it through `npm run build`, which also notes what it was built from, so that `npm start` builds only when needed.
 */
const root = path.resolve(import.meta.dirname, '..')
const dist = path.join(root, 'dist')

const files = readdirSync(path.join(root, 'src'), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => path.relative(path.join(root, 'src'), path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'))

async function bundleServer(): Promise<string> {
  // A worker thread is loaded by its file name, so each is an entry of its own beside the program that starts it.
  const workers = files.filter((file) => file.endsWith('-worker.ts'))
  const result = await bundle({
    absWorkingDir: root,
    entryPoints: ['app/server.ts', 'app/cli.ts', ...workers].map((file) => `./src/${file}`),
    outdir: dist,
    entryNames: '[name]',
    chunkNames: 'chunk-[hash]',
    bundle: true,
    splitting: true,
    packages: 'external',
    platform: 'node',
    target: 'node20',
    format: 'esm',
    sourcemap: true,
    metafile: true,
    logLevel: 'warning',
  })
  return `${Object.keys(result.metafile.outputs).filter((file) => file.endsWith('.js')).length} files`
}

async function copyAssets(): Promise<string> {
  const assets = files.filter(isAsset)
  for (const file of assets) cpSync(path.join(root, 'src', file), path.join(dist, 'assets', file))
  return `${assets.length} files`
}

async function bundleWeb(): Promise<string> {
  const result = await buildWeb({ root, configFile: path.join(root, 'vite.config.ts'), logLevel: 'warn' })
  const output = Array.isArray(result) ? result.flatMap((part) => part.output) : 'output' in result ? result.output : []
  const chunks = new Map(output.filter((part) => part.type === 'chunk').map((chunk) => [chunk.fileName, chunk]))
  const first = new Set<string>()
  const take = (name: string) => {
    if (first.has(name)) return
    first.add(name)
    chunks.get(name)?.imports.forEach(take)
  }
  for (const chunk of chunks.values()) if (chunk.isEntry) take(chunk.fileName)
  const bytes = [...first].reduce((sum, name) => sum + gzipSync(chunks.get(name)?.code ?? '').length, 0)
  return `${chunks.size} scripts, first page ${Math.round(bytes / 1024)} kB compressed`
}

async function step(name: string, work: () => Promise<string>): Promise<void> {
  const start = performance.now()
  const told = await work()
  console.log(`  ${name.padEnd(10)} ${((performance.now() - start) / 1000).toFixed(1)} s  ${told}`)
}

rmSync(dist, { recursive: true, force: true })
try {
  await Promise.all([step('server', bundleServer), step('data files', copyAssets), step('web', bundleWeb)])
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}
