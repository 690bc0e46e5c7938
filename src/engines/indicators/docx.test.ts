import { strFromU8, unzipSync } from 'fflate'
import { expect, test } from 'vitest'
import type { DocumentModel } from './document.contract.ts'
import { aDocument, aLongDocument, hostileText, stackedLetters } from './document.factory.ts'
import { documentToDocx } from './docx.ts'

async function open(doc: DocumentModel): Promise<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(unzipSync(await documentToDocx(doc))).map(([name, content]) => [name, strFromU8(content)]),
  )
}

/** One line per paragraph, as Word would show it. */
function text(xml: string): string[] {
  const decode = (value: string) =>
    value
      .replace(/&lt;/g, '<')
      .replace(/&gt;/g, '>')
      .replace(/&quot;/g, '"')
      .replace(/&apos;/g, "'")
      .replace(/&amp;/g, '&')
  return xml
    .split('</w:p>')
    .map((paragraph) =>
      [...paragraph.matchAll(/<w:t(?: [^>]*)?>([^<]*)<\/w:t>|<w:br\/>|<w:footnoteReference [^>]*w:id="(\d+)"/g)]
        .map((match) => (match[2] ? `[${match[2]}]` : decode(match[1] ?? '\n')))
        .join(''),
    )
    .filter((line) => line !== '')
}

const parts = await open(aDocument())
const body = text(parts['word/document.xml']!)

test('the text is complete and in order', () => {
  expect(body.slice(0, 12)).toEqual([
    'LIÊN HIỆP CÁC CÂU LẠC BỘ THỂ THAO TRÍ TUỆ THÀNH PHỐ',
    'CÂU LẠC BỘ CỜ VUA HOA SEN',
    '*',
    'ĐẢNG CỘNG SẢN VIỆT NAM',
    'Số 07-BC/CLB',
    'Hoa Sen, ngày 05 tháng 02 năm 2031',
    'BÁO CÁO',
    'Kết quả hoạt động của Câu lạc bộ năm 2030;',
    'phương hướng, nhiệm vụ năm 2031',
    '-----',
    'Kính gửi: Ban Chấp hành Liên hiệp các Câu lạc bộ Thể thao trí tuệ',
    'Thực hiện chương trình công tác năm 2030, Câu lạc bộ Cờ vua Hoa Sen báo cáo kết quả như sau:',
  ])
  expect(body[12]).toBe('PHẦN THỨ NHẤT\nKẾT QUẢ HOẠT ĐỘNG NĂM 2030[1]')
  expect(body).toContain('2.1- Tập luyện và phong cấp kỳ thủ[3]')
  expect(body).toContain('- Về giáo án lớp cơ bản')
  expect(body).toContain('- Tàn cuộc: 09 buổi.')
  expect(body).toContain('+ Tàn cuộc Xe: 04 buổi;')
  expect(body.slice(-9)).toEqual([
    'Nơi nhận:',
    '- Như trên;',
    '- Ban Chủ nhiệm;',
    '- Các nhóm trưởng;',
    '- Các phòng tập, trung tâm thuộc Câu lạc bộ;',
    '- Lưu: VT, VPCLB.',
    'T/M BAN CHỦ NHIỆM',
    'CHỦ NHIỆM',
    'Lê Hoàng Mã Giao',
  ])
  expect(body).toHaveLength(11 + aDocument().blocks.length + 9)
})

test('footnotes are native, in order, and each is referred to once', () => {
  const notes = text(parts['word/footnotes.xml']!)
  expect(notes).toHaveLength(6)
  expect(notes[1]).toMatch(/^ Gồm nhóm Mã 310, nhóm Tượng 290;/)
  expect(body.join('').match(/\[\d\]/g)).toEqual(['[1]', '[2]', '[3]', '[4]', '[5]', '[6]'])
})

test('a reference without a text is a plain mark, because Word refuses a file with a dangling one', async () => {
  const broken = await open(aDocument({ footnotes: [] }))
  expect(broken['word/document.xml']).not.toContain('w:footnoteReference')
  expect(text(broken['word/document.xml']!)[12]).toBe('PHẦN THỨ NHẤT\nKẾT QUẢ HOẠT ĐỘNG NĂM 20301')
})

test('characters that mean something to XML and letters with two marks survive', () => {
  expect(body).toContain(hostileText)
  expect(body).toContain(`Chữ có hai dấu: ${stackedLetters}.`)
  expect(text(parts['word/footnotes.xml']!)[2]).toBe(' Theo quy chế phong cấp & xếp hạng <nội bộ> của Câu lạc bộ.')
})

test('the page is A4 with the margins of the layout, page numbers stand in the header from page 2', () => {
  const document = parts['word/document.xml']!
  expect(document).toContain('<w:pgSz w:w="11906" w:h="16838"')
  expect(document).toContain('<w:pgMar w:top="1134" w:right="850" w:bottom="1134" w:left="1701" w:header="567"')
  expect(document).toContain('<w:titlePg/>')
  const headers = Object.keys(parts).filter((name) => /word\/header\d/.test(name))
  expect(headers.map((name) => parts[name]!.includes('PAGE')).sort()).toEqual([false, true])
})

test('the font is Times New Roman, the language Vietnamese', () => {
  expect(parts['word/styles.xml']).toContain('<w:rFonts w:ascii="Times New Roman"')
  expect(parts['word/styles.xml']).toContain('<w:lang w:val="vi-VN"/>')
})

test('headings have heading styles and stay with what follows; the signature stays in one piece', () => {
  const document = parts['word/document.xml']!
  expect([1, 2, 3, 4, 5, 6].map((level) => document.split(`"Heading${level}"`).length - 1)).toEqual([2, 5, 5, 3, 2, 2])
  expect(parts['word/styles.xml']).toMatch(/w:styleId="Heading3".*?<w:keepNext\/>/)
  expect(document.match(/<w:cantSplit\/>/g)).toHaveLength(3)
  expect(document.match(/<w:keepNext\/>/g)).toHaveLength(1)
})

test('properties are those of the document', () => {
  const core = parts['docProps/core.xml']!
  expect(core).toContain(
    '<dc:title>BÁO CÁO Kết quả hoạt động của Câu lạc bộ năm 2030; phương hướng, nhiệm vụ năm 2031</dc:title>',
  )
  expect(core).toContain('<dc:creator>Câu lạc bộ Cờ vua Hoa Sen</dc:creator>')
  expect(core.match(/2031-02-05T00:00:00Z/g)).toHaveLength(2)
})

test('the same model gives the same bytes, watermark and missing date included', async () => {
  const draft = aDocument({ watermark: 'DỰ THẢO', header: { ...aDocument().header, number: '', date: null } })
  const first = await documentToDocx(draft)
  await new Promise((resolve) => setTimeout(resolve, 1100))
  expect((await documentToDocx(draft)).equals(first)).toBe(true)
  const opened = await open(draft)
  expect(opened['word/header1.xml']).toContain('string="DỰ THẢO"')
  expect(opened['word/header2.xml']).toContain('string="DỰ THẢO"')
  expect(opened['docProps/core.xml']).toContain('2000-01-01T00:00:00Z')
  expect(text(opened['word/document.xml']!)).toContain('Hoa Sen, ngày … tháng … năm …')
})

test('the parts are stored in a fixed order, content types first', async () => {
  const names = Object.keys(unzipSync(await documentToDocx(aDocument())))
  expect(names.slice(0, 2)).toEqual(['[Content_Types].xml', '_rels/.rels'])
  expect(names.slice(2)).toEqual(names.slice(2).toSorted())
})

test('a document of some 20 pages takes well under 3 seconds', async () => {
  const doc = aLongDocument(6)
  const start = performance.now()
  await documentToDocx(doc)
  expect(performance.now() - start).toBeLessThan(3000)
})
