import type { Readable } from 'node:stream'

/** What content is known by: the SHA-256 of its bytes, in small hexadecimal letters. */
export interface BlobRef {
  sha256: string
  size: number
}

/** What a look at a stored blob tells. */
export interface BlobStat extends BlobRef {
  storedAt: Date
}

/** Bytes from `start` to `end`, both included, as in an HTTP range. */
export interface ByteRange {
  start: number
  end: number
}

export interface PutOptions {
  /** Most bytes taken: one more, and nothing is stored. */
  limit?: number
  /** Looks at the complete content, still outside the store; what it throws keeps the content out. */
  inspect?: (path: string, ref: BlobRef) => Promise<void>
}

/**
 * Content-addressed bytes. The same content put twice is stored once; whoever puts it again repairs it, should it have been damaged.
 * Content moves in streams: memory does not grow with its size.
 */
export interface Blobs {
  readonly kind: 'disk' | 's3'
  /**
   * Stores a content whole or not at all.
   *
   * @throws BlobTooLarge when it is longer than `limit`.
   */
  put(content: AsyncIterable<Uint8Array>, options?: PutOptions): Promise<BlobRef>
  /**
   * The bytes, all or a range of them.
   *
   * @throws BlobMissing when there is no such content.
   */
  get(sha256: string, range?: ByteRange): Promise<Readable>
  stat(sha256: string): Promise<BlobStat | null>
  has(sha256: string): Promise<boolean>
  /** Reads everything again and compares. `pace` is called with each portion read and may slow the reading down. */
  verify(sha256: string, options?: VerifyOptions): Promise<BlobState>
  /** Everything stored, in the order of the hashes. */
  list(): AsyncIterable<BlobStat>
  remove(sha256: string): Promise<void>
  /** Whether it can be written now. @throws Error when not. */
  probe(): Promise<void>
  /** Room where the content lies; null where the store does not tell. */
  room(): Promise<{ free: number; total: number } | null>
  /** Clears away what interrupted puts left behind before this moment; tells how many. */
  sweep(before: Date): Promise<number>
}

export type BlobState = 'whole' | 'damaged' | 'missing'

export interface VerifyOptions {
  signal?: AbortSignal
  pace?: (bytes: number) => Promise<void> | void
}

export class BlobTooLarge extends Error {
  constructor(readonly limit: number) {
    super(`content is longer than ${limit} bytes`)
    this.name = 'BlobTooLarge'
  }
}

export class BlobMissing extends Error {
  constructor(readonly sha256: string) {
    super(`no content ${sha256}`)
    this.name = 'BlobMissing'
  }
}

/** The place of a content below a root: two levels of folders, so that none grows long. No other text becomes a path. */
export function blobPlace(sha256: string): [string, string, string] {
  if (!isSha256(sha256)) throw new TypeError('not a content hash')
  return [sha256.slice(0, 2), sha256.slice(2, 4), sha256]
}

export function isSha256(text: string): boolean {
  return /^[0-9a-f]{64}$/.test(text)
}
