import { describe, expect, test } from 'vitest'
import { ratingLevels } from './level.store.ts'
import { decideLevel } from './rating.rules.ts'

const decide = (code: string, from: string, until: string) => {
  const decision = decideLevel(ratingLevels(), code, from, until)
  if (!decision.ok) return decision.why
  return decision.historical ? 'historical' : 'in force'
}
const year = (code: string, y: number) => decide(code, `${y}-01-01`, `${y + 1}-01-01`)

describe('Decree 56/2015 article 8: "completed, with limited ability"', () => {
  test('stands for the years before Decree 90/2020, which began on 20 August 2020', () => {
    expect([2016, 2019, 2020].map((y) => year('HTHC', y))).toEqual(['in force', 'in force', 'in force'])
    expect(decide('HTHC', '2020-08-01', '2020-09-01')).toBe('in force')
    expect(decide('HTHC', '2020-07-01', '2020-10-01')).toBe('in force')
  })

  test('is accepted as historical for the results of the change-over: 82 persons of 2021', () => {
    expect(year('HTHC', 2021)).toBe('historical')
    expect(decide('HTHC', '2020-09-01', '2020-10-01')).toBe('historical')
    expect(decide('HTHC', '2021-12-01', '2022-01-01')).toBe('historical')
    expect(decide('HTHC', '2020-09-01', '2021-06-01')).toBe('historical')
  })

  test('is refused for 2022 and for any period that reaches into it', () => {
    expect([2022, 2026].map((y) => year('HTHC', y))).toEqual(['not-in-force', 'not-in-force'])
    expect(decide('HTHC', '2022-01-01', '2022-02-01')).toBe('not-in-force')
    expect(decide('HTHC', '2021-09-01', '2022-06-01')).toBe('not-in-force')
  })
})

describe('Decree 90/2020 article 2: "completed"', () => {
  test('stands only for periods that reach 20 August 2020 or lie after it', () => {
    expect([2018, 2019].map((y) => year('HT', y))).toEqual(['not-in-force', 'not-in-force'])
    expect(decide('HT', '2020-07-01', '2020-08-01')).toBe('not-in-force')
    expect(decide('HT', '2020-08-01', '2020-09-01')).toBe('in force')
    expect([2020, 2021, 2022].map((y) => year('HT', y))).toEqual(['in force', 'in force', 'in force'])
  })

  test('excellent, good and not completed stand before and after', () => {
    for (const code of ['XS', 'TOT', 'KHT'])
      expect([2016, 2021, 2022].map((y) => year(code, y))).toEqual(['in force', 'in force', 'in force'])
  })

  test('a code of no decree is no level', () => {
    expect(year('LOAI-A', 2021)).toBe('unknown-level')
  })
})

describe('"not rated, too short a time in service"', () => {
  test('may be recorded, but is no level', () => {
    expect(year('KXL', 2021)).toBe('in force')
    expect(
      ratingLevels()
        .filter((l) => !l.isLevel)
        .map((l) => l.code),
    ).toEqual(['KXL'])
  })
})

test('each level names the decree it comes from', () => {
  expect(ratingLevels().map((l) => [l.code, l.source])).toEqual([
    ['XS', 'ND-90-2020#2'],
    ['TOT', 'ND-90-2020#2'],
    ['HTHC', 'ND-56-2015#8'],
    ['HT', 'ND-90-2020#2'],
    ['KHT', 'ND-90-2020#2'],
    ['KXL', 'ND-90-2020#2'],
  ])
})
