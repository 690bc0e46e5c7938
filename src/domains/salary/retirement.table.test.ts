import { expect, test } from 'vitest'
import { retirementOf } from './retirement.rules.ts'
import { shippedLaw } from './shipped.factory.ts'

const law = shippedLaw()
const age = (years: number, months = 0) => years * 12 + months

/** Appendix I of Decree 135/2020/NĐ-CP, normal conditions: year of retirement, age, first and last month of birth. */
const men: [number, number, string, string][] = [
  [2021, age(60, 3), '1961-01', '1961-09'],
  [2022, age(60, 6), '1961-10', '1962-06'],
  [2023, age(60, 9), '1962-07', '1963-03'],
  [2024, age(61), '1963-04', '1963-12'],
  [2025, age(61, 3), '1964-01', '1964-09'],
  [2026, age(61, 6), '1964-10', '1965-06'],
  [2027, age(61, 9), '1965-07', '1966-03'],
  [2028, age(62), '1966-04', '1966-12'],
]
const women: [number, number, string, string][] = [
  [2021, age(55, 4), '1966-01', '1966-08'],
  [2022, age(55, 8), '1966-09', '1967-04'],
  [2023, age(56), '1967-05', '1967-12'],
  [2024, age(56, 4), '1968-01', '1968-08'],
  [2025, age(56, 8), '1968-09', '1969-04'],
  [2026, age(57), '1969-05', '1969-12'],
  [2027, age(57, 4), '1970-01', '1970-08'],
  [2028, age(57, 8), '1970-09', '1971-04'],
  [2029, age(58), '1971-05', '1971-12'],
  [2030, age(58, 4), '1972-01', '1972-08'],
  [2031, age(58, 8), '1972-09', '1973-04'],
  [2032, age(59), '1973-05', '1973-12'],
  [2033, age(59, 4), '1974-01', '1974-08'],
  [2034, age(59, 8), '1974-09', '1975-04'],
  [2035, age(60), '1975-05', '1975-12'],
]

test.each([...men.map((row) => ['male' as const, ...row] as const), ...women.map((row) => ['female' as const, ...row] as const)])(
  'Decree 135/2020 Appendix I: %s retiring in %i at %i months, born %s to %s',
  (sex, year, months, first, last) => {
    for (let count = number(first); count <= number(last); count += 1) {
      const birth = `${Math.floor(count / 12)}-${String((count % 12) + 1).padStart(2, '0')}`
      const found = retirementOf(law, `${birth}-15`, sex)
      expect([birth, found.age, found.date?.slice(0, 4)]).toEqual([birth, months, String(year)])
    }
  },
)

test('before 2021 men retired at 60 and women at 55, and no month of birth lies between the rules', () => {
  expect(retirementOf(law, '1960-12-31', 'male')).toMatchObject({ age: age(60), date: '2020-12-31' })
  expect(retirementOf(law, '1965-12-01', 'female')).toMatchObject({ age: age(55), date: '2020-12-31' })
  for (const sex of ['male', 'female'] as const) {
    let last = ''
    for (let count = number('1940-01'); count <= number('2005-12'); count += 1) {
      const birth = `${Math.floor(count / 12)}-${String((count % 12) + 1).padStart(2, '0')}`
      const { date } = retirementOf(law, birth, sex)
      expect([birth, date !== null && date >= last]).toEqual([birth, true])
      last = date ?? ''
    }
  }
})

const number = (month: string) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1
