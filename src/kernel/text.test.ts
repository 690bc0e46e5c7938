import { readFileSync } from 'node:fs'
import { PGlite } from '@electric-sql/pglite'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  accentForms,
  fileNamePart,
  accentKey,
  capitaliseName,
  compareVietnamese,
  fold,
  normalise,
  sameText,
  sortKeyVietnamese,
  sqlFold,
} from './text.ts'
import { letters, placings, vowels } from './vietnamese.factory.ts'

/** Texts that people and their files really bring. */
const brought: [string, string][] = [
  ['  Nguyễn   Thị\tThùy\r\n', 'nguyen thi thuy'],
  ['ĐỖ ĐỨC ĐẠT', 'do duc dat'],
  ['Ðỗ Ðức Ðạt', 'do duc dat'],
  ['Nguyễn\u00a0Văn\u2003Ất', 'nguyen van at'],
  ['Ng\u200buyễn\ufeff Văn\u00ad A', 'nguyen van a'],
  ['a \u200b b', 'a b'],
  ['Bà Rịa – Vũng Tàu', 'ba ria - vung tau'],
  ['Thừa Thiên—Huế', 'thua thien-hue'],
  ['H’Mông', "h'mong"],
  ['Buôn Ƀuk, ƀuôn', 'buon buk, buon'],
  ['quy đi\u0323nh, hô\u0300 sơ', 'quy dinh, ho so'],
  ['ﬁle Ｎｇｕｙễｎ', 'file nguyen'],
  ['K-135/QĐ-UBND', 'k-135/qd-ubnd'],
  ['100% "x" \\ \' $1 %_', '100% "x" \\ \' $1 %_'],
  ['Лев Толстой', 'Лев Толстои'],
  ['👩‍👩‍👧 gia đình', '👩👩👧 gia dinh'],
  ['', ''],
  [' \n\t ', ''],
]

const vietnameseText = fc
  .array(
    fc.oneof(fc.constantFrom(...letters.map(([letter]) => letter)), fc.constantFrom(..."bcdghklmnpqrstvx -'.,0123456789ABCXYZ")),
    { maxLength: 24 },
  )
  .map((signs) => signs.join(''))
const anyText = fc.string({ unit: 'binary', maxLength: 30 })
/**
 * Random characters of the blocks whose decompositions and mark classes have stood since Unicode 14 (Latin, Greek, Cyrillic, Hebrew,
 * Vietnamese, punctuation, symbols, kana), so that every Node and PostgreSQL agree on them.
 */
const settledSign = fc.oneof(fc.integer({ min: 1, max: 0x5ff }), fc.integer({ min: 0x1e00, max: 0x33ff }))
const settledText = fc.string({ unit: settledSign.map((code) => String.fromCharCode(code)), maxLength: 30 })

describe('accentForms', () => {
  test('both placings of a tone have a form in common; another tone or letter has none', () => {
    const forms = (text: string) => accentForms(text).split('\n')
    for (const [old, modern] of placings) {
      expect(forms(old)[1]).toBe(forms(modern)[1])
      expect(forms(old.normalize('NFD'))).toEqual(forms(old.normalize('NFC')))
      expect(forms(old.toUpperCase())).toEqual(forms(old.toLowerCase()))
    }
    const all = [...new Set(letters.map(([letter]) => accentForms(letter)))]
    expect(all).toHaveLength(12 * 6 + 1)
  })
})

describe('fold', () => {
  test('all 12 vowels in 6 tones and đ, small and capital, NFC and NFD', () => {
    expect(letters).toHaveLength((12 * 6 + 1) * 4)
    expect(letters.map(([letter]) => fold(letter))).toEqual(letters.map(([, folded]) => folded))
  })

  test.each(placings)('both placings of the tone: %s and %s give %s', (old, modern, folded) => {
    expect(old).not.toBe(modern)
    for (const text of [old, modern, old.normalize('NFD'), modern.normalize('NFD')]) expect(fold(text)).toBe(folded)
  })

  test.each(brought)('%j gives %j', (text, folded) => expect(fold(text)).toBe(folded))

  test('folding twice is folding once', () => {
    fc.assert(
      fc.property(anyText, (text) => fold(fold(text)) === fold(text)),
      { numRuns: 2000 },
    )
  })

  test('both Unicode forms of any text fold equal', () => {
    fc.assert(
      fc.property(anyText, (text) => fold(text.normalize('NFC')) === fold(text.normalize('NFD'))),
      { numRuns: 2000 },
    )
  })

  test('words fold one by one: the fold of a sentence is the folds of its words', () => {
    fc.assert(
      fc.property(
        fc.array(vietnameseText),
        (parts) =>
          fold(parts.join(' ')) ===
          parts
            .map(fold)
            .filter((part) => part !== '')
            .join(' '),
      ),
    )
  })

  test('Vietnamese text folds to small ASCII', () => {
    fc.assert(fc.property(vietnameseText, (text) => /^[ -@[-~]*$/.test(fold(text))))
  })
})

describe('kernel.fold in the database', () => {
  let db: PGlite
  const migration = readFileSync(new URL('./db/20261124-0000-fold.sql', import.meta.url), 'utf8')
  const foldAll = async (texts: string[]) => {
    const { rows } = await db.query<{ folded: string }>(
      'SELECT kernel.fold(t) AS folded FROM unnest($1::text[]) WITH ORDINALITY AS x(t, n) ORDER BY n',
      [texts],
    )
    return rows.map((row) => row.folded)
  }

  beforeAll(async () => {
    db = await PGlite.create()
    await db.exec(migration)
  }, 60_000)
  afterAll(() => db.close())

  test('the migration creates what sqlFold says', () => expect(migration).toContain(sqlFold))

  test('gives the same answer as fold for every letter, placing and brought text', async () => {
    const texts = [
      ...letters.map(([letter]) => letter),
      ...placings.flatMap(([old, modern]) => [old, modern]),
      ...brought.map(([text]) => text),
    ]
    expect(await foldAll(texts)).toEqual(texts.map(fold))
  })

  test('gives the same answer as fold for random Vietnamese and random Unicode text', async () => {
    const texts = [...fc.sample(vietnameseText, 2000), ...fc.sample(settledText, 2000)]
    expect(await foldAll(texts)).toEqual(texts.map(fold))
  })

  test('gives the same answer as fold for every character up to U+33FF and from U+F900: Latin, punctuation, ligatures, full width', async () => {
    const texts = Array.from({ length: 0xffff }, (_, index) => index + 1)
      .filter((code) => code <= 0x33ff || code >= 0xf900)
      .map((code) => String.fromCharCode(code))
      .map((sign) => `A${sign}Z`)
    const answers = await foldAll(texts)
    expect(texts.filter((text, index) => answers[index] !== fold(text))).toEqual([])
  })

  test('is strict, immutable, safe for parallel workers, and inlined into an index', async () => {
    const { rows } = await db.query(
      `SELECT provolatile, proparallel, proisstrict FROM pg_proc WHERE oid = 'kernel.fold(text)'::regprocedure`,
    )
    expect(rows).toEqual([{ provolatile: 'i', proparallel: 's', proisstrict: true }])
    expect((await db.query('SELECT kernel.fold(NULL) AS folded')).rows).toEqual([{ folded: null }])
    await db.exec(`CREATE TABLE person (name text); CREATE INDEX person_folded ON person (kernel.fold(name) text_pattern_ops);
      INSERT INTO person SELECT 'Nguyễn Thị ' || n FROM generate_series(1, 5000) n; ANALYZE person`)
    const plan = await db.query<Record<string, string>>(
      `EXPLAIN SELECT * FROM person WHERE kernel.fold(name) = kernel.fold('NGUYEN THI 77')`,
    )
    expect(plan.rows.map((row) => row['QUERY PLAN']).join('\n')).toContain('person_folded')
  })
})

describe('normalise', () => {
  test.each([
    ['  Nguyê\u0303n  Văn\n A ', 'Nguyễn Văn A'],
    ['Trâ\u200b\u0300n', 'Trần'],
    ['\ufeffLê\u00a0Lợi\u0007', 'Lê Lợi'],
    ['a\ud800b', 'ab'],
    ['Thuỵ', 'Thuỵ'],
    ['👍 xong', '👍 xong'],
  ])('%j gives %j', (text, stored) => expect(normalise(text)).toBe(stored))

  test('normalising twice is normalising once, and never changes the fold', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const stored = normalise(text)
        expect(normalise(stored)).toBe(stored)
        expect(fold(stored)).toBe(fold(text))
      }),
      { numRuns: 2000 },
    )
  })
})

test.each([
  ['nguyễn thị THÙY', 'Nguyễn Thị Thùy'],
  ['  đỗ   đức ĐẠT', 'Đỗ Đức Đạt'],
  ['ÂU DƯƠNG ớt', 'Âu Dương Ớt'],
  ['y-bhăm êban', 'Y-Bhăm Êban'],
  ["H'HEN NIÊ", "H'Hen Niê"],
  ['nguyê\u0303n văn a', 'Nguyễn Văn A'],
  ['', ''],
])('capitaliseName(%j) is %j', (name, written) => expect(capitaliseName(name)).toBe(written))

describe('sameText', () => {
  test.each(placings)('%s is %s', (old, modern) => {
    expect(sameText(old, modern)).toBe(true)
    expect(sameText(old.normalize('NFD'), modern)).toBe(true)
  })

  test.each([
    ['Thủy', 'Thụy'],
    ['hòa', 'hóa'],
    ['hoa', 'hòa'],
    ['ma', 'mà'],
    ['hoa', 'hoă'],
    ['o', 'ơ'],
    ['Đạt', 'Dạt'],
    ['Hòa', 'hòa'],
    ['hòa an', 'hoa àn'],
  ])('%s is not %s', (a, b) => expect(sameText(a, b)).toBe(false))

  test('spacing and invisible characters do not count', () => expect(sameText(' Lê\u200b  Lợi', 'Lê Lợi')).toBe(true))

  test('same text has the same key and the same fold', () => {
    fc.assert(
      fc.property(vietnameseText, vietnameseText, (a, b) => {
        expect(sameText(a, a.normalize('NFD'))).toBe(true)
        expect(sameText(a, b)).toBe(accentKey(a) === accentKey(b))
        if (sameText(a, b)) expect(fold(a)).toBe(fold(b))
      }),
    )
  })
})

describe('Vietnamese order', () => {
  test('letters of the alphabet, then tones: không, huyền, hỏi, ngã, sắc, nặng', () => {
    const alphabet = Array.from('aăâbcdđeêghiklmnoôơpqrstuưvxy')
    expect([...alphabet].reverse().sort(compareVietnamese)).toEqual(alphabet)
    for (const tones of Object.values(vowels))
      expect(Array.from(tones).reverse().sort(compareVietnamese)).toEqual(Array.from(tones))
  })

  test('a list of units', () => {
    const units = [
      'An Thi',
      'Ân Thi',
      'Đông Hưng',
      'Hưng Hà',
      'Hưng Yên',
      'Khoái Châu',
      'Kim Động',
      'Mỹ Hào',
      'Phù Cừ',
      'Tiên Lữ',
      'Văn Giang',
      'Yên Mỹ',
    ]
    expect([...units].reverse().sort(compareVietnamese)).toEqual(units)
    expect([...units].reverse().sort((a, b) => (sortKeyVietnamese(a) < sortKeyVietnamese(b) ? -1 : 1))).toEqual(units)
  })

  test('the sort key gives the order of the collator', () => {
    fc.assert(
      fc.property(vietnameseText, vietnameseText, (a, b) => {
        const [x, y] = [sortKeyVietnamese(a), sortKeyVietnamese(b)]
        expect(x < y ? -1 : x > y ? 1 : 0).toBe(Math.sign(compareVietnamese(a, b)))
      }),
      { numRuns: 5000 },
    )
  })
})

test('a title becomes part of a file name in letters every system keeps', () => {
  expect(fileNamePart('Danh sách cán bộ, công chức: Quý IV/2022')).toBe('danh-sach-can-bo-cong-chuc-quy-iv-2022')
  expect(fileNamePart('../../etc/passwd\u0000')).toBe('etc-passwd')
  expect(fileNamePart('???')).toBe('')
  expect(fileNamePart('đ'.repeat(200))).toHaveLength(80)
})
