import { parse, CsvError } from 'csv-parse'
import { parse as parseNow } from 'csv-parse/sync'
import type { Cell } from './cell.rules.ts'
import { sampleRows } from './detect.rules.ts'
import { detectLegacy, fromTcvn3, fromVni, isSyllable } from './legacy.rules.ts'
import { limits, type Reading, Unreadable } from './source-format.ts'

const options = {
  relax_column_count: true,
  relax_quotes: true,
  skip_empty_lines: false,
  bom: true,
  max_record_size: 512 * 1024,
} as const

/** Encoding, delimiter and legacy of a text file, from its bytes. @throws Unreadable when it is no text. */
export function detectCsv(bytes: Buffer): Required<Pick<Reading, 'encoding' | 'delimiter' | 'legacy'>> {
  const encoding = encodingOf(bytes)
  const head = decodeHead(bytes, encoding)
  if (head.includes('\u0000')) throw new Unreadable('notASpreadsheet')
  const legacy = encoding === 'latin1' ? detectLegacy(words(head)) : encoding === 'utf-8' ? detectLegacy(words(head)) : null
  return { encoding, delimiter: delimiterOf(head), legacy }
}

function words(text: string): string[] {
  return text.split(/[\s,;"\t|]+/).slice(0, 20_000)
}

function decodeHead(bytes: Buffer, encoding: string): string {
  return decoderOf(encoding).decode(bytes.subarray(0, 256 * 1024), { stream: true })
}

/** `latin1` in the strict sense, each byte its own letter: `TextDecoder` takes it for windows-1252. */
function decoderOf(encoding: string): { decode(bytes?: Uint8Array, options?: { stream: boolean }): string } {
  if (encoding === 'latin1') return { decode: (bytes) => (bytes ? Buffer.from(bytes).toString('latin1') : '') }
  const decoder = new TextDecoder(encoding)
  // Letters of windows-1258 carry their tone behind them: one form for all that follows.
  return encoding === 'windows-1258' ? { decode: (bytes, o) => decoder.decode(bytes, o).normalize('NFC') } : decoder
}

function encodingOf(bytes: Buffer): string {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8'
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  const head = bytes.subarray(0, 256 * 1024)
  if (head.includes(0)) {
    const odd = head.subarray(0, 2000).filter((b, i) => i % 2 === 1 && b === 0).length
    const even = head.subarray(0, 2000).filter((b, i) => i % 2 === 0 && b === 0).length
    const half = Math.min(head.length, 2000) / 2
    if (odd > half * 0.3) return 'utf-16le'
    if (even > half * 0.3) return 'utf-16be'
    throw new Unreadable('notASpreadsheet')
  }
  if (isUtf8(bytes)) return 'utf-8'
  // One byte a letter: Vietnamese Windows, or a western one with Vietnamese fonts.
  const foreign = (text: string) => words(text).filter((w) => /\P{ASCII}/u.test(w))
  const share = (text: string) => {
    const all = foreign(text)
    return all.filter((w) => w.split(/[^\p{L}\p{M}]+/u).every((s) => s === '' || isSyllable(s))).length / Math.max(all.length, 1)
  }
  const latin = head.toString('latin1')
  const windows = share(new TextDecoder('windows-1258').decode(head).normalize('NFC'))
  return windows >= Math.max(share(fromTcvn3(latin)), share(fromVni(latin))) && windows > 0.3 ? 'windows-1258' : 'latin1'
}

function isUtf8(bytes: Buffer): boolean {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  try {
    for (let at = 0; at < bytes.length; at += 1 << 20) decoder.decode(bytes.subarray(at, at + (1 << 20)), { stream: true })
    decoder.decode()
    return true
  } catch {
    return false
  }
}

/** The sign that parts the cells: the one by which most lines have the same number of several cells. */
function delimiterOf(head: string): string {
  const lines = head.slice(0, 64 * 1024)
  const best = [',', ';', '\t', '|'].map((delimiter) => {
    let records: string[][]
    try {
      records = parseNow(lines.slice(0, lines.lastIndexOf('\n') + 1) || lines, { ...options, delimiter, to: 60 })
    } catch {
      return { delimiter, score: 0 }
    }
    const sizes = new Map<number, number>()
    for (const record of records) if (record.length > 1) sizes.set(record.length, (sizes.get(record.length) ?? 0) + 1)
    const [width = 0, count = 0] = [...sizes].sort((a, b) => b[1] - a[1])[0] ?? []
    return { delimiter, score: (count / Math.max(records.length, 1)) * (1 + Math.log2(Math.max(width, 1))) }
  })
  return best.sort((a, b) => b.score - a.score)[0]?.delimiter ?? ','
}

/** Records of a text file, one after another; memory stays the same for any number. */
export async function* csvRows(bytes: Buffer, reading: Reading): AsyncGenerator<{ row: number; cells: Cell[] }> {
  const parser = parse({ ...options, delimiter: reading.delimiter ?? ',' })
  const decoder = decoderOf(reading.encoding ?? 'utf-8')
  const feed = async () => {
    for (let at = 0; at < bytes.length; at += 256 * 1024) {
      const text = decoder.decode(bytes.subarray(at, at + 256 * 1024), { stream: true })
      if (parser.destroyed) return
      if (!parser.write(text)) await new Promise<void>((resolve) => parser.once('drain', resolve).once('close', resolve))
    }
    parser.end(decoder.decode())
  }
  const fed = feed()
  let row = 0
  try {
    for await (const record of parser as AsyncIterable<string[]>) {
      yield { row, cells: record.slice(0, limits.columns).map((cell) => (cell === '' ? null : cell)) }
      row++
    }
    await fed
  } catch (error) {
    if (error instanceof CsvError) throw new Unreadable('brokenCsv', { line: row + 1 })
    throw error
  }
}

export async function csvSample(bytes: Buffer, reading: Reading): Promise<Cell[][]> {
  const rows: Cell[][] = []
  for await (const { cells } of csvRows(bytes, reading)) {
    rows.push(cells)
    if (rows.length >= sampleRows * 2) break
  }
  return rows
}
