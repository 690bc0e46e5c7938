import { sampleRows } from './detect.rules.ts'
import type { Cell } from './cell.rules.ts'
import { featureRows, looksLikeGeojson } from './geojson.reader.ts'
import { csvRows, csvSample, detectCsv } from './csv.reader.ts'
import { detectLegacy, fromLegacy, type LegacyEncoding } from './legacy.rules.ts'
import { type FirstLook, limits, type Reading, type RowBatch, type SheetFacts, Unreadable } from './source-format.ts'
import type { XlsFile } from './xls.reader.ts'
import { openXlsx, type XlsxFile } from './xlsx.reader.ts'

/** The kind of a file by its contents; its name may lie. */
export function formatOf(bytes: Buffer): Reading['format'] {
  if (bytes.length === 0) throw new Unreadable('empty')
  if (bytes.readUInt16BE(0) === 0x504b) return 'xlsx'
  if (bytes.length > 8 && bytes.readUInt32BE(0) === 0xd0cf11e0) return 'xls'
  if (bytes.length > 2 && bytes[0] === 0x09 && [0x00, 0x02, 0x04].includes(bytes[1] ?? -1)) return 'xls'
  const head = bytes.subarray(0, 2000).toString('latin1').replaceAll('\u0000', '').toLowerCase()
  if (/<(html|table|\?xml[^>]*>\s*(<\?mso-application|<workbook))/.test(head)) return 'html'
  if (/^(%pdf|\x7felf|mz|\x89png|gif8|\xff\xd8\xff|{\\rtf|rar!|7z)/.test(head)) throw new Unreadable('notASpreadsheet')
  return looksLikeGeojson(bytes) ? 'geojson' : 'csv'
}

/** Loaded only when needed: the tables of code pages are large. */
const openers = () => import('./xls.reader.ts')

type Opened = { workbook: XlsxFile | XlsFile } | { csv: Reading } | { features: ReturnType<typeof featureRows> }

async function open(bytes: Buffer, known?: Reading): Promise<{ reading: Reading; opened: Opened }> {
  const format = known?.format ?? formatOf(bytes)
  if (format === 'xlsx') return { reading: known ?? { format }, opened: { workbook: await openXlsx(bytes) } }
  if (format === 'xls') return { reading: known ?? { format }, opened: { workbook: (await openers()).openXls(bytes) } }
  if (format === 'geojson') return { reading: known ?? { format }, opened: { features: featureRows(bytes) } }
  const csv = known ?? { format, ...detectCsv(bytes) }
  if (format === 'html') {
    const text = new TextDecoder(csv.encoding === 'latin1' ? 'windows-1252' : csv.encoding).decode(bytes)
    return { reading: csv, opened: { workbook: (await openers()).openXls(text) } }
  }
  return { reading: csv, opened: { csv } }
}

/** The first look at a file. @throws Unreadable */
export async function firstLook(bytes: Buffer): Promise<FirstLook> {
  const { reading, opened } = await open(bytes)
  const sheets: FirstLook['sheets'] = []
  const add = (name: string, hidden: boolean, rows: Cell[][], facts: SheetFacts, legacy: LegacyEncoding | null) =>
    sheets.push({ name, hidden, rows: rows.map((r) => trimmed(converted(r, legacy))), ...facts, legacy })
  if ('features' in opened) {
    const sample = opened.features.slice(0, 2 * sampleRows).map((f) => f.cells)
    add('', false, sample, { merges: [], rowCount: opened.features.length }, null)
  } else if ('csv' in opened) {
    const rows = await csvSample(bytes, reading)
    add('', false, rows, { merges: [], rowCount: null }, reading.legacy ?? null)
  } else {
    for (const [index, { name, hidden }] of opened.workbook.sheets.entries()) {
      const rows = await opened.workbook.sample(index)
      const facts = await opened.workbook.facts(index)
      add(name, hidden, rows, facts, detectLegacy(rows.flat().filter((c) => typeof c === 'string')))
    }
  }
  if (sheets.every((s) => s.rows.every((r) => r.length === 0))) throw new Unreadable('noData')
  return { reading, sheets }
}

function converted(cells: Cell[], legacy: LegacyEncoding | null): Cell[] {
  return legacy === null ? cells : cells.map((c) => (typeof c === 'string' ? fromLegacy(c, legacy) : c))
}

/** Without the empty cells at its end, which formats alone leave behind. */
function trimmed(cells: Cell[]): Cell[] {
  let length = cells.length
  while (length > 0 && (cells[length - 1] === null || cells[length - 1] === undefined || cells[length - 1] === '')) length--
  return length === cells.length ? cells : cells.slice(0, length)
}

/** What is told of a sheet, then its rows in batches; blank rows are left out. @throws Unreadable */
export async function* rowsOf(
  bytes: Buffer,
  sheet: number,
  reading: Reading,
  size: number,
): AsyncGenerator<{ facts: SheetFacts } | RowBatch> {
  const { opened } = await open(bytes, reading)
  yield { facts: 'workbook' in opened ? await opened.workbook.facts(sheet) : { merges: [], rowCount: null } }
  const source = 'features' in opened ? opened.features : 'csv' in opened ? csvRows(bytes, reading) : opened.workbook.rows(sheet)
  let batch: RowBatch['rows'] = []
  let count = 0
  for await (const { row, cells } of source) {
    const kept = trimmed(converted(cells, reading.legacy ?? null))
    if (kept.length === 0) continue
    if (++count > limits.rows) throw new Unreadable('tooManyRows', { most: limits.rows })
    batch.push({ row, cells: kept })
    if (batch.length < size) continue
    yield { rows: batch }
    batch = []
  }
  if (batch.length > 0) yield { rows: batch }
}
