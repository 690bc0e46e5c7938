import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { deflateRawSync } from 'node:zlib'
import { zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { toXlsx } from '../export.ts'
import { BodyReader, rankSheets } from './detect.rules.ts'
import { firstLook, rowsOf } from './file.reader.ts'
import { lookAt } from './workbook.ts'
import { Unreadable } from './source-format.ts'

/** The bench of real, messy and hostile files, where it lies beside the repository. */
const bench = join(process.cwd(), '..', 'shared', 'data')
const here = existsSync(bench)

/** What is understood of a file: sheet, rows of the heading as people count them, first data row, columns, rows of each kind. */
async function understood(bytes: Buffer, sheetWanted?: string) {
  const look = await firstLook(bytes)
  const ranked = rankSheets(look.sheets)
  const best = sheetWanted === undefined ? ranked[0] : ranked.find((r) => r.name === sheetWanted)
  const layout = best?.layout
  if (!best || !layout) return { sheet: best?.name ?? null, reading: look.reading }
  const kinds: Record<string, number> = {}
  let body: BodyReader | null = null
  const count = (rows: ReturnType<BodyReader['push']>) => rows.forEach((r) => (kinds[r.kind] = (kinds[r.kind] ?? 0) + 1))
  const reading = { ...look.reading, legacy: look.sheets[best.index]?.legacy ?? null }
  for await (const part of rowsOf(bytes, best.index, reading, 1000)) {
    if ('facts' in part) body = new BodyReader(layout, part.facts.merges)
    else for (const { row, cells } of part.rows) count(body?.push(row, cells) ?? [])
  }
  count(body?.end() ?? [])
  const { blank: _, ...told } = kinds
  return {
    sheet: best.name,
    header: `${layout.headerTop + 1}-${layout.headerBottom + 1}`,
    data: layout.body + 1,
    columns: layout.columns.map((c) => c.title),
    rows: told,
    reading,
  }
}

const file = (path: string) => readFileSync(join(bench, path))

describe.skipIf(!here)('real forms', () => {
  test.each<
    [
      path: string,
      sheet: string | undefined,
      expected: { sheet: string; header: string; data: number; columns: number; first: string[]; rows: Record<string, number> },
    ]
  >([
    [
      'forms/awards/ca-nhan.xlsx',
      'DANHSACH',
      { sheet: 'DANHSACH', header: '3-3', data: 4, columns: 11, first: ['STT', 'Họ và tên', 'Giới tính'], rows: {} },
    ],
    [
      'forms/awards/ca-nhan.xlsx',
      'DANHMUC',
      {
        sheet: 'DANHMUC',
        header: '2-2',
        data: 3,
        columns: 9,
        first: ['STT', 'Mã số', 'Hình thức khen thưởng'],
        rows: { body: 19 },
      },
    ],
    [
      'forms/awards/tap-the.xlsx',
      'DANHSACH',
      { sheet: 'DANHSACH', header: '3-3', data: 4, columns: 5, first: ['STT', 'Tên đơn vị / tập thể'], rows: {} },
    ],
    [
      'forms/awards/mau-TDKT_formulas.xlsx',
      undefined,
      { sheet: 'file nhận', header: '1-1', data: 2, columns: 13, first: ['STT', 'Tên gọi (Ông/Bà/Chức danh)'], rows: {} },
    ],
    [
      'forms/awards/tap-the-LDTT_552-rows.xlsx',
      undefined,
      { sheet: 'file nhận', header: '1-1', data: 2, columns: 13, first: ['STT'], rows: { body: 386 } },
    ],
    [
      'forms/evaluation/phieu-tu-danh-gia_2025-04.xlsx',
      undefined,
      {
        sheet: 'Worksheet',
        header: '15-15',
        data: 16,
        columns: 15,
        first: ['STT', 'Nội dung công việc', 'Ngày'],
        rows: { body: 9, note: 2 },
      },
    ],
    [
      'forms/evaluation/tong-hop-danh-gia_2025-03.xlsx',
      undefined,
      {
        sheet: 'Worksheet',
        header: '4-4',
        data: 5,
        columns: 14,
        first: ['STT', 'Họ và tên', 'Chức vụ', 'Đơn vị/Vị trí công tác'],
        rows: { body: 5 },
      },
    ],
    [
      'forms/evaluation/tong-hop-danh-gia_2025-04.xlsx',
      undefined,
      { sheet: 'Worksheet', header: '4-4', data: 5, columns: 14, first: ['STT', 'Họ và tên'], rows: { body: 20 } },
    ],
    [
      'forms/evaluation/tong-hop-xep-loai_2025-04.xlsx',
      undefined,
      {
        sheet: 'Worksheet',
        header: '6-6',
        data: 8,
        columns: 9,
        first: ['TT', 'Họ và tên', 'Chức vụ'],
        rows: { body: 13, group: 4 },
      },
    ],
    [
      'forms/labour/mau-02-03_thong-tin-lao-dong.xlsx',
      undefined,
      {
        sheet: 'Zoom 50%',
        header: '8-9',
        data: 11,
        columns: 24,
        first: ['TT', 'Họ và tên', 'Ngày tháng năm sinh / Nam', 'Ngày tháng năm sinh / Nữ', 'Số CCCD/CMND'],
        rows: { body: 1, note: 1 },
      },
    ],
    [
      'forms/labour/mau-02-03_thong-tin-lao-dong.xlsx',
      'Mẫu BC Xã',
      {
        sheet: 'Mẫu BC Xã',
        header: '10-10',
        data: 12,
        columns: 5,
        first: ['TT', 'Chỉ tiêu', 'Đơn vị', 'Số lượng', 'Ghi chú'],
        rows: { body: 40, group: 9, note: 2 },
      },
    ],
    [
      'nasties/excel/multiple.xls',
      undefined,
      { sheet: 'Sheet1', header: '1-1', data: 2, columns: 3, first: ['heading one'], rows: { body: 5 } },
    ],
    [
      'nasties/excel/multiple.xls',
      'Sheet2',
      { sheet: 'Sheet2', header: '1-1', data: 2, columns: 3, first: ['heading one'], rows: { body: 5 } },
    ],
    [
      'nasties/excel/test.xls',
      undefined,
      { sheet: 'test-test.csv', header: '1-1', data: 2, columns: 3, first: ['heading one'], rows: { body: 5 } },
    ],
    [
      'nasties/excel/shared-strings-did-not-work.xlsx',
      undefined,
      {
        sheet: 'Data',
        header: '2-2',
        data: 3,
        columns: 15,
        first: ['Mapping - ArchivesSpace Resource record SECTION'],
        rows: { body: 31 },
      },
    ],
    [
      'units/excel/gso_provinces_2019-10-06.xls',
      undefined,
      {
        sheet: 'Sheet1',
        header: '1-1',
        data: 2,
        columns: 4,
        first: ['Mã', 'Tên', 'Tên Tiếng Anh', 'Cấp'],
        rows: { body: 63, total: 1 },
      },
    ],
    [
      'units/excel/gso_communes_2019-10-06.xls',
      undefined,
      {
        sheet: 'Sheet1',
        header: '1-1',
        data: 2,
        columns: 8,
        first: ['Mã', 'Tên', 'Tên Tiếng Anh', 'Cấp', 'Mã QH'],
        rows: { body: 11160 },
      },
    ],
    [
      'units/post2025/communes_3321.csv',
      undefined,
      { sheet: '', header: '1-1', data: 2, columns: 6, first: ['code', 'full_name'], rows: { body: 3321 } },
    ],
  ])('%s (%s)', { timeout: 60_000 }, async (path, sheet, expected) => {
    const found = await understood(file(path), sheet)
    expect({
      sheet: found.sheet,
      header: found.header,
      data: found.data,
      columns: found.columns?.length,
      rows: found.rows,
      first: found.columns?.slice(0, expected.first.length),
    }).toEqual(expected)
  })

  test('what is merged downwards holds for each row it hangs into', async () => {
    const bytes = file('forms/evaluation/tong-hop-danh-gia_2025-04.xlsx')
    const look = await firstLook(bytes)
    const [best] = rankSheets(look.sheets)
    const body = new BodyReader(best!.layout!, look.sheets[0]!.merges)
    const rows = look.sheets[0]!.rows.flatMap((cells, row) => body.push(row, cells))
    expect(new Set(rows.map((r) => r.texts.get(3)))).toEqual(new Set(['Hải quan cửa khẩu quốc tế Cầu Treo']))
  })
})

const refused = async (bytes: Buffer) => {
  const error = await lookAt(bytes).then(
    () => null,
    (e: unknown) => e,
  )
  return error instanceof Unreadable ? error.key : error
}

describe('hostile files', () => {
  test.skipIf(!here)('one that inflates beyond all measure is refused within 160 MB', { timeout: 60_000 }, () => {
    const script = `import { lookAt } from ${JSON.stringify(join(import.meta.dirname, 'workbook.ts'))}
      import { readFileSync } from 'node:fs'
      const error = await lookAt(readFileSync(${JSON.stringify(join(bench, 'nasties/excel/inflates_150MB.xlsx'))})).catch((e) => e)
      console.log(JSON.stringify({ key: error.key, params: error.params }))`
    const out = execFileSync(
      process.execPath,
      ['--max-old-space-size=160', '--import', 'tsx', '--input-type=module', '-e', script],
      { encoding: 'utf8' },
    )
    expect(JSON.parse(out)).toEqual({ key: 'inflates', params: { size: 564, inflated: 142 } })
  })

  /** A ZIP of one part whose directory tells what it likes. */
  function zip(name: string, contents: Buffer, claimed = contents.length): Buffer {
    const packed = deflateRawSync(contents)
    const local = Buffer.alloc(30)
    local.writeUInt32LE(0x04034b50, 0)
    local.writeUInt16LE(8, 8)
    local.writeUInt16LE(name.length, 26)
    const central = Buffer.alloc(46)
    central.writeUInt32LE(0x02014b50, 0)
    central.writeUInt16LE(8, 10)
    central.writeUInt32LE(packed.length, 20)
    central.writeUInt32LE(claimed, 24)
    central.writeUInt16LE(name.length, 28)
    const end = Buffer.alloc(22)
    end.writeUInt32LE(0x06054b50, 0)
    end.writeUInt16LE(1, 10)
    end.writeUInt32LE(46 + name.length, 12)
    end.writeUInt32LE(30 + name.length + packed.length, 16)
    return Buffer.concat([local, Buffer.from(name), packed, central, Buffer.from(name), end])
  }

  test('parts that lie about their size are counted as they come', async () => {
    expect(await refused(zip('xl/workbook.xml', Buffer.alloc(6 * 1024 * 1024, 0x20), 10))).toBe('inflates')
  }, 30_000)

  test.each([
    ['nothing at all', Buffer.alloc(0), 'empty'],
    ['a PDF', Buffer.from('%PDF-1.7\n'), 'notASpreadsheet'],
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 1]), 'notASpreadsheet'],
    ['a ZIP that is no workbook', zip('hello.txt', Buffer.from('hello')), 'broken'],
    ['a ZIP cut off', zip('xl/workbook.xml', Buffer.from('<workbook/>')).subarray(0, 40), 'broken'],
    ['a workbook of rubbish', zip('xl/workbook.xml', Buffer.from('<<<')), 'broken'],
    ['an old workbook of rubbish', Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(2000, 7)]), 'broken'],
    ['a quote that never closes', Buffer.from(`a,b\n"${'x'.repeat(700_000)}`), 'brokenCsv'],
    ['blank lines', Buffer.from('\n\n\n'), 'noData'],
  ])('%s is refused in words', { timeout: 60_000 }, async (_what, bytes, key) => {
    expect(await refused(bytes)).toBe(key)
  })
})

describe('XML made to do harm', () => {
  const text = (value: string) => new TextEncoder().encode(value)
  const rows = (cell: string) =>
    `<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>Họ và tên</t></is></c><c r="B1" t="inlineStr"><is><t>Đơn vị</t></is></c></row>` +
    `<row r="2"><c r="A2" t="inlineStr"><is><t>${cell}</t></is></c><c r="B2" t="inlineStr"><is><t>Sở</t></is></c></row></sheetData>`
  /** A workbook of one sheet as Excel lays it out, with any part replaced or put beside. */
  const workbook = (sheet: string, more: Record<string, Uint8Array> = {}) =>
    Buffer.from(
      zipSync({
        '[Content_Types].xml': text(
          '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
        ),
        '_rels/.rels': text(
          '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r0" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        ),
        'xl/workbook.xml': text(
          '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Một" sheetId="1" r:id="r1"/></sheets></workbook>',
        ),
        'xl/_rels/workbook.xml.rels': text(
          '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        ),
        'xl/worksheets/sheet1.xml': text(sheet),
        'xl/sharedStrings.xml': text('<sst><si><t>chung</t></si></sst>'),
        ...more,
      }),
    )
  const sheetOf = (cell: string, doctype = '') => `<?xml version="1.0"?>${doctype}<worksheet>${rows(cell)}</worksheet>`
  /** Every cell of the first sheet, or why it is not read. */
  const cellsOf = async (bytes: Buffer): Promise<string> => {
    try {
      return JSON.stringify((await lookAt(bytes)).sheets.map((s) => s.rows))
    } catch (error) {
      if (error instanceof Unreadable) return `refused: ${error.key}`
      throw error
    }
  }
  const laughs = Array.from({ length: 30 }, (_, i) => `<!ENTITY a${i + 1} "${`&a${i};`.repeat(10)}">`).join('')

  test('an ordinary one is read: the rest differs from it in one thing only', { timeout: 60_000 }, async () => {
    expect(await cellsOf(workbook(sheetOf('Nguyễn Văn A')))).toContain('Nguyễn Văn A')
  })

  test.each([
    ['names a file of this machine', `<!DOCTYPE w [<!ENTITY e SYSTEM "file://${import.meta.filename}">]>`, '&e;'],
    ['names another server', '<!DOCTYPE w [<!ENTITY e SYSTEM "http://127.0.0.1:9/e">]>', '&e;'],
    ['names an outside definition', '<!DOCTYPE w SYSTEM "http://127.0.0.1:9/w.dtd">', '&e;'],
    ['laughs a billion times', `<!DOCTYPE w [<!ENTITY a0 "ha">${laughs}]>`, '&a30;'],
    ['turns in a circle', '<!DOCTYPE w [<!ENTITY a "&b;"><!ENTITY b "&a;">]>', '&a;'],
    ['defines what a cell holds', '<!DOCTYPE w [<!ENTITY e "ĐÃ MỞ RỘNG">]>', '&e;'],
  ])('what %s is neither fetched nor expanded', { timeout: 60_000 }, async (_what, doctype, cell) => {
    const started = performance.now()
    const said = await cellsOf(workbook(sheetOf(cell, doctype)))
    expect(performance.now() - started).toBeLessThan(20_000)
    expect(said.length).toBeLessThan(2000)
    expect(said).not.toContain('describe(')
    expect(said).not.toContain('haha')
    expect(said).not.toContain('ĐÃ MỞ RỘNG')
    // The same in the strings all sheets share.
    const shared = workbook('<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData></worksheet>', {
      'xl/sharedStrings.xml': text(`${doctype}<sst><si><t>${cell}</t></si></sst>`),
    })
    const told = await cellsOf(shared)
    expect(told.length).toBeLessThan(2000)
    expect(told).not.toMatch(/describe\(|haha|ĐÃ MỞ RỘNG/)
  })

  test('a hundred thousand elements one inside the other do not end the process', { timeout: 60_000 }, async () => {
    const depth = 100_000
    const said = await cellsOf(workbook(`<worksheet>${'<a>'.repeat(depth)}${'</a>'.repeat(depth)}${rows('sâu')}</worksheet>`))
    expect(said).toMatch(/^refused: |sâu/)
    const within = await cellsOf(workbook(sheetOf(`${'<a>'.repeat(depth)}x${'</a>'.repeat(depth)}`)))
    expect(within.length).toBeLessThan(2000)
  })

  test('a part whose name climbs out of the file is read from nowhere and written nowhere', { timeout: 60_000 }, async () => {
    const outside = join(import.meta.dirname, 'climbed-out.xml')
    const climbing = workbook('<worksheet/>', {
      '../../climbed-out.xml': text('x'),
      [outside]: text('x'),
      'xl/_rels/workbook.xml.rels': text(
        `<Relationships><Relationship Id="r1" Type="x" Target="../../../../../../../../${import.meta.filename}"/></Relationships>`,
      ),
    })
    expect(await cellsOf(climbing)).not.toContain('describe(')
    expect(existsSync(outside)).toBe(false)
  })
})

describe('text files', () => {
  const text = 'Họ và tên;Đơn vị\r\nNguyễn Thị Thủy;Phường Hiến Nam\r\nĐặng Văn Ước;"Xã ""Mới"""\r\n'
  const rowsIn = async (bytes: Buffer) => {
    const { reading, sheets } = await firstLook(bytes)
    return { encoding: reading.encoding, delimiter: reading.delimiter, legacy: reading.legacy, rows: sheets[0]?.rows }
  }
  const rows = [
    ['Họ và tên', 'Đơn vị'],
    ['Nguyễn Thị Thủy', 'Phường Hiến Nam'],
    ['Đặng Văn Ước', 'Xã "Mới"'],
  ]

  /** Windows-1258 by the tables of its code page: letters with their mark, the tone behind. */
  function windows1258(source: string): Buffer {
    const bytes: Record<string, number> = {
      ă: 0xe3,
      Ă: 0xc3,
      â: 0xe2,
      ê: 0xea,
      ô: 0xf4,
      ơ: 0xf5,
      ư: 0xfd,
      Ư: 0xdd,
      đ: 0xf0,
      Đ: 0xd0,
      '\u0300': 0xcc,
      '\u0309': 0xd2,
      '\u0303': 0xde,
      '\u0301': 0xec,
      '\u0323': 0xf2,
    }
    const parted = [...source.normalize('NFD')]
      .join('')
      .replace(/([aAeEoOuU])([\u0300\u0301\u0303\u0309\u0323]?)([\u0302\u0306\u031b])/g, '$1$3$2')
      .replace(/[aAeEoOuU][\u0302\u0306\u031b]/g, (l) => l.normalize('NFC'))
    return Buffer.from([...parted].map((c) => bytes[c] ?? c.charCodeAt(0)))
  }

  test.each([
    ['UTF-8', Buffer.from(text), 'utf-8'],
    ['UTF-8 with its mark', Buffer.from(`\ufeff${text}`), 'utf-8'],
    ['UTF-8, marks written apart', Buffer.from(text.normalize('NFD')), 'utf-8'],
    ['UTF-16 little', Buffer.from(`\ufeff${text}`, 'utf16le'), 'utf-16le'],
    ['UTF-16 big', Buffer.from(`\ufeff${text}`, 'utf16le').swap16(), 'utf-16be'],
    ['Windows-1258', windows1258(text), 'windows-1258'],
  ])('%s is recognised', async (_name, bytes, encoding) => {
    const read = await rowsIn(bytes)
    expect({ ...read, rows: read.rows?.map((r) => r.map((c) => String(c).normalize('NFC'))) }).toMatchObject({
      encoding,
      delimiter: ';',
      legacy: null,
      rows,
    })
  })

  test('TCVN3 and VNI are recognised and converted', async () => {
    const tcvn3 = Buffer.from('Hä vµ tªn,§¬n vÞ\nNguyÔn ThÞ Thñy,Ph\u00adêng HiÕn Nam\n', 'latin1')
    expect(await rowsIn(tcvn3)).toEqual({
      encoding: 'latin1',
      delimiter: ',',
      legacy: 'tcvn3',
      rows: [
        ['Họ và tên', 'Đơn vị'],
        ['Nguyễn Thị Thủy', 'Phường Hiến Nam'],
      ],
    })
    const vni = Buffer.from('Hoï vaø teân,Ñôn vò\nNguyeãn Thò Thuûy,Phöôøng Hieán Nam\n', 'latin1')
    expect(await rowsIn(vni)).toEqual({
      encoding: 'latin1',
      delimiter: ',',
      legacy: 'vni',
      rows: [
        ['Họ và tên', 'Đơn vị'],
        ['Nguyễn Thị Thủy', 'Phường Hiến Nam'],
      ],
    })
  })

  test('what our own lists export is read back, titles above the table known', async () => {
    const columns = [
      { key: 'a', title: 'Họ và tên', type: 'text' as const },
      { key: 'b', title: 'Ngày sinh', type: 'date' as const },
      { key: 'c', title: 'Điểm', type: 'number' as const },
    ]
    const parts: Buffer[] = []
    const table = {
      title: 'Danh sách',
      filterLine: 'Năm: 2022',
      producedLine: 'Người kết xuất: A',
      columns,
      rows: [{ a: 'Lê Thị Én', b: '1990-09-02', c: '97.50' }],
    }
    for await (const part of toXlsx(table)) parts.push(part as Buffer)
    const found = await understood(Buffer.concat(parts))
    expect(found).toMatchObject({ header: '5-5', data: 6, columns: ['Họ và tên', 'Ngày sinh', 'Điểm'], rows: { body: 1 } })
    const { sheets } = await firstLook(Buffer.concat(parts))
    expect(sheets[0]?.rows[5]).toEqual(['Lê Thị Én', { date: '1990-09-02' }, 97.5])
  })
})
