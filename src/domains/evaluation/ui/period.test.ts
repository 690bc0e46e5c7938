import { expect, test } from 'vitest'
import { periodFits } from '../rating.rules.ts'
import { daysOf, periodText } from './period.ts'

const t = (key: string, params?: Record<string, unknown>) => `${key} ${JSON.stringify(params)}`

test.each([
  [{ kind: 'year', year: 2022 }, '2022-01-01', '2023-01-01'],
  [{ kind: 'school-year', year: 2021 }, '2021-09-01', '2022-06-01'],
  [{ kind: 'quarter', year: 2022, part: 4 }, '2022-10-01', '2023-01-01'],
  [{ kind: 'month', year: 2022, part: 12 }, '2022-12-01', '2023-01-01'],
  [{ kind: 'month', year: 2022, part: 2 }, '2022-02-01', '2022-03-01'],
])('%j runs from %s to the day before %s, as the rules ask', (named, from, until) => {
  expect(daysOf(named)).toEqual({ periodFrom: from, periodUntil: until })
  expect(periodFits(named.kind, from, until)).toBe(true)
})

test('a period is named as people name it', () => {
  const text = (periodKind: string, periodFrom: string, periodUntil: string) =>
    periodText({ periodKind, periodFrom, periodUntil }, t)
  expect(text('quarter', '2022-10-01', '2023-01-01')).toBe('evaluation.periodQuarter {"quarter":4,"year":2022}')
  expect(text('school-year', '2021-09-01', '2022-06-01')).toBe('evaluation.periodSchoolYear {"from":2021,"until":2022}')
  expect(text('month', '2022-03-01', '2022-04-01')).toBe('evaluation.periodMonth {"month":3,"year":2022}')
  expect(text('year', '2022-01-01', '2023-01-01')).toBe('evaluation.periodYearOf {"year":2022}')
})
