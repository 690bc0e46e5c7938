import type { DocumentModel } from './document.contract.ts'
import { layOut, layoutWords, pageLayout, type Piece, type PrintedBlock, type PrintedDocument } from './layout.rules.ts'

/**
 * Writes a composed document as HTML: an `<article class="official-document">` to put into a screen, or a whole page that looks
 * and prints like the A4 sheet. Every block carries `data-block`, every bound figure `data-figure`, `data-source` and
 * `data-status`, so that a screen can lead a click back to the template or to the records.
 */
export function documentToHtml(doc: DocumentModel, options: { standalone?: boolean } = {}): string {
  const printed = layOut(doc)
  const article = writeArticle(printed, doc.language)
  if (!options.standalone) return article
  return `<!doctype html>
<html lang="${printed.languageTag}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(printed.properties.title)}</title>
<meta name="author" content="${escape(printed.properties.author)}">
<style>${documentCss}</style>
</head>
<body class="official-document-page">
${article}
</body>
</html>
`
}

function writeArticle(doc: PrintedDocument, language: 'vi' | 'en'): string {
  const { header, signature } = doc
  const words = layoutWords[language]
  const parts = [
    `<article class="official-document" lang="${doc.languageTag}">`,
    doc.watermark && `<div class="watermark" aria-hidden="true"><span>${escape(doc.watermark)}</span></div>`,
    '<header class="letterhead">',
    '<div class="left">',
    header.superior && `<p class="superior">${escape(header.superior)}</p>`,
    `<p class="issuer">${escape(header.issuer)}</p>`,
    `<p class="star">${layoutWords.star}</p>`,
    '</div>',
    `<div class="right"><p class="motto">${escape(header.motto)}</p></div>`,
    `<p class="number">${escape(header.number)}</p>`,
    `<p class="place-date">${escape(header.placeDate)}</p>`,
    '</header>',
    `<h1><span class="type">${escape(doc.type)}</span>`,
    ...doc.summary.map((line) => `<span class="summary">${escape(line)}</span>`),
    '</h1>',
    `<p class="rule" aria-hidden="true">${layoutWords.rule}</p>`,
    doc.addressees.lines.length > 0 &&
      `<div class="addressees"><span>${escape(doc.addressees.label)}</span> ${writeLines(doc.addressees.lines)}</div>`,
    ...doc.blocks.map(writeBlock),
    '<footer class="closing">',
    '<div class="recipients">',
    doc.recipients.lines.length > 0 && `<p class="label">${escape(doc.recipients.label)}</p>${writeLines(doc.recipients.lines)}`,
    '</div>',
    '<div class="signature">',
    ...signature.authority.map((line) => `<p class="authority">${escape(line)}</p>`),
    signature.post && `<p class="post">${escape(signature.post)}</p>`,
    `<p class="name">${escape(signature.name)}</p>`,
    '</div>',
    '</footer>',
    doc.notes.length > 0 && `<section class="footnotes" aria-label="${words.notes}">`,
    ...doc.notes.map(
      (note) =>
        `<p id="footnote-${note.number}"><sup>${note.number}</sup> ${writePieces(note.pieces)} ` +
        `<a class="back" href="#footnote-${note.number}-reference" aria-label="${words.back} ${note.number}">↑</a></p>`,
    ),
    doc.notes.length > 0 && '</section>',
    '</article>',
  ]
  return parts.filter(Boolean).join('\n')
}

function writeLines(lines: string[]): string {
  return `<div class="lines">${lines.map((line) => `<p>${escape(line)}</p>`).join('')}</div>`
}

function writeBlock(block: PrintedBlock): string {
  if (block.kind === 'paragraph') {
    const author = block.author === null ? '' : ` data-author="${escape(block.author)}"`
    return `<p class="body" data-block="${escape(block.id)}"${author}>${writePieces(block.pieces)}</p>`
  }
  const lines = block.lines.map(writePieces).join('<br>')
  const attributes = `class="level-${block.level}" data-block="${escape(block.id)}"`
  // HTML has six levels and the document title takes the first.
  if (block.level === 5) return `<div role="heading" aria-level="7" ${attributes}>${lines}</div>`
  return `<h${block.level + 2} ${attributes}>${lines}</h${block.level + 2}>`
}

function writePieces(pieces: Piece[]): string {
  return pieces.map(writePiece).join('')
}

function writePiece(piece: Piece): string {
  switch (piece.kind) {
    case 'note':
      return `<sup><a id="footnote-${piece.number}-reference" href="#footnote-${piece.number}">${piece.number}</a></sup>`
    case 'mark':
      return `<sup>${piece.number}</sup>`
    case 'figure':
      return (
        `<span class="figure" data-figure="${escape(piece.figureId)}" data-source="${piece.source}" ` +
        `data-status="${piece.status}">${escape(piece.text)}</span>`
      )
    case 'text': {
      const italic = piece.italic ? `<em>${escape(piece.text)}</em>` : escape(piece.text)
      return piece.bold ? `<strong>${italic}</strong>` : italic
    }
  }
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character]!)
}

const { margin, points } = pageLayout
const margins = `${margin.top}mm ${margin.right}mm ${margin.bottom}mm ${margin.left}mm`
const textWidth = 210 - margin.left - margin.right
const fonts = '"Times New Roman", Tinos, "Liberation Serif", serif'

/** The looks of `.official-document`; a standalone page has them inline. Marks of figures are for the screen and never print. */
export const documentCss = `
.official-document {
  position: relative; color: black; font: ${points.body}pt/${points.line}pt ${fonts}; hyphens: none; overflow-wrap: break-word;
}
.official-document :where(p, h1, h2, h3, h4, h5, h6, [role="heading"]) {
  margin: 0; font-size: inherit; font-weight: inherit; line-height: inherit;
}
.official-document > * { position: relative; }

.official-document .letterhead {
  display: grid; column-gap: 2mm; text-align: center;
  grid-template-columns: ${pageLayout.headerLeft}fr ${textWidth - pageLayout.headerLeft}fr;
}
.official-document :is(.issuer, .motto, h1) { font-weight: bold; }
.official-document .motto {
  display: inline-block; border-bottom: 0.75pt solid; padding-bottom: 2pt; font-size: ${points.motto}pt;
}
.official-document .place-date { font-style: italic; }
.official-document h1 { margin-top: 20pt; text-align: center; text-wrap: balance; }
.official-document h1 span { display: block; }
.official-document .type { font-size: ${points.type}pt; line-height: 22pt; }
.official-document .summary { font-size: ${points.summary}pt; line-height: 20pt; }
.official-document .rule { text-align: center; line-height: 12pt; }
.official-document .addressees { display: flex; justify-content: center; gap: 0.3em; margin: 14pt 0; }
.official-document .addressees > span { white-space: nowrap; }

.official-document :is(.body, .level-1, .level-2, .level-3, .level-4, .level-5) {
  margin-bottom: ${points.afterParagraph}pt; text-align: justify; text-indent: ${pageLayout.firstLineIndent}mm;
  orphans: 2; widows: 2;
}
.official-document .level-0 { margin: 12pt 0; text-align: center; text-wrap: balance; }
.official-document :is(.level-0, .level-1, .level-2, .level-3) { font-weight: bold; }
.official-document :is(.level-3, .level-4, .level-5) { font-style: italic; }
.official-document :is(.level-0, .level-1, .level-2, .level-3, .level-4, .level-5) { break-after: avoid; }
.official-document .body:has(+ .closing) { break-after: avoid; }
.official-document sup { font-size: 0.65em; font-weight: normal; font-style: normal; line-height: 0; }
.official-document :is(sup a, .back) { color: inherit; text-decoration: none; }

.official-document .closing {
  display: grid; margin-top: 14pt; break-inside: avoid;
  grid-template-columns: ${pageLayout.recipientsLeft}fr ${textWidth - pageLayout.recipientsLeft}fr;
}
.official-document .recipients .label { text-decoration: underline; }
.official-document .recipients .lines { font-size: ${points.list}pt; line-height: 15pt; }
.official-document .signature { text-align: center; font-weight: bold; }
.official-document .signature .name { margin-top: ${pageLayout.signatureSpace}mm; }

.official-document .footnotes {
  margin-top: 18pt; padding-top: 4pt; font-size: ${points.note}pt; line-height: 14pt; text-align: justify;
}
.official-document .footnotes::before { content: ""; position: absolute; top: 0; left: 0; width: 50mm; border-top: 0.5pt solid; }
.official-document .footnotes p { margin-bottom: 2pt; }

.official-document .watermark { position: absolute; inset: 0; overflow: clip; pointer-events: none; user-select: none; }
.official-document .watermark span {
  position: sticky; top: 45vh; display: block; transform: rotate(-35deg); color: gainsboro;
  font-size: 80pt; font-weight: bold; line-height: 1; text-align: center;
}

.official-document-page { margin: 0; }
@media screen {
  .official-document-page { padding: 8mm 0; background: gainsboro; }
  .official-document-page .official-document {
    box-sizing: border-box; max-width: 210mm; min-height: 297mm; margin: 0 auto; padding: ${margins};
    background: white; box-shadow: 0 1px 6px gray;
  }
  .official-document .figure:hover, .official-document .figure:focus-visible { background: aliceblue; }
  .official-document .figure[data-source="typed"] { text-decoration: underline dotted 1px; text-underline-offset: 3px; }
  .official-document .figure[data-status="differs"] { background: palegoldenrod; }
  .official-document .figure[data-status="missing"] { background: mistyrose; }
  .official-document :target { background: lightyellow; }
}
@media screen and (max-width: 210mm) {
  .official-document-page { padding: 0; }
  .official-document-page .official-document { padding: 6mm 5mm; box-shadow: none; }
}
@media print {
  .official-document .back { display: none; }
  .official-document .watermark { position: fixed; }
  .official-document .watermark span {
    position: absolute; inset: 45% 0 auto 0; print-color-adjust: exact; -webkit-print-color-adjust: exact;
  }
}
@page {
  size: A4; margin: ${margins};
  @top-center { content: counter(page); font: ${points.body}pt ${fonts}; }
}
@page :first {
  @top-center { content: none; }
}
`
