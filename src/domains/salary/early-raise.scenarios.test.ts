import { describe, expect, test } from 'vitest'
import { aRow, aSalaryFile, shippedLaw } from './shipped.factory.ts'
import { earlyCandidateOf, earlyQuota, earlyRaisesIn, retirementRaiseOf } from './step.rules.ts'

const law = shippedLaw()
/** Due on 1 March 2023: considered in 2022. */
const expert = aSalaryFile({ awards: [{ form: 'CSTDCS', on: '2021-12-20' }] })

describe('Circular 08/2013/TT-BNV article 3: an early raise for merit', () => {
  test('a local emulation fighter has the step six months early', () => {
    expect(earlyCandidateOf(law, expert, 2022)).toMatchObject({ candidate: true, months: 6, date: '2022-09-01' })
  })

  test('the best of several awards counts, once', () => {
    const file = { ...expert, awards: [...expert.awards, { form: 'BKTTG', on: '2019' }] }
    expect(earlyCandidateOf(law, file, 2022)).toMatchObject({ months: 12, date: '2022-03-01' })
  })

  test.each([
    ['an award older than six years', { awards: [{ form: 'BKTTG', on: '2016-12-30' }] }, 'early-no-award'],
    ['an award the regulation does not name', { awards: [{ form: 'LDTT', on: '2021-12-20' }] }, 'early-no-award'],
    [
      'a step that is due more than twelve months after the year',
      { rows: [aRow('01.003', 4, '3.33', '2021-03-01')] },
      'early-too-far',
    ],
    ['a step that falls due in the year anyway', { rows: [aRow('01.003', 3, '3.00', '2019-12-31')] }, 'early-regular'],
    ['the last step', { rows: [aRow('01.003', 9, '4.98', '2015-03-01')] }, 'early-no-step'],
    ['a step that was itself given early', { earlyRaises: ['2020-03-01'] }, 'early-twice'],
  ])('not for %s', (_why, more, code) => {
    const found = earlyCandidateOf(law, { ...expert, ...more }, 2022)
    expect([found.candidate, found.date, found.lines.at(-1)?.code]).toEqual([false, null, code])
  })

  test('four years back where steps take 24 months', () => {
    const clerk = { ...expert, rows: [aRow('02.008', 4, '2.46', '2021-04-01')] }
    expect(earlyCandidateOf(law, { ...clerk, awards: [{ form: 'CSTDCS', on: '2019-01-02' }] }, 2022).candidate).toBe(true)
    expect(earlyCandidateOf(law, { ...clerk, awards: [{ form: 'CSTDCS', on: '2018-12-30' }] }, 2022).candidate).toBe(false)
  })

  test('an early step is told from the salary course', () => {
    const rows = [
      aRow('01.003', 2, '2.67', '2017-03-01'),
      aRow('01.003', 3, '3.00', '2019-09-01'),
      aRow('01.003', 4, '3.33', '2022-09-01'),
    ]
    expect(earlyRaisesIn(law, aSalaryFile({ rows }))).toEqual(['2019-09-01'])
  })

  test('at most ten of a hundred, nine of ninety-nine', () => {
    expect([earlyQuota(law, 100, 2022), earlyQuota(law, 99, 2022), earlyQuota(law, 9, 2022)]).toEqual([10, 9, 0])
  })

  test('on notice of retirement with at most twelve months missing, from the day of the notice', () => {
    expect(retirementRaiseOf(law, expert, '2022-03-01')).toMatchObject({ candidate: true, date: '2022-03-01' })
    expect(retirementRaiseOf(law, expert, '2022-02-28')).toMatchObject({ candidate: false, date: null })
    expect(retirementRaiseOf(law, expert, '2023-03-01')).toMatchObject({ candidate: false })
  })
})
