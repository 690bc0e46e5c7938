import { type RawBuilder, sql } from 'kysely'
import { defineIndicator, type FigurePeriod, type IndicatorDefinition } from '#engines/indicators/index.ts'

type Basis = IndicatorDefinition['basis']

/** The last day of a period: what stands "to date" in a report stands on it. */
const last = (p: FigurePeriod) => sql`(${p.until}::date - 1)`
const inYear = (p: FigurePeriod) => sql`c.decided_on >= ${p.from}::date AND c.decided_on < ${p.until}::date`
const ofCommunes = sql`c.staff IN ('commune-cadre', 'commune-civil-servant', 'part-time')`

function documents(id: string, basis: Basis, more: RawBuilder<unknown> = sql`true`) {
  return defineIndicator({
    id,
    basis,
    measure: { kind: 'count' },
    columns: [
      { key: 'number', title: { vi: 'Số quyết định', en: 'Number' }, type: 'text' },
      { key: 'decided_on', title: { vi: 'Ngày', en: 'Date' }, type: 'date' },
      { key: 'subject', title: { vi: 'Trích yếu', en: 'Subject' }, type: 'text' },
      { key: 'staff', title: { vi: 'Đối tượng', en: 'Staff' }, type: 'text', words: 'positions.staffKinds' },
    ],
    breakdowns: [{ id: 'staff', title: { vi: 'Theo đối tượng', en: 'By staff' }, by: 'staff', words: 'positions.staffKinds' }],
    emptyIsMissing: true,
    records: (p) => sql`
      SELECT c.id::text AS record_id, c.number AS record_label, '/vi-tri-viec-lam/danh-muc?number=' || replace(c.number, '/', '%2F') AS record_open,
        c.number, c.decided_on, c.subject, c.staff
      FROM positions.catalogue c WHERE ${ofCommunes} AND ${inYear(p)} AND ${more}`,
  })
}

const communeDocuments: Basis = {
  vi: 'Mỗi quyết định ban hành danh mục vị trí việc làm cấp xã trong năm tính một lần.',
  en: 'Each decision of the year that introduces job positions of communes counts once.',
}
const ofStaff = (id: string, staff: string, vi: string, en: string) =>
  documents(
    id,
    {
      vi: `Quyết định ban hành danh mục vị trí việc làm ${vi} trong năm.`,
      en: `Decisions of the year that introduce job positions of ${en}.`,
    },
    sql`c.staff = ${staff}`,
  )

const unitColumns = [
  { key: 'unit_name', title: { vi: 'Cơ quan, đơn vị', en: 'Body' }, type: 'text' as const },
  { key: 'code', title: { vi: 'Mã', en: 'Code' }, type: 'text' as const },
  { key: 'number', title: { vi: 'Quyết định phê duyệt', en: 'Approved by' }, type: 'text' as const },
  { key: 'decided_on', title: { vi: 'Ngày', en: 'Date' }, type: 'date' as const },
]

/** Departments, boards and districts need a scheme approved by the province, and so do public service units; communes follow the catalogue. */
const administration = sql`(u.level IN ('department', 'district') OR u.kind = 'board')`
const service = sql`u.level = 'service-unit'`

const inForceOn = (p: FigurePeriod) => sql`
  s.unit_id = u.unit_id AND s.state = 'approved' AND s.valid_from <= ${last(p)} AND (s.valid_until IS NULL OR s.valid_until > ${last(p)})`

/** Units on the last day of the period, each with the scheme in force; only those with one where `approved`. */
function units(id: string, basis: Basis, which: RawBuilder<unknown>, approved: boolean) {
  return defineIndicator({
    id,
    basis,
    measure: { kind: 'count' },
    columns: unitColumns,
    breakdowns: [
      { id: 'state', title: { vi: 'Theo tình trạng phê duyệt', en: 'By approval' }, by: 'state', words: 'positions.approvals' },
    ],
    emptyIsMissing: true,
    records: (p) => sql`
      SELECT u.unit_id::text AS record_id, u.name AS record_label, '/to-chuc/don-vi/' || u.unit_id AS record_open, u.name AS unit_name, u.code,
        s.number, s.decided_on, CASE WHEN s.id IS NULL THEN 'none' ELSE 'approved' END AS state
      FROM organization.units_on(${last(p)}) u ${approved ? sql`JOIN` : sql`LEFT JOIN`} positions.scheme s ON ${inForceOn(p)}
      WHERE ${which} ${approved ? sql`` : sql`AND EXISTS (SELECT FROM positions.scheme)`}`,
  })
}

/** Units with a scheme approved in the year, each once. */
function approvedInYear(id: string, basis: Basis, which: RawBuilder<unknown>, adjustedOnly: boolean) {
  return defineIndicator({
    id,
    basis,
    measure: { kind: 'count' },
    columns: [...unitColumns, { key: 'kind', title: { vi: 'Loại', en: 'Kind' }, type: 'text', words: 'positions.kinds' }],
    breakdowns: adjustedOnly
      ? []
      : [{ id: 'kind', title: { vi: 'Theo loại', en: 'By kind' }, by: 'kind', words: 'positions.kinds' }],
    emptyIsMissing: true,
    records: (p) => sql`
      SELECT DISTINCT ON (s.unit_id) s.id::text AS record_id, u.name AS record_label, '/vi-tri-viec-lam/de-an/' || s.id AS record_open, u.name AS unit_name,
        u.code, s.number, s.decided_on, s.kind
      FROM positions.scheme s JOIN organization.units_on(s.valid_from) u ON u.unit_id = s.unit_id
      WHERE s.state = 'approved' AND s.decided_on >= ${p.from}::date AND s.decided_on < ${p.until}::date AND ${which}
        ${adjustedOnly ? sql`AND s.kind = 'adjusted'` : sql``} ORDER BY s.unit_id, s.decided_on DESC`,
  })
}

/** Job positions in the yearly report: catalogues for communes, schemes of bodies. */
export const positionIndicators: IndicatorDefinition[] = [
  documents('F31-12', communeDocuments),
  defineIndicator({
    id: 'F31-13',
    basis: {
      vi: 'Mỗi vị trí việc làm có trong danh mục cấp xã ban hành trong năm tính một lần.',
      en: 'Each job position that a decision of the year introduces for communes counts once.',
    },
    measure: { kind: 'count' },
    columns: [
      { key: 'code', title: { vi: 'Mã', en: 'Code' }, type: 'text' },
      { key: 'name', title: { vi: 'Vị trí việc làm', en: 'Job position' }, type: 'text' },
      { key: 'position_group', title: { vi: 'Nhóm', en: 'Group' }, type: 'text', words: 'positions.groups' },
      { key: 'number', title: { vi: 'Quyết định', en: 'Decision' }, type: 'text' },
    ],
    breakdowns: [
      { id: 'staff', title: { vi: 'Theo đối tượng', en: 'By staff' }, by: 'staff', words: 'positions.staffKinds' },
      { id: 'group', title: { vi: 'Theo nhóm', en: 'By group' }, by: 'position_group', words: 'positions.groups' },
    ],
    emptyIsMissing: true,
    records: (p) => sql`
      SELECT x.id::text AS record_id, x.name AS record_label, '/vi-tri-viec-lam/danh-muc/' || x.id AS record_open, x.code, x.name, x.position_group, c.number, c.staff
      FROM positions.position x JOIN positions.catalogue c ON c.id = x.catalogue_id WHERE ${ofCommunes} AND ${inYear(p)}`,
  }),
  units(
    'F33a-61',
    {
      vi: 'Các đơn vị sự nghiệp công lập vào cuối kỳ; đơn vị nào cũng thuộc diện phê duyệt vị trí việc làm.',
      en: 'Public service units at the end of the period; each of them needs approved job positions.',
    },
    service,
    false,
  ),
  units(
    'F33a-62',
    {
      vi: 'Các đơn vị sự nghiệp công lập có đề án vị trí việc làm đã phê duyệt còn hiệu lực vào cuối kỳ.',
      en: 'Public service units with an approved scheme in force at the end of the period.',
    },
    service,
    true,
  ),
  approvedInYear(
    'F33a-63',
    {
      vi: 'Mỗi đơn vị sự nghiệp công lập có đề án được phê duyệt mới hoặc điều chỉnh trong năm tính một lần.',
      en: 'Each public service unit with a scheme approved or adjusted in the year counts once.',
    },
    service,
    false,
  ),
  approvedInYear(
    'F33a-64',
    {
      vi: 'Mỗi sở, ngành có đề án vị trí việc làm được điều chỉnh trong năm tính một lần.',
      en: 'Each department whose scheme was adjusted in the year counts once.',
    },
    sql`u.level = 'department'`,
    true,
  ),
  approvedInYear(
    'F33a-65',
    {
      vi: 'Mỗi UBND cấp huyện có đề án vị trí việc làm được điều chỉnh trong năm tính một lần.',
      en: 'Each district whose scheme was adjusted in the year counts once.',
    },
    sql`u.level = 'district'`,
    true,
  ),
  units(
    'F33a-66',
    {
      vi: 'Các cơ quan, tổ chức hành chính thuộc diện phê duyệt vào cuối kỳ: sở và cơ quan ngang sở, ban, UBND cấp huyện.',
      en: 'Administrative bodies that need approved job positions at the end of the period: departments, boards, districts.',
    },
    administration,
    false,
  ),
  units(
    'F33a-67',
    {
      vi: 'Các cơ quan, tổ chức hành chính có đề án vị trí việc làm đã phê duyệt còn hiệu lực vào cuối kỳ.',
      en: 'Administrative bodies with an approved scheme in force at the end of the period.',
    },
    administration,
    true,
  ),
  documents('F35a-01', communeDocuments),
  ofStaff('F35a-02', 'commune-civil-servant', 'công chức cấp xã', 'commune civil servants'),
  ofStaff('F35a-03', 'commune-cadre', 'cán bộ cấp xã', 'commune cadres'),
  ofStaff(
    'F35a-04',
    'part-time',
    'người hoạt động không chuyên trách cấp xã, thôn, tổ dân phố',
    'part-time workers of communes and villages',
  ),
]
