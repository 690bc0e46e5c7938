import { expect, test } from 'vitest'
import { retirementOf } from './retirement.rules.ts'
import { shippedLaw } from './shipped.factory.ts'

test.each([
  ['male', '1964-10-15', 61 * 12 + 6, '2026-04-30'],
  ['female', '1969-05-20', 57 * 12, '2026-05-31'],
  ['male', '1966-04-01', 62 * 12, '2028-04-30'],
  ['female', '1967-12-31', 56 * 12, '2023-12-31'],
] as const)('Decree 135/2020 Appendix I: %s born %s retires at %i months on %s', (sex, birth, age, date) => {
  expect(retirementOf(shippedLaw(), birth, sex)).toMatchObject({ age, date })
})
