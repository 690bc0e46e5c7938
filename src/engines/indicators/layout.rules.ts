import type { Block, DocumentModel, Run } from './document.contract.ts'

/**
 * The part of printing that the three writers (HTML, Word, PDF) share: the fixed words of the official layout, the order and
 * the capitals, and text that is safe to print. A writer only chooses how a line looks in its medium.
 *
 * Layout `party-2018`: Guidance 36-HD/VPTW of 3 April 2018 on the form of Party documents.
 */

/** A stretch of printed text; a `note` hangs its footnote there, a `mark` only repeats the number of one that hangs elsewhere. */
export type Piece =
  | { kind: 'text'; text: string; bold: boolean; italic: boolean }
  | { kind: 'figure'; text: string; figureId: string; source: 'computed' | 'typed'; status: 'ok' | 'differs' | 'missing' }
  | { kind: 'note'; number: number }
  | { kind: 'mark'; number: number }

export type PrintedBlock =
  /** A heading of level 0 has its number and its title on two lines; the others have one line. */
  | { kind: 'heading'; id: string; level: 0 | 1 | 2 | 3 | 4 | 5; lines: Piece[][] }
  | { kind: 'paragraph'; id: string; author: string | null; pieces: Piece[] }

/** A document with every line as it is printed. Empty parts are empty strings and lists. */
export interface PrintedDocument {
  /** BCP 47 tag of the text. */
  languageTag: 'vi-VN' | 'en-GB'
  /** Properties of the file. `date` is never empty, so that the same model gives the same bytes. */
  properties: { title: string; author: string; date: string }
  header: { superior: string; issuer: string; number: string; motto: string; placeDate: string }
  type: string
  /**
   * One line, or one per clause when it is too long for a line: "A; B" breaks after the semicolon, not wherever the page ends.
   */
  summary: string[]
  addressees: { label: string; lines: string[] }
  blocks: PrintedBlock[]
  notes: { number: number; pieces: Piece[] }[]
  recipients: { label: string; lines: string[] }
  signature: { authority: string[]; post: string; name: string }
  watermark: string
}

/** Words that the layout itself prints. `star` stands under the issuer, `rule` under the summary. */
export const layoutWords = {
  vi: {
    motto: 'ĐẢNG CỘNG SẢN VIỆT NAM',
    number: 'Số',
    to: 'Kính gửi:',
    recipients: 'Nơi nhận:',
    notes: 'Chú thích',
    back: 'Trở lại chỗ có chú thích',
  },
  en: {
    motto: 'COMMUNIST PARTY OF VIETNAM',
    number: 'No.',
    to: 'To:',
    recipients: 'Recipients:',
    notes: 'Notes',
    back: 'Back to the place of note',
  },
  star: '*',
  rule: '-----',
} as const

/** Page and type of the layout: millimetres, and points where the name says so. */
export const pageLayout = {
  margin: { top: 20, right: 15, bottom: 20, left: 30 },
  pageNumberFromTop: 10,
  firstLineIndent: 12.7,
  /** Width of the left column of the header block; the right one takes the rest. */
  headerLeft: 76,
  /** Width of the column of the recipients; the signature takes the rest. */
  recipientsLeft: 75,
  signatureSpace: 28,
  points: { body: 14, line: 18, afterParagraph: 6, motto: 15, type: 16, summary: 15, list: 12, note: 11 },
} as const

/** What fits into one line of bold 15 point letters. */
const charactersInTitleLine = 60

/** Date of a file whose document has none yet. */
const undated = '2000-01-01'

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]

/**
 * Place and date as printed: "Hưng Yên, ngày 02 tháng 01 năm 2022". Days under 10 and the months 1 and 2 get a leading zero,
 * other months do not (30/2020/NĐ-CP, Annex I). Without a date the places of the numbers stay open.
 */
export function formatPlaceDate(place: string, date: string | null, language: 'vi' | 'en' = 'vi'): string {
  const parts = date === null ? null : /^(\d{4})-(\d{2})-(\d{2})$/.exec(date)
  const [year, month, day] = parts ? [Number(parts[1]), Number(parts[2]), Number(parts[3])] : [0, 0, 0]
  if (date !== null && new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10) !== date) {
    throw new RangeError(`not a date: ${date}`)
  }
  const before = place ? `${place}, ` : ''
  if (language === 'en') return before + (date === null ? '…' : `${day} ${months[month - 1]} ${year}`)
  const pad = (value: number, below: number) => (value === 0 ? '…' : value < below ? `0${value}` : `${value}`)
  return `${before}ngày ${pad(day, 10)} tháng ${pad(month, 3)} năm ${year || '…'}`
}

/**
 * Text that every medium can carry: one Unicode form (TCVN 6909:2001 asks for precomposed letters), single spaces, and no
 * control, lone surrogate or direction-override characters, which are illegal in XML or make a line read otherwise than it is
 * stored.
 */
export function printable(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\t\n\v\f\r \u0085\u2028\u2029]+/g, ' ')
    .replace(/[\p{Cc}\p{Cs}\ufffe\uffff\u202a-\u202e\u2066-\u2069]/gu, '')
}

/** Lays a document out: words, capitals, numbers and order; the writers add the looks. */
export function layOut(doc: DocumentModel): PrintedDocument {
  const words = layoutWords[doc.language]
  const known = new Set(doc.footnotes.map((note) => note.number))
  const hung = new Set<number>()
  /** A footnote hangs where it is first referred to, and never inside another footnote: Word allows neither twice nor nested. */
  const hang = (number: number): Piece => {
    if (!known.has(number) || hung.has(number)) return { kind: 'mark', number }
    hung.add(number)
    return { kind: 'note', number }
  }
  const mark = (number: number): Piece => ({ kind: 'mark', number })
  return {
    languageTag: doc.language === 'vi' ? 'vi-VN' : 'en-GB',
    properties: {
      title: printable(`${doc.type} ${doc.summary}`).trim(),
      author: printable(doc.header.issuer).trim(),
      date: doc.header.date ?? undated,
    },
    header: {
      superior: capitals(doc.header.superior),
      issuer: capitals(doc.header.issuer),
      number: `${words.number} ${printable(doc.header.number).trim() || '…'}`,
      motto: words.motto,
      placeDate: formatPlaceDate(printable(doc.header.place).trim(), doc.header.date, doc.language),
    },
    type: capitals(doc.type),
    summary: breakSummary(printable(doc.summary).trim()),
    addressees: { label: words.to, lines: doc.addressees.length > 1 ? dashed(doc.addressees) : doc.addressees.map(printable) },
    blocks: doc.blocks.map((block) => layOutBlock(block, hang)),
    notes: doc.footnotes.map((note) => ({ number: note.number, pieces: note.runs.map((run) => toPiece(run, mark)) })),
    recipients: { label: words.recipients, lines: dashed(doc.recipients) },
    signature: {
      authority: doc.signature.authority.map(capitals).filter((line) => line !== ''),
      post: capitals(doc.signature.post),
      name: printable(doc.signature.name).trim(),
    },
    watermark: printable(doc.watermark ?? '').trim(),
  }
}

function layOutBlock(block: Block, hang: (number: number) => Piece): PrintedBlock {
  const pieces = block.runs.map((run) => toPiece(run, hang))
  if (block.kind === 'paragraph') {
    return {
      kind: 'paragraph',
      id: block.id,
      author: block.author ?? null,
      pieces: block.bullet ? [plain(`${block.bullet} `), ...pieces] : pieces,
    }
  }
  const number = printable(block.number).trim()
  if (block.level === 0) {
    const title = pieces.map((piece) => ('text' in piece ? { ...piece, text: piece.text.toLocaleUpperCase('vi') } : piece))
    return {
      kind: 'heading',
      id: block.id,
      level: 0,
      lines: [number ? [plain(capitals(number))] : [], title].filter((line) => line.length > 0),
    }
  }
  const before = number || (block.level === 5 ? '-' : '')
  return { kind: 'heading', id: block.id, level: block.level, lines: [before ? [plain(`${before} `), ...pieces] : pieces] }
}

function toPiece(run: Run, refer: (number: number) => Piece): Piece {
  if (run.kind === 'footnote') return refer(run.number)
  if (run.kind === 'figure') return { ...run, text: printable(run.text) }
  return { kind: 'text', text: printable(run.text), bold: run.bold ?? false, italic: run.italic ?? false }
}

function plain(text: string): Piece {
  return { kind: 'text', text, bold: false, italic: false }
}

function capitals(text: string): string {
  return printable(text).trim().toLocaleUpperCase('vi')
}

function breakSummary(summary: string): string[] {
  return summary.length > charactersInTitleLine ? summary.split(/(?<=;) /) : [summary]
}

/** "- Như trên;" ... "- Lưu: VT." A line that brings its own final stop keeps it. */
function dashed(lines: string[]): string[] {
  return lines.map((line, index) => {
    const text = printable(line).trim()
    return `- ${text}${/[.,;:]$/.test(text) ? '' : index === lines.length - 1 ? '.' : ';'}`
  })
}
