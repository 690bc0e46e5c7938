import { createInflateRaw } from 'node:zlib'

/** A part of a ZIP file, as its directory tells it. */
export interface ZipPart {
  name: string
  method: number
  compressed: number
  inflated: number
  offset: number
  encrypted: boolean
}

/** A ZIP file that does not keep to its format. */
export class BrokenZip extends Error {}

/** A part that inflates beyond the limit given, whatever its directory says. */
export class ZipTooLarge extends Error {}

/** The directory of a ZIP file. Nothing is inflated. @throws BrokenZip */
export function zipParts(bytes: Buffer): ZipPart[] {
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]))
  if (end < 0 || end + 22 > bytes.length) throw new BrokenZip('no directory')
  const parts: ZipPart[] = []
  let at = bytes.readUInt32LE(end + 16)
  const count = bytes.readUInt16LE(end + 10)
  for (let i = 0; i < count; i++) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== 0x02014b50) throw new BrokenZip('broken directory')
    const [nameLength, extraLength, noteLength] = [28, 30, 32].map((o) => bytes.readUInt16LE(at + o)) as [number, number, number]
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength).replaceAll('\\', '/')
    const extra = bytes.subarray(at + 46 + nameLength, at + 46 + nameLength + extraLength)
    const sizes = wideSizes(extra, {
      inflated: bytes.readUInt32LE(at + 24),
      compressed: bytes.readUInt32LE(at + 20),
      offset: bytes.readUInt32LE(at + 42),
    })
    parts.push({ name, method: bytes.readUInt16LE(at + 10), encrypted: (bytes.readUInt16LE(at + 8) & 1) === 1, ...sizes })
    at += 46 + nameLength + extraLength + noteLength
  }
  return parts
}

/** Sizes of ZIP64 stand in an extra field, in this order, where the short one is full. */
function wideSizes(extra: Buffer, short: { inflated: number; compressed: number; offset: number }) {
  const sizes = { ...short }
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1) continue
    let from = at + 4
    for (const key of ['inflated', 'compressed', 'offset'] as const) {
      if (short[key] !== 0xffffffff || from + 8 > extra.length) continue
      sizes[key] = Number(extra.readBigUInt64LE(from))
      from += 8
    }
  }
  return sizes
}

/**
 * The contents of a part in pieces, counted as they come: a part whose directory lies about its size is stopped at the limit.
 *
 * @throws BrokenZip, ZipTooLarge
 */
export async function* inflatePart(bytes: Buffer, part: ZipPart, limit: number): AsyncGenerator<Buffer> {
  const { offset } = part
  if (offset + 30 > bytes.length || bytes.readUInt32LE(offset) !== 0x04034b50) throw new BrokenZip('broken part')
  const start = offset + 30 + bytes.readUInt16LE(offset + 26) + bytes.readUInt16LE(offset + 28)
  const raw = bytes.subarray(start, start + part.compressed)
  if (part.method === 0) {
    if (raw.length > limit) throw new ZipTooLarge(part.name)
    yield raw
    return
  }
  if (part.method !== 8) throw new BrokenZip('unknown compression')
  const inflate = createInflateRaw({ chunkSize: 256 * 1024 })
  inflate.end(raw)
  let size = 0
  try {
    for await (const piece of inflate as AsyncIterable<Buffer>) {
      size += piece.length
      if (size > limit) throw new ZipTooLarge(part.name)
      yield piece
    }
  } catch (error) {
    throw error instanceof ZipTooLarge ? error : new BrokenZip('broken part', { cause: error })
  } finally {
    inflate.destroy()
  }
}

/** A small part as text. @throws BrokenZip, ZipTooLarge */
export async function partText(bytes: Buffer, part: ZipPart, limit: number): Promise<string> {
  const pieces: Buffer[] = []
  for await (const piece of inflatePart(bytes, part, limit)) pieces.push(piece)
  const whole = Buffer.concat(pieces)
  return new TextDecoder(whole[0] === 0xff && whole[1] === 0xfe ? 'utf-16le' : 'utf-8').decode(whole)
}
