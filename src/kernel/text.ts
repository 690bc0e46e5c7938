/**
 * Vietnamese text: how it is searched, stored, compared and sorted.
 *
 * The same word reaches us in several encodings: composed (NFC) or decomposed (NFD, from macOS), with the tone on either vowel
 * (hòa / hoà, Thụy / Thuỵ), with invisible characters copied from web pages and PDF files. Nothing here reads a clock, a
 * database or a locale setting of the machine.
 */

/**
 * Invisible characters that carry no meaning here: controls that are not white space, soft hyphen, grapheme joiner, zero-width,
 * direction marks, byte order mark. In the syntax that JavaScript and PostgreSQL regular expressions share.
 */
const invisible =
  '\\u034f\\u0001-\\u0008\\u000e-\\u001f\\u007f-\\u0084\\u0086-\\u009f\\u00ad\\u061c\\u180e' +
  '\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u2064\\u2066-\\u2069\\ufeff'

const invisibleInText = new RegExp(`[${invisible}\\u0000]+`, 'g')
const loneSurrogates = /\p{Surrogate}+/gu
const spaces = /[\s\u0085]+/g

/** What folding replaces after decomposition, in order; both `fold` and `sqlFold` are made from this table. */
const foldSteps: [pattern: string, by: string][] = [
  ['[\\u0300-\\u036f]+', ''], // diacritics and tones
  ['[ĐđÐðƉɖ]', 'd'], // not decomposed by Unicode; eth and African D are frequent typing errors for Đ
  ['[Ƀƀ]', 'b'], // Ê-đê, Mnông
  ['[‘’ʼʹ′`]', "'"],
  ['[\\u2010-\\u2015\\u2212]', '-'],
]
const foldStepsInText = foldSteps.map(([pattern, by]) => [new RegExp(pattern, 'g'), by] as const)
const foldSpaces = '[\\t-\\r \\u0085\\u1680\\u2028\\u2029]{2,}|[\\t-\\r\\u0085\\u1680\\u2028\\u2029]'
const foldSpacesInText = new RegExp(foldSpaces, 'g')

/**
 * The search form of a text: lower case, no diacritics, đ = d, one space between words, none at the ends.
 *
 * The two placings of a tone (hòa, hoà) and the two Unicode forms fold equal by construction. Full-width letters, ligatures of PDF
 * files and non-breaking spaces become plain; Ð (eth, a frequent typing error for Đ) and ƀ (Ê-đê, Mnông) become d and b;
 * typographic apostrophes and dashes become ' and -. Letters of other scripts stay as they are, case included, so that the
 * database gives exactly the same answer: see {@link sqlFold}.
 *
 * @example fold('  Nguyễn   Thị THUỲ ') === 'nguyen thi thuy'
 */
export function fold(text: string): string {
  const decomposed = text.replace(invisibleInText, '').normalize('NFKD')
  return foldStepsInText
    .reduce((folded, [pattern, by]) => folded.replace(pattern, by), decomposed)
    .replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
    .replace(foldSpacesInText, ' ')
    .replace(/^ | $/g, '')
}

/**
 * `kernel.fold(text)`, the same function as {@link fold} for PostgreSQL 15 or later and PGlite, as the migration
 * `db/20261124-0000-fold.sql` creates it (a test compares the two files).
 *
 * Immutable, so that it may stand in an index; `unaccent` is only stable and depends on a dictionary file. `COLLATE "C"` makes
 * `lower` touch A-Z alone, on every server locale. One expression without a repeated argument, so that the planner inlines it.
 * The two answer alike for every character that the Unicode versions of Node and of the server both know. Another fold is another
 * migration, which also rebuilds what was folded before.
 */
export const sqlFold = `CREATE FUNCTION kernel.fold(text) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
  RETURN btrim(regexp_replace(lower(
    ${'regexp_replace('.repeat(foldSteps.length)}normalize(
      regexp_replace($1, '[${invisible}]+', '', 'g'),
      NFKD),
${foldSteps.map(([pattern, by]) => `      '${quoted(pattern)}', '${quoted(by)}', 'g')`).join(',\n')}
    COLLATE "C"),
    '${foldSpaces}', ' ', 'g'), ' ');
`

function quoted(text: string): string {
  return text.replaceAll("'", "''")
}

/**
 * The stored form of a one-line text: NFC, runs of white space (line breaks included) as one space, none at the ends, no
 * zero-width, control or direction characters, no half surrogates (which PostgreSQL cannot store).
 *
 * The placing of the tone is left as the writer has it: a name is written as in its papers. Compare with {@link sameText}.
 */
export function normalise(text: string): string {
  return text.replace(invisibleInText, '').replace(loneSurrogates, '').normalize('NFC').replace(spaces, ' ').trim()
}

/**
 * A personal name with a capital at the start of each word, the rest small: `nguyễn thị THÙY` gives `Nguyễn Thị Thùy`.
 * A word also starts after a hyphen or an apostrophe (`Y-Bhăm`, `H'Hen`). The text is normalised first.
 */
export function capitaliseName(name: string): string {
  return normalise(name)
    .toLowerCase()
    .replace(/(^|[^\p{L}\p{M}\p{N}])(\p{L})/gu, (_, before: string, letter: string) => before + letter.toUpperCase())
}

/** Grave, acute, tilde, hook above, dot below: the five written tones, as combining marks. */
const tones = /[\u0300\u0301\u0303\u0309\u0323]/g
const words = /[\p{L}\p{M}]+/gu

/**
 * A key that is equal for two texts exactly when {@link sameText} holds, to be used in maps and joins. Not for display.
 * The tone of each syllable is moved to its end; the marks of the letters themselves (ă â ê ô ơ ư) stay in place.
 */
export function accentKey(text: string): string {
  return normalise(text)
    .normalize('NFD')
    .replace(words, (word) => word.replace(tones, '') + (word.match(tones) ?? []).join(''))
}

const capitals = /[A-ZĐ]/g
const toneInWord = /([\u0300\u0301\u0303\u0309\u0323])((?:[a-zđ]|[\u0302\u0306\u031b])*)/g

/**
 * The accented search form: small letters, decomposed, tones where they stand; then, after a line end, the same with the tone of each word
 * at the word's end, so that `hòa` and `hoà` are found by each other while `hòa` and `hóa` are not. The same function as
 * `kernel.accent(text)` of the database, for Vietnamese text.
 */
export function accentForms(text: string): string {
  const plain = text
    .replace(invisibleInText, '')
    .normalize('NFD')
    .replace(capitals, (letter) => (letter === 'Đ' ? 'đ' : letter.toLowerCase()))
  return `${plain}\n${plain.replace(toneInWord, '$2$1')}`
}

/**
 * Whether two accented texts are the same text, whatever their Unicode form, spacing and tone placing:
 * `Thụy` = `Thuỵ`, `hòa` = `hoà`, but `Thủy` ≠ `Thụy` and `hòa` ≠ `hóa`. Case counts.
 */
export function sameText(a: string, b: string): boolean {
  return a === b || accentKey(a) === accentKey(b)
}

const collator = new Intl.Collator('vi', { usage: 'sort', sensitivity: 'variant', ignorePunctuation: false })

/**
 * The order of two texts in the Vietnamese alphabet (a ă â b c d đ e ê ... o ô ơ ... u ư ...); letters decide first, then tones
 * (no tone, huyền, hỏi, ngã, sắc, nặng), then small before capital. For `Array.prototype.sort`. Equal in both Unicode forms.
 */
export function compareVietnamese(a: string, b: string): number {
  return collator.compare(a.normalize('NFC'), b.normalize('NFC'))
}

/** Breve, circumflex, horn: ă before â, ô before ơ. Plain letters are `a`, đ is `b`. */
const letterMarks = new Map([
  ['\u0306', 'b'],
  ['\u0302', 'c'],
  ['\u031b', 'd'],
])
const toneOrder = new Map([
  ['\u0300', '1'],
  ['\u0309', '2'],
  ['\u0303', '3'],
  ['\u0301', '4'],
  ['\u0323', '5'],
])
const letterWithMarks = /([^])([\u0300-\u036f]*)/gu
const printable = Array.from({ length: 0x7f - 0x20 }, (_, index) => String.fromCharCode(0x20 + index))
const primary = new Map(
  printable
    .filter((sign) => !/[A-Z]/.test(sign))
    .sort((a, b) => collator.compare(a, b))
    .map((sign, index) => [sign, String.fromCharCode(0x21 + index)]),
)

/**
 * A key whose plain code point order (`<`, or `COLLATE "C"` in the database) is the order of {@link compareVietnamese} for
 * Vietnamese and printable ASCII text; other signs sort after all letters by code point. Stored beside a name, it gives a
 * Vietnamese `ORDER BY` on a server without a Vietnamese collation. Not for display.
 */
export function sortKeyVietnamese(text: string): string {
  let letters = ''
  let accents = ''
  let cases = ''
  for (const [, letter = '', marks = ''] of text.normalize('NFD').matchAll(letterWithMarks)) {
    const small = letter.toLowerCase()
    let mark = small === 'đ' ? 'b' : 'a'
    accents += '0'
    for (const sign of marks) {
      const own = letterMarks.get(sign)
      if (own) mark = own
      else accents += toneOrder.get(sign) ?? '6'
    }
    letters += (primary.get(small === 'đ' ? 'd' : small) ?? `~${small}`) + mark
    cases += letter === small ? '0' : '1'
  }
  return `${letters}\u0001${accents}\u0001${cases}`
}

/** A text as part of a file's name: readable, of plain letters, digits and hyphens alone: `Danh sách nhân sự` becomes `danh-sach-nhan-su`. */
export function fileNamePart(text: string): string {
  return fold(text)
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 80)
}
