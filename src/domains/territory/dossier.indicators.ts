import { type RawBuilder, sql } from 'kysely'
import { defineIndicator, type FigurePeriod, type IndicatorDefinition } from '#engines/indicators/index.ts'

const last = (p: FigurePeriod) => sql`(${p.until}::date - 1)`
const columns = [
  { key: 'neighbour', title: { vi: 'Tỉnh, thành phố giáp ranh', en: 'Neighbour' }, type: 'text' as const },
  { key: 'unit_name', title: { vi: 'Đơn vị', en: 'Unit' }, type: 'text' as const },
  { key: 'level', title: { vi: 'Cấp', en: 'Level' }, type: 'text' as const, words: 'territory.levels' },
  { key: 'state', title: { vi: 'Tình trạng ký', en: 'State' }, type: 'text' as const, words: 'territory.states' },
]

const dossiers = (p: FigurePeriod, where: RawBuilder<unknown>) => sql`
  SELECT d.id::text AS record_id, coalesce(u.name || ' – ', '') || d.neighbour AS record_label, '/dia-gioi/' || d.id AS record_open, d.neighbour,
    u.name AS unit_name, d.level, d.state
  FROM territory.dossiers_on(${last(p)}) d LEFT JOIN organization.units_on(${last(p)}) u ON u.unit_id = d.unit_id WHERE ${where}`

function counted(
  id: string,
  basis: IndicatorDefinition['basis'],
  where: RawBuilder<unknown>,
  measure: IndicatorDefinition['measure'] = { kind: 'count' },
): IndicatorDefinition {
  return defineIndicator({
    id,
    basis,
    source: 'QD-513-2012',
    measure,
    columns,
    breakdowns: [{ id: 'neighbour', title: { vi: 'Theo tỉnh giáp ranh', en: 'By neighbour' }, by: 'neighbour' }],
    emptyIsMissing: true,
    records: (p) => dossiers(p, where),
  })
}

const below = sql`d.level <> 'province' AND d.state <> 'unsigned'`
const haiDuong = sql`${below} AND d.neighbour = 'Tỉnh Hải Dương'`

/** Boundary dossiers in the yearly report, and the district-level units they lie in. */
export const dossierIndicators: IndicatorDefinition[] = [
  defineIndicator({
    id: 'F33a-21',
    basis: { vi: 'Các đơn vị hành chính cấp huyện vào cuối kỳ.', en: 'District-level units at the end of the period.' },
    measure: { kind: 'count' },
    columns: [{ key: 'unit_name', title: { vi: 'Đơn vị', en: 'Unit' }, type: 'text' }],
    breakdowns: [{ id: 'kind', title: { vi: 'Theo loại', en: 'By kind' }, by: 'kind', words: 'organization.kinds' }],
    emptyIsMissing: true,
    records: (p) => sql`
      SELECT u.unit_id::text AS record_id, u.name AS record_label, '/to-chuc/don-vi/' || u.unit_id AS record_open, u.name AS unit_name, u.kind
      FROM organization.units_on(${last(p)}) u WHERE u.level = 'district'`,
  }),
  counted(
    'F35c-01',
    {
      vi: 'Mỗi tỉnh, thành phố giáp ranh có hồ sơ cấp xã hoặc cấp huyện đã ký pháp lý đến cuối kỳ tính một lần.',
      en: 'Each neighbouring province with a dossier of communes or districts legally signed by the end of the period counts once.',
    },
    below,
    { kind: 'count-distinct', column: 'neighbour' },
  ),
  counted(
    'F35c-02',
    {
      vi: 'Mỗi xã, phường, thị trấn có hồ sơ giáp tỉnh Hải Dương đã ký pháp lý tính một lần.',
      en: 'Each commune whose dossier towards Hải Dương is legally signed counts once.',
    },
    sql`${haiDuong} AND d.level = 'commune'`,
  ),
  counted(
    'F35c-03',
    {
      vi: 'Mỗi huyện, thị xã có hồ sơ giáp tỉnh Hải Dương đã ký pháp lý tính một lần.',
      en: 'Each district whose dossier towards Hải Dương is legally signed counts once.',
    },
    sql`${haiDuong} AND d.level = 'district'`,
  ),
  defineIndicator({
    id: 'F35c-04',
    basis: {
      vi: 'Hai bên của các hồ sơ đã ký với Hải Dương: tỉnh mình và tỉnh giáp ranh.',
      en: 'Both sides of the dossiers signed with Hải Dương: our province and the neighbour.',
    },
    source: 'QD-513-2012',
    measure: { kind: 'count' },
    columns: [{ key: 'record_label', title: { vi: 'Tỉnh', en: 'Province' }, type: 'text' }],
    breakdowns: [],
    emptyIsMissing: true,
    records: (p) => sql`
      SELECT DISTINCT d.neighbour AS record_id, d.neighbour AS record_label, NULL::text AS record_open FROM territory.dossiers_on(${last(p)}) d WHERE ${haiDuong}
      UNION
      SELECT u.unit_id::text, u.name, '/to-chuc/don-vi/' || u.unit_id FROM organization.units_on(${last(p)}) u
      WHERE u.level = 'province' AND EXISTS (SELECT FROM territory.dossiers_on(${last(p)}) d WHERE ${haiDuong})`,
  }),
  counted(
    'F35c-05',
    {
      vi: 'Mỗi tỉnh, thành phố giáp ranh đã ký xác nhận hồ sơ cấp tỉnh tính một lần.',
      en: 'Each neighbouring province that confirmed the dossier of the province counts once.',
    },
    sql`d.level = 'province' AND d.state = 'province'`,
    { kind: 'count-distinct', column: 'neighbour' },
  ),
]
