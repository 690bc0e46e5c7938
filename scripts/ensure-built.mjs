import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

/**
 * Builds dist/ when it is missing or was built from other sources. Plain JavaScript, because it runs before anything is built.
 *
 * Alone: `node scripts/ensure-built.mjs [--force]`.
 */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')
const stampFile = path.join(root, 'dist', '.built-from')
const inputs = [
  'src',
  'index.html',
  'public',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'vite.config.ts',
  'scripts/build.ts',
]

/** @param {{ force?: boolean }} options */
export function ensureBuilt({ force = false } = {}) {
  const built = existsSync(stampFile)
  // An installation without the development packages carries a finished dist/ and cannot build another.
  const canBuild = existsSync(path.join(root, 'node_modules', 'esbuild')) && existsSync(path.join(root, 'node_modules', 'vite'))
  if (!canBuild) {
    if (built && !force) return
    console.error(
      'Chưa dựng chương trình, và thiếu các gói để dựng: hãy chạy "npm ci". · Nothing is built, and the packages to build with are missing: run "npm ci".',
    )
    process.exit(1)
  }
  const stamp = stampOfSources()
  if (built && !force && readFileSync(stampFile, 'utf8') === stamp) return
  console.error('Đang dựng chương trình từ mã nguồn… · Building…')
  const started = Date.now()
  const { status } = spawnSync(process.execPath, ['--import', 'tsx', path.join(root, 'scripts', 'build.ts')], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    env: { ...process.env, NODE_ENV: 'production' },
  })
  if (status !== 0) process.exit(1)
  writeFileSync(stampFile, stamp)
  console.error(`Đã dựng xong. · Built in ${((Date.now() - started) / 1000).toFixed(1)} s.`)
}

/** One hash over everything that ends up in dist/; tests do not. */
function stampOfSources() {
  const hash = createHash('sha256')
  for (const input of inputs) {
    const start = path.join(root, input)
    for (const file of filesUnder(start))
      hash.update(path.relative(root, file)).update('\0').update(readFileSync(file)).update('\0')
  }
  return hash.digest('hex')
}

/** @param {string} start a file, a folder or nothing @returns {string[]} */
function filesUnder(start) {
  if (!existsSync(start)) return []
  if (statSync(start).isFile()) return [start]
  return readdirSync(start, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort()
}

if (process.argv[1] === fileURLToPath(import.meta.url)) ensureBuilt({ force: process.argv.includes('--force') })
