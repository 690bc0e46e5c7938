import { type RawBuilder, sql } from 'kysely'
import { defineIndicator, type FigurePeriod, type IndicatorDefinition } from '#engines/indicators/index.ts'
import type { DecisionKind, Level } from './decision-kinds.rules.ts'

const yearOf = (period: FigurePeriod) => Number(period.label.slice(0, 4))

/** Lines of signed decisions, as figures count them: `where` on line `a`, decision `d`, issuing unit `i`. */
function lines(where: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    SELECT a.id::text AS record_id, coalesce(p.full_name, '') AS record_label, '/quyet-dinh/' || d.id AS record_open, a.unit_id AS record_unit, a.person_id,
      a.kind, a.category, a.effective_on, d.number AS decision_number, d.issued_on, d.level, coalesce(u.name, '') AS unit_name
    FROM careers.action a JOIN careers.decision d ON d.id = a.decision_id
    JOIN organization.unit_version i ON i.unit_id = d.issuer_id AND (i.valid_from IS NULL OR i.valid_from <= d.issued_on) AND (i.valid_until IS NULL OR i.valid_until > d.issued_on)
    LEFT JOIN people.person p ON p.id = a.person_id
    LEFT JOIN organization.unit_version u ON u.unit_id = a.unit_id AND (u.valid_from IS NULL OR u.valid_from <= a.effective_on)
      AND (u.valid_until IS NULL OR u.valid_until > a.effective_on)
    WHERE a.state = 'signed' AND ${where}`
}

const columns = [
  { key: 'record_label', title: { vi: 'Họ và tên', en: 'Name' }, type: 'text' as const },
  { key: 'unit_name', title: { vi: 'Đơn vị', en: 'Unit' }, type: 'text' as const },
  { key: 'kind', title: { vi: 'Nội dung', en: 'Kind' }, type: 'text' as const, words: 'careers.kinds' },
  { key: 'decision_number', title: { vi: 'Quyết định', en: 'Decision' }, type: 'text' as const },
  { key: 'issued_on', title: { vi: 'Ngày ban hành', en: 'Issued on' }, type: 'date' as const },
  { key: 'effective_on', title: { vi: 'Hiệu lực từ', en: 'In force from' }, type: 'date' as const },
]
const byKind = { id: 'kind', title: { vi: 'Theo nội dung', en: 'By kind' }, by: 'kind', words: 'careers.kinds' }
const byCategory = {
  id: 'category',
  title: { vi: 'Theo đối tượng', en: 'By category' },
  by: 'category',
  words: 'people.categories',
}
const byLevel = {
  id: 'level',
  title: { vi: 'Theo diện quản lý', en: 'By management level' },
  by: 'level',
  words: 'careers.levels',
}

type Basis = IndicatorDefinition['basis']
function counted(
  id: string,
  basis: Basis,
  where: (period: FigurePeriod) => RawBuilder<unknown>,
  breakdowns: IndicatorDefinition['breakdowns'],
): IndicatorDefinition {
  return defineIndicator({
    id,
    basis,
    measure: { kind: 'count' },
    columns,
    breakdowns,
    records: (period) => lines(where(period)),
    emptyIsMissing: true,
  })
}

const kinds = (...names: DecisionKind[]) => sql`a.kind IN (${sql.join(names.map((name) => sql.lit(name)))})`
const issuedIn = (period: FigurePeriod) => sql`d.issued_on >= ${period.from}::date AND d.issued_on < ${period.until}::date`
const department = sql`i.code = 'SNV'`

/** Streamlining is reported as of 1 November, that day included. */
const streamlined = (category: RawBuilder<unknown>) => (period: FigurePeriod) =>
  sql`${kinds('streamlining')} AND d.issued_on >= ${period.from}::date AND d.issued_on <= make_date(${yearOf(period)}::int, 11, 1) AND ${category}`
const streamlining = (id: string, vi: string, en: string, category: RawBuilder<unknown>) =>
  counted(
    id,
    {
      vi: `${vi} trong các quyết định tinh giản biên chế ban hành từ đầu năm báo cáo đến hết ngày 01/11, không tính quyết định đã thu hồi.`,
      en: `${en} in decisions on streamlining issued from the beginning of the year to 1 November, withdrawn ones left out.`,
    },
    streamlined(category),
    [byCategory],
  )

const raises = kinds('salary-regular', 'salary-early', 'salary-over-frame')
const rounds = (id: string, vi: string, en: string, round: (year: number) => string[]) =>
  counted(
    id,
    {
      vi: `Số người trong quyết định nâng bậc lương, nâng lương trước thời hạn và phụ cấp thâm niên vượt khung do Sở Nội vụ ban hành trong năm, ${vi}.`,
      en: `People in decisions on step raises and over-frame seniority issued by the Department in the year, ${en}.`,
    },
    (p) => sql`${raises} AND ${department} AND ${issuedIn(p)} AND a.details ->> 'round' IN (${sql.join(round(yearOf(p)))})`,
    [byKind, byCategory],
  )

const dossiers = kinds('appoint-leader', 'reappoint-leader', 'rotation')
const managed = (id: string, vi: string, en: string, level: Level | null) =>
  counted(
    id,
    {
      vi: `Số người được bổ nhiệm, bổ nhiệm lại, luân chuyển vào chức vụ lãnh đạo, quản lý theo quyết định ban hành trong năm, ${vi}.`,
      en: `People appointed, reappointed or rotated to leading posts by decisions issued in the year, ${en}.`,
    },
    (p) => sql`${dossiers} AND ${issuedIn(p)} AND ${level === null ? sql`true` : sql`d.level = ${level}`}`,
    level === null ? [byLevel, byKind] : [byKind],
  )

/** The personnel decisions of the yearly report. */
export const decisionIndicators: IndicatorDefinition[] = [
  streamlining('F33a-58', 'Công chức', 'Civil servants', sql`a.category IN ('civil-servant', 'cadre')`),
  streamlining('F33a-59', 'Viên chức', 'Public employees', sql`a.category = 'public-employee'`),
  streamlining(
    'F33a-60',
    'Công chức và viên chức',
    'Civil servants and public employees',
    sql`a.category IN ('civil-servant', 'cadre', 'public-employee')`,
  ),
  rounds(
    'F34d-14',
    'gồm đợt II năm trước và đợt I năm báo cáo',
    'the second round of the year before and the first of the year',
    (year) => [`${year - 1}-II`, `${year}-I`],
  ),
  rounds('F34d-15', 'đợt II năm trước', 'the second round of the year before', (year) => [`${year - 1}-II`]),
  rounds('F34d-16', 'đợt I năm báo cáo', 'the first round of the year', (year) => [`${year}-I`]),
  counted(
    'F34d-17',
    {
      vi: 'Số người trong quyết định của Sở Nội vụ ban hành trong năm: bổ nhiệm ngạch, tiếp nhận, điều động, thỏa thuận đi liên hệ chuyển công tác, thôi việc, nghỉ hưu, chuyển ngạch và chức danh nghề nghiệp.',
      en: 'People in decisions the Department issued in the year: rank appointment, reception, transfer, consent to move, leaving, retirement, change of rank or title.',
    },
    (p) =>
      sql`${kinds('rank-appointment', 'receive', 'transfer', 'consent-to-move', 'leaving', 'retirement', 'early-retirement', 'rank-conversion')}
        AND ${department} AND ${issuedIn(p)}`,
    [byKind, byCategory],
  ),
  managed('F34c-06', 'mọi diện quản lý', 'of all management levels', null),
  managed(
    'F34c-08',
    'diện Ban Thường vụ Tỉnh ủy quản lý',
    'managed by the Standing Committee of the provincial Party committee',
    'BTV',
  ),
  managed(
    'F34c-09',
    'diện Ban Cán sự Đảng UBND tỉnh quản lý',
    'managed by the Party caucus of the provincial People’s Committee',
    'BCSD',
  ),
  managed('F34c-11', 'diện Ban Cán sự Đảng ủy quyền Sở Nội vụ', 'delegated to the Department', 'UQ'),
  managed('F34c-12', 'diện sở, ngành quản lý', 'managed by departments', 'SN'),
]
