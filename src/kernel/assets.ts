import { readdirSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** The files the program reads at run time. The build copies these and no others, so nothing can work from source alone. */
const kinds = ['**/db/*.sql', '**/data/**', 'app/*.{yaml,csv}'].map(globPattern)

const here = fileURLToPath(import.meta.url).replaceAll(path.sep, '/')
const fromSource = here.endsWith('/src/kernel/assets.ts')
const root = path.resolve(path.dirname(here), fromSource ? '..' : 'assets')

/** Whether the build copies this file; `file` is relative to src, with forward slashes. */
export function isAsset(file: string): boolean {
  return kinds.some((kind) => kind.test(file))
}

/**
 * Where a data file lies: in `src/` when running from source, in `dist/assets/` when bundled.
 *
 * @example assetPath('app/roles.yaml')
 */
export function assetPath(file: string): string {
  if (!isAsset(file)) throw new Error(`"${file}" is not copied by the build: put it into a data/ or db/ folder`)
  return path.join(root, file)
}

/**
 * The data files whose name fits, relative to src and sorted; `*` stays inside a folder, `**` does not.
 *
 * @example listAssets('kernel/db/*.sql').map(assetPath)
 */
export function listAssets(glob: string): string[] {
  const pattern = globPattern(glob)
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'))
    .filter((file) => isAsset(file) && pattern.test(file))
    .sort()
}

function globPattern(glob: string): RegExp {
  const source = glob.replace(/\*\*\/|\*\*|\*|\{[^}]*\}|[.+^$()|[\]\\]/g, (part) => {
    if (part === '**/') return '(?:.*/)?'
    if (part === '**') return '.*'
    if (part === '*') return '[^/]*'
    if (part.startsWith('{')) return `(?:${part.slice(1, -1).replaceAll(',', '|')})`
    return `\\${part}`
  })
  return new RegExp(`^${source}$`)
}
