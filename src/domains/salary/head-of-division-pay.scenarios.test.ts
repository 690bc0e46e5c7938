import { describe, expect, test } from 'vitest'
import { payAtOf } from './forecast.rules.ts'
import { payOf } from './pay.rules.ts'
import { aRow, aSalaryFile, shippedLaw } from './shipped.factory.ts'

const law = shippedLaw()

describe('Decree 204/2004, Decree 34/2012: the pay of a head of division', () => {
  const file = aSalaryFile({ rows: [aRow('01.002', 3, '5.08', '2021-01-01', { position: '0.50' })] })

  test('in December 2022: (5.08 + 0.50) × 1,490,000 and 25 % of it', () => {
    const pay = payAtOf(law, file, '2022-12-01')
    expect(pay.lines.map((l) => [l.code, l.dong, l.source])).toEqual([
      ['coefficient', 7_569_200, 'ND-38-2019'],
      ['position', 745_000, 'ND-38-2019'],
      ['allowance-pay', 2_078_550, 'ND-34-2012'],
    ])
    expect(pay.total).toBe(10_392_750)
  })

  test('the day picks the base salary: 1 July 2023 brings 1,800,000, the day before still 1,490,000', () => {
    expect(payAtOf(law, file, '2023-06-30').baseSalary).toBe(1_490_000)
    expect(payAtOf(law, file, '2023-07-01')).toMatchObject({ baseSalary: 1_800_000, total: 12_555_000 })
  })

  test('a public employee has no public-duty allowance', () => {
    expect(payAtOf(law, { ...file, category: 'public-employee' }, '2022-12-01').total).toBe(8_314_200)
  })

  test('over-frame seniority of the last step counts, rounded to whole đồng', () => {
    const last = aSalaryFile({ category: 'public-employee', rows: [aRow('01.003', 9, '4.98', '2015-01-01')] })
    const pay = payAtOf(law, last, '2022-12-01')
    // 9 % of 4.98 × 1,490,000 is 667,818.
    expect(pay.lines.map((l) => l.dong)).toEqual([7_420_200, 667_818])
  })

  test('before October 2004 no base salary is known, and none is made up', () => {
    expect(payAtOf(law, aSalaryFile({ rows: [aRow('01.003', 1, '2.34', '2000-01-01')] }), '2004-09-30').total).toBeNull()
  })
})

describe('allowances of the table', () => {
  const input = { coefficient: '2.34', position: null, overFrame: 0, category: 'public-employee', allowances: [] }

  test('a teacher with eight years: 5 % after five, 1 % a year more', () => {
    const pay = payOf(law, { ...input, allowances: [{ code: 'TNNG', years: 8 }] }, '2022-12-01')
    expect(pay.lines.at(-1)).toMatchObject({ code: 'allowance-pay', values: { value: '8' }, dong: 278_928 })
    expect(payOf(law, { ...input, allowances: [{ code: 'TNNG', years: 4 }] }, '2022-12-01').refused).toEqual(['TNNG'])
  })

  test('an area allowance is a coefficient of the base salary, within its bounds', () => {
    expect(payOf(law, { ...input, allowances: [{ code: 'KV', value: '0.30' }] }, '2022-12-01').lines.at(-1)?.dong).toBe(447_000)
    expect(payOf(law, { ...input, allowances: [{ code: 'KV', value: '1.50' }] }, '2022-12-01').refused).toEqual(['KV'])
  })

  test('public duty is not for public employees, nor before May 2012', () => {
    const duty = { ...input, allowances: [{ code: 'CVU' }] }
    expect(payOf(law, duty, '2022-12-01').refused).toEqual(['CVU'])
    expect(payOf(law, { ...duty, category: 'cadre' }, '2012-04-30').refused).toEqual(['CVU'])
    expect(payOf(law, { ...duty, category: 'cadre' }, '2012-05-01').refused).toEqual([])
  })

  test('on probation 85 % of step 1', () => {
    const pay = payOf(law, { ...input, probation: 'DH' }, '2022-12-01')
    expect([pay.total, pay.lines.map((l) => l.code)]).toEqual([2_963_610, ['coefficient-part', 'probation']])
  })
})
