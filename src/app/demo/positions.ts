import { parse } from 'csv-parse/sync'
import type { DemoProvince, DemoUnit } from './shapes.ts'

type Staff = 'civil-servant' | 'public-employee' | 'contract' | 'commune-cadre' | 'commune-civil-servant' | 'part-time'
type Group = 'leadership' | 'specialised' | 'shared' | 'support'

interface DemoPosition {
  code: string
  name: string
  group: Group
  rankCode: string | null
  /** The title of a post that stands in it. */
  title: string
  description: string | null
  competences: { name: string; level: string }[]
  products: { name: string; unit: string; coefficient: number | null }[]
}
interface DemoCatalogue {
  key: string
  number: string
  decidedOn: string
  issuer: string
  subject: string
  staff: Staff
  validFrom: string
  positions: DemoPosition[]
}
interface DemoScheme {
  key: string
  unit: string
  kind: 'new' | 'adjusted'
  number: string
  decidedOn: string
  approver: string
  validFrom: string
  lines: { code: string; posts: number }[]
}
export interface DemoPositions {
  catalogues: DemoCatalogue[]
  schemes: DemoScheme[]
  /** Main posts in positions. */
  assignments: { personKey: string; unitCode: string; code: string; from: string }[]
}

const temporary = (number: string, who: string, staff: Staff) => ({
  ...{ number: `${number}/QĐ-SNV`, decidedOn: '2022-08-01', issuer: 'Sở Nội vụ', staff, validFrom: '2022-08-01' },
  subject: `Ban hành tạm thời danh mục vị trí việc làm, bản mô tả công việc, khung năng lực vị trí việc làm ${who}`,
})
const former = (who: string, staff: Staff) => ({
  ...{ number: `Quyết định danh mục vị trí việc làm ${who}`, decidedOn: '2021-01-15', issuer: 'UBND tỉnh', staff },
  ...{ subject: `Ban hành danh mục vị trí việc làm ${who}`, validFrom: '2021-01-15' },
})

/** Decisions 386, 387 and 388 of the report (footnote 18); those for bodies of the province and for service units are made up. */
const documents: Record<string, Omit<DemoCatalogue, 'key' | 'positions'>> = {
  '386': temporary('386', 'công chức cấp xã', 'commune-civil-servant'),
  '387': temporary('387', 'cán bộ cấp xã', 'commune-cadre'),
  '388': temporary(
    '388',
    'người hoạt động không chuyên trách cấp xã, thôn, tổ dân phố; người trực tiếp tham gia công việc ở thôn, tổ dân phố',
    'part-time',
  ),
  cc: former('công chức', 'civil-servant'),
  vc: former('viên chức', 'public-employee'),
  hd: former('hỗ trợ, phục vụ', 'contract'),
}

/** Competence frames by group, after the frame of Circular 12/2022/TT-BNV: levels 1 to 5. */
const frames: Record<Group, [name: string, level: number][]> = {
  leadership: [
    ['Đạo đức và bản lĩnh', 4],
    ['Tổ chức thực hiện công việc', 4],
    ['Soạn thảo và ban hành văn bản', 4],
    ['Giao tiếp ứng xử', 4],
    ['Tư duy chiến lược', 3],
    ['Ra quyết định', 3],
    ['Quản lý nguồn lực', 3],
    ['Phát triển nhân viên', 3],
  ],
  specialised: [
    ['Đạo đức và bản lĩnh', 3],
    ['Tổ chức thực hiện công việc', 3],
    ['Soạn thảo và ban hành văn bản', 3],
    ['Giao tiếp ứng xử', 3],
    ['Quan hệ phối hợp', 3],
    ['Sử dụng công nghệ thông tin', 2],
    ['Tham mưu, tổ chức thực hiện nghiệp vụ', 3],
  ],
  shared: [
    ['Đạo đức và bản lĩnh', 2],
    ['Tổ chức thực hiện công việc', 2],
    ['Quan hệ phối hợp', 2],
    ['Sử dụng công nghệ thông tin', 3],
  ],
  support: [
    ['Đạo đức và bản lĩnh', 2],
    ['Tổ chức thực hiện công việc', 2],
    ['Giao tiếp ứng xử', 2],
  ],
}

function cataloguesOf(csv: string): DemoCatalogue[] {
  const rows = parse<Record<string, string>>(csv, { columns: true, skip_empty_lines: true })
  return Object.entries(documents).map(([key, document]) => ({
    ...document,
    key,
    positions: rows
      .filter((row) => row.catalogue === key)
      .map((row) => ({
        code: row.code ?? '',
        name: row.name ?? '',
        group: row.group as Group,
        rankCode: row.rank || null,
        title: row.title ?? '',
        description: row.description || null,
        competences: frames[row.group as Group].map(([name, level]) => ({ name, level: String(level) })),
        products: (row.products ?? '')
          .split(';')
          .filter(Boolean)
          .map((text) => {
            const [name = '', unit = '', coefficient = ''] = text.split('|')
            return { name, unit, coefficient: coefficient ? Number(coefficient) : null }
          }),
      })),
  }))
}

const adjustedDepartments = ['SNV', 'SYT', 'STNMT', 'SGTVT', 'SXD', 'SNNPTNT']
const adjustedDistricts = ['330', '328']

/**
 * Job positions as the report of 2022 counts them: 56 of communes by three decisions; schemes of 29 of 30 administrative bodies and 537 of 560
 * public service units, adjusted in the year for six departments, two districts and 45 service units. Posts follow the people there are.
 */
export function positionsOf({ units, people, posts }: DemoProvince, csv: string): DemoPositions {
  const catalogues = cataloguesOf(csv)
  const on = '2022-12-31'
  const there = units.filter(
    (u) => u.tree === 'government' && (u.validFrom ?? '') <= on && (u.validUntil === null || u.validUntil > on),
  )
  const unitOf = new Map(there.map((u) => [u.code, u]))
  const isBody = (u: DemoUnit) => ['department', 'district', 'commune', 'service-unit'].includes(u.level) || u.kind === 'board'
  const bodyOf = (code: string): string | null => {
    const unit = unitOf.get(code)
    if (!unit) return null
    if (isBody(unit)) return unit.level === 'commune' ? null : unit.code
    return unit.parentCode === null ? null : bodyOf(unit.parentCode)
  }
  const category = new Map(people.map((p) => [p.key, p.category]))
  const ofTitle = (key: string) =>
    new Map((catalogues.find((c) => c.key === key)?.positions ?? []).map((p) => [p.title, p.code] as const))
  const codes = { cc: ofTitle('cc'), vc: ofTitle('vc'), hd: ofTitle('hd') }
  const codeOf = (personKey: string, title: string): string | undefined => {
    const of = category.get(personKey)
    const family = of === 'public-employee' ? 'vc' : of === 'contract' ? 'hd' : 'cc'
    return codes[family].get(title.replace(/ (thành phố|thị xã|huyện)$/, ''))
  }
  const held = posts.flatMap((post) => {
    const body = bodyOf(post.unitCode)
    const code = codeOf(post.personKey, post.title)
    return body !== null && code !== undefined && (post.until === null || post.until > '2022-01-01')
      ? [{ ...post, body, code }]
      : []
  })
  const heads = new Map<string, Map<string, number>>()
  for (const { body, code, from, until } of held) {
    if (from > '2022-06-30' || (until !== null && until <= '2022-06-30')) continue
    const own = heads.get(body) ?? new Map<string, number>()
    heads.set(body, own.set(code, (own.get(code) ?? 0) + 1))
  }
  /** As many posts as people; one more or less of the most frequent position here and there, so that some stand vacant and some are over. */
  const linesOf = (body: string, at: number, less = 0) => {
    const lines = [...(heads.get(body) ?? [])].map(([code, posts]) => ({ code, posts }))
    const most = lines.reduce((a, b) => (b.posts > a.posts ? b : a), lines[0] ?? { code: '', posts: 0 })
    if (at % 5 === 1) most.posts += 1
    if (at % 37 === 3 && most.posts > 1) most.posts -= 1
    most.posts = Math.max(1, most.posts - less)
    return lines
  }
  const administration = there.filter((u) => u.level === 'department' || u.level === 'district' || u.kind === 'board')
  const services = there.filter((u) => u.level === 'service-unit')
  // 23 without: every twenty-fourth school.
  const without = new Set(
    services
      .filter((u) => /^(MN|TH|THCS)-/.test(u.code))
      .filter((_, at) => at % 20 === 7)
      .slice(0, services.length - 537)
      .map((u) => u.code),
  )
  const approved = services.filter((u) => !without.has(u.code))
  let number = 1800
  const scheme = (unit: string, kind: DemoScheme['kind'], day: string, lines: DemoScheme['lines']): DemoScheme => ({
    ...{
      key: `${unit}/${day}`,
      unit,
      kind,
      number: `${++number}/QĐ-UBND`,
      decidedOn: day,
      approver: 'UBND tỉnh',
      validFrom: day,
    },
    lines,
  })
  const dayOf = (year: number, at: number) =>
    `${year}-${String(2 + (at % 10)).padStart(2, '0')}-${String(4 + (at % 23)).padStart(2, '0')}`
  const schemes = [
    ...administration
      .filter((u) => u.code !== 'VPUBND' && heads.has(u.code))
      .flatMap((u, at) =>
        adjustedDepartments.includes(u.code) || adjustedDistricts.includes(u.code)
          ? [
              scheme(u.code, 'new', dayOf(2021, at), linesOf(u.code, at, 1)),
              scheme(u.code, 'adjusted', dayOf(2022, at), linesOf(u.code, at)),
            ]
          : [scheme(u.code, 'new', dayOf(2021, at), linesOf(u.code, at))],
      ),
    // Of the 45 of the year two thirds adjust what they had.
    ...approved.flatMap((u, at) => {
      const ofYear = at % 11 === 0 && at / 11 < 45
      if (!ofYear) return [scheme(u.code, 'new', dayOf(2021, at), linesOf(u.code, at))]
      return at % 3 === 0
        ? [scheme(u.code, 'new', dayOf(2022, at), linesOf(u.code, at))]
        : [
            scheme(u.code, 'new', dayOf(2021, at), linesOf(u.code, at, 1)),
            scheme(u.code, 'adjusted', dayOf(2022, at), linesOf(u.code, at)),
          ]
    }),
  ]
  const start = '2022-01-01'
  return {
    catalogues,
    schemes,
    assignments: held.map(({ personKey, unitCode, code, from }) => ({
      personKey,
      unitCode,
      code,
      from: from > start ? from : start,
    })),
  }
}
