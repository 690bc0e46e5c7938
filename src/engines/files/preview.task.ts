/** What the preview thread does. Nothing here trusts the content: it is what a stranger sent. */
import { inflateRawSync } from 'node:zlib'
import type { PDFiumDocument, PDFiumLibrary } from '@hyzyla/pdfium'
import { asText } from './detect.ts'
import { escapeHtml, htmlPage, htmlTable, plainHtml, type PreviewWay } from './preview.rules.ts'
import { readAt, readerOf, readZipDirectory } from './zip.reader.ts'

export type PreviewFault = 'locked' | 'unreadable' | 'noSuchPage' | 'tooHeavy'

export class PreviewFailure extends Error {
  constructor(
    readonly fault: PreviewFault,
    readonly pages = 0,
  ) {
    super(fault)
    this.name = 'PreviewFailure'
  }
}

export interface PreviewQuestion {
  want: 'look' | 'text'
  way: PreviewWay
  bytes: Uint8Array
  /** Page or sheet, from 1. */
  page: number
  width: number
}

export interface Look {
  bytes: Uint8Array
  mediaType: 'image/webp' | 'text/html'
  pages: number
}

export interface PlainText {
  /** The text of each page or sheet. */
  pages: string[]
  /** More than is given here. */
  cut: boolean
}

const most = {
  /** Points of a picture when opened: a scanned A3 page at 600 dpi has 70 million. */
  pixels: 100_000_000,
  /** Longest side of a rendered page. */
  side: 6000,
  /** What an office document may hold when inflated. */
  inflated: 128 * 1024 * 1024,
  rows: 200,
  columns: 60,
  text: 2_000_000,
  textPages: 2000,
  html: 6 * 1024 * 1024,
}

export async function answer(question: PreviewQuestion): Promise<Look | PlainText> {
  try {
    return question.want === 'look' ? await look(question) : await textOf(question)
  } catch (error) {
    if (error instanceof PreviewFailure) throw error
    const { message } = error as Error
    if (/password|encrypt|security scheme/i.test(message)) throw new PreviewFailure('locked')
    throw new PreviewFailure(/pixel limit|memory|too large|allocation/i.test(message) ? 'tooHeavy' : 'unreadable')
  }
}

async function look({ way, bytes, page, width }: PreviewQuestion): Promise<Look> {
  switch (way) {
    case 'pdf':
      return lookAtPdf(bytes, page, width)
    case 'image':
      return lookAtImage(bytes, page, width)
    case 'document':
      return ofPage(await documentHtml(bytes), page, 1)
    case 'workbook':
    case 'old-workbook': {
      const { names, sheets } = await readBook(bytes, way, page)
      const [sheet] = sheets
      if (!sheet) throw new PreviewFailure('noSuchPage', names.length)
      const { rows, cut } = shown(sheet)
      return ofPage(`<h3>${escapeHtml(names[page - 1] ?? '')}</h3>${htmlTable(rows, cut)}`, page, names.length)
    }
    case 'table': {
      const { rows, cut } = await readTable(bytes)
      return ofPage(htmlTable(rows, cut), page, 1)
    }
    case 'text': {
      const { text, cut } = plainText(bytes, 300_000)
      return ofPage(`<pre>${escapeHtml(text)}${cut ? '\n…' : ''}</pre>`, page, 1)
    }
  }
}

function ofPage(content: string, page: number, pages: number): Look {
  if (page > pages) throw new PreviewFailure('noSuchPage', pages)
  return { bytes: Buffer.from(htmlPage(content)), mediaType: 'text/html', pages }
}

async function textOf({ way, bytes }: PreviewQuestion): Promise<PlainText> {
  switch (way) {
    case 'pdf':
      return pdfText(bytes)
    case 'image':
      return { pages: [], cut: false }
    case 'document': {
      await guardOffice(bytes)
      const mammoth = (await import('mammoth')).default
      const { value } = await mammoth.extractRawText({ buffer: Buffer.from(bytes) })
      return limited([value])
    }
    case 'workbook':
    case 'old-workbook': {
      const { sheets } = await readBook(bytes, way, null)
      return limited(sheets.map((rows) => rows.map((row) => row.join('\t')).join('\n')))
    }
    case 'table':
    case 'text': {
      const { text, cut } = plainText(bytes, most.text)
      return { pages: [clean(text)], cut }
    }
  }
}

function limited(pages: string[]): PlainText {
  let left = most.text
  const kept: string[] = []
  for (const page of pages.slice(0, most.textPages)) {
    const text = clean(page).slice(0, left)
    left -= text.length
    kept.push(text)
    if (left <= 0) break
  }
  return { pages: kept, cut: left <= 0 || kept.length < pages.length }
}

/** Text no database and no page stumbles over. */
function clean(text: string): string {
  // eslint-disable-next-line no-control-regex
  return text.replace(/\r\n?/g, '\n').replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffe\uffff]/g, '')
}

// PDF

let library: Promise<PDFiumLibrary> | undefined

async function withPdf<T>(bytes: Uint8Array, run: (document: PDFiumDocument) => Promise<T> | T): Promise<T> {
  const { PDFiumLibrary } = await import('@hyzyla/pdfium')
  const document = await (await (library ??= PDFiumLibrary.init())).loadDocument(bytes)
  try {
    if (document.getPageCount() === 0) throw new PreviewFailure('unreadable')
    return await run(document)
  } finally {
    document.destroy()
  }
}

function lookAtPdf(bytes: Uint8Array, page: number, width: number): Promise<Look> {
  return withPdf(bytes, async (document) => {
    const pages = document.getPageCount()
    if (page > pages) throw new PreviewFailure('noSuchPage', pages)
    document.initializeFormFields()
    const sheet = document.getPage(page - 1)
    const { originalWidth, originalHeight } = sheet.getOriginalSize()
    if (!(originalWidth > 0 && originalHeight > 0)) throw new PreviewFailure('unreadable')
    const scale = Math.min(width / originalWidth, most.side / originalHeight)
    const drawn = await sheet.render({ scale, renderFormFields: true })
    const sharp = await pictures()
    const picture = await sharp(drawn.data, { raw: { width: drawn.width, height: drawn.height, channels: 4 } })
      .flatten({ background: 'white' })
      .webp({ quality: 82 })
      .toBuffer()
    return { bytes: picture, mediaType: 'image/webp', pages }
  })
}

function pdfText(bytes: Uint8Array): Promise<PlainText> {
  return withPdf(bytes, (document) => {
    const pages: string[] = []
    let length = 0
    for (let n = 0; n < Math.min(document.getPageCount(), most.textPages) && length < most.text; n++) {
      // One broken page does not take the others with it.
      let text = ''
      try {
        text = document.getPage(n).getText()
      } catch {
        // Told as an empty page.
      }
      length += text.length
      pages.push(text)
    }
    const { cut, ...found } = limited(pages)
    return { ...found, cut: cut || pages.length < document.getPageCount() }
  })
}

// Pictures

async function pictures() {
  const { default: sharp } = await import('sharp')
  sharp.cache(false)
  sharp.concurrency(1)
  // Formats that are programs in disguise are never opened, whatever the bytes claim to be.
  sharp.block({ operation: ['VipsForeignLoadSvg', 'VipsForeignLoadPdf', 'VipsForeignLoadMagick', 'VipsForeignLoadOpenslide'] })
  return sharp
}

async function lookAtImage(bytes: Uint8Array, page: number, width: number): Promise<Look> {
  const sharp = await pictures()
  const options = { limitInputPixels: most.pixels, failOn: 'error', animated: false } as const
  const { pages: found = 1, format } = await sharp(bytes, options).metadata()
  // Only a scanned TIFF has pages; those of a moving picture are its moments.
  const pages = format === 'tiff' ? found : 1
  if (page > pages) throw new PreviewFailure('noSuchPage', pages)
  const picture = await sharp(bytes, { ...options, page: page - 1 })
    // Upright as the camera meant it; where and when it was taken is not passed on.
    .rotate()
    .resize({ width, height: most.side, fit: 'inside', withoutEnlargement: true })
    .webp({ quality: 82 })
    .toBuffer()
  return { bytes: picture, mediaType: 'image/webp', pages }
}

// Office

/**
 * Inflates every part of an office document once, counting: a directory that lies about sizes, and a part that defines its own entities,
 * are found out before any reader of such documents is let near.
 */
export async function guardOffice(bytes: Uint8Array): Promise<void> {
  const reader = readerOf(bytes)
  const entries = await readZipDirectory(reader, bytes.byteLength)
  if (!entries) throw new PreviewFailure('unreadable')
  let left = most.inflated
  for (const { name, offset, compressed, method, encrypted } of entries) {
    if (encrypted) throw new PreviewFailure('locked')
    const header = await readAt(reader, offset, 30)
    if (header.length < 30 || header.readUInt32LE(0) !== 0x04034b50) throw new PreviewFailure('unreadable')
    const start = offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28)
    const packed = bytes.subarray(start, start + compressed)
    let part: Uint8Array = packed
    if (method === 8) {
      try {
        part = inflateRawSync(packed, { maxOutputLength: left + 1 })
      } catch (error) {
        throw new PreviewFailure((error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE' ? 'tooHeavy' : 'unreadable')
      }
    } else if (method !== 0) throw new PreviewFailure('unreadable')
    left -= part.byteLength
    if (left < 0) throw new PreviewFailure('tooHeavy')
    if (/\.(xml|rels|vml)$/i.test(name) && definesEntities(part)) throw new PreviewFailure('unreadable')
  }
}

/** Office programs never write a document type; who does wants a reader to expand what it defines. */
function definesEntities(part: Uint8Array): boolean {
  const bytes = Buffer.from(part.buffer, part.byteOffset, part.byteLength)
  const wide = bytes.length > 1 && (bytes[0] === 0 || bytes[1] === 0 || bytes.readUInt16BE(0) >= 0xfeff)
  const text = (wide ? Buffer.from(bytes.filter((b) => b !== 0)) : bytes).toString('latin1')
  return /<!(DOCTYPE|ENTITY)/i.test(text)
}

async function documentHtml(bytes: Uint8Array): Promise<string> {
  await guardOffice(bytes)
  const mammoth = (await import('mammoth')).default
  const buffer = Buffer.from(bytes)
  const { value } = await mammoth.convertToHtml({ buffer }, { externalFileAccess: false })
  if (value.length <= most.html) return plainHtml(value)
  // Too much for a page: the words without the pictures.
  const text = plainHtml(value.replace(/<img[^>]*>/g, ''))
  return text.length <= most.html ? text : `<pre>${escapeHtml(text.replace(/<[^>]+>/g, ' ').slice(0, most.text))}</pre>`
}

interface Book {
  names: string[]
  /** Rows of the sheet asked for, or of all of them. */
  sheets: string[][][]
}

/** Sheets of a workbook: the one with this number, or all where none is asked for. */
async function readBook(bytes: Uint8Array, way: 'workbook' | 'old-workbook', page: number | null): Promise<Book> {
  if (way === 'old-workbook') return readOldBook(bytes, page)
  await guardOffice(bytes)
  const { readXlsx } = await import('hucre/xlsx')
  const names: string[] = []
  const { sheets } = await readXlsx(bytes, {
    ...(page ? { maxRows: most.rows + 1 } : {}),
    sheets: (info, at) => {
      names.push(info.name)
      return page === null || at === page - 1
    },
  })
  return { names, sheets: sheets.map((sheet) => sheet.rows.map((row) => row.map(cellText))) }
}

async function readOldBook(bytes: Uint8Array, page: number | null): Promise<Book> {
  const { read, utils } = await import('@e965/xlsx')
  const some = page ? { sheetRows: most.rows + 1, sheets: page - 1 } : {}
  const book = read(bytes, { type: 'array', cellFormula: false, cellHTML: false, ...some })
  const chosen = page ? book.SheetNames.slice(page - 1, page) : book.SheetNames
  const sheets = chosen.flatMap((name) => {
    const sheet = book.Sheets[name]
    return sheet
      ? [utils.sheet_to_json<unknown[]>(sheet, { header: 1, raw: false, defval: '' }).map((row) => row.map(cellText))]
      : []
  })
  return { names: book.SheetNames, sheets }
}

function shown(rows: string[][]): { rows: string[][]; cut: boolean } {
  const wide = rows.some((row) => row.length > most.columns)
  return { rows: rows.slice(0, most.rows).map((row) => row.slice(0, most.columns)), cut: wide || rows.length > most.rows }
}

function cellText(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (value instanceof Date) {
    const [day = '', time = ''] = Number.isNaN(value.getTime()) ? [] : value.toISOString().split('T')
    return time.startsWith('00:00:00') ? day : `${day} ${time.slice(0, 5)}`
  }
  if (typeof value === 'object') return 'text' in value ? cellText((value as { text: unknown }).text) : ''
  return clean(String(value as string | number | boolean)).slice(0, 2000)
}

async function readTable(bytes: Uint8Array): Promise<{ rows: string[][]; cut: boolean }> {
  const { text, cut } = plainText(bytes, most.text)
  const { parse } = await import('csv-parse/sync')
  const first = text.slice(0, text.indexOf('\n') >= 0 ? text.indexOf('\n') : undefined)
  const delimiter = ['\t', ';', ',', '|'].sort((a, b) => first.split(b).length - first.split(a).length)[0] ?? ','
  const rows = parse(text, { delimiter, relax_column_count: true, relax_quotes: true, to: most.rows + 1, bom: true })
  const found = shown(rows)
  return { rows: found.rows, cut: cut || found.cut }
}

function plainText(bytes: Uint8Array, length: number): { text: string; cut: boolean } {
  const portion = Buffer.from(bytes.subarray(0, length * 4))
  const text = asText(portion, portion.length === bytes.byteLength)
  if (text === null) throw new PreviewFailure('unreadable')
  return { text: text.replace(/^\ufeff/, '').slice(0, length), cut: portion.length < bytes.byteLength || text.length > length }
}
