import { inflateSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { aDocument, aLongDocument, hostileText, stackedLetters } from './document.factory.ts'
import { documentToPdf } from './pdf.ts'

/** The text of each page, read back from the page's drawing commands through the fonts' maps to Unicode. */
function pages(pdf: Buffer): string[] {
  const source = pdf.toString('latin1')
  const object = (id: string) => {
    const at = source.indexOf(`\n${id} 0 obj\n`)
    return source.slice(at, source.indexOf('\nendobj', at))
  }
  const stream = (id: string) => {
    const raw = object(id)
    const data = Buffer.from(raw.slice(raw.indexOf('stream\n') + 7, raw.lastIndexOf('\nendstream')), 'latin1')
    return raw.includes('/FlateDecode') ? inflateSync(data).toString('latin1') : data.toString('latin1')
  }
  const letters = (font: string) => {
    const map = stream(/\/ToUnicode (\d+)/.exec(object(font))![1]!)
    const decode = (hex: string) => Buffer.from(hex, 'hex').swap16().toString('utf16le')
    return new Map([...map.matchAll(/<(\w{4})> <(\w+)>/g)].map(([, code, hex]) => [parseInt(code!, 16), decode(hex!)]))
  }
  return [...source.matchAll(/\n(\d+) 0 obj\n<<\s+\/Type \/Page\n/g)].map((match) => {
    const page = object(match[1]!)
    const fonts = new Map([...page.matchAll(/\/(f\d+) (\d+) 0 R/g)].map(([, name, id]) => [name, letters(id!)]))
    let font: Map<number, string> | undefined
    let text = ''
    for (const token of tokens(stream(/\/Contents (\d+)/.exec(page)![1]!))) {
      if (token.startsWith('/')) font = fonts.get(token.slice(1))
      else
        text += codes(token)
          .map((code) => font?.get(code) ?? '')
          .join('')
    }
    return text
  })
}

/**
 * The font names ("/f0") and the strings of drawing commands: "(...)" with escaped or balanced parentheses, or "<...>" in
 * hexadecimal.
 */
function* tokens(commands: string): Generator<string> {
  const start = /\/f\d+(?= [\d.]+ Tf)|<[\dA-F]+>|\(/g
  for (let found = start.exec(commands); found; found = start.exec(commands)) {
    let at = start.lastIndex
    for (let depth = found[0] === '(' ? 1 : 0; depth > 0; at++) {
      if (commands[at] === '\\') at++
      else if (commands[at] === '(') depth++
      else if (commands[at] === ')') depth--
    }
    start.lastIndex = at
    yield found[0] === '(' ? commands.slice(found.index, at - 1) : found[0]
  }
}

/** The two-byte codes of a PDF string. */
function codes(string: string): number[] {
  const named: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' }
  const unescape = (escape: string) =>
    /[0-7]/.test(escape) ? String.fromCharCode(parseInt(escape, 8)) : (named[escape] ?? escape)
  const bytes = string.startsWith('<')
    ? Buffer.from(string.slice(1, -1), 'hex')
    : Buffer.from(
        string.slice(1).replace(/\\([0-7]{1,3}|[^])/g, (_, escape: string) => unescape(escape)),
        'latin1',
      )
  return Array.from({ length: bytes.length / 2 }, (_, index) => bytes.readUInt16BE(2 * index))
}

/** Where a line breaks, the space goes; so texts are compared without spaces. */
const squeeze = (text: string) => text.replace(/\s/g, '')

const pdf = await documentToPdf(aDocument())
const printed = pages(pdf)
const text = squeeze(printed.join(''))

test('the file is PDF/A-2b with embedded fonts and names its title, author, language and date', () => {
  const source = pdf.toString('latin1')
  expect(source.slice(0, 5)).toBe('%PDF-')
  expect(source).toContain('<pdfaid:part>2</pdfaid:part>')
  expect(source).toContain('<pdfaid:conformance>B</pdfaid:conformance>')
  expect(new Set([...source.matchAll(/\/BaseFont \/\w{6}\+([\w-]+)/g)].map((match) => match[1]))).toEqual(
    new Set(['Tinos-Regular', 'Tinos-Bold', 'Tinos-Italic', 'Tinos-BoldItalic']),
  )
  expect(source).toMatch(/\/Lang \(vi\)/)
  expect(pdf.toString('utf8')).toContain('Kết quả hoạt động của Câu lạc bộ năm 2030; phương hướng, nhiệm vụ năm 2031')
  expect(source).toContain('2031-02-05')
})

test('the text is complete and in order', () => {
  const order = [
    'CÂU LẠC BỘ CỜ VUA HOA SEN',
    'ĐẢNG CỘNG SẢN VIỆT NAM',
    'Số 07-BC/CLB',
    'Hoa Sen, ngày 05 tháng 02 năm 2031',
    'BÁO CÁO',
    'Kính gửi: Ban Chấp hành',
    'PHẦN THỨ NHẤT',
    'KẾT QUẢ HOẠT ĐỘNG NĂM 2030',
    'I- Khái quát',
    '- Về giáo án lớp cơ bản',
    '+ Tàn cuộc Xe: 04 buổi;',
    'PHẦN THỨ HAI',
    'trân trọng báo cáo.',
    'Nơi nhận:',
    '- Lưu: VT, VPCLB.',
    'T/M BAN CHỦ NHIỆM',
    'Lê Hoàng Mã Giao',
  ].map(squeeze)
  let at = 0
  for (const line of order) {
    const found = text.indexOf(line, at)
    expect(found, line).toBeGreaterThanOrEqual(0)
    at = found + line.length
  }
})

test('footnotes stand on the page of their reference', () => {
  expect(squeeze(printed[0]!)).toContain(squeeze('1Số liệu tính đến ngày 31/12/2030.'))
  expect(squeeze(printed[0]!)).toContain(squeeze('2Gồm nhóm Mã 310, nhóm Tượng 290;'))
  expect(squeeze(printed.at(-1)!)).toContain(squeeze('6Phường Đông 01 nhóm, phường Tây 01 nhóm.'))
})

test('a bookmark is the heading without its footnote', () => {
  const source = pdf.toString('latin1')
  const bookmark = (title: string) => `/Title <FEFF${Buffer.from(title, 'utf16le').swap16().toString('hex').toUpperCase()}>`
  expect(source).toContain(bookmark('PHẦN THỨ NHẤT KẾT QUẢ HOẠT ĐỘNG NĂM 2030'))
  expect(source).toContain(bookmark('2.1- Tập luyện và phong cấp kỳ thủ'))
})

test('page numbers start on page 2', () => {
  expect(printed.length).toBeGreaterThan(2)
  expect(printed[0]).not.toMatch(/^1/)
  expect(printed.slice(1).map((page, index) => page.includes(`${index + 2}`))).not.toContain(false)
})

test('letters with two marks and text that means something to Typst are printed as they are', () => {
  expect(text).toContain(squeeze(stackedLetters))
  expect(text).toContain(squeeze(hostileText))
})

test('hostile text in every part of the document compiles and is printed', async () => {
  const evil = '"))#panic("x")#read("/etc/passwd")[$*_`</script>\\'
  const doc = aDocument({
    header: { superior: evil, issuer: evil, number: evil, place: evil, date: null },
    type: evil,
    summary: evil,
    addressees: [evil, evil],
    blocks: [0, 1, 5].map((level) => ({
      kind: 'heading',
      id: evil,
      level: level as 0 | 1 | 5,
      number: evil,
      runs: [
        { kind: 'text', text: evil },
        { kind: 'footnote', number: 1 },
      ],
    })),
    footnotes: [{ number: 1, runs: [{ kind: 'figure', figureId: evil, text: evil, source: 'typed', status: 'missing' }] }],
    recipients: [evil],
    signature: { authority: [evil], post: evil, name: evil },
    watermark: evil,
  })
  const found = squeeze(pages(await documentToPdf(doc)).join('')).toUpperCase()
  expect(found.split(evil.toUpperCase()).length - 1).toBe(20)
})

test('a letter the font does not have becomes an empty box instead of failing the document', async () => {
  const doc = aDocument({
    blocks: [{ kind: 'paragraph', id: 'p', runs: [{ kind: 'text', text: 'cờ 😀 漢 → ½ ₫ \u00ada\ufe0f\u200bz' }] }],
  })
  expect(pages(await documentToPdf(doc)).join('')).toContain('cờ □ □ → ½ ₫')
})

test('documents asked for at once come back each to its asker', async () => {
  const names = ['Mã', 'Tượng', 'Hậu', 'Vua']
  const printed = await Promise.all(names.map((name) => documentToPdf(aDocument({ watermark: name }))))
  expect(printed.map((file, index) => pages(file)[0]!.includes(names[index]!))).toEqual([true, true, true, true])
})

test('the same model gives the same bytes, watermark and missing date included', async () => {
  expect((await documentToPdf(aDocument())).equals(pdf)).toBe(true)
  const draft = aDocument({ watermark: 'DỰ THẢO', header: { ...aDocument().header, date: null } })
  const first = await documentToPdf(draft)
  await new Promise((resolve) => setTimeout(resolve, 1100))
  expect((await documentToPdf(draft)).equals(first)).toBe(true)
  expect(pages(first)[1]).toContain('DỰ THẢO')
})

test('empty parts leave no trace', async () => {
  const bare = aDocument({
    addressees: [],
    recipients: [],
    footnotes: [],
    blocks: [],
    signature: { authority: [], post: '', name: 'An' },
  })
  expect(pages(await documentToPdf(bare))).toHaveLength(1)
  const levels = [0, 1, 2, 3, 4, 5] as const
  const hollow = aDocument({
    footnotes: [{ number: 1, runs: [] }],
    blocks: [
      ...levels.map((level) => ({ kind: 'heading' as const, id: 'h', level, number: '', runs: [] })),
      { kind: 'paragraph', id: 'p', runs: [] },
      { kind: 'paragraph', id: 'q', runs: [{ kind: 'footnote', number: 1 }] },
    ],
  })
  expect(pages(await documentToPdf(hollow))).toHaveLength(1)
})

test('a document of some 20 pages takes well under 3 seconds', async () => {
  const doc = aLongDocument(6)
  const start = performance.now()
  const long = await documentToPdf(doc)
  expect(performance.now() - start).toBeLessThan(3000)
  expect(pages(long).length).toBeGreaterThanOrEqual(20)
})
