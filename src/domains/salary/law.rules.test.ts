import { describe, expect, test } from 'vitest'
import { isPlainDate } from '#kernel/dates.ts'
import { coefficientsOf, groupOf, hundredths, listNames, numberOf, stepFault } from './law.rules.ts'
import { salaryLists } from './salary.lists.ts'
import { shippedLaw } from './shipped.factory.ts'

const law = shippedLaw()

describe('the tables as shipped', () => {
  test('Decree 204/2004: steps of each group, first and last coefficient, and the difference of the check row', () => {
    const told = law.rows('groups').map((g) => {
      const all = coefficientsOf(g)
      return [g.code, all.length, all[0], all.at(-1), hundredths(g.more.difference)]
    })
    expect(told.filter(([code]) => /^[ABC](\d|$)/.test(String(code)))).toEqual([
      ['A3.1', 6, 620, 800, 36],
      ['A3.2', 6, 575, 755, 36],
      ['A2.1', 8, 440, 678, 34],
      ['A2.2', 8, 400, 638, 34],
      ['A1', 9, 234, 498, 33],
      ['A0', 10, 210, 489, 31],
      ['B', 12, 186, 406, 20],
      ['C1', 12, 165, 363, 18],
      ['C2', 12, 150, 348, 18],
      ['C3', 12, 135, 333, 18],
    ])
    expect(told.filter(([code]) => String(code).startsWith('D')).map(([, , first, last]) => [first, last])).toEqual([
      [205, 403],
      [165, 363],
      [150, 348],
      [135, 333],
      [100, 298],
    ])
    for (const group of law.rows('groups')) expect([group.code, stepFault(group.more)]).toEqual([group.code, null])
  })

  test('the base salary is known for every day since October 2004, once, and only grows', () => {
    const rows = law.rows('base-salaries')
    expect(rows[0]?.validFrom).toBe('2004-10-01')
    for (const [i, row] of rows.entries()) {
      expect([row.validFrom, isPlainDate(row.validFrom ?? '')]).toEqual([row.validFrom, true])
      expect(row.validUntil).toBe(rows[i + 1]?.validFrom ?? null)
      expect(numberOf(row, 'amount')).toBeGreaterThan(numberOf(rows[i - 1] ?? { ...row, more: {} }, 'amount'))
    }
    const on = (day: string) => numberOf(law.row('base-salaries', 'LCS', day) ?? rows[0]!, 'amount')
    expect([on('2013-06-30'), on('2013-07-01'), on('2024-07-01'), on('2026-06-30'), on('2026-07-01')]).toEqual([
      1_050_000, 1_150_000, 2_340_000, 2_340_000, 2_530_000,
    ])
  })

  test('every rank has groups that exist, every group a period, every row its certainty', () => {
    for (const rank of law.rows('ranks'))
      for (const code of (rank.more.groups ?? '').split(' '))
        expect([rank.code, law.rows('groups').some((g) => g.code === code)]).toEqual([rank.code, true])
    for (const group of law.rows('groups'))
      expect([group.code, law.row('step-periods', group.code, '2024-01-01') !== null]).toEqual([group.code, true])
    for (const name of listNames)
      for (const row of law.rows(name))
        expect([name, row.code, ['sure', 'likely', 'configurable'].includes(row.more.certainty ?? '')]).toEqual([
          name,
          row.code,
          true,
        ])
  })

  test('values of every row are of the choices and numbers their columns ask', () => {
    for (const name of listNames)
      for (const row of law.rows(name))
        for (const column of salaryLists[name].columns) {
          const value = row.more[column.key] ?? ''
          const fits = column.choices
            ? column.choices.includes(value)
            : column.number
              ? (value === '' && column.optional === true) || /^-?\d+(\.\d+)?$/.test(value)
              : value !== ''
          expect([name, row.code, column.key, value, fits]).toEqual([name, row.code, column.key, value, true])
        }
  })
})

test('a nurse of class IV is of group A0 or B by the coefficient', () => {
  expect(groupOf(law, 'V.08.05.13', '2022-01-01', 241)?.group.code).toBe('A0')
  expect(groupOf(law, 'V.08.05.13', '2022-01-01', 206)?.group.code).toBe('B')
  expect(groupOf(law, 'V.99', '2022-01-01', 206)).toBeNull()
})

test('a row of coefficients with a gap, or a step that does not fit the difference, is told', () => {
  expect(stepFault({ difference: '0.33', s1: '2.34', s2: '', s3: '3.00' })).toBe('salary.stepGap')
  expect(stepFault({ difference: '0.33', s1: '2.34', s2: '2.68' })).toBe('salary.stepDifference')
  expect(stepFault({ difference: '0.33', s1: '2.34', s2: '2.67', s3: '3.00' })).toBeNull()
})
