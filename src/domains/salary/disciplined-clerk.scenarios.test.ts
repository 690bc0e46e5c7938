import { describe, expect, test } from 'vitest'
import { aRow, aSalaryFile, shippedLaw } from './shipped.factory.ts'
import { nextStepOf } from './step.rules.ts'

const law = shippedLaw()
/** Intermediate clerk (02.008, group B) at step 4 since 1 April 2021: 24 months. */
const clerk = aSalaryFile({ rows: [aRow('02.008', 4, '2.46', '2021-04-01')] })

describe('Circular 08/2013/TT-BNV, amended by 03/2021: an intermediate clerk', () => {
  test('has the next step after 24 months', () => {
    expect(nextStepOf(law, clerk, '2022-12-20')).toMatchObject({ date: '2023-04-01', step: 5, coefficient: '2.66', why: null })
  })

  test('reprimanded after 15 August 2021: 3 months later', () => {
    const found = nextStepOf(law, { ...clerk, disciplines: [{ form: 'KT', on: '2022-06-10' }] }, '2022-12-20')
    expect(found.date).toBe('2023-07-01')
    expect(found.lines.at(-1)).toMatchObject({
      code: 'delay-discipline',
      months: 3,
      on: '2023-07-01',
      source: 'TT-3-2021',
      certainty: 'likely',
      values: { on: '2022-06-10' },
    })
    expect(found.months.filter((m) => m.state === 'delay').map((m) => m.month)).toEqual(['2023-04', '2023-05', '2023-06'])
  })

  test('reprimanded in 2019, when the day of the measure meant 6 months for a civil servant and 3 for a public employee', () => {
    const then = { rows: [aRow('02.008', 3, '2.26', '2018-04-01')], disciplines: [{ form: 'KT', on: '2019-06-10' }] }
    expect(nextStepOf(law, aSalaryFile(then), '2019-12-31').date).toBe('2020-10-01')
    expect(nextStepOf(law, aSalaryFile({ ...then, category: 'public-employee' }), '2019-12-31').date).toBe('2020-07-01')
  })

  test('warned and rated "not completed" in a year: the delays add up', () => {
    const file = {
      ...clerk,
      disciplines: [{ form: 'CC', on: '2022-03-01' }],
      notCompleted: [{ from: '2022-01-01', until: '2023-01-01' }],
    }
    const found = nextStepOf(law, file, '2023-02-01')
    expect(found.date).toBe('2024-04-01')
    expect(found.lines.map((l) => [l.code, l.months]).filter(([, months]) => months !== null)).toEqual([
      ['period', 24],
      ['delay-discipline', 6],
      ['delay-rating', 6],
    ])
  })

  test('demoted or removed: 12 months; what came before the step, or after it is due, does not matter', () => {
    const on = (form: string, day: string) => nextStepOf(law, { ...clerk, disciplines: [{ form, on: day }] }, '2023-12-31').date
    expect(on('GC', '2022-01-01')).toBe('2024-04-01')
    expect(on('CCH', '2022-01-01')).toBe('2024-04-01')
    expect(on('CCH', '2021-03-31')).toBe('2023-04-01')
    expect(on('CCH', '2023-04-01')).toBe('2023-04-01')
  })
})
