import {
  AlignmentType,
  BorderStyle,
  Document,
  FootnoteReferenceRun,
  Header,
  HeadingLevel,
  LineRuleType,
  Packer,
  PageNumber,
  Paragraph,
  Tab,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  UnderlineType,
  WidthType,
  type IBaseParagraphStyleOptions,
  type IParagraphOptions,
  type ParagraphChild,
} from 'docx'
import { TextWatermark } from 'docx/watermarks'
import { fixedPackage } from '#kernel/word-package.ts'
import type { DocumentModel } from './document.contract.ts'
import { layOut, layoutWords, pageLayout, type Piece, type PrintedBlock, type PrintedDocument } from './layout.rules.ts'
import { font, half, none, twips } from '#kernel/word-paper.ts'

const { margin, points } = pageLayout
const twentieth = (value: number) => value * 20
const textWidth = twips(210) - twips(margin.left) - twips(margin.right)

/**
 * Writes a composed document as a Word file with native headings, footnotes, page numbers and margins. Figures are plain text:
 * a reader of the Word file cannot tell a computed one from one typed in. The same model gives the same bytes.
 */
export async function documentToDocx(doc: DocumentModel): Promise<Buffer> {
  const printed = layOut(doc)
  const file = new Document({
    title: printed.properties.title,
    creator: printed.properties.author,
    lastModifiedBy: printed.properties.author,
    description: '',
    compatibility: { version: 15 },
    styles: styles(printed.languageTag),
    footnotes: Object.fromEntries(printed.notes.map((note) => [note.number, { children: [writeNote(note.pieces)] }])),
    sections: [
      {
        properties: {
          titlePage: true,
          page: {
            size: { width: twips(210), height: twips(297) },
            margin: {
              top: twips(margin.top),
              right: twips(margin.right),
              bottom: twips(margin.bottom),
              left: twips(margin.left),
              header: twips(pageLayout.pageNumberFromTop),
              footer: twips(pageLayout.pageNumberFromTop),
            },
          },
        },
        headers: {
          first: new Header({ children: [line(writeWatermark(printed.watermark))] }),
          default: new Header({
            children: [line([...writeWatermark(printed.watermark), new TextRun({ children: [PageNumber.CURRENT] })])],
          }),
        },
        children: [
          // LibreOffice puts an empty line above a table that comes first.
          hairline(),
          writeLetterhead(printed),
          line([new TextRun({ text: printed.type, bold: true, size: half(points.type) })], {
            spacing: { before: twentieth(20) },
          }),
          ...printed.summary.map((text) => line([new TextRun({ text, bold: true, size: half(points.summary) })])),
          line([new TextRun(layoutWords.rule)], { spacing: { after: twentieth(10) } }),
          ...writeAddressees(printed),
          ...printed.blocks.map((block, index) => writeBlock(block, index === printed.blocks.length - 1)),
          writeClosing(printed),
          // Word wants a paragraph after the last table, and a whole line could make a page of its own.
          hairline(),
        ],
      },
    ],
  })
  return fixedPackage(await Packer.toBuffer(file), printed.properties.date)
}

function styles(language: string) {
  const heading = (
    run: IBaseParagraphStyleOptions['run'],
    paragraph?: IBaseParagraphStyleOptions['paragraph'],
  ): IBaseParagraphStyleOptions => ({
    run: { font, size: half(points.body), color: '000000', ...run },
    paragraph: { ...bodyParagraph, keepNext: true, keepLines: true, ...paragraph },
  })
  return {
    default: {
      document: { run: { font, size: half(points.body), language: { value: language } } },
      heading1: heading(
        { bold: true },
        {
          alignment: AlignmentType.CENTER,
          indent: { firstLine: 0 },
          spacing: { ...bodyParagraph.spacing, before: twentieth(12), after: twentieth(12) },
        },
      ),
      heading2: heading({ bold: true }),
      heading3: heading({ bold: true }),
      heading4: heading({ bold: true, italics: true }),
      heading5: heading({ bold: false, italics: true }),
      heading6: heading({ bold: false, italics: true }),
      footnoteText: {
        run: { font, size: half(points.note) },
        paragraph: {
          alignment: AlignmentType.JUSTIFIED,
          spacing: { after: twentieth(2), line: twentieth(13), lineRule: LineRuleType.AT_LEAST },
        },
      },
    },
    paragraphStyles: [
      {
        id: 'BodyText',
        name: 'Body Text',
        basedOn: 'Normal',
        quickFormat: true,
        paragraph: { ...bodyParagraph, widowControl: true },
      },
      {
        id: 'Letterhead',
        name: 'Letterhead',
        basedOn: 'Normal',
        paragraph: { alignment: AlignmentType.CENTER, spacing: { before: 0, after: 0 } },
      },
    ],
  }
}

const bodyParagraph = {
  alignment: AlignmentType.JUSTIFIED,
  indent: { firstLine: twips(pageLayout.firstLineIndent) },
  spacing: { before: 0, after: twentieth(points.afterParagraph), line: twentieth(points.line), lineRule: LineRuleType.AT_LEAST },
}

/** A centred line of the letterhead, the title or the closing. */
function line(children: ParagraphChild[], options: IParagraphOptions = {}): Paragraph {
  return new Paragraph({ style: 'Letterhead', ...options, children })
}

/** A paragraph that takes no room. */
function hairline(options: IParagraphOptions = {}): Paragraph {
  return line([], { ...options, spacing: { line: 20, lineRule: LineRuleType.EXACT }, run: { size: 2 } })
}

function writeLetterhead({ header, languageTag }: PrintedDocument): Table {
  const left = twips(pageLayout.headerLeft)
  const right = textWidth - left
  // The line under the motto is as long as the motto. It is a paragraph of its own: an underline would cross the marks below
  // letters, and a border of the motto itself would break it where the reader's font is wider.
  const indent = Math.round((right - twentieth(languageTag === 'vi-VN' ? 207 : 250)) / 2)
  const motto = [
    line([new TextRun({ text: header.motto, bold: true, size: half(points.motto) })]),
    hairline({
      border: { top: { style: BorderStyle.SINGLE, size: 6, space: 1, color: '000000' } },
      indent: { left: indent, right: indent },
    }),
  ]
  return borderless([
    [
      left,
      [
        ...(header.superior ? [line([new TextRun(header.superior)])] : []),
        line([new TextRun({ text: header.issuer, bold: true })]),
        line([new TextRun(layoutWords.star)]),
      ],
      right,
      motto,
    ],
    [left, [line([new TextRun(header.number)])], right, [line([new TextRun({ text: header.placeDate, italics: true })])]],
  ])
}

function writeAddressees({ addressees }: PrintedDocument): Paragraph[] {
  if (addressees.lines.length === 1) {
    return [
      line([new TextRun(`${addressees.label} ${addressees.lines[0]}`)], {
        spacing: { before: twentieth(4), after: twentieth(14) },
      }),
    ]
  }
  const [label, list] = [twips(20), twips(40)]
  return addressees.lines.map((text, index) =>
    line([new TextRun({ children: index === 0 ? [addressees.label, new Tab(), text] : [text] })], {
      alignment: AlignmentType.LEFT,
      indent: { left: list, hanging: index === 0 ? label : 0 },
      spacing: { after: twentieth(index === addressees.lines.length - 1 ? 14 : 0) },
    }),
  )
}

const headings = [
  HeadingLevel.HEADING_1,
  HeadingLevel.HEADING_2,
  HeadingLevel.HEADING_3,
  HeadingLevel.HEADING_4,
  HeadingLevel.HEADING_5,
  HeadingLevel.HEADING_6,
] as const

/** The last block stays with the signature, so that a page never holds a signature alone. */
function writeBlock(block: PrintedBlock, last: boolean): Paragraph {
  if (block.kind === 'paragraph')
    return new Paragraph({ style: 'BodyText', keepNext: last, children: block.pieces.map((piece) => writePiece(piece)) })
  const children = block.lines.flatMap((pieces, index) => [
    ...(index > 0 ? [new TextRun({ break: 1 })] : []),
    ...pieces.map((piece) => writePiece(piece)),
  ])
  return new Paragraph({ heading: headings[block.level], children })
}

function writePiece(piece: Piece): ParagraphChild {
  switch (piece.kind) {
    case 'note':
      return new FootnoteReferenceRun(piece.number)
    case 'mark':
      return new TextRun({ text: `${piece.number}`, superScript: true })
    case 'figure':
      return new TextRun(piece.text)
    case 'text':
      return new TextRun({ text: piece.text, ...(piece.bold && { bold: true }), ...(piece.italic && { italics: true }) })
  }
}

function writeNote(pieces: Piece[]): Paragraph {
  return new Paragraph({ style: 'FootnoteText', children: [new TextRun(' '), ...pieces.map((piece) => writePiece(piece))] })
}

function writeClosing({ recipients, signature }: PrintedDocument): Table {
  const left = twips(pageLayout.recipientsLeft)
  const list = (text: string) => line([new TextRun({ text, size: half(points.list) })], { alignment: AlignmentType.LEFT })
  const label = new TextRun({ text: recipients.label, underline: { type: UnderlineType.SINGLE } })
  const bold = (text: string, before = 0) => line([new TextRun({ text, bold: true })], { spacing: { before } })
  return borderless(
    [
      [
        left,
        recipients.lines.length > 0
          ? [line([label], { alignment: AlignmentType.LEFT }), ...recipients.lines.map(list)]
          : [line([])],
        textWidth - left,
        [
          ...signature.authority.map((text) => bold(text)),
          ...(signature.post ? [bold(signature.post)] : []),
          bold(signature.name, twips(pageLayout.signatureSpace)),
        ],
      ],
    ],
    12,
  )
}

type Row = [leftWidth: number, left: Paragraph[], rightWidth: number, right: Paragraph[]]

/** Two columns without borders, whose rows never break across pages. `before` is the distance above, in points. */
function borderless(rows: Row[], before = 0): Table {
  const cell = (width: number, children: Paragraph[]) =>
    new TableCell({
      width: { size: width, type: WidthType.DXA },
      margins: { top: twentieth(before), bottom: 0, left: 0, right: 0 },
      children,
    })
  return new Table({
    layout: TableLayoutType.FIXED,
    width: { size: textWidth, type: WidthType.DXA },
    columnWidths: [rows[0]![0], rows[0]![2]],
    borders: { top: none, bottom: none, left: none, right: none, insideHorizontal: none, insideVertical: none },
    margins: { left: 0, right: 0 },
    rows: rows.map(
      ([leftWidth, left, rightWidth, right]) =>
        new TableRow({ cantSplit: true, children: [cell(leftWidth, left), cell(rightWidth, right)] }),
    ),
  })
}

function writeWatermark(text: string): ParagraphChild[] {
  return text ? [new TextWatermark({ text, font, bold: true, color: 'silver', width: 400 })] : []
}
