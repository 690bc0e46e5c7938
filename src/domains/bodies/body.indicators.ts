import { type RawBuilder, sql } from 'kysely'
import { defineIndicator, type FigurePeriod, type IndicatorDefinition } from '#engines/indicators/index.ts'

/** The last day of a period: what stands "to date" in a report stands on it. */
const last = (p: FigurePeriod) => sql`(${p.until}::date - 1)`
const unitPage = (id: RawBuilder<unknown>) => sql`'/to-chuc/don-vi/' || ${id}`

const unitColumns = [
  { key: 'unit_name', title: { vi: 'Cơ quan, đơn vị', en: 'Body' }, type: 'text' as const },
  { key: 'code', title: { vi: 'Mã', en: 'Code' }, type: 'text' as const },
]
const decisionColumns = [
  { key: 'unit_name', title: { vi: 'Cơ quan, đơn vị', en: 'Body' }, type: 'text' as const },
  { key: 'subject', title: { vi: 'Đối tượng', en: 'Subject' }, type: 'text' as const },
  { key: 'number', title: { vi: 'Số quyết định', en: 'Number' }, type: 'text' as const },
  { key: 'decided_on', title: { vi: 'Ngày', en: 'Date' }, type: 'date' as const },
]
type Basis = IndicatorDefinition['basis']

/** Units of a level on the last day of the period. */
function units(
  id: string,
  basis: Basis,
  level: string,
  more: (p: FigurePeriod) => RawBuilder<unknown> = () => sql`true`,
  named = false,
) {
  return defineIndicator({
    id,
    basis,
    measure: { kind: 'count' },
    columns: unitColumns,
    breakdowns: [],
    named,
    emptyIsMissing: true,
    records: (p) => sql`
      SELECT u.unit_id::text AS record_id, u.name AS record_label, ${unitPage(sql`u.unit_id`)} AS record_open, u.name AS unit_name, u.code
      FROM organization.units_on(${last(p)}) u WHERE u.level = ${level} AND ${more(p)}`,
  })
}

/** Decisions in the year, or of all years up to its end; each unit once where `once`. */
function decisions(
  id: string,
  basis: Basis,
  where: (p: FigurePeriod) => RawBuilder<unknown>,
  { once = false, named = false, measure = { kind: 'count' } as IndicatorDefinition['measure'] } = {},
) {
  const label = sql`coalesce(d.subject, u.name, '')`
  return defineIndicator({
    id,
    basis,
    measure,
    columns: decisionColumns,
    breakdowns: [],
    named,
    emptyIsMissing: true,
    records: (p) => sql`
      SELECT ${once ? sql`DISTINCT ON (d.unit_id)` : sql``} d.id::text AS record_id, ${label} AS record_label, ${unitPage(sql`d.unit_id`)} AS record_open,
        u.name AS unit_name, u.code, d.subject, d.number, d.decided_on, -d.units_change AS units_cut
      FROM bodies.decision d LEFT JOIN organization.units_on(d.decided_on) u ON u.unit_id = d.unit_id
      WHERE d.decided_on < ${p.until}::date AND ${where(p)} ${once ? sql`ORDER BY d.unit_id, d.decided_on DESC` : sql``}`,
  })
}

const inYear = (p: FigurePeriod) => sql`d.decided_on >= ${p.from}::date`
const functions = sql`d.kind = 'functions'`
const withDecision =
  (more: RawBuilder<unknown> = sql`true`) =>
  () =>
    sql`${functions} AND u.level = 'department' AND ${more}`
const toDate: Basis = {
  vi: 'Mỗi sở có quyết định quy định chức năng, nhiệm vụ, quyền hạn và cơ cấu tổ chức đến cuối kỳ tính một lần.',
  en: 'Each department with a decision on its functions and structure by the end of the period counts once.',
}
const listed = (id: string, code: string) => decisions(id, toDate, withDecision(sql`u.code = ${code}`), { once: true })
const handedOver: Basis = {
  vi: 'Mỗi đơn vị cấp huyện có quyết định chuyển chức năng tham mưu về y tế về Văn phòng HĐND và UBND tính một lần.',
  en: 'Each district that decided to hand the advice on health to its office counts once.',
}
const district = (id: string, code: string) =>
  decisions(id, handedOver, () => sql`d.kind = 'hand-over' AND u.level = 'district' AND u.code = ${code}`, { once: true })

const cuts = (id: string, basis: Basis, from: (p: FigurePeriod) => RawBuilder<unknown>) =>
  decisions(id, basis, (p) => sql`d.units_change <> 0 AND ${from(p)}`, { measure: { kind: 'sum', column: 'units_cut' } })
const since2015: Basis = {
  vi: 'Số đơn vị sự nghiệp công lập giảm theo từng quyết định từ năm 2016 đến cuối kỳ.',
  en: 'Public service units fewer by each decision from 2016 to the end of the period.',
}
const sinceCut = () => sql`d.decided_on >= DATE '2016-01-01'`
const allCuts = cuts('F33a-31', since2015, sinceCut)

/** Those there were at the end of 2015: those of today, and those cut since. */
const unitsOf2015 = defineIndicator({
  id: 'bodies.units-of-2015',
  basis: since2015,
  measure: { kind: 'sum', column: 'units' },
  columns: [],
  breakdowns: [],
  records: (p) => sql`
    SELECT u.unit_id::text AS record_id, u.name AS record_label, ${unitPage(sql`u.unit_id`)} AS record_open, 1 AS units
    FROM organization.units_on(${last(p)}) u WHERE u.level = 'service-unit' AND EXISTS (SELECT FROM bodies.decision d WHERE d.units_change <> 0)
    UNION ALL
    SELECT d.id::text, coalesce(d.subject, ''), ${unitPage(sql`d.unit_id`)}, -d.units_change FROM bodies.decision d
    WHERE d.units_change <> 0 AND d.decided_on < ${p.until}::date AND ${sinceCut()}`,
})

const autonomy = (id: string, levels: number[]) =>
  defineIndicator({
    id,
    basis: {
      vi: 'Mỗi đơn vị sự nghiệp công lập trong phương án tự chủ đến hết năm 2025 tính một lần, theo mức tự chủ.',
      en: 'Each public service unit in the plan of autonomy to the end of 2025 counts once, by its group.',
    },
    source: 'ND-60-2021#9',
    measure: { kind: 'count' },
    columns: [...unitColumns, { key: 'level', title: { vi: 'Mức tự chủ', en: 'Group' }, type: 'text', words: 'bodies.levels' }],
    breakdowns:
      levels.length > 1
        ? [{ id: 'level', title: { vi: 'Theo mức tự chủ', en: 'By group' }, by: 'level', words: 'bodies.levels' }]
        : [],
    emptyIsMissing: true,
    records: (p) => sql`
      SELECT a.id::text AS record_id, u.name AS record_label, ${unitPage(sql`a.unit_id`)} AS record_open, u.name AS unit_name, u.code, a.level::text AS level
      FROM bodies.autonomy a LEFT JOIN organization.units_on(${last(p)}) u ON u.unit_id = a.unit_id
      WHERE a.level IN (${sql.join(levels)}) AND a.valid_from < ${p.until}::date AND a.valid_until > ${last(p)}`,
  })

const guided = (p: FigurePeriod) =>
  sql`EXISTS (SELECT FROM bodies.circular c WHERE c.unit_id = u.unit_id AND (c.issued_on IS NULL OR c.issued_on < ${p.until}::date))`

/** Codes of the departments footnote 9 of the report lists, and of the districts of footnote 10. */
const departments = 'SNV STC STNMT SKHCN SCT SYT STP SGDDT SVHTTDL SLDTBXH SGTVT STTTT SKHDT'.split(' ')
const districts = '331 325 326 330 333 328'.split(' ')
const figure = (n: number) => `F33a-${String(n).padStart(2, '0')}`

/** Organisation in the yearly report: functions decisions, guiding circulars, service units, autonomy. */
export const bodyIndicators: IndicatorDefinition[] = [
  defineIndicator({
    id: 'F33a-01',
    basis: {
      vi: 'Mỗi bộ, ngành Trung ương đã ban hành thông tư hướng dẫn chức năng, nhiệm vụ của một sở tính một lần.',
      en: 'Each ministry with a circular guiding the functions of a department counts once.',
    },
    source: 'ND-107-2020',
    measure: { kind: 'count-distinct', column: 'issuer' },
    columns: [
      { key: 'issuer', title: { vi: 'Bộ, ngành', en: 'Ministry' }, type: 'text' },
      { key: 'unit_name', title: { vi: 'Sở được hướng dẫn', en: 'Department' }, type: 'text' },
    ],
    breakdowns: [],
    emptyIsMissing: true,
    records: (p) => sql`
      SELECT c.id::text AS record_id, c.issuer AS record_label, ${unitPage(sql`c.unit_id`)} AS record_open, c.issuer, u.name AS unit_name
      FROM bodies.circular c LEFT JOIN organization.units_on(${last(p)}) u ON u.unit_id = c.unit_id
      WHERE c.issued_on IS NULL OR c.issued_on < ${p.until}::date`,
  }),
  decisions(
    'F33a-02',
    {
      vi: 'Mỗi sở có quyết định quy định lại chức năng được Sở Nội vụ thẩm định trong năm tính một lần.',
      en: 'Each department whose functions decision the Department appraised in the year counts once.',
    },
    (p) => sql`${functions} AND u.level = 'department' AND d.appraised_on >= ${p.from}::date`,
    { once: true },
  ),
  decisions('F33a-03', toDate, withDecision(), { once: true, named: true }),
  units('F33a-04', { vi: 'Các sở và cơ quan ngang sở vào cuối kỳ.', en: 'Departments at the end of the period.' }, 'department'),
  units(
    'F33a-05',
    {
      vi: 'Các sở chưa có thông tư hướng dẫn vào cuối kỳ.',
      en: 'Departments without a guiding circular at the end of the period.',
    },
    'department',
    (p) => sql`NOT ${guided(p)} AND EXISTS (SELECT FROM bodies.circular)`,
    true,
  ),
  decisions('F33a-06', toDate, withDecision(), { once: true, named: true }),
  ...departments.map((code, at) => listed(figure(7 + at), code)),
  decisions('F33a-20', handedOver, () => sql`d.kind = 'hand-over' AND u.level = 'district'`, { once: true, named: true }),
  decisions(
    'F33a-22',
    { vi: 'Mỗi Phòng Y tế cấp huyện bị giải thể tính một lần.', en: 'Each district health division dissolved counts once.' },
    () => sql`d.kind = 'dissolve' AND u.level = 'district' AND d.subject LIKE 'Phòng Y tế%'`,
  ),
  ...districts.map((code, at) => district(figure(23 + at), code)),
  decisions(
    'F33a-29',
    {
      vi: 'Mỗi đơn vị sự nghiệp công lập có quyết định quy định chức năng được thẩm định trong năm tính một lần.',
      en: 'Each public service unit whose functions decision was appraised in the year counts once.',
    },
    (p) => sql`${functions} AND u.level = 'service-unit' AND d.appraised_on >= ${p.from}::date`,
    { once: true },
  ),
  cuts(
    'F33a-30',
    {
      vi: 'Số đơn vị sự nghiệp công lập giảm theo các quyết định trong năm.',
      en: 'Public service units fewer by the decisions of the year.',
    },
    inYear,
  ),
  allCuts,
  defineIndicator({
    id: 'F33a-32',
    basis: {
      vi: 'Số đơn vị giảm từ năm 2016 chia cho số đơn vị cuối năm 2015 (đơn vị hiện có cộng số đã giảm).',
      en: 'Units cut since 2016 over those at the end of 2015 (those of today and those cut since).',
    },
    measure: { kind: 'ratio', numerator: allCuts, denominator: unitsOf2015, decimals: 2 },
    columns: [],
    breakdowns: [],
    emptyIsMissing: true,
  }),
  autonomy('F33a-36', [1]),
  autonomy('F33a-37', [2]),
  autonomy('F33a-38', [3]),
  autonomy('F33a-39', [1, 2, 3]),
]
