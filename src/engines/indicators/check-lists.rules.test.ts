import { describe, expect, test } from 'vitest'
import { runChecks } from './check-run.rules.ts'
import { derived, derivedFindings, names, states, words, written } from './check.factory.ts'

describe('lists', () => {
  const cups = (...labels: string[]) => labels.map((label) => ({ label }))

  test('as many are named as are stated', () => {
    expect(derivedFindings({ gold: { value: 2, items: cups('An', 'Bình') } })).toEqual([])
    const [finding] = derivedFindings({ gold: { value: 3, items: cups('An', 'Bình') } })
    expect(finding).toMatchObject({ checkId: 'items:gold', expected: '2', found: '3' })
    expect(finding?.message.vi).toBe('“gold” (mục 4) ghi 3, nhưng danh sách nêu 2 (An; Bình).')
  })

  test('amounts of the elements add up to the value', () => {
    const items = [
      { label: 'Hồ', amount: 104.5 },
      { label: 'Sông', amount: 710 },
    ]
    expect(derivedFindings({ rope: { value: 814.5, items } })).toEqual([])
    expect(names(derivedFindings({ rope: { value: 800, items } }))).toEqual(['items:rope'])
    expect(derivedFindings({ rope: { value: 800, items: cups('Hồ') } })).toEqual([])
  })

  test('a list of examples may be shorter than the count, not longer', () => {
    const open = written({ ...words, id: 'open', severity: 'A', kind: 'items', figures: ['gold'], complete: false })
    expect(runChecks([...derived, ...open], states({ gold: { value: 9, items: cups('An', 'Bình') } }))).toEqual([])
    expect(names(runChecks([...derived, ...open], states({ gold: { value: 1, items: cups('An', 'Bình') } })))).toEqual(['open'])
  })

  test('figures that list the elements one by one', () => {
    expect(derivedFindings({ cups: 2, 'cup-spring': 1, 'cup-autumn': 1 })).toEqual([])
    expect(derivedFindings({ cups: 3, 'cup-spring': 1 })).toEqual([])
    expect(names(derivedFindings({ cups: 3, 'cup-spring': 1, 'cup-autumn': 1 }))).toEqual(['item-group:cups'])
  })

  test('the elements of a part are among those of the whole', () => {
    const trips = { value: 3, items: cups('Chuyến Hạ Long', 'chuyến đà nẵng', 'Vientiane') }
    expect(derivedFindings({ trips, 'trips-abroad': { value: 1, items: cups('VIENTIANE') } })).toEqual([])
    const [finding] = derivedFindings({ trips, 'trips-abroad': { value: 1, items: cups('Bangkok') } })
    expect(finding).toMatchObject({ checkId: 'subset:trips-abroad', found: 'Bangkok' })
  })

  test('an incomplete list of the whole proves nothing', () => {
    const trips = { value: 9, items: cups('Hạ Long') }
    const findings = derivedFindings({ trips, 'trips-abroad': { value: 1, items: cups('Bangkok') } })
    expect(findings.filter(({ kind }) => kind === 'subset')).toEqual([])
  })

  test('words that may be left out of a name', () => {
    const checks = written({
      ...words,
      id: 'among',
      severity: 'A',
      kind: 'subset',
      part: 'gold',
      whole: 'silver',
      ignore: ['Đội'],
    })
    const silver = { value: 2, items: cups('Đội Sông - Hồ', 'Biển') }
    expect(runChecks(checks, states({ silver, gold: { value: 2, items: cups('sông hồ', 'Đội Biển') } }))).toEqual([])
  })

  test('numbers of one series span no more than the count', () => {
    const checks = written({ ...words, id: 'numbers', severity: 'A', kind: 'sequence', figure: 'cups', pattern: '(\\d+)/CUP' })
    expect(runChecks(checks, states({ cups: { value: 6, items: cups('8/CUP', '3/CUP') } }))).toEqual([])
    expect(runChecks(checks, states({ cups: { value: 5, items: cups('8/CUP', '3/CUP', 'Cúp xuân') } }))[0]).toMatchObject({
      expected: '6',
      found: '5',
    })
    expect(runChecks(checks, states({ cups: { value: 5, items: cups('Cúp xuân') } }))).toEqual([])
  })
})

describe('dates', () => {
  test('dates that do not exist, in the words, the evidence and the named elements', () => {
    const findings = derivedFindings({
      gold: { value: 1, printed: 'Tính đến 31/9/2023 có 1', items: [{ label: 'từ ngày 01/0/2023' }] },
      silver: { value: 1, evidence: 'Biên bản ngày 29/2/2023' },
      trips: { value: 1, printed: 'Quyết định 04/2022/QĐ-CLB ngày 29/2/2024, 8/3 và 107/2020/NĐ' },
    })
    expect(findings.map(({ found, figures }) => [...figures, found])).toEqual([
      ['gold', '31/9/2023'],
      ['gold', '01/0/2023'],
      ['silver', '29/2/2023'],
    ])
  })

  test('dates outside the window, of the figures named or of all', () => {
    const checks = written(
      { ...words, id: 'year', severity: 'B', kind: 'date', figures: ['gold'], from: '2022-01-01', until: '2022-12-31' },
      { ...words, id: 'later', severity: 'B', kind: 'date', until: '2022-12-20' },
    )
    const findings = runChecks(
      checks,
      states({ gold: { printed: '3/11/2021' }, silver: { printed: '12/3/2023; 1/1/1947; 31/11/2023' } }),
    )
    expect(findings.map(({ checkId, found }) => [checkId, found])).toEqual([
      ['year', '3/11/2021'],
      ['later', '12/3/2023'],
    ])
    expect(findings[0]?.message.vi).toBe('“gold” (mục 4) nêu ngày 3/11/2021, trước 01/01/2022.')
    expect(findings[1]?.expected).toBe('≤ 20/12/2022')
  })

  test('what carries out another document is not dated before it', () => {
    const checks = written({ ...words, id: 'order', severity: 'B', kind: 'order', earlier: 'gold', later: 'silver' })
    const gold = { items: [{ label: 'Nghị quyết ngày 07/7/2022' }], evidence: 'Báo cáo ngày 20/12/2022' }
    expect(names(runChecks(checks, states({ gold, silver: { printed: 'Kế hoạch ngày 17/6/2022' } })))).toEqual(['order'])
    expect(runChecks(checks, states({ gold, silver: { printed: 'Kế hoạch ngày 07/7/2022' } }))).toEqual([])
    expect(runChecks(checks, states({ gold, silver: { printed: 'Kế hoạch', evidence: 'Thư ngày 01/01/2022' } }))).toEqual([])
  })
})
