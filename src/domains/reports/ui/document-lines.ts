import type { Block, DocumentModel, Run } from '#engines/indicators/document.contract.ts'

/** The fixed words that the official layout prints by itself. */
export const layoutWords = {
  vi: { motto: 'ĐẢNG CỘNG SẢN VIỆT NAM', number: 'Số', to: 'Kính gửi:', recipients: 'Nơi nhận:', notes: 'Chú thích' },
  en: { motto: 'COMMUNIST PARTY OF VIET NAM', number: 'No.', to: 'To:', recipients: 'Recipients:', notes: 'Notes' },
} as const

/** What fits into one line of bold 15 point letters. */
const charactersInTitleLine = 60

/** Capitals as Vietnamese documents print them. */
export function capitals(text: string): string {
  return text.trim().toLocaleUpperCase('vi')
}

/** The summary in one line, or one line per clause when it is too long for a line. */
export function summaryLines(summary: string): string[] {
  const text = summary.trim()
  return text.length > charactersInTitleLine ? text.split(/(?<=;) /) : [text]
}

/** "- Như trên;" ... "- Lưu: VT." A line that brings its own final stop keeps it. */
export function dashed(lines: readonly string[]): string[] {
  return lines.map((line, index) => {
    const text = line.trim()
    return `- ${text}${/[.,;:]$/.test(text) ? '' : index === lines.length - 1 ? '.' : ';'}`
  })
}

/** Place and date as printed (30/2020/NĐ-CP, Annex I); the numbers stay open while there is no date. */
export function placeAndDate(place: string, date: string | null, language: 'vi' | 'en'): string {
  const [, year = '…', month = '', day = ''] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date ?? '') ?? []
  const before = place ? `${place}, ` : ''
  if (language === 'en') return before + (day ? `${Number(day)}/${Number(month)}/${year}` : '…')
  const printedMonth = month === '' ? '…' : Number(month) < 3 ? month : String(Number(month))
  return `${before}ngày ${day || '…'} tháng ${printedMonth} năm ${year}`
}

/** The sign printed before the text of a block. */
export function signOf(block: Block): string {
  if (block.kind === 'paragraph') return block.bullet ? `${block.bullet} ` : ''
  const number = block.number.trim() || (block.level === 5 ? '-' : '')
  return number ? `${number} ` : ''
}

/** Where each footnote is first referred to, as `block/run`: its number leads back there. Later references only repeat the number. */
export function firstReferences(document: DocumentModel): ReadonlySet<string> {
  const known = new Set<number>()
  const first = new Set<string>()
  for (const block of document.blocks) {
    block.runs.forEach((run, index) => {
      if (run.kind !== 'footnote' || known.has(run.number)) return
      known.add(run.number)
      first.add(`${block.id}/${index}`)
    })
  }
  return first
}

/** The plain words of a block, for a table of contents or a label. */
export function wordsOf(runs: readonly Run[]): string {
  return runs
    .map((run) => (run.kind === 'footnote' ? '' : run.text))
    .join('')
    .trim()
}

/** Every bound figure in the order of reading: the body, then the footnotes; each once. */
export function figureOrder(document: DocumentModel): string[] {
  const runs = [...document.blocks.flatMap((block) => block.runs), ...document.footnotes.flatMap((note) => note.runs)]
  return [...new Set(runs.flatMap((run) => (run.kind === 'figure' ? [run.figureId] : [])))]
}

/** What of the figures is lit up in the document. */
export const lights = ['none', 'all', 'typed', 'computed', 'differs'] as const
export type Light = (typeof lights)[number]

type FigureRun = Extract<Run, { kind: 'figure' }>

/** Whether a figure is lit up. A figure that is missing is lit with those that differ: somebody has to do something about both. */
export function isLit(run: Pick<FigureRun, 'source' | 'status'>, light: Light): boolean {
  if (light === 'all') return true
  if (light === 'differs') return run.status !== 'ok'
  return run.source === light
}

/** How many different figures each light shows. */
export function countLights(document: DocumentModel): Record<Light, number> {
  const runs = [...document.blocks.flatMap((block) => block.runs), ...document.footnotes.flatMap((note) => note.runs)]
  const figures = new Map(runs.flatMap((run) => (run.kind === 'figure' ? [[run.figureId, run] as const] : [])))
  const count = (light: Light) => [...figures.values()].filter((run) => isLit(run, light)).length
  return { none: 0, all: count('all'), typed: count('typed'), computed: count('computed'), differs: count('differs') }
}

/** An entry of the table of contents. */
export interface ContentsEntry {
  id: string
  level: number
  words: string
}

/** The headings down to "a-"; deeper ones are run-in titles. */
export function contentsOf(document: DocumentModel): ContentsEntry[] {
  return document.blocks.flatMap((block) =>
    block.kind === 'heading' && block.level < 5
      ? [{ id: block.id, level: block.level, words: `${signOf(block)}${wordsOf(block.runs)}`.trim() }]
      : [],
  )
}

/** The document an operation answered: the contract has checked its shape, the client's types have lost it on the way. */
export function documentOf(answer: { document: unknown }): DocumentModel {
  return answer.document as DocumentModel
}

/** The block in which each figure stands first; a figure of a footnote stands where the footnote is referred to. */
export function blocksOfFigures(document: DocumentModel): Map<string, string> {
  const notes = new Map(document.footnotes.map((note) => [note.number, note.runs]))
  const blocks = new Map<string, string>()
  const visit = (runs: readonly Run[], block: string, within: ReadonlySet<number>) => {
    for (const run of runs) {
      if (run.kind === 'figure' && !blocks.has(run.figureId)) blocks.set(run.figureId, block)
      if (run.kind === 'footnote' && !within.has(run.number))
        visit(notes.get(run.number) ?? [], block, new Set([...within, run.number]))
    }
  }
  for (const block of document.blocks) visit(block.runs, block.id, new Set())
  return blocks
}
