import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parse as parseCsv } from 'csv-parse/sync'
import { describe, expect, test } from 'vitest'
import { parse as parseYaml } from 'yaml'
import {
  checksOfPeriod,
  deriveChecks,
  type FigureReading,
  type Finding,
  readChecks,
  runChecks,
} from '#engines/indicators/index.ts'

/**
 * The demonstration's figures, as the annual report of 2022 (Báo cáo số 315-BC/ĐU ngày 20/12/2022) prints them, against every check:
 * all contradictions of the report are found, and nothing else is.
 */

type Row = Record<string, string>
const text = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8')
const rows = (content: string) => parseCsv<Row>(content, { columns: true })

const catalogue = rows(text('./data/figures.csv'))
const typed = rows(text('../../app/demo/data/figures-2022.csv'))
const elements = rows(text('../../app/demo/data/figure-items-2022.csv'))

const definitions = catalogue.map((row) => ({
  id: row.id ?? '',
  title: { vi: row.title_vi ?? '', en: row.title_en ?? '' },
  unit: row.unit ?? '',
  section: row.section ?? '',
  parentId: row.parent_id || undefined,
  relation: row.relation || undefined,
  numerator: row.numerator || undefined,
  denominator: row.denominator || undefined,
  kind: row.kind ?? '',
}))

/** Ratings are computed from records, not typed in: the values the records give (report, footnote 17). */
const computed: Record<string, number> = {
  'F34d-03': 26012,
  'F34d-04': 2781,
  'F34d-05': 21920,
  'F34d-06': 82,
  'F34d-07': 1040,
  'F34d-08': 189,
  'F34d-09': 15395,
  'F34d-10': 3252,
  'F34d-11': 11443,
  'F34d-12': 592,
  'F34d-13': 108,
  'F39b-14': 100,
}

const readings = new Map<string, FigureReading>([
  ...Object.entries(computed).map(([id, value]) => [id, { id, value, qualifier: 'exact' }] as const),
  ...typed
    .filter((row) => row.period === '2022')
    .map((row) => {
      const id = row.id ?? ''
      const items = elements
        .filter((element) => element.figure_id === id)
        .map(({ label = '', amount }) => ({ label, amount: amount ? Number(amount) : undefined }))
      const qualifier = (row.qualifier ?? 'exact') as FigureReading['qualifier']
      return [
        id,
        { id, value: Number(row.value), qualifier, printed: row.printed, evidence: row.evidence_document, items },
      ] as const
    }),
])

const writtenChecks = readChecks(parseYaml(text('./data/checks.yaml')), definitions)
const checks = checksOfPeriod([...deriveChecks(definitions), ...writtenChecks], '2022')
const findings = runChecks(checks, readings)
const ofSeverity = (severity: Finding['severity']) => findings.filter((finding) => finding.severity === severity)
const findingOn = (...figures: string[]) => findings.filter((finding) => figures.every((id) => finding.figures.includes(id)))

describe('the contradictions of the report (severity A)', () => {
  test('row 1, section 1.I: 22 Masters and 49 graduates among 66 members', () => {
    const [finding, ...others] = findingOn('FI-02', 'FI-05', 'FI-07')
    expect(others).toEqual([])
    expect(finding).toMatchObject({ kind: 'exclusive', severity: 'A', expected: '≤ 66', found: '71', places: ['1.I'] })
    expect(finding?.message.vi).toContain('107,6%')
  })

  test('row 2, section 1.II.3.4.c: the planning entries sum to 4,966, not 4,957', () => {
    const [finding, ...others] = findingOn('F34c-01')
    expect(others).toEqual([])
    expect(finding).toMatchObject({ kind: 'sum', severity: 'A', expected: '4.966', found: '4.957', places: ['1.II.3.4.c'] })
    expect(finding?.message.vi).toContain('967 + 998 + 1.508 + 1.493')
    expect(finding?.message.vi).toContain('lệch 9')
  })

  test('row 3, section 1.II.3.3.a, footnote 9: "11 departments", 13 names', () => {
    const [finding, ...others] = findingOn('F33a-06')
    expect(others).toEqual([])
    expect(finding).toMatchObject({ kind: 'items', severity: 'A', expected: '13', found: '11', places: ['1.II.3.3.a/fn9'] })
    expect(finding?.message.vi).toContain('Sở Kế hoạch và Đầu tư')
  })

  test('row 4, section 1.II.3.3.a: the 2 departments without a circular are not among the 13', () => {
    const [finding, ...others] = findingOn('F33a-05')
    expect(others).toEqual([])
    expect(finding).toMatchObject({ kind: 'subset', severity: 'A', figures: ['F33a-05', 'F33a-03'] })
    expect(finding?.found).toBe('Thanh tra tỉnh; Sở Nông nghiệp và Phát triển nông thôn')
  })

  test('row 5, section 1.II.3.4.a, footnote 12: "12 bodies", 9 are listed', () => {
    const [finding, ...others] = findingOn('F34a-12')
    expect(others).toEqual([])
    expect(finding).toMatchObject({ kind: 'items', severity: 'A', expected: '9', found: '12', figures: ['F34a-12'] })
  })

  test('row 6, section 1.II.3.3.a: the cuts imply 604 public service units, the job positions count 560', () => {
    const [finding, ...others] = findingOn('F33a-31', 'F33a-61')
    expect(others).toEqual([])
    expect(finding).toMatchObject({ kind: 'implied-base', severity: 'A', found: '604; 604–627; 560' })
    expect(finding?.message.vi).toContain('năm 2015 phải có 679, còn lại 604')
    expect(finding?.message.vi).toContain('604–627 (khoảng 615)')
    expect(finding?.message.vi).toContain('ghi 560')
  })

  test('row 8, section 1.II.1: 5 resolutions, numbers 33 to 38', () => {
    const [finding, ...others] = findingOn('FII1-03')
    expect(others).toEqual([])
    expect(finding).toMatchObject({ kind: 'sequence', severity: 'A', expected: '6', found: '5', places: ['1.II.1'] })
    expect(finding?.message.vi).toContain('33-NQ/ĐU')
    expect(finding?.message.vi).toContain('38-NQ/ĐU')
  })

  test('there are no others', () => {
    expect(
      ofSeverity('A')
        .map(({ checkId }) => checkId)
        .sort(),
    ).toEqual([
      'departments-without-circular-among-decided',
      'items:F33a-06',
      'items:F34a-12',
      'party-members-by-degree',
      'resolution-numbers',
      'sum:F34c-01',
      'universe-of-public-service-units',
    ])
  })
})

describe('impossible and doubtful values (severities B and C)', () => {
  test('rows 9, 12, 14, 15, 16, 17, 21: numbers and dates that cannot be', () => {
    expect(ofSeverity('B').map(({ checkId, figures, found }) => [checkId, ...figures, found])).toEqual([
      ['date', 'F35a-14', '01/0/2022'],
      ['date', 'F39a-08', '31/11/2022'],
      ['notice-numbers', 'FII1-02', '23'],
      ['sipas-2021', 'F32a-04', '57,63'],
      ['normative-documents-of-the-year', 'F31-05', '03/11/2021'],
      ['nothing-after-the-report', 'F35a-12', '12/3/2023'],
      ['youth-plan-after-its-resolution', 'F35b-01', 'F35b-06', '17/6/2022'],
    ])
  })

  test('row 21: the SIPAS score is outside the national range, and the finding names the source', () => {
    expect(findingOn('F32a-04')[0]?.message.vi).toMatch(/57,63, ngoài khoảng 82,79–94,07 \(nguồn: Bộ Nội vụ/)
  })

  test('row 17: the plan is older than the resolution it carries out', () => {
    expect(findingOn('F35b-06')[0]).toMatchObject({ kind: 'order', expected: '≥ 07/7/2022', found: '17/6/2022' })
  })

  test('row 25: 400 files on a shelf metre', () => {
    expect(ofSeverity('C').map(({ checkId, figures, found }) => [checkId, ...figures, found])).toEqual([
      ['files-per-shelf-metre', 'F32b-22', 'F32b-23', '400'],
    ])
  })

  test('every finding says in both languages what disagrees, with numbers and places', () => {
    for (const finding of findings) {
      expect(finding.numbers.length).toBeGreaterThan(1)
      expect(finding.places.every((place) => /^1\./.test(place))).toBe(true)
      expect(finding.message.vi).toMatch(/“.+” \(mục 1\./)
      expect(finding.message.en).toMatch(/“.+” \(section 1\./)
      expect(`${finding.message.vi}${finding.message.en}`).not.toMatch(/[{}]|undefined|NaN/)
    }
  })
})

/** Groups that agree in the report: no finding names any of their figures. */
const right: Record<string, string[]> = {
  'all percentages of 1.I': ['FI-04', 'FI-06', 'FI-08', 'FI-10', 'FI-12'],
  '914.5 metres': ids('F32b', 2, 6),
  'the 12 posts both ways': ids('F33a', 42, 50),
  '1,063 teachers': ids('F33a', 53, 57),
  '24 accepted without examination': ids('F34a', 1, 3),
  '4 accepted for a leading post': ids('F34a', 4, 6),
  '35 commune civil servants': ids('F34a', 7, 10),
  '288 recruited = 66 + 222': ['F34a-11', ...ids('F34a', 13, 23)],
  '29 placed on the salary scale': ids('F34a', 24, 27),
  '140 places = 34 + 106 in 11 bodies': ids('F34a', 28, 42),
  '11 classes for 1,156': ids('F34b', 3, 10),
  '93 persons and 21 positions': ids('F34c', 6, 12),
  '26,012 rated': ids('F34d', 3, 8),
  '15,395 rated in education': ids('F34d', 9, 13),
  '2,196 salary decisions': ids('F34d', 14, 16),
  '32 bodies scored': ids('F35a', 9, 11),
  '714 collectives and 845 individuals': ids('F36', 13, 32),
  '72 religious procedures': ids('F37', 6, 8),
  '32 petitions': ids('F38', 23, 28),
  '12 associations': ids('F33b', 4, 6),
  '5 and 5 movements': ids('F36', 1, 12),
  '6 districts': ids('F33a', 20, 28),
  '5, 7 and 4 inspected bodies': [...ids('F38', 1, 15), 'F38-15b', ...ids('F38', 17, 20), 'F38-20b'],
  '4 software': ids('F39b', 7, 11),
  '217 units in autonomy groups 1 to 3': ids('F33a', 36, 39),
  '138 documents of the Party committee': ['FII1-00', 'FII1-01', 'FII1-04', 'FII1-05'],
  '63 streamlined': ids('F33a', 58, 60),
}

function ids(group: string, first: number, last: number): string[] {
  return Array.from({ length: last - first + 1 }, (_, index) => `${group}-${String(first + index).padStart(2, '0')}`)
}

describe('what is right is left alone', () => {
  test.each(Object.entries(right))('%s', (_, figures) => {
    expect(figures.filter((id) => !readings.has(id))).toEqual([])
    expect(findings.filter((finding) => finding.figures.some((id) => figures.includes(id)))).toEqual([])
  })

  test('and is looked at: each of these sums would notice a change of 1', () => {
    const sums = checks.flatMap((check) => (check.kind === 'sum' && check.id !== 'sum:F34c-01' ? [check] : []))
    const wholes = sums.map(({ whole }) => whole)
    expect(wholes.length).toBeGreaterThan(20)
    for (const id of wholes) {
      const reading = readings.get(id)
      if (!reading || reading.value === null) throw new Error(`${id} has no value`)
      const changed = new Map(readings).set(id, { ...reading, value: reading.value + 1 })
      expect(runChecks(sums, changed).map(({ figures }) => figures[0])).toContain(id)
    }
  })
})

describe('the catalogue of figures', () => {
  const kinds = 'count percent score rank rank-change measure money ordinal identifier event target'.split(' ')
  const relations = ['', 'part', 'part:from', 'part:to', 'of-which', 'item', 'ratio', 'attribute', 'result', 'dup']
  const known = new Set(catalogue.map((row) => row.id))

  test('409 figures, each once, with known kinds, relations, units and references', () => {
    const units = new Set(rows(text('./data/units-of-count.csv')).map((row) => row.code))
    expect(known.size).toBe(409)
    expect(catalogue).toHaveLength(409)
    for (const row of catalogue) {
      expect(kinds).toContain(row.kind)
      expect(relations).toContain(row.relation)
      expect(units).toContain(row.unit)
      expect(Boolean(row.numerator)).toBe(row.relation === 'ratio' || row.relation === 'dup')
      expect(Boolean(row.denominator)).toBe(row.relation === 'ratio')
      for (const id of [row.parent_id, row.numerator, row.denominator]) if (id) expect(known).toContain(id)
    }
    expect(units.size).toBe(new Set(catalogue.map((row) => row.unit)).size)
  })

  test('titles stand by themselves in both languages', () => {
    expect(new Set(catalogue.map((row) => row.title_vi)).size).toBe(409)
    expect(new Set(catalogue.map((row) => row.title_en)).size).toBe(409)
    for (const row of catalogue) {
      expect(row.title_vi).toMatch(/^\p{Lu}.{9,}/u)
      expect(row.title_en).toMatch(/^\p{Lu}.{5,}/u)
      expect(`${row.title_vi}${row.title_en}`).not.toMatch(/\.\.\.|of which/)
      expect(row.title_vi).not.toMatch(/^\P{L}*\d/u)
    }
  })

  test('every figure but the ratings is typed in once for 2022, with its evidence', () => {
    const ofYear = typed.filter((row) => row.period === '2022')
    expect(ofYear.map((row) => row.id)).toEqual(catalogue.filter((row) => row.module !== 'evaluation').map((row) => row.id))
    for (const row of typed) {
      expect(row.evidence_document).toBe('Báo cáo số 315-BC/ĐU ngày 20/12/2022')
      expect(row.evidence_place).toMatch(/^Phần thứ nhất, mục I/)
      expect(['exact', 'over', 'about', 'under']).toContain(row.qualifier)
      expect(row.note?.startsWith('suy ra')).toBe(row.printed === '')
    }
  })

  test('former values follow from the changes the report states', () => {
    const former = Object.fromEntries(typed.filter((row) => row.period === '2021').map((row) => [row.id, Number(row.value)]))
    const value = (id: string) => readings.get(id)?.value ?? NaN
    expect(former).toEqual({
      'F32a-02': value('F32a-02') + value('F32a-03'),
      'F32a-05': value('F32a-05') + value('F32a-06'),
      'F32a-08': value('F32a-08') + value('F32a-09'),
      'F33a-51': value('F33a-51') + value('F33a-52'),
    })
  })

  test('named elements belong to known figures and are numbered from 1', () => {
    for (const id of new Set(elements.map((element) => element.figure_id))) {
      expect(known).toContain(id)
      const own = elements.filter((element) => element.figure_id === id)
      expect(own.map((element) => Number(element.position))).toEqual(own.map((_, index) => index + 1))
    }
  })
})

const source = resolve(process.cwd(), '../shared/domain/report-figures.csv')
const report = resolve(process.cwd(), '../shared/seed/report-2022.txt')

describe('against the source of the figures', () => {
  test.skipIf(!existsSync(source))(
    'all figures with their sections, units and values (skipped where the source of the figures is absent)',
    () => {
      const expected = rows(readFileSync(source, 'utf8'))
      expect(catalogue.map((row) => [row.id, row.section, row.unit, row.parent_id, row.module])).toEqual(
        expected.map((row) => [row.id, row.section, row.unit, row.parent_id, row.module]),
      )
      const values = new Map(expected.map((row) => [row.id, row.value]))
      for (const row of typed.filter(({ period }) => period === '2022'))
        expect([row.id, row.value]).toEqual([row.id, values.get(row.id)])
      for (const [id, value] of Object.entries(computed)) expect([id, value]).toEqual([id, Number(values.get(id))])
    },
  )

  test.skipIf(!existsSync(report))('what is called printed stands in the report (skipped where its text is absent)', () => {
    const plain = readFileSync(report, 'utf8')
      .normalize('NFC')
      .replace(/[⁰¹²³⁴⁵⁶⁷⁸⁹*]/g, '')
      .replace(/\s+/g, ' ')
    expect(typed.filter(({ printed = '' }) => !plain.includes(printed.normalize('NFC'))).map(({ id }) => id)).toEqual([])
  })
})
