import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cellText, type CellRule, columnLetters, distance, nearest, readCell } from './cell.rules.ts'

const read = (text: string, type: CellRule['type'], more: Partial<CellRule> = {}) => {
  const reading = readCell(text, { type, ...more })
  return 'issue' in reading ? `! ${reading.issue.code.split('.').at(-1)}` : reading.value
}

describe('cells', () => {
  test.each([
    ['31/12/1980', '1980-12-31'],
    ['1/7/22', '2022-07-01'],
    ['1-7-2022', '2022-07-01'],
    ['2022-07-01', '2022-07-01'],
    ['01/07/2022 00:00:00', '2022-07-01'],
    ['ngày 02 tháng 01 năm 2022', '2022-01-02'],
    ['29665', '1981-03-20'],
    ['31/02/1980', '! notADate'],
    ['13/13/1980', '! notADate'],
    ['1980', '! dayUnknown'],
    ['03/1980', '! dayUnknown'],
    ['hôm qua', '! notADate'],
    ['', null],
    ['-', null],
  ])('the day %j is %j', (text, value) => expect(read(text, 'date')).toBe(value))

  test.each([
    ['1980', '1980'],
    ['năm 1980', '1980'],
    ['00/00/1980', '1980'],
    ['  /  /1980', '1980'],
    ['--/--/1980', '1980'],
    ['3/1980', '1980-03'],
    ['--/03/1980', '1980-03'],
    ['00/12/1980', '1980-12'],
    ['tháng 3 năm 1980', '1980-03'],
    ['08/03/1985', '1985-03-08'],
    ['8.3.1985', '1985-03-08'],
    ['31/02/1980', '! notADate'],
    ['13/1980', '! notADate'],
    ['01/01/1850', '! impossibleBirth'],
  ])('the birth %j is %j: what is unknown is not invented', (text, value) => expect(read(cellText(text), 'birth')).toBe(value))

  test.each([
    ['1.234,5', 'decimal', '1234.5'],
    ['97,5', 'decimal', '97.5'],
    [1.655, 'decimal', '1.655'],
    [1655, 'decimal', '1655'],
    ['12%', 'decimal', '12'],
    ['26.012', 'integer', '26012'],
    ['3,5', 'integer', '! notWhole'],
    ['ba', 'integer', '! notANumber'],
  ] as const)('the number %j as %s is %j', (cell, type, value) => expect(read(cellText(cell), type)).toBe(value))

  test.each([
    ['033085001234', '033085001234'],
    ['033 085 001 234', '033085001234'],
    ['123456789', '123456789'],
    ['33085001234', '! citizenIdShort'],
    ['1234', '! notACitizenId'],
    ['03308500123X', '! notACitizenId'],
  ])('the citizen number %j is %j', (text, value) => expect(read(text, 'citizen')).toBe(value))

  test('marks', () => {
    expect(['x', 'X', '✓', 'Có', '1'].map((t) => read(t, 'mark'))).toEqual(Array(5).fill('true'))
    expect([read('không', 'mark'), read('', 'mark'), read('?', 'mark')]).toEqual(['false', null, '! notAMark'])
  })

  const choices = [
    { value: 'male', words: { vi: 'Nam', en: 'Male' }, synonyms: ['M'] },
    { value: 'female', words: { vi: 'Nữ', en: 'Female' } },
  ]
  test('choices are taken by any of their words, never by likeness', () => {
    expect(['NAM', 'nu', 'Nữ.', 'm', 'female'].map((t) => read(t, 'choice', { choices }))).toEqual([
      'male',
      'female',
      'female',
      'male',
      'female',
    ])
    expect(read('Namm', 'choice', { choices })).toBe('! notAChoice')
    expect(nearest('Namm', choices, (c) => [c.words.vi])[0]?.value).toBe('male')
  })

  test('errors of formulas are told, never read as texts; missing values too', () => {
    expect(read('#N/A', 'text')).toBe('! excelError')
    expect(read('', 'text', { required: true })).toBe('! missing')
    expect(read('—', 'name', { required: true })).toBe('! missing')
    expect(read('Nguyễn Văn 2', 'name')).toBe('! notAName')
    expect(read("H'Hen Niê-Kđăm", 'name')).toBe("H'Hen Niê-Kđăm")
    expect(read('a'.repeat(301), 'text')).toBe('! tooLong')
  })

  test('any text is read or told, nothing is thrown', () => {
    const types = ['text', 'name', 'code', 'citizen', 'date', 'birth', 'integer', 'decimal', 'choice', 'mark'] as const
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.constantFrom(...types), (text, type) => {
        const reading = readCell(cellText(text), { type, choices })
        expect('issue' in reading || reading.value === null || reading.value.length > 0).toBe(true)
      }),
    )
  })

  test('a day written in any of the usual ways is the same day', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date('1950-01-01'), max: new Date('2049-12-31'), noInvalidDate: true }), (date) => {
        const [year, month, day] = date.toISOString().slice(0, 10).split('-') as [string, string, string]
        const iso = `${year}-${month}-${day}`
        const serial = Math.floor(Date.parse(iso) / 86_400_000) + 25_569
        for (const text of [
          iso,
          `${day}/${month}/${year}`,
          `${Number(day)}.${Number(month)}.${year}`,
          `ngày ${day} tháng ${month} năm ${year}`,
          String(serial),
        ])
          expect(read(text, 'date'), text).toBe(iso)
      }),
    )
  })

  test('distances are those of a metric', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 8 })
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(distance(a, b)).toBe(distance(b, a))
        expect(distance(a, b) === 0).toBe(a === b)
        expect(distance(a, b)).toBeLessThanOrEqual(Math.max(a.length, b.length))
      }),
    )
    expect(distance('hoa', 'hao')).toBe(1)
  })

  test('columns have letters', () =>
    expect([0, 25, 26, 27, 701, 702].map(columnLetters)).toEqual(['A', 'Z', 'AA', 'AB', 'ZZ', 'AAA']))
})
