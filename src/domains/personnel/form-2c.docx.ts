import {
  AlignmentType,
  Document,
  Header,
  ImageRun,
  LeaderType,
  Packer,
  PageNumber,
  Paragraph,
  TabStopType,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  VerticalAlignTable,
  WidthType,
} from 'docx'
import { fixedPackage } from '#kernel/word-package.ts'
import type { Form2c, FormBlock, Item } from './form-2c.rules.ts'
import { font, half, none, thin, twips } from '#kernel/word-paper.ts'

const margin = { top: twips(20), right: twips(15), bottom: twips(20), left: twips(30) }
const room = twips(210) - margin.left - margin.right
/** Stands behind what is blank because of the reader; the foot explains it. */
const mark = '*'

const borders = (border: typeof none | typeof thin) => ({
  top: border,
  bottom: border,
  left: border,
  right: border,
  insideHorizontal: border,
  insideVertical: border,
})

/** A photograph for the frame of 4 by 6 centimetres. */
export interface FormPhoto {
  bytes: Buffer
  type: 'jpg' | 'png'
  /** Of the picture itself, so that it is not drawn out of shape. */
  width: number
  height: number
}

/** Form 2C as a Word file, laid out as the form is printed: A4, Times 13, the frame of the photograph, numbered items, tables, signatures. */
export async function form2cToDocx(form: Form2c, options: { photo: FormPhoto | null; date: string }): Promise<Buffer> {
  const file = new Document({
    title: `Sơ yếu lý lịch 2C-BNV/2008: ${form.name}`,
    creator: 'Nội Vụ',
    lastModifiedBy: 'Nội Vụ',
    description: '',
    compatibility: { version: 15 },
    styles: { default: { document: { run: { font, size: half(13), language: { value: 'vi-VN' } } } } },
    sections: [
      {
        properties: {
          titlePage: true,
          page: { size: { width: twips(210), height: twips(297) }, margin: { ...margin, header: twips(10), footer: twips(10) } },
        },
        headers: {
          first: new Header({
            children: [
              paragraph(
                [
                  run('Mẫu 2C-BNV/2008 ban hành kèm theo Quyết định số 02/2008/QĐ-BNV ngày 06/10/2008 của Bộ trưởng Bộ Nội vụ', {
                    italics: true,
                    size: half(10),
                  }),
                ],
                {
                  alignment: AlignmentType.RIGHT,
                },
              ),
            ],
          }),
          default: new Header({
            children: [
              paragraph([new TextRun({ children: [PageNumber.CURRENT], size: half(13) })], { alignment: AlignmentType.CENTER }),
            ],
          }),
        },
        children: [
          ...letterhead(form),
          paragraph([run('SƠ YẾU LÝ LỊCH CÁN BỘ, CÔNG CHỨC', { bold: true, size: half(16) })], {
            alignment: AlignmentType.CENTER,
            before: 120,
            after: 180,
          }),
          opening(form, options.photo),
          ...form.blocks.flatMap((block, at) => writeBlock(block, form.blocks[at + 1])),
          signatures(form),
          ...(form.withheld
            ? [
                paragraph(
                  [
                    run(`${mark} Để trống theo quyền xem của người in; không có nghĩa là hồ sơ không ghi.`, {
                      italics: true,
                      size: half(10),
                    }),
                  ],
                  { before: 120 },
                ),
              ]
            : []),
          // Word wants a paragraph after the last table.
          new Paragraph({ spacing: { line: 20, lineRule: 'exact' }, run: { size: 2 }, children: [] }),
        ],
      },
    ],
  })
  return fixedPackage(await Packer.toBuffer(file), options.date)
}

function run(text: string, options: { bold?: boolean; italics?: boolean; size?: number } = {}): TextRun {
  return new TextRun({ text, ...options })
}

function paragraph(
  children: (TextRun | ImageRun)[],
  options: {
    alignment?: (typeof AlignmentType)[keyof typeof AlignmentType]
    before?: number
    after?: number
    keepNext?: boolean
    /** How far from the left dots run where the paper is to be written on. */
    dotsTo?: number
  } = {},
): Paragraph {
  const { alignment = AlignmentType.LEFT, before = 0, after = 0, keepNext, dotsTo } = options
  return new Paragraph({
    alignment,
    spacing: { before, after },
    ...(keepNext ? { keepNext } : {}),
    ...(dotsTo ? { tabStops: [{ type: TabStopType.RIGHT, position: dotsTo, leader: LeaderType.DOT }] } : {}),
    children,
  })
}

function letterhead(form: Form2c): Paragraph[] {
  return [
    paragraph([run('Cơ quan, đơn vị có thẩm quyền quản lý CBCC: '), run(form.manager, { bold: true })]),
    paragraph([run('Cơ quan, đơn vị sử dụng CBCC: '), run(form.employer, { bold: true })]),
    paragraph([run(`Số hiệu cán bộ, công chức: ${form.number || '…………………………'}`)], { alignment: AlignmentType.RIGHT, after: 120 }),
  ]
}

/** The frame of the photograph, and beside it the first items. */
function opening(form: Form2c, photo: FormPhoto | null): Table {
  const gap = twips(4)
  const [frame, rest] = [twips(40), room - twips(40)]
  const picture = () => {
    if (!photo)
      return [
        paragraph([run('Ảnh màu', { italics: true, size: half(11) })], { alignment: AlignmentType.CENTER }),
        paragraph([run('(4 x 6 cm)', { italics: true, size: half(11) })], { alignment: AlignmentType.CENTER }),
      ]
    const most = { width: 144, height: 218 }
    const by = Math.min(most.width / photo.width, most.height / photo.height)
    const transformation = { width: Math.round(photo.width * by), height: Math.round(photo.height * by) }
    const altText = { title: 'Ảnh', description: `Ảnh chân dung ${form.name}`, name: 'Ảnh' }
    return [
      paragraph([new ImageRun({ type: photo.type, data: photo.bytes, transformation, altText })], {
        alignment: AlignmentType.CENTER,
      }),
    ]
  }
  return new Table({
    layout: TableLayoutType.FIXED,
    width: { size: room, type: WidthType.DXA },
    columnWidths: [frame, rest],
    borders: borders(none),
    rows: [
      new TableRow({
        height: { value: twips(60), rule: 'atLeast' },
        children: [
          new TableCell({
            width: { size: frame, type: WidthType.DXA },
            verticalAlign: VerticalAlignTable.CENTER,
            borders: { top: thin, bottom: thin, left: thin, right: thin },
            margins: { top: 0, bottom: 0, left: 0, right: 0 },
            children: picture(),
          }),
          new TableCell({
            width: { size: rest, type: WidthType.DXA },
            margins: { top: 0, bottom: 0, left: gap, right: 0 },
            children: form.beside.flatMap((block) => writeBlock(block, undefined, rest - gap, 180)),
          }),
        ],
      }),
    ],
  })
}

const shortDots = '…………'

function writeItem(item: Item, last: boolean): TextRun[] {
  const label = item.label ? [run(`${item.label} `)] : []
  if (item.value) return [...label, run(item.value, { bold: true })]
  const blank = last
    ? [new TextRun({ text: item.withheld ? mark : '' }), new TextRun({ children: ['\t'] })]
    : [run(`${shortDots}${item.withheld ? mark : ''}`)]
  return [...label, ...blank]
}

function writeBlock(block: FormBlock, next: FormBlock | undefined, width = room, before = 60): (Paragraph | Table)[] {
  switch (block.kind) {
    case 'line': {
      const children = block.items.flatMap((item, at) => [
        ...(at > 0 ? [run(item.close ? ' ' : ', ')] : []),
        ...writeItem(item, at === block.items.length - 1),
      ])
      const hints = block.items.flatMap((i) => (i.hint ? [`(${i.hint})`] : []))
      return [
        paragraph(children, { before, dotsTo: width }),
        ...(hints.length > 0
          ? [paragraph([run(hints.join('  '), { italics: true, size: half(10) })], { alignment: AlignmentType.CENTER })]
          : []),
      ]
    }
    case 'heading':
      return [
        ...(block.text
          ? [
              paragraph([run(block.text, { bold: /^\d/.test(block.text) })], {
                before: 120,
                after: 60,
                keepNext: next?.kind !== 'heading',
              }),
            ]
          : []),
        ...(block.hint ? [paragraph([run(block.hint, { italics: true, size: half(10) })], { before: 40 })] : []),
      ]
    case 'table':
      return [
        grid(
          block.heads,
          block.shares.map((share) => Math.floor((room * share) / 100)),
          block.rows,
          block.withheld,
        ),
      ]
    case 'across':
      return across(block)
  }
}

/** A table of the form; without rows it has room to write by hand, as the printed form has. */
function grid(heads: string[], widths: number[], rows: string[][], withheld: boolean): Table {
  const filled =
    rows.length > 0
      ? rows
      : Array.from({ length: 3 }, (_, at) => heads.map((_head, column) => (withheld && at === 0 && column === 0 ? mark : '')))
  const cell = (text: string, at: number, head: boolean) =>
    new TableCell({
      width: { size: widths[at] ?? 0, type: WidthType.DXA },
      ...(head ? { verticalAlign: VerticalAlignTable.CENTER } : {}),
      children: [paragraph([run(text, { size: half(12) })], { alignment: head ? AlignmentType.CENTER : AlignmentType.LEFT })],
    })
  return new Table({
    layout: TableLayoutType.FIXED,
    width: { size: widths.reduce((sum, w) => sum + w, 0), type: WidthType.DXA },
    columnWidths: widths,
    borders: borders(thin),
    margins: { top: 30, bottom: 30, left: 70, right: 70, marginUnitType: WidthType.DXA },
    rows: [
      new TableRow({ tableHeader: true, cantSplit: true, children: heads.map((text, at) => cell(text, at, true)) }),
      ...filled.map((row) => new TableRow({ cantSplit: true, children: row.map((text, at) => cell(text, at, false)) })),
    ],
  })
}

/** Salary runs to the right, eight steps to a strip. */
function across(block: Extract<FormBlock, { kind: 'across' }>): (Paragraph | Table)[] {
  const perStrip = 8
  const strips = Math.max(1, Math.ceil(block.columns.length / perStrip))
  return Array.from({ length: strips }).flatMap((_, strip) => {
    const part = block.columns.slice(strip * perStrip, (strip + 1) * perStrip)
    const columns = Array.from(
      { length: perStrip },
      (_each, at) => part[at] ?? block.heads.map((_h, row) => (block.withheld && at === 0 && row === 0 ? mark : '')),
    )
    const first = twips(27)
    const width = Math.floor((room - first) / perStrip)
    const cell = (text: string, size: number) =>
      new TableCell({
        width: { size, type: WidthType.DXA },
        children: [
          paragraph([run(text, { size: half(10) })], { alignment: size === first ? AlignmentType.LEFT : AlignmentType.CENTER }),
        ],
      })
    return [
      ...(strip > 0 ? [paragraph([run('')])] : []),
      new Table({
        layout: TableLayoutType.FIXED,
        width: { size: first + width * perStrip, type: WidthType.DXA },
        columnWidths: [first, ...columns.map(() => width)],
        borders: borders(thin),
        margins: { top: 30, bottom: 30, left: 40, right: 40, marginUnitType: WidthType.DXA },
        rows: block.heads.map(
          (head, row) =>
            new TableRow({ cantSplit: true, children: [cell(head, first), ...columns.map((c) => cell(c[row] ?? '', width))] }),
        ),
      }),
    ]
  })
}

function signatures(form: Form2c): Table {
  const side = Math.floor(room / 2)
  const centred = (text: string, options: { bold?: boolean; italics?: boolean } = {}, before = 0) =>
    paragraph([run(text, options)], { alignment: AlignmentType.CENTER, before })
  const cell = (children: Paragraph[]) => new TableCell({ width: { size: side, type: WidthType.DXA }, children })
  return new Table({
    layout: TableLayoutType.FIXED,
    width: { size: side * 2, type: WidthType.DXA },
    columnWidths: [side, side],
    borders: borders(none),
    rows: [
      new TableRow({
        cantSplit: true,
        children: [
          cell([
            centred('', {}, 240),
            centred('Người khai', { bold: true }),
            centred('Tôi xin cam đoan những lời khai trên đây là đúng sự thật', { italics: true }),
            centred('(Ký tên, ghi rõ họ tên)', { italics: true }),
            centred('', {}, 1100),
            centred(form.name, { bold: true }),
          ]),
          cell([
            centred(`…………, ${form.signedAt}`, { italics: true }, 240),
            centred('Thủ trưởng cơ quan, đơn vị quản lý', { bold: true }),
            centred('và sử dụng CBCC', { bold: true }),
            centred('(Ký tên, đóng dấu)', { italics: true }),
          ]),
        ],
      }),
    ],
  })
}
