import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Readable } from 'node:stream'
import fc from 'fast-check'
import { strFromU8, unzipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { mostWordRows, toDocx, type WordTable } from './export-word.ts'
import type { ExportColumn } from './export.ts'

const columns: ExportColumn[] = [
  { key: 'name', title: 'Họ và tên', type: 'text', width: 30 },
  { key: 'count', title: 'Số lượng', type: 'number' },
  { key: 'born', title: 'Ngày sinh', type: 'date' },
  { key: 'share', title: 'Tỷ lệ', type: 'percent' },
]
const table = (rows: WordTable['rows'], changes: Partial<WordTable> = {}): WordTable => ({
  title: 'Danh sách công chức',
  filterLine: 'Tính đến 01/7/2022; đơn vị: Sở Nội vụ',
  producedLine: 'Người kết xuất: Trần Văn A, lúc 08:00 20/12/2022',
  columns,
  rows,
  lang: 'vi',
  ordinal: 'TT',
  ...changes,
})
const texts = (values: string[]) =>
  table(
    values.map((value) => ({ value })),
    { columns: [{ key: 'value', title: 'Giá trị', type: 'text' }] },
  )

const bytesOf = async (stream: Readable) => Buffer.concat(await stream.toArray())

interface Read {
  parts: Record<string, string>
  paragraphs: string[]
  rows: string[][]
  elements: Set<string>
}

const plain = (xml: string) =>
  xml.replace(
    /&(lt|gt|quot|apos|amp);/g,
    (_all, name: string) => ({ lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' })[name] ?? '',
  )

/** Opens a Word file; one that is not well formed is an error, as in a program. */
async function read(written: WordTable): Promise<Read> {
  const parts = Object.fromEntries(
    Object.entries(unzipSync(await bytesOf(toDocx(written)))).map(([path, bytes]) => [path, strFromU8(bytes)]),
  )
  const found: Read = { parts, paragraphs: [], rows: [], elements: new Set() }
  const open: string[] = []
  let [text, inTable] = ['', false]
  for (const [token] of (parts['word/document.xml'] ?? '').matchAll(/<[^>]*>|[^<]+/g)) {
    const [, closing, name = '', single] = /^<(\/?)([\w:]+)[^<]*?(\/?)>$/.exec(token) ?? []
    if (token.startsWith('<?')) continue
    if (name === '') {
      if (/&(?!(lt|gt|quot|apos|amp);)/.test(token)) throw new Error(`not well formed: ${token.slice(0, 50)}`)
      if (open.at(-1) === 'w:t') text += plain(token)
    } else if (closing) {
      if (open.pop() !== name) throw new Error(`not well formed at ${token}`)
      if (name === 'w:tbl') inTable = false
      if (name === 'w:tc') found.rows.at(-1)?.push(text)
      if (name === 'w:p' && !inTable) found.paragraphs.push(text)
    } else {
      found.elements.add(name)
      if (!single) open.push(name)
      if (name === 'w:tbl') inTable = true
      if (name === 'w:tr') found.rows.push([])
      if (name === 'w:p') text = ''
      if (name === 'w:br') text += '\n'
      if (name === 'w:tab') text += '\t'
    }
  }
  if (open.length > 0) throw new Error(`not closed: ${open.join(' ')}`)
  return found
}

describe('a Word table', () => {
  test('says what it is, what was asked, who made it; counts rows; writes numbers and dates for a Vietnamese reader', async () => {
    const { paragraphs, rows } = await read(
      table([
        { name: 'Nguyễn Thị Thủy', count: 26012, born: '1980-02-09', share: 57.6 },
        { name: '-', count: '914.50', born: null, share: '90.99' },
        { name: 'Lê "Ba"', count: -3, born: 'không rõ', share: null },
      ]),
    )
    expect(paragraphs.slice(0, 3)).toEqual([
      'Danh sách công chức',
      'Tính đến 01/7/2022; đơn vị: Sở Nội vụ',
      'Người kết xuất: Trần Văn A, lúc 08:00 20/12/2022',
    ])
    expect(rows).toEqual([
      ['TT', 'Họ và tên', 'Số lượng', 'Ngày sinh', 'Tỷ lệ'],
      ['1', 'Nguyễn Thị Thủy', '26.012', '09/02/1980', '57,6%'],
      ['2', '-', '914,50', '', '90,99%'],
      ['3', 'Lê "Ba"', '-3', 'không rõ', ''],
    ])
  })

  test('in English for an English reader', async () => {
    const { rows } = await read(
      table([{ name: 'A', count: '26012.5', born: '1980-02-09', share: 57.6 }], { lang: 'en', ordinal: 'No.' }),
    )
    expect(rows[1]).toEqual(['1', 'A', '26,012.5', '9 Feb 1980', '57.6%'])
  })

  test('repeats its head on each page, tears no row, sets numbers right, and prints in Times 13 with page numbers', async () => {
    const { parts } = await read(table([{ name: 'A', count: 1, born: '1980-02-09', share: 1 }]))
    const [head = '', row = ''] = (parts['word/document.xml'] ?? '').match(/<w:tr>.*?<\/w:tr>/gs) ?? []
    expect(head).toContain('<w:tblHeader/>')
    expect(row).not.toContain('<w:tblHeader/>')
    expect(row).toContain('<w:cantSplit/>')
    expect([...row.matchAll(/<w:jc w:val="(\w+)"/g)].map(([, at]) => at)).toEqual(['right', 'left', 'right', 'center', 'right'])
    expect([...row.matchAll(/<w:sz w:val="(\d+)"/g)].map(([, size]) => size)).toEqual(['26', '26', '26', '26', '26'])
    expect(parts['word/styles.xml']).toContain('w:ascii="Times New Roman"')
    const header = Object.entries(parts).find(([name]) => /^word\/header\d*\.xml$/.test(name))?.[1]
    expect(header).toContain('PAGE')
    expect(header).toContain('NUMPAGES')
  })

  test('lies on its side where the columns need it, and the columns fill the page', async () => {
    const page = async (count: number, width: number) => {
      const many = Array.from({ length: count }, (_, at) => ({ key: `c${at}`, title: `Cột ${at}`, type: 'text' as const, width }))
      const xml = (await read(table([{}], { columns: many }))).parts['word/document.xml'] ?? ''
      const widths = [...xml.matchAll(/<w:gridCol w:w="(\d+)"/g)].map(([, w]) => Number(w))
      const size = /<w:pgSz ([^>]*)>/.exec(xml)?.[1] ?? ''
      return {
        lying: size.includes('landscape'),
        wide: Number(/w:w="(\d+)"/.exec(size)?.[1]),
        sum: widths.reduce((a, b) => a + b, 0),
      }
    }
    const [upright, lying] = [await page(3, 20), await page(9, 20)]
    expect([upright.lying, upright.wide, lying.lying, lying.wide]).toEqual([false, 11906, true, 16838])
    for (const { wide, sum } of [upright, lying]) expect(wide - sum).toBeGreaterThan(2000)
    for (const { wide, sum } of [upright, lying]) expect(wide - sum).toBeLessThan(2400)
  })

  test('keeps line breaks and tabs as such; no rows and no columns are a document too', async () => {
    expect((await read(texts(['một\nhai\r\nba\tbốn']))).rows[1]).toEqual(['1', 'một\nhai\nba\tbốn'])
    expect((await read(table([]))).rows).toHaveLength(1)
    expect((await read(table([{}], { columns: [] }))).rows).toEqual([['TT'], ['1']])
  })

  test('any text comes back as it was, but for signs no document may hold, and nothing in it is markup', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string({ unit: 'binary', minLength: 1 }), { minLength: 1, maxLength: 20 }), async (values) => {
        const { rows } = await read({ ...texts(values), filterLine: values[0] ?? '' })
        const cleaned = values.map((value) =>
          value.replace(/[\p{Surrogate}\p{Noncharacter_Code_Point}]|(?![\t\n\r])\p{Control}/gu, '').replace(/\r\n?/g, '\n'),
        )
        expect(rows.slice(1).map(([, value]) => value)).toEqual(cleaned)
      }),
      { numRuns: 30 },
    )
  })

  test('beyond 5,000 rows is refused with the way out, and not a row is asked for in vain', async () => {
    let asked = 0
    function* endless() {
      for (;;) yield { name: `Người ${asked++}` }
    }
    await expect(bytesOf(toDocx(table(endless())))).rejects.toMatchObject({
      code: 'kernel.wordTooLong',
      status: 422,
      params: { limit: '5.000' },
    })
    expect(asked).toBe(mostWordRows + 1)
  })

  test('5,000 rows of ten columns leave others their turn', { timeout: 60_000 }, async () => {
    let [turns, done] = [0, false]
    const others = () => {
      turns++
      if (!done) setImmediate(others)
    }
    setImmediate(others)
    const ten = Array.from({ length: 10 }, (_, at) => ({ key: `c${at}`, title: `Cột ${at}`, type: 'text' as const }))
    const row = Object.fromEntries(ten.map(({ key }) => [key, 'Nguyễn Thị Thủy <&>']))
    const bytes = await bytesOf(
      toDocx(
        table(
          Array.from({ length: mostWordRows }, () => row),
          { columns: ten },
        ),
      ),
    )
    done = true
    expect(turns).toBeGreaterThan(40)
    expect(strFromU8(unzipSync(bytes)['word/document.xml'] ?? new Uint8Array()).match(/<w:tr>/g)).toHaveLength(mostWordRows + 1)
  })

  const folder = resolve(process.cwd(), '../shared/data/nasties')
  const there = existsSync(resolve(folder, 'csv_injection.txt'))
  test.skipIf(!there)(
    there
      ? 'every line of csv_injection.txt and blns.json is read as it was, and is no field'
      : `not done: ${folder} is not there`,
    async () => {
      const lines = readFileSync(resolve(folder, 'csv_injection.txt'), 'utf8').split('\n').filter(Boolean)
      const naughty = JSON.parse(readFileSync(resolve(folder, 'blns.json'), 'utf8')) as string[]
      const values = [...lines, ...naughty]
      const { rows, elements } = await read(texts(values))
      expect(rows.slice(1, lines.length + 1).map(([, value]) => value)).toEqual(lines)
      for (const [at, value] of values.entries())
        expect(rows[at + 1]?.[1]?.replace(/[^\x20-\x7e]/g, '')).toBe(value.replace(/[^\x20-\x7e]/g, ''))
      for (const field of ['w:fldSimple', 'w:instrText', 'w:hyperlink', 'w:object', 'w:pict'])
        expect(elements).not.toContain(field)
    },
  )
})
