import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { deriveChecks } from './check-derive.rules.ts'
import { runChecks } from './check-run.rules.ts'
import { derived, derivedFindings, figure, names, states, type Value, words, written } from './check.factory.ts'

describe('parts and whole', () => {
  test('parts that sum to the whole say nothing', () => {
    expect(derivedFindings({ members: 60, seniors: 30, juniors: 20, kids: 10 })).toEqual([])
  })

  test('the finding carries both numbers, the places and plain words', () => {
    const [finding] = derivedFindings({ members: 1060, seniors: 1030, juniors: 20, kids: 19 })
    expect(finding).toMatchObject({
      checkId: 'sum:members',
      kind: 'sum',
      severity: 'A',
      figures: ['members', 'seniors', 'juniors', 'kids'],
      places: ['1'],
      expected: '1.069',
      found: '1.060',
    })
    expect(finding?.message.vi).toBe('“Thành viên” (mục 1) ghi 1.060, nhưng cộng các phần được 1.069 (1.030 + 20 + 19); lệch 9.')
    expect(finding?.message.en).toBe(
      '“members” (section 1) states 1,060, but its parts add up to 1,069 (1,030 + 20 + 19); the difference is 9.',
    )
    expect(finding?.numbers).toContainEqual({ label: '“Thành viên” (mục 1)', value: 1060 })
    expect(finding?.numbers).toContainEqual({ label: 'Cộng các phần', value: 1069 })
  })

  test('two breakdowns of one whole are two sums', () => {
    expect(derivedFindings({ boats: 12, 'boats-from-lake': 7, 'boats-from-river': 5, 'boats-to-sea': 12 })).toEqual([])
    expect(names(derivedFindings({ boats: 12, 'boats-from-lake': 7, 'boats-from-river': 5, 'boats-to-sea': 11 }))).toEqual([
      'sum:boats:to',
    ])
  })

  test('a part that was not entered may be anything from nothing', () => {
    expect(derivedFindings({ members: 60, seniors: 30, juniors: 20 })).toEqual([])
    expect(derivedFindings({ members: 60, seniors: 30, juniors: 20, kids: { value: null } })).toEqual([])
    expect(names(derivedFindings({ members: 60, seniors: 50, juniors: 20 }))).toEqual(['sum:members'])
  })

  test('decimals add up without the noise of binary fractions', () => {
    expect(derivedFindings({ members: 0.3, seniors: 0.1, juniors: 0.2, kids: 0 }).filter(({ kind }) => kind === 'sum')).toEqual(
      [],
    )
  })

  test('rounded shares may miss the whole by the halves of their last digits', () => {
    const shares = [figure('all'), ...['a', 'b', 'c'].map((id) => figure(id, { parentId: 'all', relation: 'part' }))]
    const checks = deriveChecks(shares.map((share) => ({ ...share, unit: 'percent', kind: 'percent' })))
    expect(runChecks(checks, states({ all: 100, a: 33.3, b: 33.3, c: 33.3 }))).toEqual([])
    expect(names(runChecks(checks, states({ all: 100, a: 33.3, b: 33.3, c: 30.3 })))).toEqual(['sum:all'])
  })

  test('the larger contains the smaller', () => {
    expect(derivedFindings({ members: 60, women: 60 })).toEqual([])
    expect(names(derivedFindings({ members: 60, women: 61 }))).toEqual(['at-most:women'])
  })
})

describe('properties of sums', () => {
  const parts = fc.tuple(fc.nat(1_000_000), fc.nat(1_000_000), fc.nat(1_000_000))
  const sums = (values: Record<string, Value>) => derivedFindings(values).filter(({ kind }) => kind === 'sum')

  test('a group whose parts sum never fires', () => {
    fc.assert(
      fc.property(parts, ([seniors, juniors, kids]) => {
        expect(sums({ members: seniors + juniors + kids, seniors, juniors, kids })).toEqual([])
      }),
    )
  })

  test('perturbing one part always fires, once, with the difference', () => {
    fc.assert(
      fc.property(parts, fc.nat(2), fc.integer({ min: 1, max: 1_000_000 }), (values, at, by) => {
        const members = values[0] + values[1] + values[2]
        const [seniors = 0, juniors = 0, kids = 0] = values.map((value, index) => (index === at ? value + by : value))
        const findings = sums({ members, seniors, juniors, kids })
        expect(findings).toHaveLength(1)
        expect(findings[0]?.numbers.at(-1)?.value).toBe(members + by)
      }),
    )
  })

  test('a bound never fires while the exact values could sum', () => {
    fc.assert(
      fc.property(parts, fc.nat(1000), ([seniors, juniors, kids], more) => {
        const members = seniors + juniors + kids + more
        expect(sums({ members, seniors, juniors, kids: ['over', kids] })).toEqual([])
        expect(sums({ members: ['over', seniors + juniors], seniors, juniors, kids })).toEqual([])
      }),
    )
  })

  test('a correctly rounded share never fires, two last digits away always does', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9999 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.nat(3),
        (members, of, digits) => {
          const women = Math.floor(members * of)
          const share = ((women / members) * 100).toFixed(digits)
          const printed = share.replace('.', ',')
          const ratios = (value: number, text: string) =>
            derivedFindings({ members, women, 'women-share': { value, printed: text } }).filter(({ kind }) => kind === 'ratio')
          expect(ratios(Number(share), `tỉ lệ ${printed}%`)).toEqual([])
          const wrong = (Number(share) + 2 * 10 ** -digits).toFixed(digits)
          expect(ratios(Number(wrong), `${wrong.replace('.', ',')} %`)).toHaveLength(1)
        },
      ),
    )
  })
})

describe('shares', () => {
  const terms = { members: 52, women: 31 }

  test('the printed form says how precise the share is', () => {
    expect(derivedFindings({ ...terms, 'women-share': { value: 59.6, printed: '59,6%' } })).toEqual([])
    expect(derivedFindings({ ...terms, 'women-share': { value: 60, printed: '60%' } })).toEqual([])
    expect(names(derivedFindings({ ...terms, 'women-share': { value: 60, printed: '60,0%' } }))).toEqual(['ratio:women-share'])
  })

  test('a wrong share is told with its terms', () => {
    const [finding] = derivedFindings({ ...terms, 'women-share': 57.6 })
    expect(finding).toMatchObject({ expected: '59,615%', found: '57,6%' })
    expect(finding?.message.vi).toBe('“women-share” (mục 1) ghi 57,6%, nhưng 31 / 52 = 59,615%.')
  })

  test('a share of nothing is not computed', () => {
    expect(derivedFindings({ members: 0, women: 0, 'women-share': 0 })).toEqual([])
  })

  test('over and nearly are bounds', () => {
    expect(derivedFindings({ ...terms, 'women-share': ['over', 50] })).toEqual([])
    expect(names(derivedFindings({ ...terms, 'women-share': ['over', 61] }))).toEqual(['ratio:women-share'])
  })
})

describe('levels, repeats and ranges', () => {
  const levels = written({
    ...words,
    id: 'medals',
    severity: 'A',
    kind: 'exclusive',
    whole: 'members',
    levels: ['gold', 'silver'],
  })

  test('levels that exclude each other are not above the whole', () => {
    expect(runChecks(levels, states({ members: 50, gold: 20, silver: 30 }))).toEqual([])
    const [finding] = runChecks(levels, states({ members: 50, gold: 20, silver: 33 }))
    expect(finding).toMatchObject({ checkId: 'medals', expected: '≤ 50', found: '53', places: ['1', '4'] })
    expect(finding?.message.vi).toContain('cộng lại được 53')
    expect(finding?.message.vi).toContain('106%')
  })

  test('one level alone, or a whole of nothing, does not break it', () => {
    expect(runChecks(levels, states({ members: 50, gold: 20 }))).toEqual([])
    expect(runChecks(levels, states({ members: 0, gold: 1, silver: 1 }))).toHaveLength(1)
  })

  test('a repeated figure is the same wherever it stands', () => {
    expect(derivedFindings({ members: 60, 'members-again': 60 })).toEqual([])
    expect(names(derivedFindings({ members: 60, 'members-again': 61 }))).toEqual(['same:members-again'])
    expect(derivedFindings({ members: 60, 'members-again': ['over', 50] })).toEqual([])
    expect(derivedFindings({ members: 60, 'members-again': ['about', 65] })).toEqual([])
    expect(names(derivedFindings({ members: 60, 'members-again': ['about', 70] }))).toEqual(['same:members-again'])
  })

  test('percentages stay within 0 and 100, counts are whole and not negative', () => {
    expect(names(derivedFindings({ 'left-share': 101 }))).toEqual(['range:left-share'])
    expect(names(derivedFindings({ gold: -1 }))).toEqual(['range:gold'])
    expect(derivedFindings({ gold: 1.5 })[0]?.message.vi).toContain('phải là số nguyên')
    expect(derivedFindings({ rope: 814.5, founded: 1987 })).toEqual([])
  })

  test('a range written down replaces the derived one', () => {
    const wide = written({ ...words, id: 'wide', severity: 'B', kind: 'range', figures: ['left-share'], min: 0, max: 500 })
    expect(runChecks([...derived, ...wide], states({ 'left-share': 120 }))).toEqual([])
    expect(names(runChecks([...derived, ...wide], states({ 'left-share': 501 })))).toEqual(['wide'])
  })

  test('a score outside the published range names the source', () => {
    const checks = written({
      ...words,
      id: 'score',
      severity: 'B',
      kind: 'plausible-range',
      figure: 'gold',
      min: 40.5,
      max: 80,
    })
    expect(runChecks(checks, states({ gold: 66.6 }))).toEqual([])
    expect(runChecks(checks, states({ gold: 12.75 }))[0]?.message.vi).toBe(
      '“gold” (mục 4) ghi 12,75, ngoài khoảng 40,5–80 (nguồn: Nội quy câu lạc bộ).',
    )
  })

  test('so many to one is not to be believed', () => {
    const checks = written({
      ...words,
      id: 'crowd',
      severity: 'C',
      kind: 'rate',
      numerator: 'members',
      denominator: 'boats',
      min: 1,
      max: 9,
    })
    expect(runChecks(checks, states({ members: 60, boats: 12 }))).toEqual([])
    expect(runChecks(checks, states({ members: 600, boats: 12 }))[0]?.found).toBe('50')
    expect(runChecks(checks, states({ members: 600, boats: 0 }))).toEqual([])
  })
})

describe('implied totals', () => {
  const base = (...stated: string[]) =>
    written({
      ...words,
      id: 'total',
      severity: 'A',
      kind: 'implied-base',
      statements: [
        { change: 'left', percent: 'left-share', compare: 'after', moment: { vi: 'đầu năm', en: 'at the start' } },
        { change: 'gold', percent: 'women-share', compare: 'before', moment: { vi: 'năm ngoái', en: 'last year' } },
      ],
      stated,
    })

  test('a change and its percentage imply what it is a percentage of', () => {
    const values = { left: 12, 'left-share': 10.53, members: 90 }
    const [finding] = runChecks(base('members'), states(values))
    expect(finding).toMatchObject({ found: '102; 90' })
    expect(finding?.message.vi).toContain('đầu năm phải có 114, còn lại 102')
    expect(runChecks(base('members'), states({ ...values, members: 102 }))).toEqual([])
  })

  test('rounding leaves room: 3 being 2.9% allows 102 to 105', () => {
    expect(runChecks(base(), states({ left: 12, 'left-share': 10.53, gold: 3, 'women-share': 2.9 }))).toEqual([])
    const [finding] = runChecks(base('members'), states({ gold: 3, 'women-share': 2.9, members: 90 }))
    expect(finding?.message.en).toContain('102–105 (about 103) last year')
  })

  test('one statement alone agrees with itself', () => {
    expect(runChecks(base(), states({ left: 12, 'left-share': 10.53 }))).toEqual([])
    expect(runChecks(base(), states({ left: 0, 'left-share': 0, gold: 1, 'women-share': 50 }))).toEqual([])
  })
})
