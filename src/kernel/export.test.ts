import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { Readable } from 'node:stream'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { strFromU8, unzipSync } from 'fflate'
import { describe, expect, test, vi } from 'vitest'
import { type ExportColumn, type ExportTable, looksLikeFormula, toCsv, toXlsx } from './export.ts'

const columns: ExportColumn[] = [
  { key: 'name', title: 'Họ và tên', type: 'text', width: 30 },
  { key: 'count', title: 'Số lượng', type: 'number' },
  { key: 'born', title: 'Ngày sinh', type: 'date' },
  { key: 'share', title: 'Tỷ lệ', type: 'percent' },
]
const people = [
  { name: 'Nguyễn Thị Thủy', count: 26012, born: '1980-02-29', share: 57.6 },
  { name: '-', count: '914.50', born: null, share: '90.99' },
  { name: 'Lê "Ba", tự Tư', count: -3, born: 'không rõ', share: 100 },
]
const table = (rows: ExportTable['rows'], changes: Partial<ExportTable> = {}): ExportTable => ({
  title: 'Danh sách công chức',
  filterLine: 'Tính đến 01/7/2022; đơn vị: Sở Nội vụ',
  producedLine: 'Kết xuất 20/12/2022 08:00 bởi Trần Văn A',
  columns,
  rows,
  ...changes,
})
const texts = (values: string[]) =>
  table(
    values.map((value) => ({ value })),
    { columns: [{ key: 'value', title: 'Giá trị', type: 'text' }] },
  )

/** Lines above the data in both formats. */
const headLines = 5

const bytesOf = async (stream: Readable) => Buffer.concat(await stream.toArray())
const csvOf = async (exported: ExportTable) => (await bytesOf(toCsv(exported))).toString('utf8')
const xlsxOf = (exported: ExportTable) => bytesOf(toXlsx(exported))
const rowsOf = (csv: string): string[][] => parse(csv, { bom: true })

interface SheetCell {
  type: string | undefined
  value: string
  format: string
  bold: boolean
}

/** Reads the parts of a workbook that matter here; every text cell resolved. */
function read(file: Uint8Array) {
  const parts = Object.fromEntries(Object.entries(unzipSync(file)).map(([path, bytes]) => [path, strFromU8(bytes)]))
  const sheet = parts['xl/worksheets/sheet1.xml'] ?? ''
  const plain = (xml: string) =>
    xml
      .replace(/&lt;/g, '<')
      .replace(/&gt;/g, '>')
      .replace(/&quot;/g, '"')
      .replace(/&apos;/g, "'")
      .replace(/&amp;/g, '&')
  const styles = parts['xl/styles.xml'] ?? ''
  const formats = new Map(
    [...styles.matchAll(/<numFmt numFmtId="(\d+)" formatCode="([^"]*)"/g)].map(([, id = '', format = '']) => [id, plain(format)]),
  )
  const fonts = [...styles.matchAll(/<font>([^]*?)<\/font>/g)].map(([, inner = '']) => inner)
  const cellStyles = [...(/<cellXfs[^]*<\/cellXfs>/.exec(styles)?.[0] ?? '').matchAll(/<xf ([^>]*)>/g)].map(
    ([, attributes = '']) => ({
      format: formats.get(/numFmtId="(\d+)"/.exec(attributes)?.[1] ?? '') ?? '',
      bold: (fonts[Number(/fontId="(\d+)"/.exec(attributes)?.[1])] ?? '').includes('<b/>'),
    }),
  )
  const cells = new Map<string, SheetCell>()
  for (const [, attributes = '', inner = ''] of sheet.matchAll(/<c ([^>]*?)(?:\/>|>([^]*?)<\/c>)/g)) {
    const type = / ?t="(\w+)"/.exec(attributes)?.[1]
    const raw = /<(?:v|t)(?: [^>]*)?>([^]*?)<\/(?:v|t)>/.exec(inner)?.[1] ?? ''
    const style = cellStyles[Number(/ ?s="(\d+)"/.exec(attributes)?.[1] ?? 0)]
    cells.set(/ ?r="([A-Z]+\d+)"/.exec(attributes)?.[1] ?? '', {
      type,
      value: plain(raw),
      format: style?.format ?? '',
      bold: style?.bold ?? false,
    })
  }
  return { parts, sheet, fonts, cells }
}

/** The first column of the data rows, in order; empty where there is no cell. */
const firstColumn = (cells: Map<string, SheetCell>, count: number) =>
  Array.from({ length: count }, (_, index) => cells.get(`A${index + 6}`)?.value ?? '')

const nastiesFolder = resolve(process.cwd(), '../shared/data/nasties')
const readNasties = (file: string, reader: (text: string) => string[]) => {
  const path = resolve(nastiesFolder, file)
  return existsSync(path) ? reader(readFileSync(path, 'utf8')) : null
}
const injections = readNasties('csv_injection.txt', (text) => text.split('\n').filter((line) => line !== ''))
const naughty = readNasties('blns.json', (text) => JSON.parse(text) as string[])
const withNasties = (name: string, lists: (string[] | null)[], run: (values: string[]) => Promise<void>) =>
  test.skipIf(lists.includes(null))(lists.includes(null) ? `${name} (skipped: ${nastiesFolder} is not there)` : name, () =>
    run(lists.flatMap((list) => list ?? [])),
  )

const dangerous = [
  '=1+1',
  '+1+1',
  '-1+1',
  '@SUM(1+1)',
  '\t=1+1',
  '\ttab',
  '\rreturn',
  '\n=1+1',
  '  =1+1',
  ' \t -1',
  '＝1+1',
  '＋1',
  '－1',
  '＠SUM(A1)',
  '|calc',
  '%3D1',
  '\u0001=1+1',
  '\u200b=1+1',
  '\ufeff=1+1',
  '\u00a0=1+1',
  '+84 912 345 678',
  '-5',
  '- nội dung',
  '=',
  '+',
  '@',
]
const harmless = ['-', '--', ' - ', '－', 'Nguyễn Văn A', '1-1', 'a=b', "'=1+1", '', 'x@y.vn', '100%', 'Bà Rịa - Vũng Tàu', '1+1']

describe('a text that a spreadsheet could take for a formula', () => {
  test.each(dangerous)('%j could', (text) => expect(looksLikeFormula(text)).toBe(true))
  test.each(harmless)('%j could not', (text) => expect(looksLikeFormula(text)).toBe(false))
})

describe('CSV', () => {
  test('mark, title, filter, produced, blank line, heads, data; CRLF; quotes doubled', async () => {
    expect(await csvOf(table(people))).toBe(
      [
        '\ufeffDanh sách công chức,,,',
        '"Tính đến 01/7/2022; đơn vị: Sở Nội vụ",,,',
        'Kết xuất 20/12/2022 08:00 bởi Trần Văn A,,,',
        ',,,',
        'Họ và tên,Số lượng,Ngày sinh,Tỷ lệ',
        'Nguyễn Thị Thủy,26012,1980-02-29,57.6%',
        '-,914.50,,90.99%',
        '"Lê ""Ba"", tự Tư",-3,không rõ,100%',
        '',
      ].join('\r\n'),
    )
  })

  test('formulas get an apostrophe, in data, heads and the lines above; typed negative numbers do not', async () => {
    const rows = rowsOf(await csvOf({ ...texts(dangerous), title: '=cmd', filterLine: '@x', producedLine: '+y' }))
    expect(rows.slice(0, 3)).toEqual([["'=cmd"], ["'@x"], ["'+y"]])
    expect(rows.slice(headLines).map(([cell]) => cell)).toEqual(dangerous.map((text) => `'${text.replace('\u0001', '')}`))
    const heads = await csvOf(
      table([{ count: -5, name: -5 }], {
        columns: [
          { key: 'count', title: '=A1', type: 'number' },
          { key: 'name', title: 'B', type: 'text' },
        ],
      }),
    )
    expect(rowsOf(heads).slice(-2)).toEqual([
      ["'=A1", 'B'],
      ['-5', "'-5"],
    ])
  })

  test('a cell that would start where another program splits is neutralised too, lists with dashes are not', async () => {
    const values = ['x;=HYPERLINK("http://a","b")', "x\n=cmd|'/c calc'!A1", 'Gồm:\n- một\n- hai', 'a; -b', 'a = f(x)']
    const rows = rowsOf(await csvOf(texts(values)))
    expect(rows.slice(headLines).map(([cell]) => cell)).toEqual([
      'x;\'=HYPERLINK("http://a","b")',
      "x\n'=cmd|'/c calc'!A1",
      ...values.slice(2),
    ])
  })

  test('harmless text comes back as it was', async () => {
    const rows = rowsOf(await csvOf(texts(harmless.filter((text) => text !== ''))))
    expect(rows.slice(headLines).map(([cell]) => cell)).toEqual(harmless.filter((text) => text !== ''))
  })

  test('values of every kind', async () => {
    const column: ExportColumn[] = [{ key: 'value', title: 'v', type: 'number' }]
    const values = [
      0.1 + 0.2,
      12345678901234567890n,
      '12345678901234567890.12',
      Number.NaN,
      true,
      ['a', 'b'],
      { a: 1 },
      undefined,
      null,
      '=1',
    ]
    const rows = rowsOf(
      await csvOf(
        table(
          values.map((value) => ({ value })),
          { columns: column },
        ),
      ),
    )
    expect(rows.slice(headLines).map(([cell]) => cell)).toEqual([
      '0.3',
      '12345678901234567890',
      '12345678901234567890.12',
      'NaN',
      'true',
      'a; b',
      '{"a":1}',
      '',
      '',
      "'=1",
    ])
  })

  test('any text comes back, but for the apostrophe and forbidden characters', async () => {
    const value = fc.string({ unit: 'binary', minLength: 1 })
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(value, value), { minLength: 1 }), async (rows) => {
        const two: ExportColumn[] = [
          { key: '0', title: 'a', type: 'text' },
          { key: '1', title: 'b', type: 'text' },
        ]
        const back = parse(
          await csvOf(
            table(
              rows.map(([a, b]) => ({ 0: a, 1: b })),
              { columns: two },
            ),
          ),
          { bom: true, skip_empty_lines: false },
        ) as string[][]
        const cleaned = rows.map((row) =>
          row.map((cell) => cell.replace(/[\p{Surrogate}\p{Noncharacter_Code_Point}]|(?![\t\n\r])\p{Control}/gu, '')),
        )
        expect(back.slice(headLines).map((row) => row.map((cell) => cell.replaceAll("'", '')))).toEqual(
          cleaned.map((row) => row.map((cell) => cell.replaceAll("'", ''))),
        )
      }),
    )
  })

  withNasties('no line of csv_injection.txt or blns.json starts a formula', [injections, naughty], async (values) => {
    const rows = rowsOf(await csvOf(texts(values.filter((value) => value !== ''))))
    const cells = rows.slice(headLines).map(([cell = '']) => cell)
    expect(cells).toHaveLength(values.filter((value) => value !== '').length)
    expect(cells.filter(looksLikeFormula)).toEqual([])
    expect(cells.filter((cell) => /^[\s\p{Control}\p{Format}]*[=+@＝＋＠|%]/u.test(cell))).toEqual([])
  })
})

describe('XLSX', () => {
  test('lines above, bold heads that stay, widths, typed cells', async () => {
    const { sheet, fonts, cells } = read(await xlsxOf(table(people)))
    expect(['A1', 'A2', 'A3', 'A5', 'D5'].map((at) => cells.get(at)?.value)).toEqual([
      'Danh sách công chức',
      'Tính đến 01/7/2022; đơn vị: Sở Nội vụ',
      'Kết xuất 20/12/2022 08:00 bởi Trần Văn A',
      'Họ và tên',
      'Tỷ lệ',
    ])
    expect(sheet).toMatch(/<pane [^>]*ySplit="5"[^>]*state="frozen"/)
    expect(sheet).toContain('width="30"')
    expect(['A1', 'A2', 'A3', 'A5', 'D5', 'A6', 'D6'].map((at) => cells.get(at)?.bold)).toEqual([
      true,
      false,
      false,
      true,
      true,
      false,
      false,
    ])
    for (const font of fonts) expect(font).toMatch(/<sz val="11"\/>.*<name val="Calibri"\/>/)
    expect(cells.get('A6')).toMatchObject({ type: 'inlineStr', value: 'Nguyễn Thị Thủy' })
    expect(cells.get('B6')).toMatchObject({ type: undefined, value: '26012', format: '#,##0' })
    expect(cells.get('C6')).toMatchObject({ type: undefined, value: '29280', format: 'dd/mm/yyyy' })
    expect(cells.get('D6')).toMatchObject({ type: undefined, value: '0.576', format: '0.0%' })
    expect(cells.get('B7')).toMatchObject({ type: undefined, value: '914.5', format: '#,##0.00' })
    expect(cells.get('C7')).toBeUndefined()
    expect(cells.get('D7')).toMatchObject({ type: undefined, value: '0.9099', format: '0.00%' })
    expect(cells.get('C8')).toMatchObject({ type: 'inlineStr', value: 'không rõ' })
    expect(cells.get('D8')).toMatchObject({ type: undefined, value: '1', format: '0%' })
  })

  test('formulas are texts as they are, with the format "text"; no cell is a formula', async () => {
    const { sheet, cells } = read(await xlsxOf({ ...texts([...dangerous, '033', '1/7']), title: '=cmd' }))
    expect(sheet).not.toMatch(/<f[ >]/)
    expect(cells.get('A1')).toMatchObject({ type: 'inlineStr', value: '=cmd', format: '@' })
    const values = [...dangerous.map((text) => text.replace(/\r/g, '\n').replace('\u0001', '')), '033', '1/7']
    expect(firstColumn(cells, values.length)).toEqual(values)
    for (const index of values.keys()) expect(cells.get(`A${index + 6}`)).toMatchObject({ type: 'inlineStr', format: '@' })
  })

  test('names of JavaScript, escapes of Excel, markup and forbidden characters', async () => {
    const values = [
      'constructor',
      '__proto__',
      'toString',
      'hasOwnProperty',
      'constructor',
      '_x0041_',
      '<b>&amp;"\'</b>',
      ']]>',
      'a\u0000b\u000bc\ud800d\uffffe',
      '$& $1',
      ' hai  đầu ',
    ]
    const { cells, sheet } = read(await xlsxOf(texts(values)))
    expect(firstColumn(cells, values.length)).toEqual([
      ...values.slice(0, 5),
      '_x005F_x0041_',
      '<b>&amp;"\'</b>',
      ']]>',
      'abcde',
      '$& $1',
      ' hai  đầu ',
    ])
    expect(sheet).toContain('<t xml:space="preserve"> hai  đầu </t>')
  })

  test('what Excel cannot hold as a number or date stays readable as text', async () => {
    const values = [
      { count: 12345678901234567890n, born: '1899-12-31' },
      { count: 'mười', born: '1900-02-28' },
      { count: Number.NaN, born: '1900-03-01' },
      { count: 0.1 + 0.2, born: '2022-02-30' },
    ]
    const { cells } = read(await xlsxOf(table(values)))
    expect(['B6', 'B7', 'B8', 'B9'].map((at) => [cells.get(at)?.type, cells.get(at)?.value])).toEqual([
      ['inlineStr', '12345678901234567890'],
      ['inlineStr', 'mười'],
      ['inlineStr', 'NaN'],
      [undefined, '0.3'],
    ])
    expect(['C6', 'C7', 'C8', 'C9'].map((at) => [cells.get(at)?.type, cells.get(at)?.value])).toEqual([
      ['inlineStr', '31/12/1899'],
      ['inlineStr', '28/02/1900'],
      [undefined, '61'],
      ['inlineStr', '2022-02-30'],
    ])
  })

  test('a text longer than a cell ends with …, and half a character is not left', async () => {
    const { cells } = read(await xlsxOf(texts(['a'.repeat(40_000), `${'a'.repeat(32_765)}😀😀`])))
    expect(cells.get('A6')?.value).toBe(`${'a'.repeat(32_766)}…`)
    expect(cells.get('A7')?.value).toBe(`${'a'.repeat(32_765)}…`)
  })

  test.each([
    ['Danh sách: [2022] a/b?', 'Danh sách 2022 a b'],
    ['', 'Sheet1'],
    ["'", 'Sheet1'],
    ['History', 'Sheet1'],
    ['Bảng tổng hợp kết quả xếp loại chất lượng năm 2022', 'Bảng tổng hợp kết quả xếp loại'],
  ])('a title %j makes a sheet named %j', async (title, name) => {
    expect(read(await xlsxOf(table([], { title }))).parts['xl/workbook.xml']).toContain(`<sheet name="${name}" `)
  })

  test('no rows, no columns and asynchronous rows', async () => {
    expect(read(await xlsxOf(table([]))).cells.get('A5')?.value).toBe('Họ và tên')
    expect(read(await xlsxOf(table([], { columns: [] }))).cells.get('A1')?.value).toBe('Danh sách công chức')
    expect(read(await xlsxOf(table(Readable.from(people)))).cells.get('A8')?.value).toBe('Lê "Ba", tự Tư')
  })

  withNasties(
    'every line of csv_injection.txt and blns.json is a text, never a formula',
    [injections, naughty],
    async (values) => {
      const { sheet, cells } = read(await xlsxOf(texts(values)))
      expect(sheet).not.toMatch(/<f[ >]/)
      for (const [index, value] of values.entries()) {
        const written = cells.get(`A${index + 6}`)
        if (!written) continue
        expect(written.type).toBe('inlineStr')
        expect(written.value.replace(/[^\x20-\x7e]|_x005F_/g, '')).toBe(
          value.replace(/[^\x20-\x7e]/g, '').replace(/_(?=x[0-9A-Fa-f]{4}_)/g, ''),
        )
      }
    },
  )
})

describe.each([
  { format: 'CSV', written: toCsv },
  { format: 'XLSX', written: toXlsx },
])('a stream of $format', ({ written }) => {
  test('takes rows as it is read, and lets them go when the reader leaves', async () => {
    let taken = 0
    let closed = false
    async function* endless() {
      try {
        for (;;) yield { name: `Người thứ ${taken++}`, count: taken, born: '1980-01-01', share: 1 }
      } finally {
        closed = true
      }
    }
    const chunks: Buffer[] = []
    for await (const chunk of written(table(endless()))) {
      chunks.push(chunk as Buffer)
      if (taken > 0) break
    }
    expect(Math.max(...chunks.map((chunk) => chunk.length))).toBeLessThan(200_000)
    expect(taken).toBeLessThan(20_000)
    await vi.waitFor(() => expect(closed).toBe(true))
  })

  test('ends with the error of its rows', async () => {
    async function* failing() {
      yield { name: 'một' }
      throw new Error('lost the database')
    }
    await expect(bytesOf(written(table(failing())))).rejects.toThrow('lost the database')
  })

  test('leaves others their turn, though all rows are at hand', async () => {
    let turns = 0
    let done = false
    const others = () => {
      turns++
      if (!done) setImmediate(others)
    }
    setImmediate(others)
    await bytesOf(written(table(Array.from({ length: 5000 }, () => people[0] ?? {}))))
    done = true
    expect(turns).toBeGreaterThan(40)
  })
})
