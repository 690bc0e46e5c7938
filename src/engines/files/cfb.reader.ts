import { type RandomReader, readAt } from './zip.reader.ts'

/** Sectors of the directory that are looked at: what an office program writes needs a handful. */
const mostSectors = 200
const endOfChain = 0xfffffff9

/** Names of the streams of a compound file, as Word and Excel wrote them before 2007. Nonsense in it ends the reading, not the program. */
export async function readCfbStreams(file: RandomReader, size: number): Promise<string[]> {
  const header = await readAt(file, 0, 512)
  if (header.length < 512) return []
  const shift = header.readUInt16LE(30)
  if (shift !== 9 && shift !== 12) return []
  const sectorSize = 1 << shift
  const offsetOf = (sector: number) => (sector + 1) * sectorSize
  const names: string[] = []
  const seen = new Set<number>()
  let sector = header.readUInt32LE(48)
  while (sector < endOfChain && offsetOf(sector) < size && !seen.has(sector) && seen.size < mostSectors) {
    seen.add(sector)
    const directory = await readAt(file, offsetOf(sector), sectorSize)
    for (let at = 0; at + 128 <= directory.length; at += 128) {
      const length = directory.readUInt16LE(at + 64)
      if (length >= 2 && length <= 64) names.push(directory.toString('utf16le', at, at + length - 2))
    }
    sector = await nextSector(file, header, sector, sectorSize)
  }
  return names
}

/** The allocation table lies in sectors that the header names; those beyond the first 109 are not needed for a directory. */
async function nextSector(file: RandomReader, header: Buffer, sector: number, sectorSize: number): Promise<number> {
  const perSector = sectorSize / 4
  const table = Math.floor(sector / perSector)
  if (table >= 109) return 0xffffffff
  const tableSector = header.readUInt32LE(76 + table * 4)
  if (tableSector >= endOfChain) return 0xffffffff
  const entry = await readAt(file, (tableSector + 1) * sectorSize + (sector % perSector) * 4, 4)
  return entry.length === 4 ? entry.readUInt32LE(0) : 0xffffffff
}
