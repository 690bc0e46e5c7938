import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fold } from '../text.ts'
import { baseLetters, letters, placings } from '../vietnamese.factory.ts'
import { answers, findIn, parseQuery, rankOf, ranks } from './search.rules.ts'

const finds = (question: string, text: string) => answers(parseQuery(question), text)

describe('the table of all Vietnamese letters', () => {
  test('a letter in any form is found without marks', () => {
    for (const [letter, folded] of letters) expect([letter, finds(`x${folded}x`, `X${letter}X`)]).toEqual([letter, true])
  })

  test('a letter with marks finds itself in every form, and no other letter', () => {
    for (const [asked, plain] of baseLetters) {
      if (asked === plain) continue
      for (const form of [asked, asked.normalize('NFD'), asked.toUpperCase()]) {
        const found = letters
          .filter(([letter]) => finds(`x${form}x`, `x${letter}x`))
          .map(([letter]) => letter.normalize('NFC').toLowerCase())
        expect([form, [...new Set(found)]]).toEqual([form, [asked]])
        expect(found).toHaveLength(4)
      }
    }
  })

  test('both placings of a tone find each other, in both Unicode forms, quoted or not', () => {
    for (const [old, modern, folded] of placings) {
      for (const question of [old, modern, old.normalize('NFD'), modern.normalize('NFD'), folded, `"${old}"`, `"${modern}"`])
        for (const text of [old, modern, modern.normalize('NFD'), `Xã ${old}, huyện A`])
          expect([question, text, finds(question, text)]).toEqual([question, text, true])
    }
  })
})

describe('marks narrow, quotation marks are exact', () => {
  test.each([
    ['thuy', ['Thúy', 'Thủy', 'Thùy', 'Thuý', 'Thụy', 'Thuy'], ['Thu']],
    ['Thúy', ['Thúy', 'Thuý', 'NGUYỄN THỊ THUÝ'], ['Thủy', 'Thuy', 'Thu Ý']],
    ['nguyen thúy', ['Nguyễn Thị Thúy'], ['Nguyễn Thị Thủy']],
    ['Nguyên', ['Nguyên', 'Thái Nguyên'], ['Nguyễn', 'Nguyen']],
    ['đ', ['Đỗ', 'đơn vị'], ['do', 'Dương']],
    ['"so noi vu"', ['Sở Nội vụ', 'Giám đốc Sở Nội vụ tỉnh'], ['Sở Xây dựng và Nội vụ', 'Sở Nội vụx']],
    ['“nội vụ” tỉnh', ['Tỉnh A: Sở Nội vụ'], ['tinh A: so noi vu', 'Nội thành vụ tỉnh']],
    ['so "noi', ['Sở Nội vụ'], ['Sở Vụ']],
    ['Hòa', ['Hòa Bình', 'Hoà Bình'], ['Hoa', 'Hóa']],
    ['a.b', ['a.b'], ['axb']],
    ['"(1)"', ['Mục (1)'], ['Mục 1']],
    ['100%', ['đạt 100%'], ['đạt 1000']],
  ])('%s', (question, yes, no) => {
    for (const text of yes) expect([text, finds(question, text)]).toEqual([text, true])
    for (const text of no) expect([text, finds(question, text)]).toEqual([text, false])
  })

  test('nothing typed finds nothing; no question breaks the patterns', () => {
    for (const nothing of ['', '  ', '""', '"', '\u200b']) expect(finds(nothing, 'Sở Nội vụ')).toBe(false)
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 20 }),
        fc.string({ maxLength: 20 }),
        (question, text) => typeof finds(question, text) === 'boolean',
      ),
    )
  })

  test('whatever finds with marks is found without', () => {
    const text = fc
      .array(fc.constantFrom(...letters.map(([l]) => l), ...'bcdghklmn  '), { minLength: 1, maxLength: 12 })
      .map((s) => s.join(''))
    fc.assert(
      fc.property(text, text, (question, inside) => !finds(question, inside) || finds(fold(question), inside)),
      { numRuns: 2000 },
    )
    fc.assert(
      fc.property(text, (t) => fold(t) === '' || finds(t, t)),
      { numRuns: 2000 },
    )
  })
})

describe('rank', () => {
  test('the text itself, its beginning, words begun, inside', () => {
    const rank = (text: string) => rankOf(parseQuery('noi vu'), text)
    expect([
      rank('Nội vụ'),
      rank('Nội vụ và Lao động'),
      rank('Sở Nội vụ'),
      rank('Thanh tra sở (nội vụ)'),
      rank('Sở Xây dựng nội bộ sự vụ'),
    ]).toEqual([ranks.exact, ranks.prefix, ranks.words, ranks.words, ranks.words])
    expect(rankOf(parseQuery('guyen'), 'Nguyễn')).toBe(ranks.inside)
  })

  test('what stands in memory: best first, a text of several together, a limit', () => {
    const rows = ['Số người được xếp loại', 'Xếp loại', 'Tỷ lệ xếp loại']
    const hits = findIn(
      parseQuery('xep loai'),
      rows,
      (r) => [r, 'F01'],
      (r) => ({ id: r, title: r, subtitle: null, link: '/' }),
      2,
    )
    expect(hits.map((h) => [h.title, h.rank])).toEqual([
      ['Xếp loại', ranks.exact],
      ['Số người được xếp loại', ranks.words],
    ])
    expect(
      findIn(
        parseQuery('f01 ty le'),
        rows,
        (r) => [r, 'F01'],
        (r) => ({ id: r, title: r, subtitle: null, link: '/' }),
        9,
      ).map((h) => h.title),
    ).toEqual(['Tỷ lệ xếp loại'])
  })
})
