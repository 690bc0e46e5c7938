import { type RawBuilder, sql } from 'kysely'
import { defineIndicator, type FigurePeriod, type IndicatorDefinition } from '#engines/indicators/index.ts'

const yearOf = (period: FigurePeriod) => Number(period.label.slice(0, 4))

/** Entries of quota decisions in a year, as figures count them: `where` on entry `e`, decision `d`, holder `u`. */
function entries(year: number, until: string, posts: RawBuilder<unknown>, where: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    SELECT e.id::text AS record_id, coalesce(u.name, 'Biên chế dự phòng') AS record_label, '/bien-che/quyet-dinh/' || d.id AS record_open,
      coalesce(u.name, 'Biên chế dự phòng') AS holder, e.kind, d.number AS decision_number, d.decided_on, e.year::text AS quota_year, e.staff, ${posts} AS posts
    FROM staffing.quota_entry e JOIN staffing.quota_decision d ON d.id = e.decision_id
    LEFT JOIN organization.units_on(e.effective_on) u ON u.unit_id = e.unit_id
    WHERE e.year = ${year} AND e.effective_on < ${until}::date AND ${where}`
}

const columns = [
  { key: 'holder', title: { vi: 'Cơ quan, đơn vị', en: 'Body' }, type: 'text' as const },
  { key: 'kind', title: { vi: 'Loại', en: 'Kind' }, type: 'text' as const, words: 'staffing.kinds' },
  { key: 'staff', title: { vi: 'Đối tượng', en: 'Staff' }, type: 'text' as const },
  { key: 'posts', title: { vi: 'Số lượng', en: 'Posts' }, type: 'number' as const },
  { key: 'decision_number', title: { vi: 'Quyết định', en: 'Decision' }, type: 'text' as const },
  { key: 'decided_on', title: { vi: 'Ngày', en: 'Date' }, type: 'date' as const },
]
const byHolder = { id: 'holder', title: { vi: 'Theo cơ quan, đơn vị', en: 'By body' }, by: 'holder' }

function quota(
  id: string,
  basis: IndicatorDefinition['basis'],
  where: RawBuilder<unknown>,
  posts: RawBuilder<unknown> = sql`e.amount`,
): IndicatorDefinition {
  return defineIndicator({
    id,
    basis,
    measure: { kind: 'sum', column: 'posts' },
    columns,
    breakdowns: [byHolder],
    records: (p) => entries(yearOf(p), p.until, posts, where),
    emptyIsMissing: true,
  })
}

const assigned = (id: string, kind: string, vi: string, en: string) =>
  quota(
    id,
    {
      vi: `${vi} theo quyết định giao của năm báo cáo; chưa gồm bổ sung và điều chuyển sau đó.`,
      en: `${en} as assigned for the year of the report, before later additions and movements.`,
    },
    sql`d.act = 'assign' AND e.kind = ${kind}`,
  )

const moved = sql`d.act = 'move' AND e.kind = 'CC'`
const from = (id: string, holder: RawBuilder<unknown>) =>
  quota(
    id,
    {
      vi: 'Biên chế công chức chuyển đi trong năm theo quyết định điều chuyển.',
      en: 'Civil servant posts given away in the year by decisions that move them.',
    },
    sql`${moved} AND e.amount < 0 AND ${holder}`,
    sql`-e.amount`,
  )
const to = (id: string, holder: RawBuilder<unknown>) =>
  quota(
    id,
    {
      vi: 'Biên chế công chức chuyển đến trong năm theo quyết định điều chuyển.',
      en: 'Civil servant posts received in the year by decisions that move them.',
    },
    sql`${moved} AND e.amount > 0 AND ${holder}`,
  )

const teachers = (id: string, staff: string | null) =>
  quota(
    id,
    {
      vi: 'Biên chế giáo viên được giao bổ sung trong năm, theo quyết định bổ sung.',
      en: 'Teacher posts added in the year, by decisions that add them.',
    },
    sql`d.act = 'add' AND e.kind = 'VC-NSNN' AND ${staff === null ? sql`e.staff LIKE 'Giáo viên%'` : sql`e.staff = ${staff}`}`,
  )

/** Staff whose posts are counted apart, as decisions write them. */
export const teacherStaff = ['Giáo viên mầm non', 'Giáo viên tiểu học', 'Giáo viên THCS', 'Giáo viên THPT'] as const

const [preschool, primary, secondary, upper] = teacherStaff

/** The quotas of the yearly report: assigned, moved both ways, cut and added. */
export const quotaIndicators: IndicatorDefinition[] = [
  assigned('F33a-40', 'CC', 'Biên chế công chức', 'Civil servant posts'),
  assigned('F33a-41', 'HD68', 'Định suất lao động hợp đồng theo Nghị định 68/2000/NĐ-CP', 'Contract posts of Decree 68/2000'),
  to('F33a-42', sql`true`),
  from('F33a-43', sql`e.unit_id IS NULL`),
  from('F33a-44', sql`u.code = '330'`),
  from('F33a-45', sql`u.code = '329'`),
  from('F33a-46', sql`u.code = '331'`),
  from('F33a-47', sql`u.code = '327'`),
  from('F33a-48', sql`u.code = 'SNNPTNT'`),
  to('F33a-49', sql`u.code = 'SGTVT'`),
  to('F33a-50', sql`u.code = 'SXD'`),
  assigned('F33a-51', 'VC-NSNN', 'Số lượng người làm việc hưởng lương từ ngân sách', 'Public employees paid by the budget'),
  defineIndicator({
    id: 'F33a-52',
    basis: {
      vi: 'Số giao năm trước trừ số giao năm báo cáo, cùng loại hưởng lương từ ngân sách.',
      en: 'Posts assigned for the year before less those assigned for the year of the report, of those paid by the budget.',
    },
    measure: { kind: 'sum', column: 'posts' },
    columns: [...columns, { key: 'quota_year', title: { vi: 'Năm', en: 'Year' }, type: 'text' }],
    breakdowns: [{ id: 'year', title: { vi: 'Theo năm', en: 'By year' }, by: 'quota_year' }],
    records: (p) => {
      const of = (year: number, posts: RawBuilder<unknown>) =>
        entries(year, p.until, posts, sql`d.act = 'assign' AND e.kind = 'VC-NSNN'`)
      const both = sql`(SELECT count(DISTINCT y.year) FROM staffing.quota_entry y JOIN staffing.quota_decision yd ON yd.id = y.decision_id
        WHERE yd.act = 'assign' AND y.kind = 'VC-NSNN' AND y.year IN (${yearOf(p)}, ${yearOf(p) - 1})) = 2`
      return sql`SELECT b.* FROM (${of(yearOf(p) - 1, sql`e.amount`)} UNION ALL ${of(yearOf(p), sql`-e.amount`)}) b WHERE ${both}`
    },
    emptyIsMissing: true,
  }),
  teachers('F33a-53', null),
  teachers('F33a-54', preschool),
  teachers('F33a-55', primary),
  teachers('F33a-56', secondary),
  teachers('F33a-57', upper),
]
