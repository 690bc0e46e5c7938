import { expect, test } from 'vitest'
import { retirementDay } from './retirement.rules.ts'

const of = (sex: 'male' | 'female', birthDate: string) => retirementDay({ sex, birthDate, birthYear: null })

test('Decree 135/2020, Appendix I: worked examples', () => {
  expect(of('male', '1964-10-15')).toBe('2026-04-30')
  expect(of('female', '1969-05-20')).toBe('2026-05-31')
  expect(of('male', '1966-04-01')).toBe('2028-04-30')
  expect(of('female', '1967-12-31')).toBe('2023-12-31')
  expect(of('male', '1961-10-02')).toBe('2022-04-30')
  expect(of('female', '1973-01-09')).toBe('2031-09-30')
})

test('of whom the year alone is known, from 1 January; of whom nothing is known, none', () => {
  expect(retirementDay({ sex: 'male', birthDate: null, birthYear: 1964 })).toBe(of('male', '1964-01-01'))
  expect(retirementDay({ sex: 'male', birthDate: null, birthYear: null })).toBeNull()
})

test('nobody retires before who was born earlier', () => {
  for (const sex of ['male', 'female'] as const) {
    const days = Array.from(
      { length: 12 * 30 },
      (_, at) => of(sex, `${1958 + Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}-15`) ?? '',
    )
    expect(days).toEqual([...days].sort())
  }
})
