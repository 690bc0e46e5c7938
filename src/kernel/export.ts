import { Readable } from 'node:stream'
import { setImmediate as othersTurn } from 'node:timers/promises'
import { type CellStyle, type CellValue, writeXlsx, writeXlsxStream } from 'hucre/xlsx'
import { formatDateShort, isPlainDate } from './dates.ts'
import type { ColumnType } from './lists.ts'
import { formatNumber } from './numbers.ts'

/** One column of an exported table. Years and codes are `text`: a `number` is printed with separators. */
export interface ExportColumn {
  key: string
  title: string
  type: ColumnType
  /** Width in characters; a good one for the type when absent. XLSX only. */
  width?: number
}

/**
 * A list or record set to be handed out as a file. The first three lines say what it is, what was asked, and who produced it when:
 * a sheet found in a drawer explains itself.
 *
 * Values: `number` and `percent` take a number, bigint or exact decimal text (percent in hundredths: 57.6 is 57,6%); `date` takes a
 * plain date; null and undefined are empty. A value that does not fit its column is written as text, never dropped.
 */
export interface ExportTable {
  title: string
  filterLine: string
  producedLine: string
  columns: ExportColumn[]
  rows: AsyncIterable<Record<string, unknown>> | Iterable<Record<string, unknown>>
}

/** Lines above the data: title, filter, produced, a blank one, the heads of the columns. */
const headLines = 5

/** Not allowed in XML 1.0 or of no meaning in a cell: controls except tab and line breaks, half surrogates, non-characters. */
const illegal = /[\p{Surrogate}\p{Noncharacter_Code_Point}]|(?![\t\n\r])\p{Control}/gu

/** What a spreadsheet takes for the start of a formula, full-width forms included, after spaces and invisible characters. */
const formulaStart = /^(?:[\s\p{Control}\p{Format}]*[=+\-@＝＋－＠|%]|[\t\r\n])/u
/** Dashes alone mean "none" in Vietnamese tables and are no formula. */
const dashes = /^\s*[-－]+\s*$/
/** The same inside a cell, where a program that splits at `;` or mistakes a line break would see a new cell that can call something. */
const hiddenStart = /([;\t\r\n](?:[^\S\t\r\n]|\p{Format})*)(?=[=+\-@＝＋－＠|%][^;\t\r\n]*[(|![])/gu

/** Whether a spreadsheet could read a text as a formula: the rule of both file formats. */
export function looksLikeFormula(text: string): boolean {
  return formulaStart.test(text) && !dashes.test(text)
}

/** Any value as text; lists parted by `; `, objects as JSON. */
export function textOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (Array.isArray(value)) return value.map(textOf).join('; ')
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : value.toISOString()
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value)
  return text.replace(illegal, '')
}

/** The plain decimal text of a value (`-914.5`), or null when it is no finite number. */
export function decimalOf(value: unknown): string | null {
  if (typeof value === 'bigint') return String(value)
  if (typeof value === 'number') return Number.isFinite(value) ? formatNumber(value, 'en').replaceAll(',', '') : null
  return typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? value : null
}

/** One cell of a CSV file: neutralised, then quoted where RFC 4180 asks for it. */
function csvText(value: unknown): string {
  const text = textOf(value)
  const safe = (looksLikeFormula(text) ? `'${text}` : text).replace(hiddenStart, "$1'")
  return /[",;\t\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

function csvCell(value: unknown, type: ColumnType): string {
  if (type === 'number' || type === 'percent') {
    const decimal = decimalOf(value)
    if (decimal !== null) return type === 'percent' ? `${decimal}%` : decimal
  }
  return csvText(value)
}

/**
 * A table as CSV: UTF-8 with byte order mark (without it Excel garbles Vietnamese), comma, CRLF, quoted by RFC 4180, each line with
 * the same number of fields. Title, filter and produced line stand in the first cells of the first three lines, then a blank line,
 * the heads and the data.
 *
 * For programs: numbers have a decimal point and no separators, dates are ISO, percentages carry their sign. For Excel, offer
 * {@link toXlsx}. A text that could be a formula gets a leading apostrophe (OWASP, CSV injection); a dash alone does not.
 *
 * @returns a stream of bytes that takes rows only as fast as they are read: memory stays the same for any number of rows. Errors of
 *   the rows end the stream with that error.
 */
export function toCsv(table: ExportTable): Readable {
  return Readable.from(csvChunks(table), { objectMode: false })
}

async function* csvChunks({ title, filterLine, producedLine, columns, rows }: ExportTable): AsyncGenerator<Buffer> {
  const rest = ','.repeat(Math.max(columns.length - 1, 0))
  let chunk = '\ufeff'
  for (const line of [title, filterLine, producedLine, '']) chunk += `${csvText(line)}${rest}\r\n`
  chunk += `${columns.map((column) => csvText(column.title)).join(',')}\r\n`
  for await (const row of inTurns(rows)) {
    chunk += `${columns.map((column) => csvCell(row[column.key], column.type)).join(',')}\r\n`
    if (chunk.length >= 32_768) {
      yield Buffer.from(chunk)
      chunk = ''
    }
  }
  if (chunk !== '') yield Buffer.from(chunk)
}

/** Rows one by one, with a pause now and then in which this process answers others: rows at hand would keep it busy to the last. */
export async function* inTurns<T>(rows: AsyncIterable<T> | Iterable<T>): AsyncGenerator<T> {
  let count = 0
  for await (const row of rows) {
    yield row
    if (++count % 100 === 0) await othersTurn()
  }
}

/** The most that one sheet of an XLSX file holds. */
const mostRows = 1_048_576 - headLines
const longestText = 32_767
export const widths: Record<ColumnType, number> = { text: 24, number: 14, date: 12, percent: 10 }
/** Before this day Excel's calendar is off by one (it has a 29/2/1900) or has no days at all. */
const firstExcelDay = '1900-03-01'

interface SheetCell {
  value: CellValue
  style?: CellStyle
}

/** The font of all other cells: one that names only its weight is shown in whatever font the program likes. */
const font = { name: 'Calibri', size: 11 }
const bold = { ...font, bold: true }
const italic = { ...font, italic: true }

/**
 * A text cell. Texts are written as strings, which no program evaluates; one that looks like a formula, or starts with a digit (a code
 * `033`, a date `1/7`), also has the format "text", so that it stays what it is when someone edits the cell.
 */
function textCell(value: unknown, style?: CellStyle): SheetCell {
  let text = textOf(value)
    .replace(/\r\n?/g, '\n')
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
  if (text.length > longestText) text = `${text.slice(0, longestText - 1).replace(illegal, '')}…`
  if (text === '') return { value: null }
  return { value: text, style: looksLikeFormula(text) || /^\s*\d/.test(text) ? { ...style, numFmt: '@' } : style }
}

function xlsxCell(value: unknown, type: ColumnType): SheetCell {
  if (type === 'date' && typeof value === 'string' && isPlainDate(value)) {
    if (value < firstExcelDay) return textCell(formatDateShort(value, 'vi'))
    return { value: new Date(`${value}T00:00:00Z`), style: { numFmt: 'dd/mm/yyyy' } }
  }
  const decimal = type === 'number' || type === 'percent' ? decimalOf(value) : null
  // a spreadsheet keeps 15 digits; longer numbers stay whole as text
  if (decimal === null || decimal.replace(/^-?0*\.?0*|\./g, '').length > 15) return textCell(value)
  const decimals = decimal.split('.')[1]?.length ?? 0
  const places = decimals === 0 ? '' : `.${'0'.repeat(decimals)}`
  if (type === 'percent') return { value: Number(`${decimal}e-2`), style: { numFmt: `0${places}%` } }
  return { value: Number(decimal), style: { numFmt: `#,##0${places}` } }
}

/** A name Excel accepts for a sheet: 31 characters, none of []:*?/\, no apostrophe at the ends, not the reserved "History". */
function sheetName(title: string): string {
  const name = textOf(title)
    .replace(/[[\]:*?/\\\s]+/g, ' ')
    .slice(0, 31)
    .replace(illegal, '')
    .replace(/^[' ]+|[' ]+$/g, '')
  return name === '' || /^history$/i.test(name) ? 'Sheet1' : name
}

async function* sheetRows({ title, filterLine, producedLine, columns, rows }: ExportTable): AsyncGenerator<SheetCell[]> {
  yield [textCell(title, { font: bold })]
  yield [textCell(filterLine, { font: italic })]
  yield [textCell(producedLine, { font: italic })]
  yield []
  yield columns.map((column) => textCell(column.title, { font: bold, alignment: { wrapText: true } }))
  let count = 0
  for await (const row of inTurns(rows)) {
    if (++count > mostRows) throw new RangeError(`more than ${mostRows} rows do not fit a sheet`)
    yield columns.map((column) => xlsxCell(row[column.key], column.type))
  }
}

/**
 * A table as an Excel workbook of one sheet: title, filter and produced line, a blank line, bold heads that stay in place when
 * scrolling, then typed data: numbers are numbers, dates are dates shown dd/mm/yyyy, percentages are percentages, texts are texts
 * and never formulas. Characters XML forbids are left out; a text beyond 32,767 characters, the most a cell holds, ends with `…`.
 *
 * @returns a stream of bytes, like {@link toCsv}: the same memory for any number of rows (docs/decisions/004-xlsx-writer.md). More
 *   than 1,048,571 rows, the most a sheet holds below the heads, end it with a RangeError.
 */
export function toXlsx(table: ExportTable): Readable {
  // hucre 1.0 streams styles of whole columns and looks them up for each cell as it writes it, so they are those of the row at hand.
  let styles: (CellStyle | undefined)[] = []
  const columns = table.columns.map(({ type, width }, at) => ({
    width: width ?? widths[type],
    get style() {
      return styles[at]
    },
  }))
  async function* values(): AsyncGenerator<CellValue[]> {
    for await (const row of sheetRows(table)) {
      styles = row.map((cell) => cell.style)
      yield row.map((cell) => cell.value)
    }
  }
  const bytes = writeXlsxStream(values(), { name: sheetName(table.title), columns, freezePane: { rows: headLines } })
  return Readable.from(bytes, { objectMode: false })
}

/** A workbook to be filled in: one sheet with headings, one that says how each column is written, one with the values there are. */
export interface TemplateTable {
  sheet: string
  guide: string
  lists: string
  guideHeads: string[]
  columns: {
    title: string
    required: boolean
    requiredWord: string
    choices: string[]
    writtenAs: string
    example: string
    width: number
  }[]
}

/** Rows of a template that offer the choices of their column. */
const offeredRows = 2000

/** An empty workbook to be filled in. Columns of known values offer them; cells are texts, so that numbers keep their leading zeros. */
export function toTemplate({ sheet, guide, lists, guideHeads, columns }: TemplateTable): Promise<Uint8Array> {
  const letter = (index: number) =>
    (index < 26 ? '' : String.fromCharCode(64 + Math.floor(index / 26))) + String.fromCharCode(65 + (index % 26))
  const listed = columns.filter((c) => c.choices.length > 0)
  const longest = Math.max(0, ...listed.map((c) => c.choices.length))
  const head = new Map(columns.map((c, i) => [`0,${i}`, { style: { font: bold, alignment: { wrapText: true } } }]))
  return writeXlsx({
    sheets: [
      {
        name: sheetName(sheet),
        columns: columns.map((c) => ({ width: c.width, style: { numFmt: '@' } })),
        rows: [columns.map((c) => (c.required ? `${c.title} *` : c.title))],
        cells: head,
        freezePane: { rows: 1 },
        dataValidations: columns.flatMap((c, i) => {
          const at = listed.indexOf(c)
          if (at < 0) return []
          const range = `${letter(i)}2:${letter(i)}${offeredRows}`
          const formula1 = `'${sheetName(lists)}'!$${letter(at)}$2:$${letter(at)}$${c.choices.length + 1}`
          return [{ type: 'list' as const, formula1, range, allowBlank: true, showErrorMessage: false }]
        }),
      },
      {
        name: sheetName(guide),
        columns: [{ width: 32 }, { width: 12 }, { width: 60 }, { width: 28 }],
        rows: [guideHeads, ...columns.map((c) => [c.title, c.requiredWord, c.writtenAs, c.example])],
        cells: new Map(guideHeads.map((_, i) => [`0,${i}`, { style: { font: bold } }])),
      },
      {
        name: sheetName(lists),
        columns: listed.map((c) => ({ width: Math.max(c.width, 40) })),
        rows: [
          listed.map((c) => c.title),
          ...Array.from({ length: longest }, (_, row) => listed.map((c) => c.choices[row] ?? null)),
        ],
        cells: new Map(listed.map((_, i) => [`0,${i}`, { style: { font: bold } }])),
      },
    ],
  })
}

/** Several tables as one workbook, a sheet each, laid out as {@link toXlsx} does; all rows at hand at once. */
export async function toWorkbook(
  tables: (Omit<ExportTable, 'rows'> & { sheet: string; rows: Record<string, unknown>[] })[],
): Promise<Uint8Array> {
  const sheets = []
  for (const table of tables) {
    const cells = new Map<string, { style: CellStyle }>()
    const rows: CellValue[][] = []
    for await (const row of sheetRows(table)) {
      for (const [at, { style }] of row.entries()) if (style) cells.set(`${rows.length},${at}`, { style })
      rows.push(row.map((cell) => cell.value))
    }
    const columns = table.columns.map(({ type, width }) => ({ width: width ?? widths[type] }))
    sheets.push({ name: sheetName(table.sheet), columns, rows, cells, freezePane: { rows: headLines } })
  }
  return writeXlsx({ sheets })
}
