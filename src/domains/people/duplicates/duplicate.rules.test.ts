import { describe, expect, test } from 'vitest'
import {
  compareBirths,
  compareNames,
  compareNumbers,
  type Compared,
  factsOfPair,
  oneSlip,
  scorePair,
  typingKey,
} from './duplicate.rules.ts'
import { duplicateWeights } from './duplicate.search.ts'

const weights = duplicateWeights()
const hoa: Compared = {
  id: '00000000-0000-4000-8000-000000000001',
  fullName: 'Nguyễn Thị Hoa',
  birthDate: '1985-03-08',
  birthYear: null,
  sex: 'female',
  numbers: [],
  units: ['a'],
  titles: ['Chuyên viên'],
  bearers: 5,
}
const other = (more: Partial<Compared>): Compared => ({
  ...hoa,
  id: '00000000-0000-4000-8000-000000000002',
  units: ['b'],
  ...more,
})

describe('two names', () => {
  test.each([
    ['Nguyễn Thị Hòa', 'Nguyễn Thị Hoà', 'same'],
    ['Đỗ Văn Thụy', 'Do Van Thuy', 'marks-lost'],
    ['Nguyễn Thị Hoa', 'Nguyeenx Thij Hoa', 'spelling'],
    ['Nguyễn Văn Dũng', 'Nguye6n4 Va8n Du4ng', 'spelling'],
    ['Nguyễn Thị Thu Hà', 'Nguyễn Thị Hà', 'middle-missing'],
    ['Nguyễn Thị Thu Hà', 'Nguyễn Thu Thị Hà', 'order'],
    ['Nguyễn Thị Hoa', 'Ng. T. Hoa', 'abbreviated'],
    ['Nguyễn Thị Hoa', 'N.T.Hoa', 'abbreviated'],
    ['Nguyễn Thị Hoa', 'Nguyễn Thị Hoà', 'given-marks'],
    ['Lê Mạnh Hùng', 'Lê Mạnh Hưng', 'given-marks'],
    ['Trần Ngọc Minh', 'Tần Ngọc Minh', 'slip'],
    ['Lý Văn Quý', 'Lí Văn Quí', 'spelling'],
    ['Nguyễn ThịHoa', 'Nguyễn Thị Hoa', 'slip'],
    ['Nguyễn Văn Hùng', 'Nguyễn Đức Hùng', 'middle-differs'],
    ['Nguyễn Thị Hoa', 'Nguyễn Thị Lan', 'different'],
    ['Lê Văn An', 'Lê Văn Ân', 'given-marks'],
  ])('%s and %s: %s', (a, b, outcome) => {
    const one = compareNames(a, b, weights)
    expect(one).toBe(outcome)
    expect(compareNames(b, a, weights)).toBe(one)
  })
})

test('a typing key is blind to the input method, y and i, tr and ch, s and x', () => {
  expect(typingKey('Trần Thị Thuỷ')).toBe(typingKey('Traanf Thij Thuyr'))
  expect(typingKey('Sơn')).toBe(typingKey('Xowsn'))
  expect(typingKey('Đỗ Quý')).toBe(typingKey('DDoox Quis'))
  expect(typingKey('Hoa')).not.toBe(typingKey('Lan'))
})

test.each([
  ['1985-03-08', '1985-03-08', 'same'],
  ['1985-03-08', '1985-08-03', 'swapped'],
  ['1985-03-08', '1985-03-09', 'near'],
  ['1985-03-08', '1986-03-08', 'near'],
  ['1985-03-08', '1995-03-08', 'near'],
  ['1985-03-08', '1985', 'year'],
  ['1985-03-08', '1985-01-01', 'year'],
  ['1985-03-08', '1985-11-21', 'day-differs'],
  ['1985-03-08', '1972', 'different'],
  ['1985', null, 'unknown'],
])('born %s and %s: %s', (a, b, outcome) => {
  const born = (text: string | null) =>
    text?.length === 4 ? { birthDate: null, birthYear: Number(text) } : { birthDate: text, birthYear: null }
  expect(compareBirths(born(a), born(b))).toBe(outcome)
  expect(compareBirths(born(b), born(a))).toBe(outcome)
})

test('citizen numbers: the same, one digit off, of another kind, of another person', () => {
  expect(compareNumbers(['033185001234'], ['033185001234'])).toBe('same')
  expect(compareNumbers(['033185001234'], ['033185001243'])).toBe('near')
  expect(compareNumbers(['033185001234'], ['145123456'])).toBe('other-kind')
  expect(compareNumbers(['033185001234'], ['033185009999'])).toBe('different')
  expect(compareNumbers(['145123456', '033185001234'], ['145123456'])).toBe('same')
  expect(compareNumbers([], ['145123456'])).toBe('unknown')
})

test('one slip is a letter more, less, other, or two that changed places', () => {
  for (const b of ['hoan', 'ho', 'hua', 'hao', 'oha']) expect([b, oneSlip('hoa', b)]).toEqual([b, true])
  for (const b of ['hoa', 'h', 'hoang', 'lan']) expect([b, oneSlip('hoa', b)]).toEqual([b, false])
})

describe('a pair', () => {
  test('of one name and day is surely one person, and each part says why', () => {
    const { score, grade, reasons } = scorePair(hoa, other({}), weights)
    expect([score, grade]).toEqual([86, 'surely'])
    expect(reasons.map((r) => `${r.part}.${r.outcome} ${r.points}`)).toEqual([
      'name.same 46',
      'birth.same 40',
      'number.unknown 0',
      'sex.same 0',
      'unit.different 0',
      'post.different 0',
      'rarity.usual 0',
    ])
  })
  test('with two numbers of one kind are two people', () => {
    expect(scorePair({ ...hoa, numbers: ['033185001234'] }, other({ numbers: ['033185009999'] }), weights).grade).toBeNull()
  })
  test('of a common name, of which one tells the year alone, elsewhere: nothing', () => {
    const year = { birthDate: null, birthYear: 1985, bearers: 15 }
    expect(scorePair(hoa, other(year), weights).grade).toBeNull()
    expect(scorePair(hoa, other({ ...year, units: ['a'] }), weights).grade).toBe('possibly')
  })
  test('is the same pair from either side', () => {
    const b = other({ fullName: 'Nguyễn Hoa', birthDate: '1985-08-03' })
    expect(scorePair(hoa, b, weights)).toEqual(scorePair(b, hoa, weights))
    expect(factsOfPair(hoa, b)).toBe(factsOfPair(b, hoa))
    expect(factsOfPair(hoa, b)).not.toBe(factsOfPair(hoa, { ...b, sex: 'male' }))
  })
})
