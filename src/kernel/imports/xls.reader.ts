import * as xlsx from '@e965/xlsx'
import * as codepages from '@e965/xlsx/dist/cpexcel.full.mjs'
import type { Cell } from './cell.rules.ts'
import { sampleRows } from './detect.rules.ts'
import { limits, type SheetFacts, Unreadable } from './source-format.ts'

xlsx.set_cptable(codepages)

/** Workbooks of Excel before 2007, and the tables in HTML that many programs give out under the name `.xls`. */
export function openXls(source: Buffer | string): XlsFile {
  try {
    const options: xlsx.ParsingOptions = { dense: true, cellFormula: false, cellHTML: false, cellText: false, cellNF: true }
    const book =
      typeof source === 'string'
        ? xlsx.read(source, { ...options, type: 'string', raw: true })
        : xlsx.read(source, { ...options, type: 'buffer' })
    if (book.SheetNames.length === 0) throw new Unreadable('broken')
    return new XlsFile(book)
  } catch (error) {
    if (error instanceof Unreadable) throw error
    const message = error instanceof Error ? error.message : ''
    throw new Unreadable(/password|encrypt/i.test(message) ? 'encrypted' : 'broken')
  }
}

export class XlsFile {
  readonly sheets: { name: string; hidden: boolean }[]

  constructor(private readonly book: xlsx.WorkBook) {
    this.sheets = book.SheetNames.slice(0, limits.sheets).map((name, i) => ({
      name,
      hidden: (book.Workbook?.Sheets?.[i]?.Hidden ?? 0) > 0,
    }))
  }

  private data(index: number): { cells: (xlsx.CellObject | undefined)[][]; sheet: xlsx.WorkSheet } {
    const sheet = this.book.Sheets[this.book.SheetNames[index] ?? ''] ?? {}
    return { sheet, cells: (sheet['!data'] as (xlsx.CellObject | undefined)[][] | undefined) ?? [] }
  }

  facts(index: number): SheetFacts {
    const { sheet, cells } = this.data(index)
    const merges = (sheet['!merges'] ?? []).slice(0, limits.merges)
    return { merges: merges.map((m) => ({ top: m.s.r, left: m.s.c, bottom: m.e.r, right: m.e.c })), rowCount: cells.length }
  }

  *rows(index: number): Generator<{ row: number; cells: Cell[] }> {
    const { cells } = this.data(index)
    for (const [row, line] of cells.entries()) {
      if (line)
        yield {
          row,
          cells: Array.from(line.slice(0, limits.columns), (cell) =>
            cellOf(cell, this.book.Workbook?.WBProps?.date1904 ?? false),
          ),
        }
    }
  }

  sample(index: number): Cell[][] {
    const rows: Cell[][] = []
    for (const { row, cells } of this.rows(index)) {
      if (row >= sampleRows * 2) break
      while (rows.length < row) rows.push([])
      rows[row] = cells
    }
    return rows
  }
}

function cellOf(cell: xlsx.CellObject | undefined, since1904: boolean): Cell {
  if (!cell) return null
  const { v, t, z } = cell
  if (t === 'e') return typeof cell.w === 'string' ? cell.w : '#N/A'
  if (v instanceof Date) return { date: v.toISOString().slice(0, 10) }
  if (t === 'n' && typeof v === 'number' && typeof z === 'string' && xlsx.SSF.is_date(z)) {
    const day = xlsx.SSF.parse_date_code(v, { date1904: since1904 }) as { y: number; m: number; d: number } | null
    if (day && v >= 1)
      return { date: `${String(day.y).padStart(4, '0')}-${String(day.m).padStart(2, '0')}-${String(day.d).padStart(2, '0')}` }
  }
  return v ?? null
}
