import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  checksOfPeriod,
  deriveChecks,
  readChecks,
  runChecks,
  type Check,
  type FigureDefinitionForCheck,
  type FigureReading,
  type Finding,
} from './checks.rules.ts'

/** The figures of an invented rowing club. */
const club: FigureDefinitionForCheck[] = [
  figure('members', { title: 'Thành viên', section: '1' }),
  figure('women', { title: 'Thành viên nữ', section: '1', parentId: 'members', relation: 'of-which' }),
  figure('women-share', { unit: 'percent', kind: 'percent', relation: 'ratio', numerator: 'women', denominator: 'members' }),
  figure('seniors', { parentId: 'members', relation: 'part' }),
  figure('juniors', { parentId: 'members', relation: 'part' }),
  figure('kids', { parentId: 'members', relation: 'part' }),
  figure('boats', { unit: 'boat', section: '2' }),
  figure('boats-from-lake', { unit: 'boat', parentId: 'boats', relation: 'part:from' }),
  figure('boats-from-river', { unit: 'boat', parentId: 'boats', relation: 'part:from' }),
  figure('boats-to-sea', { unit: 'boat', parentId: 'boats', relation: 'part:to' }),
  figure('cups', { unit: 'cup', section: '3' }),
  figure('cup-spring', { unit: 'cup', parentId: 'cups', relation: 'item' }),
  figure('cup-autumn', { unit: 'cup', parentId: 'cups', relation: 'item' }),
  figure('members-again', { section: '4', relation: 'dup', numerator: 'members' }),
  figure('gold', { section: '4' }),
  figure('silver', { section: '4' }),
  figure('trips', { section: '5' }),
  figure('trips-abroad', { section: '5', parentId: 'trips', relation: 'of-which' }),
  figure('rope', { unit: 'metre', kind: 'measure', section: '6' }),
  figure('left', { section: '7' }),
  figure('left-share', { unit: 'percent', kind: 'percent', section: '7' }),
  figure('founded', { unit: 'year', kind: 'event', section: '8' }),
]

function figure(id: string, { title = id, ...rest }: Partial<Omit<FigureDefinitionForCheck, 'title'>> & { title?: string } = {}) {
  return { id, title: { vi: title, en: id }, unit: 'person', section: '1', kind: 'count', ...rest }
}

type Value = number | [FigureReading['qualifier'], number] | Partial<FigureReading>

/** What the club states; everything not said is not entered. */
function states(values: Record<string, Value>): Map<string, FigureReading> {
  const reading = (id: string, value: Value): FigureReading => {
    if (typeof value === 'number') return { id, value, qualifier: 'exact' }
    if (Array.isArray(value)) return { id, value: value[1], qualifier: value[0] }
    return { id, value: 0, qualifier: 'exact', ...value }
  }
  return new Map(Object.entries(values).map(([id, value]) => [id, reading(id, value)]))
}

const words = { title: { vi: 'Kiểm tra', en: 'Check' }, source: 'Nội quy câu lạc bộ' }
const written = (...checks: object[]): Check[] => readChecks(checks, club)
const derived = deriveChecks(club)
const names = (findings: Finding[]) => findings.map(({ checkId }) => checkId)
const derivedFindings = (values: Record<string, Value>) => runChecks(derived, states(values))

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

describe('checks as data', () => {
  const check = { ...words, id: 'a', severity: 'A', kind: 'same', figures: ['gold', 'silver'] }

  test('unknown figures and ids used twice are refused, all at once', () => {
    expect(() => written(check, { ...check, figures: ['gold', 'bronze'] })).toThrow('a: id used twice\na: unknown figure bronze')
  })

  test('unknown fields and patterns without a number are refused', () => {
    expect(() => written({ ...check, figure: 'gold' })).toThrow()
    const sequence = { ...words, id: 'b', severity: 'A', kind: 'sequence', figure: 'gold' }
    for (const pattern of ['\\d+/CUP', '(', '(a)(b)']) expect(() => written({ ...sequence, pattern })).toThrow()
  })

  test('a check with a period holds for that report only', () => {
    const checks = written(check, { ...check, id: 'b', period: '2022' })
    expect(checksOfPeriod(checks, '2022').map(({ id }) => id)).toEqual(['a', 'b'])
    expect(checksOfPeriod(checks, '2023').map(({ id }) => id)).toEqual(['a'])
  })

  test('figures nobody entered say nothing', () => {
    expect(runChecks([...derived, ...written(check)], new Map())).toEqual([])
  })

  test('every derived check is one the data could have said', () => {
    const plain = derived.map(({ places: _, ...definition }) => definition)
    expect(readChecks(plain, club)).toHaveLength(derived.length)
  })
})
