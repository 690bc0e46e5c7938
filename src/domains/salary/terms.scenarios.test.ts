import { describe, expect, test } from 'vitest'
import { shippedLaw } from './shipped.factory.ts'
import { disciplineEndOf, probationEndOf, termEndOf } from './term.rules.ts'

const law = shippedLaw()

describe('terms', () => {
  test('Decree 138/2020 articles 41 to 48: an appointment from 1 July 2018 ends with 30 June 2023, notice 90 days before', () => {
    expect(termEndOf(law, '2018-07-01')).toMatchObject({ lastDay: '2023-06-30', noticeBy: '2023-04-01', prolongTo: null })
  })

  test('with under two years to retirement the term is prolonged to it; with more it is not', () => {
    expect(termEndOf(law, '2018-07-01', '2025-05-31').prolongTo).toBe('2025-05-31')
    expect(termEndOf(law, '2018-07-01', '2025-06-30').prolongTo).toBeNull()
    expect(termEndOf(law, '2018-07-01', '2022-06-30').prolongTo).toBeNull()
  })

  test('since 1 July 2025 the source is Decree 170/2025, and five years are to be checked', () => {
    expect(termEndOf(law, '2025-07-01').lines[0]).toMatchObject({ source: 'ND-170-2025', certainty: 'likely' })
    expect(termEndOf(law, '2025-06-30').lines[0]).toMatchObject({ source: 'ND-138-2020', certainty: 'sure' })
  })

  test.each([
    ['TS-CC-C', '2023-11-30'],
    ['TS-CC-D', '2023-05-31'],
    ['TS-VC-DH', '2023-11-30'],
    ['TS-VC-BS', '2023-08-31'],
    ['TS-VC-CD', '2023-08-31'],
    ['TS-VC-TC', '2023-05-31'],
  ] as const)(
    'Decree 138/2020 article 20, Decree 115/2020 article 21: probation %s from 1 December 2022 ends %s',
    (kind, lastDay) => {
      expect(probationEndOf(law, kind, '2022-12-01').lastDay).toBe(lastDay)
    },
  )

  test.each([
    ['KT', '2023-06-09'],
    ['CC', '2023-06-09'],
    ['HBL', '2023-06-09'],
    ['GC', '2024-06-09'],
    ['CCH', '2024-06-09'],
    ['BTV', null],
  ])('Law 52/2019: %s of 10 June 2022 stands in the way until %s', (form, lastDay) => {
    expect(disciplineEndOf(law, form, '2022-06-10').lastDay).toBe(lastDay)
  })
})
