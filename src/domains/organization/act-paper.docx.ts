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
import { formatDateWords } from '#kernel/dates.ts'
import { formatNumber } from '#kernel/numbers.ts'
import { fixedPackage } from '#kernel/word-package.ts'
import { paperWords as t } from './act-paper.words.ts'
import type { ActPaper, PaperTable } from './act-paper.rules.ts'
import { font, half, none, thin, twips } from '#kernel/word-paper.ts'

const margin = { top: twips(20), right: twips(15), bottom: twips(20), left: twips(25) }
/** The page lies: names of units are long, and two stand side by side. */
const room = twips(297) - margin.left - margin.right
const all = (border: typeof none | typeof thin) => ({
  top: border,
  bottom: border,
  left: border,
  right: border,
  insideHorizontal: border,
  insideVertical: border,
})

/** The list of what an act moves as a Word file: head as Decree 30/2020 has it, the ground, a table each, place for three signatures. */
export async function actToDocx(paper: ActPaper): Promise<Buffer> {
  const file = new Document({
    title: `${t('heading')}: ${paper.title}`,
    creator: 'Nội Vụ',
    lastModifiedBy: 'Nội Vụ',
    description: '',
    compatibility: { version: 15 },
    styles: { default: { document: { run: { font, size: half(13), language: { value: 'vi-VN' } } } } },
    sections: [
      {
        properties: {
          titlePage: true,
          page: {
            size: { width: twips(210), height: twips(297), orientation: PageOrientation.LANDSCAPE },
            margin: { ...margin, header: twips(10), footer: twips(10) },
          },
        },
        headers: {
          first: new Header({ children: [line('')] }),
          default: new Header({
            children: [
              new Paragraph({ alignment: AlignmentType.CENTER, children: [new TextRun({ children: [PageNumber.CURRENT] })] }),
            ],
          }),
        },
        children: [
          head(paper),
          line(t('heading').toLocaleUpperCase('vi'), { bold: true, size: 14, before: 240 }),
          line(t('about', { act: paper.title }), { bold: true, after: 60 }),
          ...(paper.draft ? [line(t('isDraft'), { italics: true, after: 60 })] : []),
          line(t(paper.draft ? 'groundDraft' : 'ground', { act: paper.title, date: paper.effectiveOn }), {
            alignment: AlignmentType.JUSTIFIED,
            before: 120,
          }),
          ...(paper.note ? [line(paper.note, { alignment: AlignmentType.JUSTIFIED, before: 60 })] : []),
          line(`${t('inAll')} ${paper.counts.join('; ')}.`, { alignment: AlignmentType.JUSTIFIED, before: 60, after: 60 }),
          ...paper.tables.flatMap((table, at) => tableOf(table, at, at === paper.tables.length - 1)),
          signatures(),
          // Word wants a paragraph after the last table.
          new Paragraph({ spacing: { line: 20, lineRule: 'exact' }, run: { size: 2 }, children: [] }),
        ],
      },
    ],
  })
  return fixedPackage(await Packer.toBuffer(file), paper.date)
}

interface LineLook {
  bold?: boolean
  italics?: boolean
  size?: number
  before?: number
  after?: number
  keepNext?: boolean
  alignment?: (typeof AlignmentType)[keyof typeof AlignmentType]
}

function line(text: string, { size = 13, before = 0, after = 0, keepNext, alignment, ...look }: LineLook = {}): Paragraph {
  return new Paragraph({
    alignment: alignment ?? AlignmentType.CENTER,
    spacing: { before, after },
    ...(keepNext ? { keepNext } : {}),
    children: [new TextRun({ text, size: half(size), ...look })],
  })
}

/** A line as long as half of what stands above it. */
function rule(width: number, share: number): Paragraph {
  const side = Math.round((width * (1 - share)) / 2)
  return new Paragraph({
    spacing: { line: 60, lineRule: 'exact' },
    indent: { left: side, right: side },
    border: { top: { style: BorderStyle.SINGLE, size: 6, space: 1, color: '000000' } },
    children: [],
  })
}

function columns(cells: Paragraph[][], shares: number[]): Table {
  const widths = shares.map((share) => Math.floor((room * share) / 100))
  return new Table({
    layout: TableLayoutType.FIXED,
    width: { size: widths.reduce((a, b) => a + b, 0), type: WidthType.DXA },
    columnWidths: widths,
    borders: all(none),
    rows: [
      new TableRow({
        cantSplit: true,
        children: cells.map((children, at) => new TableCell({ width: { size: widths[at] ?? 0, type: WidthType.DXA }, children })),
      }),
    ],
  })
}

/** Issuing body on the left; name of the state, motto, place and day on the right. */
function head(paper: ActPaper): Table {
  const shares = [42, 58]
  const [left = 0, right = 0] = shares.map((share) => (room * share) / 100)
  const dots = '……………………………'
  return columns(
    [
      [
        line(paper.superior || dots),
        line(paper.issuer || dots, { bold: true }),
        rule(left, 0.3),
        line(t('number'), { before: 60 }),
      ],
      [
        line(t('state'), { bold: true }),
        line(t('motto'), { bold: true, size: 14 }),
        rule(right, 0.42),
        line(`………………, ${paper.draft ? t('undated') : formatDateWords(paper.date)}`, { italics: true, before: 60 }),
      ],
    ],
    shares,
  )
}

const roman = ['I', 'II', 'III', 'IV', 'V', 'VI', 'VII']

/** A numbered table under its heading; one without rows says that there is nothing. The last stays with the signatures. */
function tableOf(table: PaperTable, at: number, last: boolean): (Paragraph | Table)[] {
  const heading = line(
    `${roman[at]}. ${t(`tables.${table.key}`)}${table.rows.length > 0 ? ` (${formatNumber(table.rows.length, 'vi')})` : ''}`,
    {
      bold: true,
      before: 200,
      after: 80,
      keepNext: true,
      alignment: AlignmentType.LEFT,
    },
  )
  const notes = table.notes.map((note) => line(note, { italics: true, size: 12, before: 60, alignment: AlignmentType.LEFT }))
  if (table.rows.length === 0) return [heading, line(t('nothing'), { alignment: AlignmentType.LEFT, keepNext: last }), ...notes]
  const ordinal = 5
  const widths = [ordinal, ...table.columns.map((c) => (c.share * (100 - ordinal)) / 100)].map((share) =>
    Math.floor((room * share) / 100),
  )
  const cell = (text: string, column: number, look: LineLook) =>
    new TableCell({
      width: { size: widths[column] ?? 0, type: WidthType.DXA },
      ...(look.bold ? { verticalAlign: VerticalAlignTable.CENTER } : {}),
      children: [line(text, { size: 12, ...look })],
    })
  const side = (column: number) =>
    column === 0 ? AlignmentType.CENTER : table.columns[column - 1]?.type === 'number' ? AlignmentType.RIGHT : AlignmentType.LEFT
  const written = (value: string | number) => (typeof value === 'number' ? formatNumber(value, 'vi') : value)
  return [
    heading,
    new Table({
      layout: TableLayoutType.FIXED,
      width: { size: widths.reduce((a, b) => a + b, 0), type: WidthType.DXA },
      columnWidths: widths,
      borders: all(thin),
      margins: { top: 30, bottom: 30, left: 70, right: 70, marginUnitType: WidthType.DXA },
      rows: [
        new TableRow({
          tableHeader: true,
          cantSplit: true,
          children: [t('columns.no'), ...table.columns.map((c) => t(`columns.${c.key}`))].map((text, i) =>
            cell(text, i, { bold: true }),
          ),
        }),
        ...table.rows.map(
          (row, n) =>
            new TableRow({
              cantSplit: true,
              children: [n + 1, ...row].map((value, i) =>
                cell(written(value), i, { alignment: side(i), keepNext: last && n === table.rows.length - 1 }),
              ),
            }),
        ),
      ],
    }),
    ...notes,
  ]
}

function signatures(): Table {
  return columns(
    (['compiler', 'division', 'head'] as const).map((who) => [
      line('', { before: 240 }),
      line(t(`signs.${who}`).toLocaleUpperCase('vi'), { bold: true }),
      line(t(who === 'head' ? 'signs.seal' : 'signs.name'), { italics: true }),
      line('', { before: 1200 }),
    ]),
    [33, 33, 34],
  )
}
