import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { Worker } from 'node:worker_threads'
import type { DocumentModel } from './document.contract.ts'
import { layOut, layoutWords, pageLayout } from './layout.rules.ts'

const { margin, points } = pageLayout

/**
 * Writes a composed document as PDF/A-2b with embedded fonts, bookmarks and real footnotes. The same model gives the same bytes
 * on every machine: the fonts come from a package, never from the system, and the only date in the file is the document's.
 *
 * The text reaches Typst as JSON data, never as markup, so nothing written in a document can act on the compiler. The compiler
 * works in a thread of its own, one document after another, so that a long report keeps nobody waiting.
 */
export async function documentToPdf(doc: DocumentModel): Promise<Buffer> {
  const { print, covers } = (press ??= openPress())
  return print(
    JSON.stringify(layOut(doc), (_key, value: unknown) => (typeof value === 'string' ? keepCovered(value, covers) : value)),
  )
}

interface Press {
  print: (document: string) => Promise<Buffer>
  covers: (codePoint: number) => boolean
}

type Answer = { id: number; pdf: Uint8Array } | { id: number; refusal: string }

/**
 * Opened at the first document and then kept: a process that prints nothing never loads the compiler, and an idle press never
 * keeps a process alive.
 */
let press: Press | undefined

function openPress(): Press {
  const { resolve } = createRequire(import.meta.url)
  const fonts = ['400Regular', '400Regular_Italic', '700Bold', '700Bold_Italic'].map((style) =>
    resolve(`@expo-google-fonts/tinos/${style}/Tinos_${style}.ttf`),
  )
  const coverage = fonts.map((path) => readCoverage(readFileSync(path)))
  const worker = new Worker(compilerThread, {
    eval: true,
    execArgv: [],
    workerData: { compiler: resolve('@myriaddreamin/typst-ts-node-compiler'), fonts, template },
  })
  const waiting = new Map<number, { resolve: (pdf: Buffer) => void; reject: (error: Error) => void }>()
  let last = 0

  worker.on('message', (answer: Answer) => {
    const asked = waiting.get(answer.id)
    waiting.delete(answer.id)
    if (waiting.size === 0) worker.unref()
    if ('pdf' in answer) asked?.resolve(Buffer.from(answer.pdf.buffer, answer.pdf.byteOffset, answer.pdf.byteLength))
    else asked?.reject(new Error(`the document cannot be printed: ${answer.refusal}`))
  })
  const close = (error: Error) => {
    if (press === opened) press = undefined
    for (const asked of waiting.values()) asked.reject(error)
    waiting.clear()
  }
  worker.on('error', close)
  worker.on('exit', (code) => close(new Error(`the PDF compiler stopped with code ${code}`)))

  const opened: Press = {
    covers: (codePoint) => coverage.every((font) => font.some(([from, to]) => codePoint >= from && codePoint <= to)),
    print: (document) =>
      new Promise((resolve, reject) => {
        const id = ++last
        waiting.set(id, { resolve, reject })
        worker.ref()
        worker.postMessage({ id, document })
      }),
  }
  return opened
}

/**
 * The compiler's thread, as a text so that it runs the same from source, in a test and in a bundle. The compiler memoises
 * layouts: it keeps those of the last documents, not of all.
 */
const compilerThread = `
const { parentPort, workerData } = require('node:worker_threads')
const { NodeCompiler } = require(workerData.compiler)
const workspace = require('node:path').dirname(workerData.fonts[0])
const compiler = NodeCompiler.create({ workspace, fontArgs: [{ fontPaths: workerData.fonts }] })
parentPort.on('message', ({ id, document }) => {
  try {
    const pdf = compiler.pdf({ mainFileContent: workerData.template, inputs: { document } }, { pdfStandard: 'a-2b' })
    parentPort.postMessage({ id, pdf })
  } catch (error) {
    parentPort.postMessage({ id, refusal: String(error.message ?? error) })
  }
  compiler.evictCache(2)
})
`

/** PDF/A refuses a letter that no font has, and a document must print all the same: such a letter becomes an empty box. */
function keepCovered(text: string, covers: Press['covers']): string {
  return text.replace(/[^\u0020-\u024f\u1e00-\u1eff]/gu, (letter) =>
    covers(letter.codePointAt(0)!) ? letter : /\p{Default_Ignorable_Code_Point}|\p{Mn}/u.test(letter) ? '' : '□',
  )
}

/** The ranges of code points a TrueType font has, read from its character map (`cmap`, format 4: the basic plane). */
function readCoverage(font: Buffer): [from: number, to: number][] {
  const tables = Array.from({ length: font.readUInt16BE(4) }, (_, index) => 12 + 16 * index)
  const cmap = font.readUInt32BE(tables.find((at) => font.toString('latin1', at, at + 4) === 'cmap')! + 8)
  const maps = Array.from({ length: font.readUInt16BE(cmap + 2) }, (_, index) => cmap + font.readUInt32BE(cmap + 8 + 8 * index))
  const map = maps.find((at) => font.readUInt16BE(at) === 4)!
  const doubled = font.readUInt16BE(map + 6)
  const segments: [number, number][] = []
  for (let at = 0; at < doubled; at += 2) {
    const to = font.readUInt16BE(map + 14 + at)
    const from = font.readUInt16BE(map + 16 + doubled + at)
    if (from < 0xffff) segments.push([from, to])
  }
  return segments
}

/**
 * The layout. It reads nothing but `sys.inputs.document`; letters have the height of a line, so a line pitch is height +
 * leading.
 */
const template = `
#let doc = json(bytes(sys.inputs.document))
#let day = doc.properties.date.split("-").map(int)
#let notes = doc.notes.fold((:), (all, note) => { all.insert(str(note.number), note.pieces); all })

#set document(
  title: doc.properties.title,
  author: doc.properties.author,
  date: datetime(year: day.at(0), month: day.at(1), day: day.at(2)),
)
#set text(
  font: "Tinos", fallback: false, size: ${points.body}pt, top-edge: 0.75em, bottom-edge: -0.25em,
  lang: doc.languageTag.slice(0, 2), hyphenate: false, overhang: false,
)
#set par(leading: ${points.line - points.body}pt, spacing: ${points.line - points.body}pt)
#set block(spacing: ${points.line - points.body}pt)
#set super(typographic: false, size: 0.6em, baseline: -0.44em)
#set page(
  paper: "a4",
  margin: (top: ${margin.top}mm, right: ${margin.right}mm, bottom: ${margin.bottom}mm, left: ${margin.left}mm),
  header-ascent: ${margin.top - pageLayout.pageNumberFromTop}mm - ${points.body}pt,
  header: context if here().page() > 1 { align(center, str(here().page())) },
  background: if doc.watermark != "" {
    context {
      let mark = text(size: 100pt, weight: "bold", fill: luma(230), doc.watermark)
      place(center + horizon, rotate(-45deg, scale(calc.min(100%, 150mm / measure(mark).width * 100%), reflow: true, mark)))
    }
  },
)

// Content even when there is nothing to write.
#let write(pieces) = [#for piece in pieces {
  if piece.kind == "note" { footnote({ h(0.2em); write(notes.at(str(piece.number))) }) }
  else if piece.kind == "mark" { super(str(piece.number)) }
  else {
    let body = text(piece.text)
    if piece.at("italic", default: false) { body = text(style: "italic", body) }
    if piece.at("bold", default: false) { body = text(weight: "bold", body) }
    body
  }
}]
#let lines(items) = for item in items { block(item) }
#let body-par(it) = par(justify: true, first-line-indent: (amount: ${pageLayout.firstLineIndent}mm, all: true), it)
#let body-gap = ${points.line - points.body + points.afterParagraph}pt

#set footnote.entry(separator: line(length: 50mm, stroke: 0.5pt), gap: 4pt, indent: 0pt)
#show footnote.entry: set text(size: ${points.note}pt, weight: "regular", style: "normal")
#show footnote.entry: set par(justify: true, leading: 2pt, spacing: 4pt)
#show heading: set text(size: ${points.body}pt, weight: "regular")

// Letterhead
#align(center, grid(
  columns: (${pageLayout.headerLeft}mm, 1fr), column-gutter: 2mm, row-gutter: ${points.line - points.body}pt,
  {
    if doc.header.superior != "" { block(doc.header.superior) }
    block(text(weight: "bold", doc.header.issuer))
    block("${layoutWords.star}")
  },
  block(stroke: (bottom: 0.75pt), inset: (bottom: 2pt), text(size: ${points.motto}pt, weight: "bold", doc.header.motto)),
  doc.header.number,
  text(style: "italic", doc.header.placeDate),
))

// Title and addressees
#v(14pt)
#align(center, {
  block(text(size: ${points.type}pt, weight: "bold", doc.type))
  for line in doc.summary { block(text(size: ${points.summary}pt, weight: "bold", line)) }
  block("${layoutWords.rule}")
})
#if doc.addressees.lines.len() > 0 {
  v(6pt)
  align(center, if doc.addressees.lines.len() == 1 [#doc.addressees.label #doc.addressees.lines.first()] else {
    grid(columns: 2, column-gutter: 0.5em, align: left, doc.addressees.label, lines(doc.addressees.lines))
  })
}
#v(8pt)

// Body
#for (index, entry) in doc.blocks.enumerate() {
  let last = index == doc.blocks.len() - 1
  if entry.kind == "paragraph" {
    block(width: 100%, above: body-gap, below: body-gap, sticky: last, body-par(write(entry.pieces)))
  } else {
    let content = [#entry.lines.map(write).join(linebreak())]
    let content = if entry.level < 4 { text(weight: "bold", content) } else { content }
    let content = if entry.level > 2 { text(style: "italic", content) } else { content }
    let gap = if entry.level == 0 { 14pt } else { body-gap }
    // The bookmark takes the text of the heading, the page its content: a footnote belongs to the page only.
    let bookmark = entry.lines.map(pieces => [#pieces.map(piece => piece.at("text", default: "")).join()]).join(" ")
    let content = if entry.level == 0 { align(center, content) } else { body-par(content) }
    show heading: block(width: 100%, above: gap, below: gap, sticky: true, breakable: false, content)
    heading(level: entry.level + 1, [#bookmark])
  }
}

// Recipients and signature
#block(above: 18pt, breakable: false, width: 100%, grid(
  columns: (${pageLayout.recipientsLeft}mm, 1fr),
  if doc.recipients.lines.len() > 0 {
    block(underline(offset: 2.5pt, doc.recipients.label))
    set text(size: ${points.list}pt)
    set block(spacing: 3pt)
    lines(doc.recipients.lines)
  },
  align(center, {
    set text(weight: "bold")
    lines(doc.signature.authority)
    if doc.signature.post != "" { block(doc.signature.post) }
    v(${pageLayout.signatureSpace}mm)
    block(doc.signature.name)
  }),
))
`
