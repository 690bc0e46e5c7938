import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  amountInWords,
  formatCount,
  formatDecimal,
  formatInteger,
  formatNumber,
  formatPercent,
  parseDecimal,
  parseNumber,
  roman,
} from './numbers.ts'

const safeInteger = fc.integer({ min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER })

describe('printing', () => {
  test.each([
    [0, '0'],
    [-0, '0'],
    [7, '7'],
    [999, '999'],
    [1000, '1.000'],
    [26012, '26.012'],
    [-1655, '-1.655'],
    [20000000, '20.000.000'],
    ['24787', '24.787'],
    ['5.00', '5'],
    [12345678901234567890n, '12.345.678.901.234.567.890'],
    [Number.MAX_SAFE_INTEGER, '9.007.199.254.740.991'],
  ])('formatInteger(%s) is %s', (value, text) => expect(formatInteger(value)).toBe(text))

  test.each([
    [914.5, undefined, '914,5'],
    [88.35, undefined, '88,35'],
    ['88.50', undefined, '88,50'],
    [26012, undefined, '26.012'],
    [1234.5, undefined, '1.234,5'],
    [0.1 + 0.2, undefined, '0,3'],
    [1.1 * 3, undefined, '3,3'],
    [1e-7, undefined, '0,0000001'],
    [1.5e21, undefined, '1.500.000.000.000.000.000.000'],
    ['1e2', undefined, '100'],
    [57.6, 2, '57,60'],
    [1.005, 2, '1,01'],
    [2.5, 0, '3'],
    [-2.5, 0, '-3'],
    [-0.4, 0, '0'],
    [99.995, 2, '100,00'],
    ['0.1', 3, '0,100'],
    [8, 1, '8,0'],
  ])('formatDecimal(%s, %s) is %s', (value, digits, text) => expect(formatDecimal(value, digits)).toBe(text))

  test.each([
    [0, '0'],
    [1, '01'],
    [5, '05'],
    [9, '09'],
    [10, '10'],
    [2196, '2.196'],
    [-5, '-5'],
    ['8', '08'],
  ])('formatCount(%s) is %s', (value, text) => expect(formatCount(value)).toBe(text))

  test('formatPercent and formatNumber in both languages', () => {
    expect(formatPercent(57.6)).toBe('57,6%')
    expect(formatPercent('90.99')).toBe('90,99%')
    expect(formatPercent(100, 1)).toBe('100,0%')
    expect(formatPercent(57.6, 1, 'en')).toBe('57.6%')
    expect(formatNumber(26012.5, 'vi')).toBe('26.012,5')
    expect(formatNumber(26012.5, 'en')).toBe('26,012.5')
    expect(formatNumber('26012.5', 'en', 0)).toBe('26,013')
  })

  test('what is no number is refused, not printed', () => {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, '', 'abc', '1,5', '1.', '.5'])
      expect(() => formatDecimal(value)).toThrow(RangeError)
    expect(() => formatInteger(1.5)).toThrow(RangeError)
    expect(() => formatCount(0.5)).toThrow(RangeError)
    expect(() => formatDecimal(1, -1)).toThrow(RangeError)
  })

  test('fixed decimals are the nearest of that length', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e9, max: 1e9 }), fc.integer({ min: 0, max: 3 }), (thousandths, digits) => {
        const value = thousandths / 1000
        const printed = parseDecimal(formatDecimal(value, digits))
        expect(Math.abs(Number(printed) - value)).toBeLessThanOrEqual(0.5 / 10 ** digits + 1e-6)
      }),
    )
  })
})

test.each([
  [1, 'I'],
  [4, 'IV'],
  [7, 'VII'],
  [9, 'IX'],
  [14, 'XIV'],
  [40, 'XL'],
  [90, 'XC'],
  [400, 'CD'],
  [1999, 'MCMXCIX'],
  [2026, 'MMXXVI'],
  [3999, 'MMMCMXCIX'],
])('roman(%d) is %s', (value, text) => expect(roman(value)).toBe(text))

test('there is no Roman number below 1, above 3999 or with decimals', () => {
  for (const value of [0, -1, 4000, 1.5]) expect(() => roman(value)).toThrow(RangeError)
})

describe('amountInWords', () => {
  test.each([
    [0, 'không'],
    [1, 'một'],
    [4, 'bốn'],
    [5, 'năm'],
    [10, 'mười'],
    [11, 'mười một'],
    [14, 'mười bốn'],
    [15, 'mười lăm'],
    [20, 'hai mươi'],
    [21, 'hai mươi mốt'],
    [24, 'hai mươi tư'],
    [25, 'hai mươi lăm'],
    [44, 'bốn mươi tư'],
    [55, 'năm mươi lăm'],
    [100, 'một trăm'],
    [101, 'một trăm linh một'],
    [104, 'một trăm linh bốn'],
    [105, 'một trăm linh năm'],
    [110, 'một trăm mười'],
    [115, 'một trăm mười lăm'],
    [121, 'một trăm hai mươi mốt'],
    [1000, 'một nghìn'],
    [1001, 'một nghìn không trăm linh một'],
    [1010, 'một nghìn không trăm mười'],
    [1655, 'một nghìn sáu trăm năm mươi lăm'],
    [10000, 'mười nghìn'],
    [26012, 'hai mươi sáu nghìn không trăm mười hai'],
    [1000005, 'một triệu không trăm linh năm'],
    [1234567, 'một triệu hai trăm ba mươi tư nghìn năm trăm sáu mươi bảy'],
    [2340000, 'hai triệu ba trăm bốn mươi nghìn'],
    [20000000, 'hai mươi triệu'],
    [1000000000, 'một tỷ'],
    [1000000001, 'một tỷ không trăm linh một'],
    [1005000000, 'một tỷ không trăm linh năm triệu'],
    [10n ** 12n, 'một nghìn tỷ'],
    [10n ** 12n + 1n, 'một nghìn tỷ không trăm linh một'],
    [10n ** 15n, 'một triệu tỷ'],
    [10n ** 18n, 'một tỷ tỷ'],
    [1001n * 10n ** 9n, 'một nghìn không trăm linh một tỷ'],
    [-21, 'âm hai mươi mốt'],
    [914.5, 'chín trăm mười bốn phẩy năm'],
    ['2.34', 'hai phẩy ba mươi tư'],
    ['0.05', 'không phẩy không năm'],
    ['3.10', 'ba phẩy một'],
    ['7.00', 'bảy'],
    [-0.5, 'âm không phẩy năm'],
  ])('%s is %s', (value, text) => expect(amountInWords(value)).toBe(text))

  test('southern style', () => {
    expect(amountInWords(105, 'lẻ')).toBe('một trăm lẻ năm')
    expect(amountInWords(1000005, 'lẻ')).toBe('một triệu không trăm lẻ năm')
  })

  test('beyond 10^18 is refused', () => {
    expect(() => amountInWords(10n ** 18n + 1n)).toThrow(RangeError)
    expect(() => amountInWords('1000000000000000000.5')).toThrow(RangeError)
    expect(() => amountInWords(-(10n ** 18n) - 1n)).toThrow(RangeError)
    expect(() => amountInWords(Number.NaN)).toThrow(RangeError)
  })

  test('words are parted by one space and stay in the vocabulary', () => {
    const vocabulary =
      /^(âm )?((không|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|mươi|mốt|tư|lăm|linh|trăm|nghìn|triệu|tỷ|phẩy)( |$))+$/
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }), (value) => {
        const words = amountInWords(value)
        expect(words).toMatch(vocabulary)
        expect(words).toBe(words.trim())
      }),
    )
    fc.assert(fc.property(fc.integer({ min: -1e9, max: 1e9 }), (value) => vocabulary.test(amountInWords(value / 1000))))
  })

  test('different numbers have different words: 0 to 20000, and any two', () => {
    expect(new Set(Array.from({ length: 20001 }, (_, value) => amountInWords(value))).size).toBe(20001)
    const big = fc.bigInt({ min: 0n, max: 10n ** 18n })
    fc.assert(fc.property(big, big, (a, b) => a === b || amountInWords(a) !== amountInWords(b)))
    const sparse = fc
      .array(fc.constantFrom(0n, 1n, 5n, 10n, 100n, 101n), { minLength: 6, maxLength: 6 })
      .map((groups) => groups.reduce<bigint>((sum, group) => sum * 1000n + group, 0n))
    fc.assert(
      fc.property(sparse, sparse, (a, b) => a === b || amountInWords(a) !== amountInWords(b)),
      { numRuns: 2000 },
    )
  })
})

describe('parseNumber', () => {
  test.each([
    ['26.012', 26012],
    ['1.655', 1655],
    ['45.366', 45366],
    ['914,5', 914.5],
    ['88.35', 88.35],
    ['90.99', 90.99],
    ['1.234.567,8', 1234567.8],
    ['2196', 2196],
    ['2196,5', 2196.5],
    ['2196.500', 2196.5],
    ['0.125', 0.125],
    ['0,125', 0.125],
    ['1,655', 1.655],
    ['05', 5],
    ['0', 0],
    ['-12', -12],
    ['−1.655', -1655],
    ['- 12', -12],
    ['+7', 7],
    ['  26 012 ', 26012],
    ['26\u00a0012,5', 26012.5],
    ['9.007.199.254.740.991', Number.MAX_SAFE_INTEGER],
  ])('%j is %d', (text, value) => expect(parseNumber(text)).toBe(value))

  test.each([
    '',
    ' ',
    '-',
    'abc',
    '12a',
    '57,6%',
    '1.2.3',
    '1.23.456',
    '1,2,3',
    '1,234,567',
    '26,012.5',
    '1.',
    ',5',
    '.5',
    '1 2',
    '1e5',
    '0x10',
    '13/17',
    '١٢',
    'NaN',
    'Infinity',
    '9.007.199.254.740.992',
    '0.125.000',
    '1. 000',
  ])('%j is no number', (text) => expect(parseNumber(text)).toBeNull())

  test.each([
    ['26,012.5', 26012.5],
    ['45.366', 45.366],
    ['1,234,567', 1234567],
    ['914.5', 914.5],
  ])('in English %j is %d', (text, value) => expect(parseNumber(text, 'en')).toBe(value))

  test.each(['914,5', '1,23', '1.2.3', '26.012,5'])('in English %j is no number', (text) =>
    expect(parseNumber(text, 'en')).toBeNull(),
  )

  test('parseDecimal keeps every digit and the precision typed', () => {
    expect(parseDecimal('12.345.678.901.234.567.890,1200')).toBe('12345678901234567890.1200')
    expect(parseDecimal('-0,0')).toBe('0.0')
    expect(parseDecimal('abc')).toBeNull()
  })

  test('reads back what formatInteger and formatNumber print', () => {
    fc.assert(fc.property(safeInteger, (value) => parseNumber(formatInteger(value)) === (value || 0)))
    fc.assert(
      fc.property(
        fc.integer({ min: -1e12, max: 1e12 }),
        fc.integer({ min: 0, max: 4 }),
        fc.constantFrom('vi' as const, 'en' as const),
        (n, digits, lang) => {
          const value = Number(`${n}e-${digits}`) || 0
          expect(parseNumber(formatNumber(value, lang), lang)).toBe(value)
        },
      ),
    )
  })

  test('never throws, whatever is typed', () => {
    const typed = fc.string({ unit: fc.constantFrom(...'0123456789.,- +%e\u00a0x') })
    fc.assert(fc.property(typed, (text) => parseNumber(text) === null || Number.isFinite(parseNumber(text))))
  })
})
