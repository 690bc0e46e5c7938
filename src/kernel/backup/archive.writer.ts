import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createReadStream, createWriteStream } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { Encrypter } from 'age-encryption'
import { type Pack, pack as makePack } from 'tar-stream'
import type { BlobRef } from '../blobs/blobs.ts'
import { passphraseRecipient } from './passphrase.ts'

/** Takes the parts of a backup, one after the other. */
export interface ArchiveWriter {
  /** A part of known length; gives the hash of what went through. */
  add(name: string, size: number, content: AsyncIterable<Uint8Array>): Promise<string>
  addText(name: string, text: string): Promise<string>
}

/**
 * Writes a backup: a tar, compressed, and enciphered where there is a passphrase. Under a name of its own until it is complete and flushed
 * to the disk; whatever stops it before leaves nothing under the final name.
 */
export async function writeArchive(
  file: string,
  { passphrase, moment, signal }: { passphrase: string | null; moment: Date; signal?: AbortSignal | undefined },
  fill: (writer: ArchiveWriter) => Promise<void>,
): Promise<BlobRef> {
  const part = `${file}.part`
  const pack = makePack()
  const hash = createHash('sha256')
  let size = 0
  async function* counted(source: AsyncIterable<Uint8Array>) {
    for await (const chunk of source) {
      hash.update(chunk)
      size += chunk.byteLength
      yield chunk
    }
  }
  try {
    const target = createWriteStream(part, { flags: 'w', mode: 0o600 })
    const poured = pipeline(
      Readable.from(pack as AsyncIterable<Buffer>),
      createGzip({ level: 6, chunkSize: 256 * 1024 }),
      step((source) => counted(passphrase ? enciphered(source, passphrase) : source)),
      target,
      { signal },
    )
    const filled = fill(writerOn(pack, moment)).then(
      () => pack.finalize(),
      (error: unknown) => {
        pack.destroy(error as Error)
        throw error
      },
    )
    // What fails first is what went wrong; the other then fails for want of it.
    const settled = Promise.allSettled([poured, filled])
    await Promise.all([poured, filled])
    await settled
    await flush(part)
    await rename(part, file)
    await flush(dirname(file))
    return { size, sha256: hash.digest('hex') }
  } catch (error) {
    await rm(part, { force: true })
    throw error
  }
}

/** A step of a pipeline that hands bytes on, whatever stream it is put behind. */
export function step(run: (source: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>) {
  return (source: unknown) => run(source as AsyncIterable<Uint8Array>)
}

function writerOn(pack: Pack, moment: Date): ArchiveWriter {
  const add: ArchiveWriter['add'] = async (name, size, content) => {
    const hash = createHash('sha256')
    let failed: ((error: Error) => void) | undefined
    const broken = new Promise<never>((_, reject) => (failed = reject))
    broken.catch(() => {})
    const done = new Promise<void>((resolve, reject) => {
      const sink = pack.entry({ name, size, mtime: moment, mode: 0o600 }, (error) => (error ? reject(error) : resolve()))
      const pour = async () => {
        for await (const chunk of content) {
          hash.update(chunk)
          if (!sink.write(chunk)) await Promise.race([once(sink, 'drain'), broken])
        }
        sink.end(null)
      }
      sink.once('error', (error: Error) => failed?.(error))
      sink.once('close', () => failed?.(new Error('the archive was closed')))
      pour().catch((error: unknown) => {
        sink.destroy()
        reject(error as Error)
      })
    })
    await done
    return hash.digest('hex')
  }
  return {
    add,
    addText: (name, text) => {
      const bytes = Buffer.from(text)
      return add(name, bytes.byteLength, Readable.from([bytes]))
    },
  }
}

async function* enciphered(source: AsyncIterable<Uint8Array>, passphrase: string): AsyncGenerator<Uint8Array> {
  const encrypter = new Encrypter()
  encrypter.addRecipient(passphraseRecipient(passphrase))
  yield* Readable.fromWeb(
    (await encrypter.encrypt(Readable.toWeb(Readable.from(source)) as never)) as never,
  ) as AsyncIterable<Uint8Array>
}

/** Not every system can flush a folder. */
async function flush(path: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** A spooled part, read in portions. */
export function readSpooled(path: string): AsyncIterable<Uint8Array> {
  return createReadStream(path, { highWaterMark: 256 * 1024 })
}
