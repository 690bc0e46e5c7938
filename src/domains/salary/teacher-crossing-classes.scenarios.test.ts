import { describe, expect, test } from 'vitest'
import { aRow, aSalaryFile, shippedLaw } from './shipped.factory.ts'
import { nextStepOf, placeInRank } from './step.rules.ts'

const law = shippedLaw()
/** Lower secondary teacher of class III (A1) promoted to class II (A2.2) on 1 September 2022. */
const promoted = '2022-09-01'
const teacher = (step: number, coefficient: string, from: string) =>
  aSalaryFile({ category: 'public-employee', rows: [aRow('V.07.04.32', step, coefficient, from)] })

describe('Circular 02/2007/TT-BNV: a teacher moves from class III to class II', () => {
  test('from 3.66 to 4.00, more than a step of A1: the clock begins on the day of the move', () => {
    const file = teacher(5, '3.66', '2021-01-01')
    expect(placeInRank(law, file, 'V.07.04.31', promoted)).toMatchObject({ step: 1, coefficient: '4.00', start: promoted })
    const after = { ...file, rows: [...file.rows, aRow('V.07.04.31', 1, '4.00', promoted)] }
    expect(nextStepOf(law, after, '2022-12-20')).toMatchObject({ date: '2025-09-01', step: 2, coefficient: '4.34' })
  })

  test('from 3.99 to 4.00, less than a step: the clock goes on from the former step', () => {
    const file = teacher(6, '3.99', '2021-01-01')
    expect(placeInRank(law, file, 'V.07.04.31', promoted)).toMatchObject({ step: 1, coefficient: '4.00', start: '2021-01-01' })
    const after = { ...file, rows: [...file.rows, aRow('V.07.04.31', 1, '4.00', promoted)] }
    const next = nextStepOf(law, after, '2022-12-20')
    expect(next).toMatchObject({ date: '2024-01-01', coefficient: '4.34', start: '2021-01-01' })
    expect(next.lines.find((l) => l.code === 'move-keeps')).toMatchObject({ values: { rise: '0.01', usual: '0.33' } })
  })

  test('with over-frame seniority it counts with the coefficient: 4.98 and 6 % is 5.28, so 5.36', () => {
    const file = { rows: [aRow('V.07.04.32', 9, '4.98', '2015-01-01', { overFrame: 6 })] }
    expect(placeInRank(law, file, 'V.07.04.31', promoted)).toMatchObject({ step: 5, coefficient: '5.36', start: promoted })
  })

  test('a rank nobody knows, or nobody in the old one: nothing is said', () => {
    expect(placeInRank(law, teacher(5, '3.66', '2021-01-01'), 'V.99', promoted)).toBeNull()
    expect(placeInRank(law, teacher(5, '3.66', '2023-01-01'), 'V.07.04.31', promoted)).toBeNull()
  })
})
