import { sql } from 'kysely'
import { type Bilingual, defineIndicator, type FigurePeriod, type IndicatorDefinition } from '#engines/indicators/index.ts'

/** Which ratings a figure speaks of: a kind of period and when it lies, seen from the year of the report. */
interface Population {
  periodKind: 'year' | 'school-year' | 'month'
  /** First and last possible start of the rated period. */
  starts: (period: FigurePeriod) => [string, string]
  /** Day on which units carry their names: the last one of the calendar year, or of the school year. */
  namesOn: (period: FigurePeriod) => string
  words: Bilingual
}

const yearOf = (period: FigurePeriod) => Number(period.label.slice(0, 4))

/** Everybody rated for the calendar year before the report (results are decided in the first weeks of the next year). */
const wholeProvince: Population = {
  periodKind: 'year',
  starts: (p) => [`${yearOf(p) - 1}-01-01`, `${yearOf(p) - 1}-01-01`],
  namesOn: (p) => `${yearOf(p) - 1}-12-31`,
  words: {
    vi: 'Mỗi kết quả xếp loại năm liền trước năm báo cáo của một cán bộ, công chức, viên chức tính một lần; không tính người chưa đủ thời gian để xếp loại.',
    en: 'Each rating of a person for the calendar year before the report counts once; those not rated for too short a time do not count.',
  },
}

/** Education staff, rated for the school year that ended in the year of the report. Overlaps with the whole province: never add the two. */
const schoolYear: Population = {
  periodKind: 'school-year',
  starts: (p) => [`${yearOf(p) - 1}-07-01`, `${yearOf(p) - 1}-10-01`],
  namesOn: (p) => `${yearOf(p)}-08-31`,
  words: {
    vi: 'Mỗi kết quả xếp loại năm học kết thúc trong năm báo cáo của một viên chức ngành giáo dục tính một lần. Trùng người với kết quả theo năm: không cộng hai số.',
    en: 'Each rating of education staff for the school year ending in the year of the report counts once. Overlaps with the yearly result: never add the two.',
  },
}

function ratingRecords(population: Population, level: string | null) {
  return (period: FigurePeriod) => {
    const [from, to] = population.starts(period)
    // Names of bodies as of the last day of the period: few units, many ratings, so they are put together once.
    return sql`
      SELECT r.id::text AS record_id, p.full_name AS record_label, '/con-nguoi/' || r.person_id AS record_open, r.unit_id AS record_unit, p.full_name AS person_name,
        b.unit_name, b.body_name, p.category, r.level, r.decision_number, r.decided_on
      FROM evaluation.rating r
      LEFT JOIN people.person p ON p.id = r.person_id
      LEFT JOIN (
        SELECT u.unit_id, min(u.name) AS unit_name, min(coalesce(pu.name, u.name)) AS body_name
        FROM organization.units_on(${population.namesOn(period)}::date) u
        LEFT JOIN organization.parents_on(${population.namesOn(period)}::date) l ON l.unit_id = u.unit_id
        LEFT JOIN organization.units_on(${population.namesOn(period)}::date) pu ON pu.unit_id = l.parent_id
        GROUP BY u.unit_id
      ) b ON b.unit_id = r.unit_id
      WHERE r.subject_kind = 'person' AND r.period_kind = ${population.periodKind} AND r.period_from BETWEEN ${from}::date AND ${to}::date
        AND ${level ? sql`r.level = ${level}` : sql`r.level <> 'KXL'`}`
  }
}

const columns = [
  { key: 'person_name', title: { vi: 'Họ và tên', en: 'Name' }, type: 'text' as const },
  { key: 'unit_name', title: { vi: 'Nơi đánh giá', en: 'Body' }, type: 'text' as const },
  { key: 'level', title: { vi: 'Mức xếp loại', en: 'Level' }, type: 'text' as const, words: 'evaluation.levels' },
  { key: 'decision_number', title: { vi: 'Quyết định', en: 'Decision' }, type: 'text' as const },
  { key: 'decided_on', title: { vi: 'Ngày', en: 'Date' }, type: 'date' as const },
]

function rated(id: string, population: Population, level: string | null): IndicatorDefinition {
  const byLevel = { id: 'level', title: { vi: 'Theo mức xếp loại', en: 'By level' }, by: 'level', words: 'evaluation.levels' }
  const rest = [
    { id: 'category', title: { vi: 'Theo nhóm đối tượng', en: 'By category' }, by: 'category', words: 'people.categories' },
    { id: 'body', title: { vi: 'Theo cơ quan quản lý', en: 'By managing body' }, by: 'body_name' },
  ]
  return defineIndicator({
    id,
    basis: population.words,
    source: population.periodKind === 'year' ? 'ND-90-2020#2' : 'ND-90-2020#20',
    records: ratingRecords(population, level),
    measure: { kind: 'count' },
    columns,
    breakdowns: level ? rest : [byLevel, ...rest],
    inUnits: true,
    ...(level === null ? { emptyIsMissing: true } : { partOf: rated(id, population, null) }),
  })
}

/** All monthly ratings of the Department itself in the year, and those of them made in the platform. */
function monthly(viaPlatformOnly: boolean): IndicatorDefinition {
  return defineIndicator({
    id: viaPlatformOnly ? 'evaluation.monthly-in-platform' : 'evaluation.monthly',
    basis: { vi: 'Kết quả xếp loại hằng tháng trong năm', en: 'Monthly ratings in the year' },
    measure: { kind: 'count' },
    columns: [],
    breakdowns: [],
    records: (p) => sql`
      SELECT r.id::text AS record_id, p.full_name || ' ' || to_char(r.period_from, 'MM/YYYY') AS record_label, '/con-nguoi/' || r.person_id AS record_open
      FROM evaluation.rating r LEFT JOIN people.person p ON p.id = r.person_id
      WHERE r.period_kind = 'month' AND r.level <> 'KXL' AND r.period_from >= ${p.from}::date AND r.period_from < ${p.until}::date
        AND ${viaPlatformOnly ? sql`r.recorded_via = 'platform'` : sql`true`}`,
  })
}

/** The twelve figures of rating in the yearly report. */
export const ratingIndicators: IndicatorDefinition[] = [
  rated('F34d-03', wholeProvince, null),
  rated('F34d-04', wholeProvince, 'XS'),
  rated('F34d-05', wholeProvince, 'TOT'),
  rated('F34d-06', wholeProvince, 'HTHC'),
  rated('F34d-07', wholeProvince, 'HT'),
  rated('F34d-08', wholeProvince, 'KHT'),
  rated('F34d-09', schoolYear, null),
  rated('F34d-10', schoolYear, 'XS'),
  rated('F34d-11', schoolYear, 'TOT'),
  rated('F34d-12', schoolYear, 'HT'),
  rated('F34d-13', schoolYear, 'KHT'),
  defineIndicator({
    id: 'F39b-14',
    basis: {
      vi: 'Số kết quả xếp loại hằng tháng được thực hiện trên phần mềm chia cho tổng số kết quả xếp loại hằng tháng trong năm.',
      en: 'Monthly ratings made in the software over all monthly ratings of the year.',
    },
    measure: { kind: 'ratio', numerator: monthly(true), denominator: monthly(false) },
    columns: [],
    breakdowns: [],
    emptyIsMissing: true,
  }),
]
