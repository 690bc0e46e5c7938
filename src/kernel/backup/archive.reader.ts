import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { text } from 'node:stream/consumers'
import { createGunzip } from 'node:zlib'
import { Decrypter } from 'age-encryption'
import { extract as makeExtract } from 'tar-stream'
import { Refusal } from '../errors.ts'
import { step } from './archive.writer.ts'
import { refuse } from './backup.refusals.ts'
import {
  BackupHead,
  type BlobPart,
  formatName,
  formatVersion,
  headPart,
  Manifest,
  manifestPart,
  partOfBlob,
  partOfTable,
  wholeText,
} from './manifest.rules.ts'
import { passphraseIdentity } from './passphrase.ts'

interface Backup {
  file: string
  passphrase: string | null
  signal?: AbortSignal | undefined
}

/** What is done with the parts as they come by. What a taker leaves unread is read and compared all the same. */
export interface Takers {
  head?(head: BackupHead): Promise<void> | void
  table?(name: string, content: AsyncIterable<Uint8Array>): Promise<void>
  blob?(sha256: string, content: AsyncIterable<Uint8Array>): Promise<void>
  /** Bytes of the file read so far. */
  progress?(bytes: number): void
}

const encipheredMark = Buffer.from('age-encryption.org/v1\n')
const gzipMark = Buffer.from([0x1f, 0x8b])

/** Whether a file is an enciphered backup, a plain one, or none. @throws Refusal `backupNoFile` */
async function kindOf(file: string): Promise<'enciphered' | 'plain' | 'foreign'> {
  const start = Buffer.alloc(encipheredMark.length)
  const handle = await open(file, 'r').catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ENOENT' || error.code === 'EISDIR' ? refuse.backupNoFile({ file }) : error
  })
  try {
    await handle.read(start, 0, start.length, 0)
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === 'EISDIR' ? refuse.backupNoFile({ file }) : error
  } finally {
    await handle.close()
  }
  if (start.equals(encipheredMark)) return 'enciphered'
  return start.subarray(0, 2).equals(gzipMark) ? 'plain' : 'foreign'
}

interface Part {
  name: string
  size: number
  content: AsyncIterable<Uint8Array>
}

/**
 * Reads a backup from its first byte to its last and compares all of it with its manifest.
 *
 * @throws Refusal saying what is wrong with the file: not there, foreign, of a later format, enciphered with another passphrase, cut off,
 *   damaged; or what a taker throws.
 */
export async function readArchive(source: Backup, takers: Takers = {}): Promise<Manifest> {
  const { file } = source
  const seen = new Map<string, { size: number; sha256: string }>()
  let head: BackupHead | null = null
  let manifest: Manifest | null = null
  const damaged = (part: string) => refuse.backupDamaged({ file, part })
  for await (const part of partsOf(source, takers)) {
    if (manifest || seen.has(part.name)) throw damaged(part.name)
    if (!head) {
      if (part.name !== headPart) throw refuse.backupForeign({ file })
      head = readHead(file, await text(part.content))
      await takers.head?.(head)
      continue
    }
    if (part.name === manifestPart) {
      const found = Manifest.safeParse(parsed(await text(part.content)))
      if (!found.success || sha256(wholeText(found.data)) !== found.data.whole) throw damaged(manifestPart)
      manifest = found.data
      if (JSON.stringify(BackupHead.parse(manifest)) !== JSON.stringify(head)) throw damaged(headPart)
      continue
    }
    const hash = createHash('sha256')
    let size = 0
    const content = (async function* () {
      for await (const chunk of part.content) {
        hash.update(chunk)
        size += chunk.byteLength
        yield chunk
      }
    })()
    const [folder, name = ''] = splitName(part.name)
    if (folder === 'tables') await takers.table?.(name.replace(/\.ndjson$/, ''), content)
    else if (folder === 'blobs') await takers.blob?.(name, content)
    for await (const _ of content) if (source.signal?.aborted) source.signal.throwIfAborted()
    if (size !== part.size) throw refuse.backupCutOff({ file })
    seen.set(part.name, { size, sha256: hash.digest('hex') })
  }
  if (!manifest) throw head ? refuse.backupCutOff({ file }) : refuse.backupForeign({ file })
  const expected = [
    ...manifest.tables.map((t) => ({ ...t, part: partOfTable(t.name) })),
    ...manifest.blobs.map((b) => ({ size: b.size, sha256: b.found ?? b.sha256, part: partOfBlob(b.sha256) })),
  ]
  for (const { part, size, sha256 } of expected) {
    const found = seen.get(part)
    if (!found || found.size !== size || found.sha256 !== sha256) throw damaged(part)
    seen.delete(part)
  }
  const [surplus] = seen.keys()
  if (surplus) throw damaged(surplus)
  return manifest
}

/** Contents of a backup that were whole when it was made. */
export function wholeBlobs(manifest: Manifest): BlobPart[] {
  return manifest.blobs.filter((b) => !b.found)
}

function readHead(file: string, content: string): BackupHead {
  const found = parsed(content) as { format?: unknown; version?: unknown } | null
  if (!found || found.format !== formatName) throw refuse.backupForeign({ file })
  if (typeof found.version === 'number' && found.version > formatVersion)
    throw refuse.backupFormatNewer({ version: String(found.version) })
  const head = BackupHead.safeParse(found)
  if (!head.success) throw refuse.backupDamaged({ file, part: headPart })
  return head.data
}

function parsed(content: string): unknown {
  try {
    return JSON.parse(content)
  } catch {
    return null
  }
}

function splitName(name: string): [string, string] {
  const at = name.indexOf('/')
  return [name.slice(0, at), name.slice(at + 1)]
}

const sha256 = (content: string) => createHash('sha256').update(content).digest('hex')

async function* partsOf({ file, passphrase, signal }: Backup, takers: Takers): AsyncGenerator<Part> {
  const kind = await kindOf(file)
  if (kind === 'foreign') throw refuse.backupForeign({ file })
  if (kind === 'enciphered' && passphrase === null) throw refuse.backupPassphraseMissing({ file })
  const extract = makeExtract()
  let bytes = 0
  async function* counted(source: AsyncIterable<Uint8Array>) {
    for await (const chunk of source) {
      bytes += chunk.byteLength
      takers.progress?.(bytes)
      yield chunk
    }
  }
  const poured = pipeline(
    createReadStream(file, { highWaterMark: 256 * 1024 }),
    step((source) => (kind === 'enciphered' ? deciphered(counted(source), passphrase ?? '', file) : counted(source))),
    createGunzip({ chunkSize: 256 * 1024 }),
    extract,
    { signal },
  ).then(
    () => null,
    (error: unknown) => ({ error }),
  )
  /** What stops the reading inside a part is told as what the file is faulty with, as the step nearest to it said. */
  const told = async (error: unknown, part: string) => {
    if (error instanceof Refusal) return error
    extract.destroy()
    return asFault((await poured)?.error ?? error, file, part)
  }
  async function* contentOf(entry: AsyncIterable<Uint8Array>, part: string) {
    try {
      yield* entry
    } catch (error) {
      throw await told(error, part)
    }
  }
  let at = headPart
  try {
    for await (const entry of extract) {
      at = entry.header.name
      yield { name: at, size: entry.header.size ?? 0, content: contentOf(entry as unknown as AsyncIterable<Uint8Array>, at) }
    }
  } catch (error) {
    throw await told(error, at)
  }
  const failed = await poured
  if (failed) throw asFault(failed.error, file, at)
}

function asFault(error: unknown, file: string, part: string): unknown {
  if (error instanceof Refusal) return error
  const { code = '', message = '' } = error as { code?: string; message?: string }
  if (code === 'Z_BUF_ERROR' || message === 'Unexpected end of data') return refuse.backupCutOff({ file })
  if (code.startsWith('Z_') || /tar header|Invalid header|Header exceeds/i.test(message))
    return refuse.backupDamaged({ file, part })
  return error
}

async function* deciphered(source: AsyncIterable<Uint8Array>, passphrase: string, file: string): AsyncGenerator<Uint8Array> {
  const decrypter = new Decrypter()
  decrypter.addIdentity(passphraseIdentity(passphrase))
  const input = Readable.toWeb(Readable.from(source)) as never
  let output: AsyncIterable<Uint8Array>
  try {
    output = Readable.fromWeb((await decrypter.decrypt(input)) as never) as AsyncIterable<Uint8Array>
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('no identity matched')) throw refuse.backupPassphraseWrong({ file })
    throw refuse.backupDamaged({ file, part: headPart })
  }
  try {
    yield* output
  } catch (error) {
    if (error instanceof Refusal || (error as Error).name === 'AbortError') throw error
    // Every portion carries its own proof: a changed, a missing and a foreign one fail alike.
    throw refuse.backupDamaged({ file, part: formatName })
  }
}
