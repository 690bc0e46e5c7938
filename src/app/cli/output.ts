import type { Writable } from 'node:stream'
import { looksLikeFormula } from '#kernel/export.ts'
import type { Asked } from './usage.ts'

const portion = 65_536

/**
 * Where a command prints: written only as fast as it is read. When the reader goes away (`| head`), the rest is dropped and the command ends
 * as if all of it had been read.
 */
export class Output {
  private deserted = false

  constructor(private readonly stream: Writable) {
    // Told by the write that failed.
    stream.on('error', () => {})
  }

  async print(text: string): Promise<void> {
    const bytes = Buffer.from(text)
    for (let at = 0; at < bytes.length && !this.deserted; at += portion) await this.write(bytes.subarray(at, at + portion))
  }

  private write(bytes: Buffer): Promise<void> {
    return new Promise((resolve, reject) => {
      this.stream.write(bytes, (error) => {
        const gone = error && 'code' in error && (error.code === 'EPIPE' || error.code === 'EOF' || error.code === 'ECONNRESET')
        if (gone) this.deserted = true
        if (error && !gone) reject(error)
        else resolve()
      })
    })
  }
}

/** A column of a table for readers. */
export interface Column {
  key: string
  title: string
  /** Numbers stand to the right. */
  right?: boolean
}

export type Row = Record<string, unknown>

/** A list as programs get it (`keys` of the rows, in order) and as readers see it. */
export interface Listing {
  keys: string[]
  rows: Row[]
  columns: Column[]
  /** A row as people read it, where that differs. */
  read?: (row: Row) => Row
}

/** Prints a list as asked: CSV or JSON for programs, an aligned table for people. */
export async function printList(asked: Asked, { keys, rows, columns, read }: Listing): Promise<void> {
  if (asked.on('json'))
    return printJson(
      asked,
      rows.map((row) => Object.fromEntries(keys.map((key) => [key, row[key] ?? null]))),
    )
  if (asked.on('csv')) return asked.out.print(csv(keys, rows))
  if (rows.length === 0) return asked.out.print(`${asked.say('nothing')}\n`)
  return asked.out.print(table(columns, read ? rows.map(read) : rows))
}

export function printJson(asked: Asked, value: unknown): Promise<void> {
  return asked.out.print(`${JSON.stringify(value, null, 2)}\n`)
}

/**
 * Rows as CSV (RFC 4180) for programs: the heads, then the data, nothing above. Lines end as other commands of a pipeline end theirs, with
 * a line feed alone.
 */
function csv(keys: string[], rows: Row[]): string {
  return [keys.join(','), ...rows.map((row) => keys.map((key) => csvCell(row[key])).join(','))]
    .map((line) => `${line}\n`)
    .join('')
}

const decimal = /^-?\d+(\.\d+)?$/

/** Control characters say nothing in a list, and on a terminal they act. */
const controls = /(?![\t\n])\p{Control}/gu

function csvCell(value: unknown): string {
  const text = textOf(value).replace(controls, '')
  const safe = looksLikeFormula(text) && !decimal.test(text) ? `'${text}` : text
  return /[",\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** Rows as an aligned table. */
function table(columns: Column[], rows: Row[]): string {
  const cells = [columns.map((c) => c.title), ...rows.map((row) => columns.map((c) => plain(textOf(row[c.key]))))]
  const widths = columns.map((_, i) => cells.reduce((most, line) => Math.max(most, width(line[i] ?? '')), 0))
  const rule = widths.map((w) => '─'.repeat(w))
  const lines = [cells[0] ?? [], rule, ...cells.slice(1)]
  return lines
    .map(
      (line) =>
        `${line
          .map((text, i) => pad(text, widths[i] ?? 0, columns[i]?.right ?? false))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('')
}

/** Names and values one below the other. */
export function facts(rows: [name: string, value: string | null][]): string {
  const shown = rows.filter(([, value]) => value !== null && value !== '')
  const most = Math.max(0, ...shown.map(([name]) => width(name)))
  return shown.map(([name, value]) => `${pad(name, most, false)}  ${plain(value ?? '')}\n`).join('')
}

function plain(text: string): string {
  return text.replace(/\p{Control}+/gu, ' ')
}

/** Letters as they stand on the screen: marks written apart from their letter take no place. */
function width(text: string): number {
  return [...text.normalize('NFC').replace(/\p{Mn}/gu, '')].length
}

function pad(text: string, to: number, right: boolean): string {
  const space = ' '.repeat(Math.max(0, to - width(text)))
  return right ? space + text : text + space
}
