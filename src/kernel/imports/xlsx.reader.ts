import { type CellValue, streamXlsxRows } from 'hucre/xlsx'
import type { Cell } from './cell.rules.ts'
import { type Merge, sampleRows } from './detect.rules.ts'
import { limits, type SheetFacts, Unreadable } from './source-format.ts'
import { BrokenZip, inflatePart, partText, type ZipPart, zipParts, ZipTooLarge } from './zip.ts'

interface Sheet {
  name: string
  hidden: boolean
  part: ZipPart | undefined
}

/**
 * Workbooks of Excel since 2007. The rows come from hucre, the only file beside `export.ts` that knows it (decision 004); the directory of
 * the file is looked at first, so that a file which inflates beyond all measure is refused before anything of it is read, and merged cells,
 * which a stream of rows does not give, are gathered on the way.
 */
export async function openXlsx(bytes: Buffer): Promise<XlsxFile> {
  return guarded(async () => {
    const parts = new Map(zipParts(bytes).map((p) => [p.name, p]))
    for (const part of parts.values()) {
      if (part.encrypted) throw new Unreadable('encrypted')
      if (!/^xl\/.*\.(xml|bin)$/i.test(part.name)) continue
      const { size, ratio } = limits.suspicious
      if (part.inflated > limits.part || (part.inflated > size && part.inflated > part.compressed * ratio)) throw tooLarge(part)
    }
    const workbook = parts.get('xl/workbook.xml') ?? [...parts.values()].find((p) => /(^|\/)workbook\.xml$/.test(p.name))
    if (!workbook) throw new Unreadable(parts.has('content.xml') ? 'notASpreadsheet' : 'broken')
    const folder = workbook.name.replace(/[^/]*$/, '')
    const rels = parts.get(`${folder}_rels/workbook.xml.rels`)
    const small = 4 * 1024 * 1024
    const sheets = sheetsOf(await partText(bytes, workbook, small), rels ? await partText(bytes, rels, small) : '', folder, parts)
    if (sheets.length === 0) throw new Unreadable('broken')
    return new XlsxFile(bytes, sheets.slice(0, limits.sheets))
  })
}

function tooLarge(part: ZipPart): Unreadable {
  return new Unreadable('inflates', {
    size: Math.round(part.compressed / 1024),
    inflated: Math.round(part.inflated / 1024 / 1024),
  })
}

/** Faults of the libraries in our words. */
async function guarded<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (error) {
    if (error instanceof Unreadable) throw error
    if (error instanceof ZipTooLarge) throw new Unreadable('inflates', { size: 0, inflated: limits.part / 1024 / 1024 })
    if (error instanceof BrokenZip) throw new Unreadable('broken')
    const name = error instanceof Error ? error.constructor.name : ''
    if (name === 'EncryptedFileError') throw new Unreadable('encrypted')
    if (/^(ParseError|ZipError|XmlError|HucreError|DefterError|RangeError|SyntaxError|TypeError)$/.test(name))
      throw new Unreadable('broken')
    throw error
  }
}

const attribute = (tag: string, name: string) => new RegExp(`(?:^|[\\s:])${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(tag)

function unescape(text: string): string {
  const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }
  return text.replace(/&(#x[0-9a-f]+|#\d+|\w+);/gi, (whole, code: string) => {
    if (!code.startsWith('#')) return named[code] ?? whole
    const point = code[1]?.toLowerCase() === 'x' ? parseInt(code.slice(2), 16) : Number(code.slice(1))
    return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : ''
  })
}

function sheetsOf(workbook: string, rels: string, folder: string, parts: Map<string, ZipPart>): Sheet[] {
  const targets = new Map(
    [...rels.matchAll(/<(?:\w+:)?Relationship\b([^>]*)>/g)].map(([, tag = '']) => {
      const value = (name: string) => unescape(attribute(tag, name)?.slice(1).find(Boolean) ?? '')
      const target = value('Target')
      return [value('Id'), target.startsWith('/') ? target.slice(1) : resolve(folder + target)] as const
    }),
  )
  return [...workbook.matchAll(/<(?:\w+:)?sheet\b([^>]*)>/g)].flatMap(([, tag = '']) => {
    const value = (name: string) => unescape(attribute(tag, name)?.slice(1).find(Boolean) ?? '')
    const name = value('name')
    const id = value('id')
    return name && id
      ? [{ name, hidden: value('state').toLowerCase().includes('hidden'), part: parts.get(targets.get(id) ?? '') }]
      : []
  })
}

function resolve(path: string): string {
  const out: string[] = []
  for (const step of path.split('/')) {
    if (step === '..') out.pop()
    else if (step !== '.' && step !== '') out.push(step)
  }
  return out.join('/')
}

/** A cell as hucre gives it. Dates come as moments of UTC; whole days lose their clock. */
function cellOf(value: CellValue): Cell {
  if (value === null || value === undefined) return null
  if (value instanceof Date) {
    if (Number.isNaN(value.getTime())) return null
    const iso = value.toISOString()
    // Before 1900 there is only a time of day.
    return iso < '1900-01-02' ? iso.slice(11, 16) : { date: iso.slice(0, 10) }
  }
  if (typeof value === 'object') return String((value as { text?: unknown }).text ?? '')
  return value as Cell
}

export class XlsxFile {
  constructor(
    private readonly bytes: Buffer,
    readonly sheets: Sheet[],
  ) {}

  /** Merged cells and the number of rows, counted while the sheet passes by; its real size is checked on the way. */
  async facts(index: number): Promise<SheetFacts> {
    const part = this.sheets[index]?.part
    if (!part) return { merges: [], rowCount: null }
    return guarded(async () => {
      const merges: Merge[] = []
      let rowCount = 0
      let rest = ''
      for await (const piece of inflatePart(this.bytes, part, limits.part)) {
        const text = rest + piece.toString('latin1')
        const whole = text.lastIndexOf('>') + 1
        const read = text.slice(0, whole)
        rest = text.slice(whole)
        rowCount += read.match(/<(?:\w+:)?row[\s>]/g)?.length ?? 0
        for (const [, ref = ''] of read.matchAll(/<(?:\w+:)?mergeCell\s[^>]*?ref="([^"]+)"/g)) {
          const merge = mergeOf(ref)
          if (merge && merges.length < limits.merges) merges.push(merge)
        }
      }
      return { merges, rowCount }
    })
  }

  /** Rows of a sheet; a reader that stops early stops the inflating too. */
  async *rows(index: number): AsyncGenerator<{ row: number; cells: Cell[] }> {
    const rows = streamXlsxRows(this.bytes, { sheet: index })
    for (;;) {
      const next = await guarded(() => rows.next())
      if (next.done) return
      const cells = next.value.values.slice(0, limits.columns).map(cellOf)
      yield { row: next.value.index, cells }
    }
  }

  /** The beginning of a sheet. */
  async sample(index: number): Promise<Cell[][]> {
    const rows: Cell[][] = []
    for await (const { row, cells } of this.rows(index)) {
      if (row >= sampleRows * 2) break
      while (rows.length < row) rows.push([])
      rows[row] = cells
    }
    return rows
  }
}

function columnOf(letters: string): number {
  return [...letters.toUpperCase()].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1
}

function mergeOf(ref: string): Merge | null {
  const m = /^\$?([A-Z]{1,3})\$?(\d+):\$?([A-Z]{1,3})\$?(\d+)$/i.exec(ref)
  if (!m) return null
  const [, left = '', top = '', right = '', bottom = ''] = m
  return { top: Number(top) - 1, left: columnOf(left), bottom: Number(bottom) - 1, right: columnOf(right) }
}
