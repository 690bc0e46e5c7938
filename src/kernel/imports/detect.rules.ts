import { fold, normalise } from '../text.ts'
import { type Cell, cellText, isEmptyText } from './cell.rules.ts'
import { fitOf, headingKey, isOrdinalTitle, type MappableField } from './mapping.rules.ts'

/** Merged cells, rows and columns counted from 0, both ends included. */
export interface Merge {
  top: number
  left: number
  bottom: number
  right: number
}

/** The beginning of a sheet: rows by their place, holes as empty rows. */
export interface SheetSample {
  name: string
  hidden: boolean
  rows: Cell[][]
  merges: Merge[]
}

/** A column under its heading; a heading of several rows is a path from the top down. */
export interface HeaderColumn {
  index: number
  path: string[]
  title: string
}

/** What was understood of a sheet. Rows are counted from 0. */
export interface Layout {
  headerTop: number
  headerBottom: number
  /** First row below the heading and the row that numbers the columns. */
  body: number
  /** The row `(1) (2) (3)`, or null. */
  numbering: number | null
  titles: string[]
  columns: HeaderColumn[]
  /** Columns that only number the rows. */
  ordinals: number[]
}

/** Rows looked at to find a heading. */
export const sampleRows = 80
const mostHeaderRows = 5

const headerWords = new Set([
  ...[
    'stt',
    'tt',
    'ho va ten',
    'ho ten',
    'ma',
    'ten',
    'ma so',
    'ten don vi',
    'chuc vu',
    'don vi',
    'ngay sinh',
    'nam sinh',
    'gioi tinh',
  ],
  ...['ghi chu', 'cap', 'chi tieu', 'so luong', 'ten tieng anh', 'dia chi', 'trinh do', 'code', 'name', 'type', 'full name'],
])

/** Whether a text can head a column: words, not a value. */
function headsColumn(text: string): boolean {
  return /\p{L}/u.test(text) && text.length <= 300 && !/^\d[\d\s.,/-]*$/.test(text)
}

/** Texts of a row by column; what lies under a merged cell to the right of it is not counted again. */
function textsOf(sample: SheetSample, row: number): Map<number, string> {
  const texts = new Map<number, string>()
  const cells = sample.rows[row] ?? []
  cells.forEach((cell, column) => {
    const text = cellText(cell)
    if (!isEmptyText(text)) texts.set(column, text)
  })
  for (const m of sample.merges)
    if (m.top === row && m.right > m.left) for (let c = m.left + 1; c <= m.right; c++) texts.delete(c)
  return texts
}

/** How much a row looks like the heading of a table. */
function headerScore(texts: Map<number, string>, fields: readonly MappableField[]): number {
  const values = [...texts.values()]
  const heads = values.filter(headsColumn)
  const known = values.filter((t) => headerWords.has(headingKey(t))).length
  const columns = [...texts].map(([index, title]) => ({ index, title, path: [title] }))
  const sentences = values.filter((t) => t.length > 120).length
  return (
    heads.length -
    2 * (values.length - heads.length) +
    1.5 * known -
    sentences +
    (fields.length > 0 ? 1.5 * fitOf(columns, fields) : 0)
  )
}

function coveringVertically(merges: Merge[], top: number, row: number): Merge[] {
  return merges.filter((m) => m.top >= top && m.top < row && m.bottom >= row)
}

/**
 * Finds the heading of a sheet: titles above it, rows it spans, the row that numbers its columns. With the fields of a kind, what they are
 * called weighs most; without, the fullest row of words is taken. Null when there is no table.
 */
export function detectLayout(sample: SheetSample, fields: readonly MappableField[] = []): Layout | null {
  const rows = Math.min(sample.rows.length, sampleRows)
  const scores = Array.from({ length: rows }, (_, row) => {
    const texts = textsOf(sample, row)
    return texts.size === 0 ? -Infinity : headerScore(texts, fields)
  })
  const best = Math.max(...scores, -Infinity)
  if (best <= 0) return null
  const widest = Math.max(...Array.from({ length: rows }, (_, row) => textsOf(sample, row).size))
  const found = scores.findIndex((score, row) => score >= best * 0.6 && textsOf(sample, row).size >= Math.min(2, widest))
  if (found < 0) return null
  return layoutAt(sample, ...headerSpan(sample, found))
}

/** Rows a heading spans around its fullest one. */
function headerSpan(sample: SheetSample, found: number): [top: number, bottom: number] {
  let top = found
  let bottom = found
  while (bottom - top + 1 < mostHeaderRows && continuesBelow(sample, top, bottom)) bottom++
  while (top > 0 && bottom - top + 1 < mostHeaderRows && beginsAbove(sample, top)) top--
  return [top, bottom]
}

function continuesBelow(sample: SheetSample, top: number, bottom: number): boolean {
  const next = bottom + 1
  const texts = textsOf(sample, next)
  const words = [...texts.values()]
  if (words.some((t) => !headsColumn(t)) || numbersColumns(sample, next)) return false
  if (coveringVertically(sample.merges, top, next).length > 0) return true
  if (texts.size === 0) return false
  const parents = sample.merges.filter((m) => m.top <= bottom && m.bottom === bottom && m.top >= top && m.right > m.left)
  const above = textsOf(sample, bottom)
  const under = [...texts.keys()].filter((c) => parents.some((m) => c >= m.left && c <= m.right))
  // Every text stands below a merged heading or an empty place of it, and some heading has several parts.
  return under.length >= 2 && [...texts.keys()].every((c) => under.includes(c) || !above.has(c))
}

function beginsAbove(sample: SheetSample, top: number): boolean {
  const row = top - 1
  const texts = textsOf(sample, row)
  if (texts.size === 0) return false
  const own = textsOf(sample, top)
  const wide = sample.merges.filter((m) => m.top === row && m.right > m.left && m.bottom === row)
  const tall = sample.merges.filter((m) => m.top <= row && m.bottom >= top && m.top === row)
  const parts = wide.filter((m) => [...own.keys()].filter((c) => c >= m.left && c <= m.right).length >= 2)
  return tall.length > 0 || (parts.length > 0 && texts.size >= 2)
}

/** Whether a row is `(1) (2) (3)`, `1 2 3`, `A B C`. */
function numbersColumns(sample: SheetSample, row: number): boolean {
  return isNumberingRow([...textsOf(sample, row).values()])
}

export function isNumberingRow(texts: readonly string[]): boolean {
  if (texts.length < 3) return false
  const marks = texts.map((t) => /^[([]?\s*(\d{1,2}|[A-Za-z])\s*(?:[=+&x*/:.,-].*)?[)\]]?$/.exec(t)?.[1])
  if (marks.filter(Boolean).length < texts.length * 0.8) return false
  const numbers = marks.flatMap((m) => (m ? [/\d/.test(m) ? Number(m) : m.toLowerCase().charCodeAt(0) - 96] : []))
  const rising = numbers.filter((n, i) => i === 0 || n === (numbers[i - 1] ?? 0) + 1).length
  return (numbers[0] ?? 9) <= 2 && rising >= numbers.length * 0.8
}

/** A heading without its line breaks and the number some forms put into it: `Họ và tên (1)`, `Ngày sinh (2&3)`. */
function cleanHeading(text: string): string {
  return normalise(text).replace(/\s*\((\d+[a-z]?)([.&,-]\s*\w+)*\)\s*$/u, '')
}

/** The layout of a heading whose rows are known, found or set by hand. */
export function layoutAt(sample: SheetSample, top: number, bottom: number): Layout {
  const columns: HeaderColumn[] = []
  const width = Math.max(
    0,
    ...sample.rows.slice(top, bottom + 1).map((r) => r.length),
    ...sample.merges.filter((m) => m.top >= top && m.top <= bottom).map((m) => m.right + 1),
  )
  const own = (row: number, column: number): string => {
    const m = sample.merges.find((x) => row >= x.top && row <= x.bottom && column >= x.left && column <= x.right)
    const text = cellText(sample.rows[m ? m.top : row]?.[m ? m.left : column])
    return isEmptyText(text) || (m && m.top < top) ? '' : cleanHeading(text)
  }
  for (let index = 0; index < width; index++) {
    const path: string[] = []
    for (let row = top; row <= bottom; row++) {
      let text = own(row, index)
      // A parent heading written once at the left of its parts, without merging.
      if (text === '' && row < bottom && own(bottom, index) !== '') text = parentToTheLeft(own, row, bottom, index)
      if (text !== '' && text !== path.at(-1)) path.push(text)
    }
    if (path.length > 0) columns.push({ index, path, title: path.join(' / ') })
  }
  const numbering = numbersColumns(sample, bottom + 1) ? bottom + 1 : null
  const titles: string[] = []
  for (let row = 0; row < top; row++) {
    for (const text of textsOf(sample, row).values()) if (text.length <= 500) titles.push(text)
  }
  return {
    headerTop: top,
    headerBottom: bottom,
    body: (numbering ?? bottom) + 1,
    numbering,
    titles: titles.slice(0, 30),
    columns,
    ordinals: columns.filter((c) => isOrdinalTitle(c.title)).map((c) => c.index),
  }
}

function parentToTheLeft(own: (row: number, column: number) => string, row: number, bottom: number, index: number): string {
  for (let column = index - 1; column >= 0; column--) {
    if (own(bottom, column) === '') return ''
    const text = own(row, column)
    if (text !== '') return row === bottom ? '' : text
  }
  return ''
}

/** A sheet with what was understood of it and how likely it is the one. */
export interface RankedSheet {
  index: number
  name: string
  hidden: boolean
  layout: Layout | null
  score: number
}

/** All sheets, the likeliest first: one whose headings are the fields', then one with many rows below a wide heading. */
export function rankSheets(samples: readonly SheetSample[], fields: readonly MappableField[] = []): RankedSheet[] {
  return samples
    .map((sample, index) => {
      const layout = detectLayout(sample, fields)
      if (!layout) return { index, name: sample.name, hidden: sample.hidden, layout, score: 0 }
      const body = sample.rows.slice(layout.body).filter((r) => r.filter((c) => !isEmptyText(cellText(c))).length >= 2).length
      const fit = fields.length > 0 ? 10 * fitOf(layout.columns, fields) : 0
      const score = fit + Math.min(layout.columns.length, 20) + Math.min(body, 20) / 4
      return { index, name: sample.name, hidden: sample.hidden, layout, score: sample.hidden ? score / 4 : score }
    })
    .sort((a, b) => b.score - a.score || a.index - b.index)
}

/** What a row below the heading is. Only `body` rows become records; the others are told, never silently dropped. */
export type RowKind = 'body' | 'group' | 'total' | 'note' | 'header' | 'numbering' | 'blank'

/** A row below the heading: its texts by column, and the group rows above it. */
export interface ReadRow {
  row: number
  kind: RowKind
  texts: Map<number, string>
  groups: string[]
}

const totals =
  /^(?:(?:tong cong|tong so|tong|cong|total|grand total)\s*(?:$|[:=(]|\d)|(?:tong cong|tong so|cong|tong)\s+(?:toan|khoi|chung|nhom|phan|muc|so|cong|cac|trang)\b(?! ty)|so luong\s*[:=]\s*\d)/

/** Whether a row sums others: the words alone, or with what they sum; no name of a person or a company begins so. */
function isTotal(text: string): boolean {
  return text.length <= 120 && totals.test(fold(text))
}

const roman = /^(?:[IVX]{1,6}|[A-HĐ])[.)]?$/u
const romanPrefix = /^(?:[IVX]{1,6}|[A-HĐ])\s*[.)/-]\s*(?=\S)/u
const signatures =
  /^(nguoi (lap|ky|viet|tong hop)|can bo lap|thu truong|chu tich|giam doc|noi nhan|ky ten|xac nhan|ngay .*(thang|nam)|.*, ngay .* thang|tm\.|kt\.|tl\.|lanh dao don vi|thu ky|ke toan|ghi chu\s*:|luu y|\(ky|.*\.{5,}$)/

/**
 * Reads the rows below a heading one after another: tells records from groups, totals, repeated headings and notes, carries groups to the
 * rows below them and fills what is merged downwards. A row whose nature the next one decides waits for it.
 */
export class BodyReader {
  private groups = new Map<number, string>()
  private readonly filling = new Map<number, { until: number; text: string }>()
  private readonly tall = new Map<number, Merge[]>()
  private readonly wide = new Map<number, number>()
  private waiting: ReadRow | null = null
  private readonly columns: Set<number>
  private readonly ordinals: Set<number>
  private readonly headings: string[]

  constructor(
    private readonly layout: Layout,
    merges: readonly Merge[],
  ) {
    this.columns = new Set(layout.columns.map((c) => c.index))
    this.ordinals = new Set(layout.ordinals)
    this.headings = layout.columns.map((c) => headingKey(c.title))
    for (const m of merges) {
      if (m.bottom > m.top && m.right === m.left) this.tall.set(m.top, [...(this.tall.get(m.top) ?? []), m])
      if (m.bottom === m.top && m.right > m.left) this.wide.set(m.top, Math.max(this.wide.get(m.top) ?? 0, m.right - m.left + 1))
    }
  }

  /** Takes the next row (blank ones may be left out) and gives those whose nature is known now. */
  push(row: number, cells: readonly Cell[]): ReadRow[] {
    if (row < this.layout.body) return []
    const texts = new Map<number, string>()
    for (const [column, cell] of cells.entries()) {
      const text = cellText(cell)
      if (text !== '') texts.set(column, text)
    }
    this.fillDown(row, texts)
    const read: ReadRow = { row, kind: this.kindOf(row, texts), texts, groups: [] }
    const single = read.kind === 'body' && this.isSingle(texts)
    const done = this.settle(read.kind === 'body' && !single)
    if (read.kind === 'group') this.enterGroup(texts)
    if (single) {
      this.waiting = read
      return done
    }
    return [...done, { ...read, groups: read.kind === 'body' ? this.path() : [] }]
  }

  /** The row that still waited, when there are no more. */
  end(): ReadRow[] {
    return this.settle(false)
  }

  private settle(nextIsBody: boolean): ReadRow[] {
    const waited = this.waiting
    this.waiting = null
    if (!waited) return []
    const isNote = !nextIsBody || signatures.test(fold(firstText(waited.texts)))
    if (isNote) return [{ ...waited, kind: 'note' }]
    this.enterGroup(waited.texts)
    return [{ ...waited, kind: 'group' }]
  }

  private fillDown(row: number, texts: Map<number, string>): void {
    for (const m of this.tall.get(row) ?? []) {
      const text = texts.get(m.left)
      if (text) this.filling.set(m.left, { until: m.bottom, text })
    }
    for (const [column, { until, text }] of this.filling) {
      if (row > until) this.filling.delete(column)
      // A row that holds nothing else is not made one by what hangs into it.
      else if (!texts.has(column) && texts.size > 0) texts.set(column, text)
    }
  }

  private filled(texts: Map<number, string>): [column: number, text: string][] {
    return [...texts].filter(([c, t]) => this.columns.has(c) && !this.ordinals.has(c) && !isEmptyText(t))
  }

  private kindOf(row: number, texts: Map<number, string>): RowKind {
    const filled = this.filled(texts)
    const all = [...texts.values()].filter((t) => !isEmptyText(t))
    const first = all[0] ?? ''
    const words = filled[0]?.[1] ?? ''
    if (all.length === 0) return 'blank'
    if (filled.length === 0)
      return /\p{L}/u.test(first) && first.length > 4
        ? isTotal(first)
          ? 'total'
          : romanPrefix.test(first)
            ? 'group'
            : 'note'
        : 'blank'
    if (isNumberingRow(all) && all.length >= this.columns.size / 2 && !all.some((t) => t.length > 6)) return 'numbering'
    if (this.repeatsHeading(texts)) return 'header'
    if (!this.isCounted(texts) && (isTotal(first) || isTotal(words))) return 'total'
    if (this.columns.size >= 3 && filled.length <= this.columns.size / 2 && all.every((t) => signatures.test(fold(t))))
      return 'note'
    const few = filled.length <= Math.max(1, Math.floor(this.columns.size * 0.2))
    if (!few || this.columns.size < 3) return 'body'
    const spans = (this.wide.get(row) ?? 0) >= Math.max(3, this.columns.size / 2)
    const numbered =
      [...texts].some(([c, t]) => (!this.columns.has(c) || this.ordinals.has(c) ? roman.test(t) : false)) ||
      romanPrefix.test(first)
    if ((spans || numbered) && !signatures.test(fold(words))) return 'group'
    return 'body'
  }

  /** One text and nothing else: a group if records follow, a note otherwise. */
  private isSingle(texts: Map<number, string>): boolean {
    const filled = this.filled(texts)
    return this.columns.size >= 4 && filled.length === 1 && !this.isCounted(texts) && /\p{L}/u.test(filled[0]?.[1] ?? '')
  }

  /** The row has a number of its own in a column that numbers rows. */
  private isCounted(texts: Map<number, string>): boolean {
    return [...texts].some(([c, t]) => this.ordinals.has(c) && /^\d+[.)]?$/.test(t))
  }

  private repeatsHeading(texts: Map<number, string>): boolean {
    const same = this.layout.columns.filter((c, i) => {
      const text = texts.get(c.index)
      return text !== undefined && (headingKey(text) === this.headings[i] || headingKey(text) === headingKey(c.path.at(-1) ?? ''))
    }).length
    return same >= 2 && same >= texts.size * 0.7
  }

  private enterGroup(texts: Map<number, string>): void {
    const number = [...texts.values()].find((t) => roman.test(t)) ?? ''
    const words = [...texts.values()].filter((t) => !roman.test(t) && !/^\d+[.)]?$/.test(t)).join(' ')
    const mark = number || (romanPrefix.exec(words)?.[0] ?? '')
    const level = /^[IVX]/.test(mark) ? 1 : /^[A-HĐ]/u.test(mark) ? 0 : 2
    for (const known of this.groups.keys()) if (known >= level) this.groups.delete(known)
    this.groups.set(level, words.replace(romanPrefix, '').trim())
  }

  private path(): string[] {
    return [...this.groups].sort(([a], [b]) => a - b).map(([, words]) => words)
  }
}

function firstText(texts: Map<number, string>): string {
  return [...texts.values()][0] ?? ''
}
