import type { Language } from './words.ts'

/**
 * Numbers as Vietnamese documents and screens print them, and as people type them. Values may be numbers, bigints or exact decimal
 * texts (`'914.5'`, as the database gives scores and amounts). Printing never shows binary noise: 0.1 + 0.2 prints `0,3`.
 */
export type Decimal = number | bigint | string

interface Parts {
  negative: boolean
  /** Digits before the decimal mark, without leading zeros; at least one. */
  whole: string
  /** Digits after the decimal mark, as given; may be empty. */
  fraction: string
}

const decimalText = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,3}))?$/

/** Splits a value into sign, whole digits and decimals. @throws RangeError when it is not a finite decimal number. */
function partsOf(value: Decimal): Parts {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new RangeError(`not a finite number: ${value}`)
  const match = decimalText.exec(textOf(value))
  if (!match) throw new RangeError(`not a decimal number: ${value}`)
  const [, sign = '', digits = '', decimals = '', exponent = '0'] = match
  const shift = Number(exponent)
  const all = digits + decimals
  const point = digits.length + shift
  const whole = (point > 0 ? all.slice(0, point).padEnd(point, '0') : '').replace(/^0+(?=.)/, '') || '0'
  const fraction = point >= 0 ? all.slice(point) : '0'.repeat(-point) + all
  return { negative: sign === '-' && /[1-9]/.test(all), whole, fraction }
}

/** A plain text of the value; numbers with decimals are read at 15 significant digits, which drops what binary arithmetic added. */
function textOf(value: Decimal): string {
  if (typeof value !== 'number') return String(value).trim()
  if (Number.isInteger(value)) return Math.abs(value) < 1e21 ? BigInt(value).toString() : String(value)
  return String(Number(value.toPrecision(15)))
}

/** Rounds half away from zero to a number of decimals, on the decimal digits. */
function rounded({ negative, whole, fraction }: Parts, digits: number): Parts {
  if (!Number.isInteger(digits) || digits < 0 || digits > 100) throw new RangeError(`digits must be 0 to 100: ${digits}`)
  const kept = BigInt(whole + fraction.padEnd(digits, '0').slice(0, digits)) + (fraction.charAt(digits) >= '5' ? 1n : 0n)
  const text = kept.toString().padStart(digits + 1, '0')
  const cut = text.length - digits
  return { negative: negative && kept !== 0n, whole: text.slice(0, cut), fraction: text.slice(cut) }
}

const separators = { vi: { group: '.', decimal: ',' }, en: { group: ',', decimal: '.' } } as const

function print({ negative, whole, fraction }: Parts, lang: Language): string {
  const { group, decimal } = separators[lang]
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, group)
  return (negative ? '-' : '') + grouped + (fraction === '' ? '' : decimal + fraction)
}

/**
 * A number in the language of the reader: `26.012,5` (vi) or `26,012.5` (en).
 *
 * @param digits fixed number of decimals, rounded half away from zero; absent keeps the precision given.
 * @throws RangeError when the value is not a finite decimal number.
 */
export function formatNumber(value: Decimal, lang: Language, digits?: number): string {
  const parts = partsOf(value)
  return print(digits === undefined ? parts : rounded(parts, digits), lang)
}

/**
 * A whole number with dots between thousands: `26.012`, as the annual report prints it.
 *
 * @throws RangeError when the value has decimals other than zero, or is not a number.
 */
export function formatInteger(value: Decimal): string {
  const parts = partsOf(value)
  if (/[1-9]/.test(parts.fraction)) throw new RangeError(`not a whole number: ${value}`)
  return print({ ...parts, fraction: '' }, 'vi')
}

/**
 * A number with a decimal comma: 914.5 gives `914,5`, the exact text `'88.50'` keeps both decimals.
 *
 * @param digits fixed number of decimals, rounded half away from zero: formatDecimal(1.005, 2) is `1,01`.
 * @throws RangeError when the value is not a finite decimal number.
 */
export function formatDecimal(value: Decimal, digits?: number): string {
  return formatNumber(value, 'vi', digits)
}

/**
 * A count as documents write it: under 10 with a leading zero (`05`), none as `0`, dots between thousands (`2.196`). The custom of
 * administrative documents, as Decree 30/2020/NĐ-CP pads document numbers and days under 10. Negative values, which are
 * differences rather than counts, are not padded.
 *
 * @throws RangeError when the value is not a whole number.
 */
export function formatCount(value: Decimal): string {
  const text = formatInteger(value)
  return /^[1-9]$/.test(text) ? `0${text}` : text
}

/** A percentage already in hundredths: 57.6 gives `57,6%`. @throws RangeError as {@link formatDecimal}. */
export function formatPercent(value: Decimal, digits?: number, lang: Language = 'vi'): string {
  return `${formatNumber(value, lang, digits)}%`
}

const romans: [number, string][] = [
  [1000, 'M'],
  [900, 'CM'],
  [500, 'D'],
  [400, 'CD'],
  [100, 'C'],
  [90, 'XC'],
  [50, 'L'],
  [40, 'XL'],
  [10, 'X'],
  [9, 'IX'],
  [5, 'V'],
  [4, 'IV'],
  [1, 'I'],
]

/** A Roman number, for parts and annexes: 7 gives `VII`. @throws RangeError outside 1 to 3999. */
export function roman(value: number): string {
  if (!Number.isInteger(value) || value < 1 || value > 3999) throw new RangeError(`no Roman number: ${value}`)
  let text = ''
  let rest = value
  for (const [worth, letters] of romans) {
    text += letters.repeat(Math.floor(rest / worth))
    rest %= worth
  }
  return text
}

const digitWords = ['không', 'một', 'hai', 'ba', 'bốn', 'năm', 'sáu', 'bảy', 'tám', 'chín']
const largestInWords = 10n ** 18n

/**
 * A number in Vietnamese words, small letters: 20000000 gives `hai mươi triệu`, 1005 `một nghìn không trăm linh năm`, 21 `hai mươi
 * mốt`, 914.5 `chín trăm mười bốn phẩy năm`. Decimals are read as a number after their leading zeros (`không phẩy không năm`).
 *
 * Amounts of money are repeated in words in documents, as in `20.000.000đ (hai mươi triệu đồng)`; the caller adds the unit.
 *
 * @param style `linh` (northern, the default) or `lẻ` (southern) for an empty place of tens: `một trăm linh năm`, `một trăm lẻ năm`.
 * @throws RangeError beyond 10^18 on either side, or when the value is not a finite decimal number.
 */
export function amountInWords(value: Decimal, style: 'linh' | 'lẻ' = 'linh'): string {
  const { negative, whole, fraction } = partsOf(value)
  const decimals = fraction.replace(/0+$/, '')
  const zeros = decimals.length - decimals.replace(/^0+/, '').length
  if (BigInt(whole) > largestInWords || (BigInt(whole) === largestInWords && decimals !== ''))
    throw new RangeError(`too large for words: ${value}`)
  if (BigInt(decimals) > largestInWords) throw new RangeError(`too many decimals for words: ${value}`)
  const words = wordsOf(whole, false, style)
  const after =
    decimals === '' ? [] : ['phẩy', ...Array<string>(zeros).fill('không'), ...wordsOf(decimals.slice(zeros), false, style)]
  return [...(negative ? ['âm'] : []), ...words, ...after].join(' ')
}

/** Reads digits in blocks of a thousand million (tỷ), each in groups of a thousand. `full`: digits stand before, so read every place. */
function wordsOf(digits: string, full: boolean, style: string): string[] {
  if (digits.length > 9) {
    const high = wordsOf(digits.slice(0, -9), full, style)
    const low = digits.slice(-9)
    const lowWords = /[1-9]/.test(low) ? wordsOf(low, true, style) : []
    return [...high, 'tỷ', ...lowWords]
  }
  const padded = digits.padStart(9, '0')
  const groups = [padded.slice(0, 3), padded.slice(3, 6), padded.slice(6)]
  const words: string[] = []
  for (const [index, group] of groups.entries()) {
    if (group === '000') continue
    words.push(
      ...groupWords(group, full || words.length > 0, style),
      ...(['triệu', 'nghìn'][index] ? [['triệu', 'nghìn'][index] ?? ''] : []),
    )
  }
  return words.length > 0 ? words : ['không']
}

/** Reads a group of three digits, not 000. `full`: digits stand before, so an empty hundred is read as well. */
function groupWords(group: string, full: boolean, style: string): string[] {
  const [hundred = 0, ten = 0, one = 0] = Array.from(group, Number)
  const words: string[] = []
  if (hundred > 0 || full) words.push(digitWords[hundred] ?? '', 'trăm')
  if (ten === 0) {
    if (one > 0) words.push(...(words.length > 0 ? [style] : []), digitWords[one] ?? '')
    return words
  }
  words.push(...(ten === 1 ? ['mười'] : [digitWords[ten] ?? '', 'mươi']))
  if (one === 1 && ten > 1) words.push('mốt')
  else if (one === 4 && ten > 1) words.push('tư')
  else if (one === 5) words.push('lăm')
  else if (one > 0) words.push(digitWords[one] ?? '')
  return words
}

/**
 * The exact decimal that a person typed, as a plain text with a decimal point (`'26012'`, `'914.5'`), or null when it is no number.
 *
 * Vietnamese (`vi`): the comma is the decimal mark (`914,5`); dots between groups of three are thousands (`26.012`, `1.234.567,8`);
 * **one dot followed by exactly three digits is thousands (`1.655` is 1655), any other single dot is a decimal mark** (`88.35`, and
 * `2196.500` or `0.125`, which cannot be thousands). Scores of indices printed as `45.366` therefore read as 45366: where a column
 * is known to hold such scores, read it as `en`. English (`en`): the point is the decimal mark, commas are thousands.
 * Spaces around and between groups are allowed (also non-breaking), a sign may precede, nothing else: no unit, no percent sign.
 */
export function parseDecimal(text: string, lang: Language = 'vi'): string | null {
  const typed = text.trim().replace(/^[−–]/, '-')
  const match = /^([+-]?)\s*(\d[\d.,\s]*)$/.exec(typed)
  if (!match) return null
  const { group, decimal } = separators[lang]
  const body = match[2] ?? ''
  const comma = body.split(decimal)
  let [whole = '', fraction] = comma
  if (comma.length > 2) return null
  if (fraction !== undefined && !/^\d+$/.test(fraction)) return null
  if (!isGrouped(whole, group)) {
    // one dot that cannot part thousands is a decimal mark, unless a comma already was
    const dots = whole.split(group)
    if (lang !== 'vi' || fraction !== undefined || dots.length !== 2 || !dots.every((part) => /^\d+$/.test(part))) return null
    ;[whole = '', fraction] = dots
  }
  const digits = whole.replace(/\D/g, '').replace(/^0+(?=\d)/, '')
  const negative = match[1] === '-' && /[1-9]/.test(digits + (fraction ?? ''))
  return (negative ? '-' : '') + digits + (fraction === undefined ? '' : `.${fraction}`)
}

/** Digits alone, or groups of three parted by one kind of separator, the first group not starting with zero. */
function isGrouped(whole: string, group: string): boolean {
  if (/^\d+$/.test(whole)) return true
  return [group, ' ', '\u00a0', '\u202f'].some((mark) => {
    const [first = '', ...rest] = whole.split(mark)
    return /^[1-9]\d{0,2}$/.test(first) && rest.length > 0 && rest.every((part) => /^\d{3}$/.test(part))
  })
}

/**
 * The number that a person typed, by the rules of {@link parseDecimal}; null when it is no number, or a whole part so large that a
 * JavaScript number would change it (read those with `parseDecimal`).
 */
export function parseNumber(text: string, lang: Language = 'vi'): number | null {
  const decimal = parseDecimal(text, lang)
  if (decimal === null) return null
  const value = Number(decimal)
  return Math.abs(value) <= Number.MAX_SAFE_INTEGER ? value : null
}

/** A number of bytes as people read it: `50 MB`, `1,4 GB`. */
export function formatBytes(bytes: number, lang: Language): string {
  const units = ['byte', 'kB', 'MB', 'GB', 'TB']
  let value = bytes
  let unit = 0
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024
    unit += 1
  }
  return `${formatNumber(unit === 0 || value >= 100 ? Math.round(value) : Math.round(value * 10) / 10, lang)} ${units[unit]}`
}
