import { describe, expect, test } from 'vitest'
import { aRow, aSalaryFile, shippedLaw } from './shipped.factory.ts'
import { overFrameOf } from './step.rules.ts'

const law = shippedLaw()

describe('Decree 204/2004 article 6(1), Circular 04/2005: over-frame seniority', () => {
  const expert = aSalaryFile({ rows: [aRow('01.003', 9, '4.98', '2015-01-01')] })

  test.each([
    ['2017-12-31', 0, null],
    ['2018-01-01', 5, '2018-01-01'],
    ['2018-12-31', 5, '2018-01-01'],
    ['2019-01-01', 6, '2019-01-01'],
    ['2022-12-20', 9, '2022-01-01'],
  ])('an expert at the last step since 2015 has on %s %i percent', (on, percent, since) => {
    expect(overFrameOf(law, expert, on)).toMatchObject({ percent, since })
  })

  test('a driver (table 4) after 24 months', () => {
    const driver = aSalaryFile({ category: 'contract', rows: [aRow('01.010', 12, '4.03', '2015-01-01')] })
    expect(overFrameOf(law, driver, '2017-01-01')).toMatchObject({
      percent: 5,
      since: '2017-01-01',
      next: { on: '2018-01-01', percent: 6 },
    })
  })

  test('a warning in a year puts that year off by six months, and all that follow', () => {
    const warned = { ...expert, disciplines: [{ form: 'CC', on: '2018-05-01' }] }
    expect(overFrameOf(law, warned, '2019-06-30')).toMatchObject({ percent: 5, next: { on: '2019-07-01', percent: 6 } })
    expect(overFrameOf(law, warned, '2020-07-01')).toMatchObject({ percent: 7, since: '2020-07-01' })
  })

  test('what was decided and recorded stands, and goes on from its day', () => {
    const decided = aSalaryFile({
      rows: [
        aRow('01.003', 9, '4.98', '2015-01-01'),
        aRow('01.003', 9, '4.98', '2020-03-01', { overFrame: 7 }),
        aRow('01.003', 9, '4.98', '2020-06-01', { overFrame: 7, position: '0.30' }),
      ],
    })
    expect(overFrameOf(law, decided, '2020-12-31')).toMatchObject({
      percent: 7,
      since: '2020-03-01',
      next: { on: '2021-03-01', percent: 8 },
    })
  })

  test('below the last step there is none', () => {
    expect(overFrameOf(law, aSalaryFile(), '2022-12-20')).toMatchObject({ percent: 0, why: 'not-last-step', next: null })
  })
})
