import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type FileHandle, mkdir, open, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { type BlobRef, type BlobState, BlobTooLarge, type PutOptions, type VerifyOptions } from './blobs.ts'

/** A content on its way into the store: complete on the local disk, hashed, not yet in its place. */
export interface Spooled extends BlobRef {
  path: string
}

/** Writes a content to a file of its own, hashing on the way. On any failure nothing is left. */
export async function spool(folder: string, content: AsyncIterable<Uint8Array>, options: PutOptions = {}): Promise<Spooled> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, `${randomUUID()}.part`)
  const file = await open(path, 'wx', 0o600)
  try {
    const hash = createHash('sha256')
    let size = 0
    for await (const part of content) {
      size += part.byteLength
      if (options.limit !== undefined && size > options.limit) throw new BlobTooLarge(options.limit)
      hash.update(part)
      await writeAll(file, part)
    }
    await file.sync()
    await file.close()
    const spooled = { path, size, sha256: hash.digest('hex') }
    await options.inspect?.(path, { sha256: spooled.sha256, size })
    return spooled
  } catch (error) {
    await file.close().catch(() => {})
    await rm(path, { force: true })
    throw error
  }
}

async function writeAll(file: FileHandle, part: Uint8Array): Promise<void> {
  for (let at = 0; at < part.byteLength;) at += (await file.write(part, at)).bytesWritten
}

/** Removes files that a put which was killed left behind. */
export async function sweepSpool(folder: string, before: Date): Promise<number> {
  const names = await readdir(folder).catch(() => [] as string[])
  let swept = 0
  for (const name of names.filter((n) => n.endsWith('.part'))) {
    const path = join(folder, name)
    const found = await stat(path).catch(() => null)
    if (!found || found.mtimeMs >= before.getTime()) continue
    await rm(path, { force: true })
    swept++
  }
  return swept
}

/** Whether a stream of bytes has this hash. */
export async function hashMatches(
  sha256: string,
  content: AsyncIterable<Uint8Array>,
  options: VerifyOptions = {},
): Promise<BlobState> {
  const hash = createHash('sha256')
  for await (const part of content) {
    options.signal?.throwIfAborted()
    hash.update(part)
    await options.pace?.(part.byteLength)
  }
  return hash.digest('hex') === sha256 ? 'whole' : 'damaged'
}

/** A file in portions of 256 kB. */
export function readPortions(path: string, range?: { start: number; end: number }) {
  return createReadStream(path, { highWaterMark: 256 * 1024, ...range })
}
