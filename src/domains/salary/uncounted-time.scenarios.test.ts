import { describe, expect, test } from 'vitest'
import { aSalaryFile, shippedLaw } from './shipped.factory.ts'
import { nextStepOf } from './step.rules.ts'

const law = shippedLaw()
const next = (...uncounted: { kind: string; from: string; until: string | null }[]) =>
  nextStepOf(law, aSalaryFile({ uncounted }), '2022-12-20')

describe('Circular 08/2013/TT-BNV article 2: an expert at step 3 since 1 March 2020, due 1 March 2023', () => {
  test('four months of unpaid leave put the step off by four months', () => {
    const found = next({ kind: 'NKL', from: '2021-05-01', until: '2021-09-01' })
    expect(found.date).toBe('2023-07-01')
    expect(found.months).toHaveLength(40)
    expect(found.months.filter((m) => m.state === 'uncounted').map((m) => m.month)).toEqual([
      '2021-05',
      '2021-06',
      '2021-07',
      '2021-08',
    ])
  })

  test('odd days: ten working days are none, eleven are a month, and those of several times are put together', () => {
    expect(next({ kind: 'NKL', from: '2021-05-03', until: '2021-05-15' }).date).toBe('2023-03-01')
    expect(next({ kind: 'NKL', from: '2021-05-03', until: '2021-05-18' }).date).toBe('2023-04-01')
    const twice = next(
      { kind: 'NKL', from: '2021-05-03', until: '2021-05-15' },
      { kind: 'NKL', from: '2021-08-02', until: '2021-08-03' },
    )
    expect(twice.date).toBe('2023-04-01')
    expect(twice.lines.filter((l) => l.code === 'uncounted').map((l) => l.months)).toEqual([0, 1])
  })

  test('social insurance leave counts up to six months in all', () => {
    expect(next({ kind: 'OM', from: '2021-01-01', until: '2021-07-01' }).date).toBe('2023-03-01')
    expect(next({ kind: 'OM', from: '2021-01-01', until: '2021-09-01' }).date).toBe('2023-05-01')
  })

  test('while a suspension has no end the clock stands still', () => {
    expect(next({ kind: 'DC', from: '2022-10-01', until: null })).toMatchObject({ date: null, why: 'stands-still' })
  })

  test('a time that began before the step counts from the step on', () => {
    expect(next({ kind: 'NKL', from: '2019-12-01', until: '2020-05-01' }).date).toBe('2023-05-01')
  })
})
