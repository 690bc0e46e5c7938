import { mkdir, open, readdir, rename, rm, stat, statfs, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { once } from 'node:events'
import { BlobMissing, type BlobRef, blobPlace, type Blobs, type BlobStat, isSha256 } from './blobs.ts'
import { hashMatches, readPortions, spool, sweepSpool } from './spool.ts'

/**
 * Content in a folder of this machine, readable by the account of the program alone. A content is written to a file of its own, flushed,
 * then renamed into its place: a reader sees all of it or nothing, whenever the power goes.
 */
export function openDiskBlobs(folder: string): Blobs {
  const incoming = join(folder, 'incoming')
  const placeOf = (sha256: string) => join(folder, ...blobPlace(sha256))

  async function statOf(sha256: string): Promise<BlobStat | null> {
    const found = await stat(placeOf(sha256)).catch(absent)
    return found ? { sha256, size: found.size, storedAt: found.mtime } : null
  }

  return {
    kind: 'disk',
    async put(content, options) {
      const { path, sha256, size } = await spool(incoming, content, options)
      const place = placeOf(sha256)
      try {
        await mkdir(dirname(place), { recursive: true, mode: 0o700 })
        // Replaces what may be there: the same bytes, or a damaged copy of them.
        await rename(path, place)
        await flushFolder(dirname(place))
      } catch (error) {
        await rm(path, { force: true })
        throw error
      }
      return { sha256, size } satisfies BlobRef
    },
    async get(sha256, range) {
      const stream = readPortions(placeOf(sha256), range)
      try {
        await once(stream, 'open')
      } catch (error) {
        throw (error as NodeJS.ErrnoException).code === 'ENOENT' ? new BlobMissing(sha256) : error
      }
      return stream
    },
    stat: statOf,
    async probe() {
      await mkdir(incoming, { recursive: true, mode: 0o700 })
      const file = join(incoming, `probe-${process.pid}-${Date.now()}`)
      try {
        await writeFile(file, '.', { mode: 0o600 })
      } finally {
        await rm(file, { force: true })
      }
    },
    async room() {
      const { bavail, blocks, bsize } = await statfs(folder).catch(() => statfs(dirname(folder)))
      return { free: bavail * bsize, total: blocks * bsize }
    },
    has: async (sha256) => (await statOf(sha256)) !== null,
    async verify(sha256, options) {
      if (!(await statOf(sha256))) return 'missing'
      return hashMatches(sha256, readPortions(placeOf(sha256)), options)
    },
    async *list() {
      for (const one of await folders(folder)) {
        for (const two of await folders(join(folder, one))) {
          const names = await readdir(join(folder, one, two))
          for (const sha256 of names.filter(isSha256).sort()) {
            const found = await statOf(sha256)
            if (found) yield found
          }
        }
      }
    },
    remove: async (sha256) => rm(placeOf(sha256), { force: true }),
    sweep: (before) => sweepSpool(incoming, before),
  }
}

async function folders(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => [] as string[])
  return names.filter((name) => /^[0-9a-f]{2}$/.test(name)).sort()
}

function absent(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null
  throw error
}

/** The name of a file is safe only when its folder is flushed too. Not every system can. */
async function flushFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
