import { expect, test } from 'vitest'
import { noticesOf, retirementOf } from './retirement.rules.ts'
import { shippedLaw } from './shipped.factory.ts'

const law = shippedLaw()

test('Decree 135/2020: a man born in January 1966 retires at 61 years 9 months, on 31 October 2027', () => {
  const found = retirementOf(law, '1966-01-20', 'male')
  expect(found).toMatchObject({ date: '2027-10-31', pensionFrom: '2027-11-01', age: 61 * 12 + 9 })
  expect(found.lines.map((l) => [l.code, l.on])).toEqual([
    ['retirement-age', '2027-10-01'],
    ['retirement-day', '2027-10-31'],
  ])
  expect(noticesOf(law, '2027-10-31')).toMatchObject({ noticeBy: '2027-04-30', decisionBy: '2027-07-31' })
})

test('in hardship up to five years earlier; as a doctor of philosophy in a school up to five years later', () => {
  expect(retirementOf(law, '1966-01-20', 'male', 'SOM-5')).toMatchObject({ date: '2022-10-31', age: 56 * 12 + 9 })
  expect(retirementOf(law, '1966-01-20', 'male', 'KEO-VC').date).toBe('2032-10-31')
})
