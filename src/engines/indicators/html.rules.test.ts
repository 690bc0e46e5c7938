import { expect, test } from 'vitest'
import { aDocument, hostileText, stackedLetters } from './document.factory.ts'
import { documentToHtml } from './html.rules.ts'

const html = documentToHtml(aDocument())
/** What a reader sees: no tags, entities decoded. */
const visible = (source: string) =>
  source
    .replace(/<[^>]*>/g, '')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&')

test('the fragment is one article; the page adds head, style and nothing from elsewhere', () => {
  expect(html).toMatch(/^<article class="official-document" lang="vi-VN">[^]*<\/article>$/)
  const page = documentToHtml(aDocument(), { standalone: true })
  expect(page).toMatch(/^<!doctype html>\n<html lang="vi-VN">/)
  expect(page).toMatch(/@page \{\s+size: A4; margin: 20mm 15mm 20mm 30mm;/)
  expect(page).toContain(html)
  expect(page).not.toMatch(/<script|<link|src=|url\(|https?:/)
})

test('the letterhead, the title and the closing are printed in order', () => {
  const order = [
    'LIÊN HIỆP CÁC CÂU LẠC BỘ THỂ THAO TRÍ TUỆ THÀNH PHỐ',
    'CÂU LẠC BỘ CỜ VUA HOA SEN',
    'ĐẢNG CỘNG SẢN VIỆT NAM',
    'Số 07-BC/CLB',
    'Hoa Sen, ngày 05 tháng 02 năm 2031',
    'BÁO CÁO',
    'Kết quả hoạt động của Câu lạc bộ năm 2030;',
    'Kính gửi:',
    'PHẦN THỨ NHẤT',
    'I- Khái quát',
    'PHẦN THỨ HAI',
    'trân trọng báo cáo.',
    'Nơi nhận:',
    '- Lưu: VT, VPCLB.',
    'T/M BAN CHỦ NHIỆM',
    'CHỦ NHIỆM',
    'Lê Hoàng Mã Giao',
  ]
  const text = visible(html)
  let at = 0
  for (const line of order) {
    const found = text.indexOf(line, at)
    expect(found, line).toBeGreaterThanOrEqual(0)
    at = found + line.length
  }
})

test('a figure carries where it comes from, in the body and in a footnote', () => {
  expect(html).toContain('<span class="figure" data-figure="M-02" data-source="computed" data-status="ok">1.208</span>')
  expect(html).toContain('<span class="figure" data-figure="M-05" data-source="typed" data-status="ok">09</span>')
  expect(html).toMatch(/id="footnote-2"[^]*data-figure="M-08"/)
})

test('every footnote is referred to once and leads back', () => {
  for (const number of [1, 2, 3, 4, 5, 6]) {
    expect(html.split(`href="#footnote-${number}"`)).toHaveLength(2)
    expect(html.split(`id="footnote-${number}"`)).toHaveLength(2)
    expect(html).toContain(`href="#footnote-${number}-reference"`)
    expect(html).toContain(`id="footnote-${number}-reference"`)
  }
})

test('every block and every author is found again', () => {
  for (const block of aDocument().blocks) expect(html.split(`data-block="${block.id}"`)).toHaveLength(2)
  expect(html.match(/data-author=/g)).toHaveLength(1)
})

test('headings keep their levels', () => {
  expect([2, 3, 4, 5, 6].map((level) => html.split(`<h${level} `).length - 1)).toEqual([2, 5, 5, 3, 2])
  expect(html.match(/role="heading" aria-level="7"/g)).toHaveLength(2)
})

test('text is text: markup in it is printed, not obeyed', () => {
  expect(visible(html)).toContain(hostileText)
  expect(visible(html)).toContain(stackedLetters)
  expect(html).not.toMatch(/<script|<b>|<!--/)
  const evil = '"><img src=x onerror=alert(1)>\'&'
  const page = documentToHtml(
    aDocument({
      header: { superior: evil, issuer: evil, number: evil, place: evil, date: null },
      type: evil,
      summary: evil,
      addressees: [evil, evil],
      blocks: [
        { kind: 'heading', id: evil, level: 0, number: evil, runs: [{ kind: 'text', text: evil, bold: true, italic: true }] },
        {
          kind: 'paragraph',
          id: evil,
          author: evil,
          runs: [{ kind: 'figure', figureId: evil, text: evil, source: 'typed', status: 'missing' }],
        },
      ],
      footnotes: [{ number: 1, runs: [{ kind: 'text', text: evil }] }],
      recipients: [evil],
      signature: { authority: [evil], post: evil, name: evil },
      watermark: evil,
    }),
    { standalone: true },
  )
  expect(page.toLowerCase()).not.toContain('<img')
  // Inside a tag, the quotes that would end an attribute are gone.
  expect(page.replace(/"[^"]*"/g, '').match(/<[a-z][^<>]*onerror/i)).toBeNull()
})

test('a draft has its watermark, a sealed edition has none', () => {
  expect(html).not.toContain('watermark')
  expect(documentToHtml(aDocument({ watermark: 'DỰ THẢO' }))).toContain(
    '<div class="watermark" aria-hidden="true"><span>DỰ THẢO</span></div>',
  )
})

test('empty parts leave nothing behind', () => {
  const bare = documentToHtml(
    aDocument({ addressees: [], recipients: [], footnotes: [], blocks: [], signature: { authority: [], post: '', name: 'An' } }),
  )
  expect(bare).not.toMatch(/addressees|class="label"|footnotes|class="post"|false|undefined/)
})
