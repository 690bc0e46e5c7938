import { Readable } from 'node:stream'
import {
  AlignmentType,
  BorderStyle,
  Document,
  Header,
  Packer,
  PageNumber,
  PageOrientation,
  Paragraph,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  VerticalAlignTable,
  WidthType,
} from 'docx'
import { strFromU8, strToU8, unzipSync, Zip, ZipDeflate } from 'fflate'
import { formatDateShort, isPlainDate } from './dates.ts'
import { refuse } from './errors.ts'
import { decimalOf, type ExportTable, inTurns, textOf, widths } from './export.ts'
import type { ColumnType } from './lists.ts'
import { formatNumber, formatPercent } from './numbers.ts'
import type { Language } from './words.ts'
import { font, half, twips } from './word-paper.ts'

/** More rows are some two hundred pages that nobody reads in Word; Excel holds all of them. */
export const mostWordRows = 5000

export interface WordTable extends ExportTable {
  lang: Language
  /** Head of the column that counts the rows: `TT`. */
  ordinal: string
}

/** Stands for the content of a cell in the row that all others are made from. */
const mark = '\ue000'
const margin = { top: twips(20), right: twips(15), bottom: twips(20), left: twips(25) }
/** Characters of 13 points that a line of an upright page holds. */
const uprightCharacters = 72

/**
 * A table as a Word document as documents of the Department look (Decree 30/2020): Times 13, A4, lying where the columns need it, page
 * numbers at the top; the head of the table stands on each page and no row is torn. Numbers and dates are written for the reader; texts
 * stay exactly what they are, and nothing in them is a field.
 *
 * One row is made by the library, all others are its copies with other texts: 5,000 rows made one by one would keep the server for seconds.
 *
 * @returns a stream of bytes that takes rows as it is read. More than {@link mostWordRows} rows end it with `kernel.wordTooLong`.
 */
export function toDocx(table: WordTable): Readable {
  return Readable.from(docxChunks(table), { objectMode: false })
}

async function* docxChunks({ rows, lang, columns, ...table }: WordTable): AsyncGenerator<Buffer> {
  const { 'word/document.xml': body, ...others } = unzipSync(await Packer.toBuffer(skeleton({ rows, lang, columns, ...table })))
  const xml = strFromU8(body ?? new Uint8Array())
  const [rowStart, rowEnd] = [xml.lastIndexOf('<w:tr>'), xml.lastIndexOf('</w:tr>') + '</w:tr>'.length]
  const between = xml.slice(rowStart, rowEnd).split(new RegExp(`<w:t(?: [^>]*)?>${mark}</w:t>`))
  if (rowStart < 0 || between.length !== columns.length + 2)
    throw new Error('the row all others are made from is not as expected')

  let written: Uint8Array[] = []
  const zip = new Zip((error, bytes) => {
    if (error) throw error
    written.push(bytes)
  })
  const file = (name: string) => {
    const opened = new ZipDeflate(name)
    zip.add(opened)
    return opened
  }
  for (const [name, bytes] of Object.entries(others)) file(name).push(bytes, true)
  const document = file('word/document.xml')
  let text = xml.slice(0, rowStart)
  let count = 0
  for await (const row of inTurns(rows)) {
    if (++count > mostWordRows) throw refuse.wordTooLong({ limit: formatNumber(mostWordRows, lang) })
    text += between[0] ?? ''
    text += run(formatNumber(count, lang)) + (between[1] ?? '')
    for (const [at, { key, type }] of columns.entries()) text += run(cellText(row[key], type, lang)) + (between[at + 2] ?? '')
    if (text.length < 65_536) continue
    document.push(strToU8(text))
    text = ''
    yield Buffer.concat(written)
    written = []
  }
  document.push(strToU8(text + xml.slice(rowEnd)), true)
  zip.end()
  yield Buffer.concat(written)
}

/** A value as its reader writes it; one that does not fit its column is text. */
function cellText(value: unknown, type: ColumnType, lang: Language): string {
  if (type === 'date' && typeof value === 'string' && isPlainDate(value)) return formatDateShort(value, lang)
  const decimal = type === 'number' || type === 'percent' ? decimalOf(value) : null
  if (decimal === null) return textOf(value)
  return type === 'percent' ? formatPercent(decimal, undefined, lang) : formatNumber(decimal, lang)
}

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }

/** The inside of a run: text as text, line breaks and tabs as Word's own. */
function run(text: string): string {
  const plain = text.replace(/[&<>]/g, (sign) => escapes[sign] ?? '').replace(/\r\n?/g, '\n')
  return plain
    .split(/([\n\t])/)
    .map((part) => (part === '\n' ? '<w:br/>' : part === '\t' ? '<w:tab/>' : part && `<w:t xml:space="preserve">${part}</w:t>`))
    .join('')
}

function skeleton({ title, filterLine, producedLine, columns, ordinal }: WordTable): Document {
  const all = [
    { title: ordinal, type: 'number' as const, width: 5 },
    ...columns.map((column) => ({ ...column, width: Math.min(column.width ?? widths[column.type], 60) })),
  ]
  const characters = all.reduce((sum, { width }) => sum + width, 0)
  const lying = characters > uprightCharacters
  const [short, long] = [twips(210), twips(297)]
  const room = (lying ? long : short) - margin.left - margin.right
  // Below 11 points nobody reads a printed table; wider ones wrap their cells.
  const size = half(characters > uprightCharacters * 1.5 ? 11 : 13)
  const share = all.map(({ width }) => Math.floor((room * width) / characters))
  const line = (text: string, options: { bold?: boolean; italics?: boolean; size: number; after: number }) =>
    new Paragraph({
      alignment: AlignmentType.CENTER,
      spacing: { after: options.after },
      children: [new TextRun({ text: textOf(text), ...options })],
    })
  const cell = (text: string, at: number, alignment: (typeof AlignmentType)[keyof typeof AlignmentType], bold: boolean) =>
    new TableCell({
      width: { size: share[at] ?? 0, type: WidthType.DXA },
      verticalAlign: bold ? VerticalAlignTable.CENTER : VerticalAlignTable.TOP,
      children: [new Paragraph({ alignment, children: [new TextRun({ text, bold, size })] })],
    })
  const aligned = {
    text: AlignmentType.LEFT,
    date: AlignmentType.CENTER,
    number: AlignmentType.RIGHT,
    percent: AlignmentType.RIGHT,
  }
  const border = { style: BorderStyle.SINGLE, size: 4, color: '000000' }
  return new Document({
    title: textOf(title),
    creator: 'Nội Vụ',
    lastModifiedBy: 'Nội Vụ',
    description: textOf(filterLine),
    compatibility: { version: 15 },
    styles: { default: { document: { run: { font, size: half(13) } } } },
    sections: [
      {
        properties: {
          page: {
            // The library turns the page itself.
            size: { width: short, height: long, orientation: lying ? PageOrientation.LANDSCAPE : PageOrientation.PORTRAIT },
            margin: { ...margin, header: twips(10), footer: twips(10) },
          },
        },
        headers: {
          default: new Header({
            children: [
              new Paragraph({
                alignment: AlignmentType.CENTER,
                children: [new TextRun({ children: [PageNumber.CURRENT, '/', PageNumber.TOTAL_PAGES] })],
              }),
            ],
          }),
        },
        children: [
          line(title, { bold: true, size: half(14), after: 60 }),
          line(filterLine, { italics: true, size: half(13), after: 60 }),
          line(producedLine, { italics: true, size: half(12), after: 160 }),
          new Table({
            layout: TableLayoutType.FIXED,
            width: { size: share.reduce((sum, width) => sum + width, 0), type: WidthType.DXA },
            columnWidths: share,
            borders: {
              top: border,
              bottom: border,
              left: border,
              right: border,
              insideHorizontal: border,
              insideVertical: border,
            },
            margins: { top: 30, bottom: 30, left: 80, right: 80, marginUnitType: WidthType.DXA },
            rows: [
              new TableRow({
                tableHeader: true,
                cantSplit: true,
                children: all.map((column, at) => cell(textOf(column.title), at, AlignmentType.CENTER, true)),
              }),
              new TableRow({ cantSplit: true, children: all.map(({ type }, at) => cell(mark, at, aligned[type], false)) }),
            ],
          }),
          // Word wants a paragraph after the last table.
          new Paragraph({ spacing: { line: 20, lineRule: 'exact' }, run: { size: 2 }, children: [] }),
        ],
      },
    ],
  })
}
