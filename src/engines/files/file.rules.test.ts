import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cleanName, contentDisposition, extensionOf, isRunnableName, readRange, tagMatches } from './file.rules.ts'
import { htmlTable, plainHtml, previewWidth } from './preview.rules.ts'

describe('a name', () => {
  test.each([
    ['Quyết định số 12.pdf', 'Quyết định số 12.pdf'],
    ['../../etc/passwd', 'passwd'],
    ['C:\\Windows\\system32\\cmd.exe', 'cmd.exe'],
    ['báo cáo\u202Efdp.exe', 'báo cáofdp.exe'],
    ['a\u0000b\r\nc.txt', 'abc.txt'],
    ['vô\u200bhình.txt', 'vôhình.txt'],
    ['hỏi? "trích" <1|2>:*.txt', 'hỏi- -trích- -1-2---.txt'],
    ['CON.txt', '_CON.txt'],
    ['com1', '_com1'],
    ['  . .. ten.txt. . ', 'ten.txt'],
    ['...', 'tep'],
    ['', 'tep'],
    ['Bie\u0302n ba\u0309n.doc', 'Biên bản.doc'],
  ])('%j is kept as %j', (given, kept) => {
    expect(cleanName(given)).toBe(kept)
  })

  test('too long loses from its middle, never its ending', () => {
    const kept = cleanName(`${'Quyết định '.repeat(60)}.docx`)
    expect(new TextEncoder().encode(kept).length).toBeLessThanOrEqual(240)
    expect(kept.endsWith('.docx')).toBe(true)
    expect(kept).not.toContain('\ufffd')
  })

  test('whatever is given, what is kept is one plain part of a path, and clean already', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' })), (given) => {
        const kept = cleanName(given)
        // eslint-disable-next-line no-control-regex
        expect(kept).not.toMatch(/[/\\\u0000-\u001f\u202a-\u202e\u2066-\u2069<>:"|?*]/)
        expect(['', '.', '..']).not.toContain(kept)
        expect(new TextEncoder().encode(kept).length).toBeLessThanOrEqual(240)
        expect(cleanName(kept)).toBe(kept)
      }),
      { numRuns: 500 },
    )
  })

  test.each([
    ['a.EXE', true],
    ['công văn.pdf.js', true],
    ['a.lnk', true],
    ['a.pdf', false],
    ['exe', false],
    ['.bat', false],
  ])('%s runs: %s', (name, runs) => {
    expect(isRunnableName(name)).toBe(runs)
  })

  test('its ending is small and without the dot', () => {
    expect(['a.PDF', 'a.tar.gz', 'a', '.ẩn', 'a.'].map(extensionOf)).toEqual(['pdf', 'gz', '', '', ''])
  })
})

describe('Content-Disposition', () => {
  test('carries Vietnamese for all, and plain letters for the rest', () => {
    expect(contentDisposition('attachment', 'Đề án "số 1"; 100%.pdf')).toBe(
      `attachment; filename="De an _so 1__ 100_.pdf"; filename*=UTF-8''%C4%90%E1%BB%81%20%C3%A1n%20%22s%E1%BB%91%201%22%3B%20100%25.pdf`,
    )
  })
  test('is one line of plain signs, whatever the name, and gives the name back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (given) => {
        const name = cleanName(given)
        const header = contentDisposition('inline', name)
        expect(header).toMatch(/^inline; filename="[\x20-\x7e]*"; filename\*=UTF-8''[\w.%!#$&+^`|~-]*$/)
        expect(decodeURIComponent(header.split("UTF-8''")[1] ?? '')).toBe(name)
      }),
    )
  })
})

describe('a range', () => {
  test.each([
    [undefined, 100, 'all'],
    ['bytes=0-0', 100, { start: 0, end: 0 }],
    ['bytes=10-', 100, { start: 10, end: 99 }],
    ['bytes=-1', 100, { start: 99, end: 99 }],
    ['bytes=-500', 100, { start: 0, end: 99 }],
    ['bytes=-0', 100, 'outside'],
    ['bytes=100-', 100, 'outside'],
    ['bytes=0-', 0, 'outside'],
    ['bytes=5-2', 100, 'all'],
    ['bytes=-', 100, 'all'],
    ['bytes=0-1,3-4', 100, 'all'],
    ['bytes=99999999999999999999-', 100, 'all'],
  ] as const)('%s of %i', (header, size, asked) => {
    expect(readRange(header, size)).toEqual(asked)
  })
  test('lies always inside', () => {
    fc.assert(
      fc.property(fc.nat(200), fc.option(fc.nat(300)), fc.option(fc.nat(300)), (size, from, to) => {
        const range = readRange(`bytes=${from ?? ''}-${to ?? ''}`, size)
        if (typeof range === 'string') return
        expect(range.start).toBeGreaterThanOrEqual(0)
        expect(range.start).toBeLessThanOrEqual(range.end)
        expect(range.end).toBeLessThan(size)
      }),
    )
  })
  test('tags match one by one, weak or not', () => {
    expect(['"a"', 'W/"a"', '"b", "a"', '*', '"b"', undefined].map((h) => tagMatches(h, '"a"'))).toEqual([
      true,
      true,
      true,
      true,
      false,
      false,
    ])
  })
})

describe('markup of a document', () => {
  test.each([
    ['<p>Một <strong>hai</strong></p>', '<p>Một <strong>hai</strong></p>'],
    ['<script>alert(1)</script>', 'alert(1)'],
    ['<p onclick="x()" style="a">b</p>', '<p>b</p>'],
    ['<a href="javascript:alert(1)">b</a>', '<a>b</a>'],
    [
      '<a href="https://chinhphu.vn/a?b=1">b</a>',
      '<a href="https://chinhphu.vn/a?b=1" rel="noopener noreferrer nofollow" target="_blank">b</a>',
    ],
    ['<img src="https://elsewhere/spy.png">', ''],
    ['<img src="data:image/png;base64,AAAA" onerror="x()">', '<img src="data:image/png;base64,AAAA" alt="">'],
    ['<img src="data:image/svg+xml;base64,AAAA">', ''],
    ['<td colspan="2" onmouseover=x>a</td>', '<td colspan="2">a</td>'],
    ['<iframe src="a"><p>b</p></iframe>', '<p>b</p>'],
    ['<!-- <p>a</p> --><p>b</p>', '<p>b</p>'],
    ['a < b > c', 'a &lt; b &gt; c'],
    ['<svg/onload=x><p title=">">a</p>', '<p>a</p>'],
    ['<p <script>a', '<p>a'],
  ])('%s', (given, kept) => {
    expect(plainHtml(given)).toBe(kept)
  })
  test('holds no tag and no attribute that is not known, whatever goes in', () => {
    const piece = fc.constantFrom(
      '<',
      '>',
      '"',
      "'",
      '/',
      ' ',
      'script',
      'img',
      'src=',
      'href=',
      'javascript:',
      'onerror=',
      'p',
      'a',
      '<!--',
      '-->',
      '=',
      'x',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const kept = plainHtml(pieces.join(''))
        for (const [tag] of kept.matchAll(/<[^>]*>/g))
          expect(tag).toMatch(/^<\/?(p|a|img|s|x)( href="https?:[^"]*"[^<>]*| src="data:[^"]*" alt="")?>$/)
        expect(kept).not.toMatch(/<[^>]*(javascript:|onerror)/)
      }),
      { numRuns: 1000 },
    )
  })
  test('a table is as wide as its widest row', () => {
    expect(htmlTable([['a', 'b'], ['<c>']], true)).toBe(
      '<table><tr><td>a</td><td>b</td></tr><tr><td>&#60;c&#62;</td><td></td></tr></table><p class="more">…</p>',
    )
  })
  test('pictures are made in few widths', () => {
    expect([1, 320, 321, 5000].map(previewWidth)).toEqual([160, 320, 640, 2000])
  })
})
