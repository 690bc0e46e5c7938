/** What a place in a content can be read from: a file handle, or bytes in memory. */
export interface RandomReader {
  read(buffer: Buffer, offset: number, length: number, position: number): Promise<{ bytesRead: number }>
}

/** Bytes in memory, read like a file. */
export function readerOf(bytes: Uint8Array): RandomReader {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return {
    read: (buffer, offset, length, position) =>
      Promise.resolve({ bytesRead: position >= all.length ? 0 : all.copy(buffer, offset, position, position + length) }),
  }
}

/** One entry of an archive, as its directory tells it. */
export interface ZipEntry {
  name: string
  compressed: number
  inflated: number
  encrypted: boolean
  /** 0 stored, 8 deflated. */
  method: number
  /** Where its own header begins. */
  offset: number
}

const most = { entries: 20_000, directory: 16 * 1024 * 1024 }

/** The directory of a ZIP archive, read without inflating anything; null where there is none or it is not to be believed. */
export async function readZipDirectory(file: RandomReader, size: number): Promise<ZipEntry[] | null> {
  const tailSize = Math.min(size, 65_557)
  const tail = await readAt(file, size - tailSize, tailSize)
  const end = tail.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'))
  if (end < 0 || end + 22 > tail.length) return null
  let count = tail.readUInt16LE(end + 10)
  let length = tail.readUInt32LE(end + 12)
  let start = tail.readUInt32LE(end + 16)
  if (count === 0xffff || length === 0xffffffff || start === 0xffffffff) {
    const locator = end - 20
    if (locator < 0 || tail.readUInt32LE(locator) !== 0x07064b50) return null
    const record = await readAt(file, Number(tail.readBigUInt64LE(locator + 8)), 56)
    if (record.length < 56 || record.readUInt32LE(0) !== 0x06064b50) return null
    count = Number(record.readBigUInt64LE(32))
    length = Number(record.readBigUInt64LE(40))
    start = Number(record.readBigUInt64LE(48))
  }
  if (count > most.entries || length > most.directory || start + length > size) return null
  const directory = await readAt(file, start, length)
  const entries: ZipEntry[] = []
  for (let at = 0; at + 46 <= directory.length && entries.length < count;) {
    if (directory.readUInt32LE(at) !== 0x02014b50) return null
    const nameLength = directory.readUInt16LE(at + 28)
    const extraLength = directory.readUInt16LE(at + 30)
    const extra = directory.subarray(at + 46 + nameLength, at + 46 + nameLength + extraLength)
    const sizes = zip64Sizes(extra, directory.readUInt32LE(at + 24), directory.readUInt32LE(at + 20))
    entries.push({
      name: directory.toString('utf8', at + 46, at + 46 + nameLength),
      method: directory.readUInt16LE(at + 10),
      offset: directory.readUInt32LE(at + 42),
      encrypted: (directory.readUInt16LE(at + 8) & 1) === 1,
      ...sizes,
    })
    at += 46 + nameLength + extraLength + directory.readUInt16LE(at + 32)
  }
  return entries.length === count ? entries : null
}

function zip64Sizes(extra: Buffer, inflated: number, compressed: number): { inflated: number; compressed: number } {
  if (inflated !== 0xffffffff && compressed !== 0xffffffff) return { inflated, compressed }
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1) continue
    let place = at + 4
    const next = () => {
      const value = place + 8 <= extra.length ? Number(extra.readBigUInt64LE(place)) : Number.MAX_SAFE_INTEGER
      place += 8
      return value
    }
    return { inflated: inflated === 0xffffffff ? next() : inflated, compressed: compressed === 0xffffffff ? next() : compressed }
  }
  return { inflated: Number.MAX_SAFE_INTEGER, compressed }
}

/** Bytes at a place; fewer where the file ends. */
export async function readAt(file: RandomReader, place: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(Math.max(0, length))
  let got = 0
  while (got < buffer.length) {
    const { bytesRead } = await file.read(buffer, got, buffer.length - got, place + got)
    if (bytesRead === 0) break
    got += bytesRead
  }
  return buffer.subarray(0, got)
}
