import { expect, test } from 'vitest'
import { retirementOf } from './retirement.rules.ts'
import { shippedLaw } from './shipped.factory.ts'

const law = shippedLaw()

test('Decree 135/2020: of a woman only known to be born in 1973, 1 January is taken: 58 years 8 months, 30 September 2031', () => {
  const found = retirementOf(law, '1973', 'female')
  expect(found).toMatchObject({ date: '2031-09-30', age: 58 * 12 + 8 })
  expect(found.lines[0]).toMatchObject({ code: 'birth-year-only', values: { year: '1973', day: '1973-01-01' } })
})

test('a woman born in May 1973 retires at 59, on 31 May 2032', () => {
  expect(retirementOf(law, '1973-05', 'female')).toMatchObject({ date: '2032-05-31', age: 59 * 12 })
})

test('nothing known of the birth: nothing is said', () => {
  expect(retirementOf(law, null, 'female')).toMatchObject({ date: null, pensionFrom: null, age: null })
})
