/**
 * A composed document: what the reader sees, independent of the medium. `compose` makes it from a template and figures;
 * the HTML, Word and PDF writers print it. The same model always prints to the same bytes.
 */

/** A stretch of text inside a paragraph. */
export type Run =
  | { kind: 'text'; text: string; bold?: boolean; italic?: boolean }
  /** A bound figure, already written in the document's number style. */
  | { kind: 'figure'; figureId: string; text: string; source: 'computed' | 'typed'; status: 'ok' | 'differs' | 'missing' }
  /** A reference to footnote `number` (1-based, counted through the document). */
  | { kind: 'footnote'; number: number }

/** One printed block. `id` is the template block it came from, so that a click leads back to it. */
export type Block =
  /** level 0 = "PHẦN THỨ NHẤT" (centred, upper case), 1 = "I-", 2 = "1-", 3 = "3.1-", 4 = "a-", 5 = run-in italic title. */
  | { kind: 'heading'; id: string; level: 0 | 1 | 2 | 3 | 4 | 5; number: string; runs: Run[] }
  /** `bullet` is printed before the text ("-", "+"); without it the paragraph has a first-line indent. `author` marks free text. */
  | { kind: 'paragraph'; id: string; bullet?: '-' | '+'; runs: Run[]; author?: string }

/** Which official layout the document follows; the date of the document picks it. */
export type DocumentLayout = 'party-2018'

export interface DocumentModel {
  layout: DocumentLayout
  /** Language of the whole text, for PDF metadata and hyphenation. */
  language: 'vi' | 'en'
  header: {
    /** Superior Party body, e.g. "ĐẢNG ỦY KHỐI CƠ QUAN - DOANH NGHIỆP TỈNH". */
    superior: string
    /** Issuing body, e.g. "ĐẢNG ỦY SỞ NỘI VỤ". */
    issuer: string
    /** Full number and symbol as printed after "Số ", e.g. "315-BC/ĐU"; empty while not numbered. */
    number: string
    place: string
    /** ISO date of the document, null while not dated. */
    date: string | null
  }
  /** "BÁO CÁO". */
  type: string
  /** Trích yếu. */
  summary: string
  /** Kính gửi; may be empty. */
  addressees: string[]
  blocks: Block[]
  footnotes: { number: number; runs: Run[] }[]
  /** Nơi nhận, one line each, without the leading dash. */
  recipients: string[]
  signature: { authority: string[]; post: string; name: string }
  /** Printed across the page while the edition is not sealed ("DỰ THẢO"); absent on a sealed edition. */
  watermark?: string
}
