/**
 * The demonstration province: Hưng Yên as it was organised in 2022, staffed with invented people.
 *
 * The units are real bodies (data/units.csv); every person, post, date and decision is made up. What is not made up are the totals
 * of the department's report of 2022: 26,012 people rated for 2021 and 15,395 for the school year 2021-2022, level by level, and
 * the 351 people recruited in 2022. They come out exactly, by construction: cohorts are sized first, levels are dealt last.
 *
 * Pure: the two lists come in as text, the same seed gives the same province, no clock and no chance from outside.
 */
import { parse } from 'csv-parse/sync'

/** One version of a unit. Dates are ISO, `validUntil` is the first day it is no longer so; null = unknown start, still valid. */
export interface DemoUnit {
  code: string
  /** Of a territory the name in the list of the statistics office: Xã Trung Nghĩa. */
  name: string
  /** Of a territory the body that governs it: UBND xã Trung Nghĩa. */
  shortName: string
  kind: string
  level: string
  parentCode: string | null
  tree: string
  validFrom: string | null
  validUntil: string | null
  act: string | null
}

export type DemoCategory = 'cadre' | 'civil-servant' | 'commune-civil-servant' | 'public-employee' | 'contract'

export interface DemoPerson {
  key: string
  familyAndMiddle: string
  given: string
  fullName: string
  sex: 'male' | 'female'
  /** Null where the file knows the year alone. */
  birthDate: string | null
  birthYear: number
  category: DemoCategory
}

/** A post held from..until, `until` exclusive. The posts of one person follow each other without gap or overlap. */
export interface DemoPost {
  personKey: string
  unitCode: string
  title: string
  from: string
  until: string | null
  isMain: true
}

export type DemoLevel = 'XS' | 'TOT' | 'HTHC' | 'HT' | 'KHT' | 'KXL'

export interface DemoRating {
  personKey: string
  /** The unit of the main post on the last day of the period. */
  unitCode: string
  population: 'year' | 'school-year'
  periodLabel: '2020' | '2021' | '2021-2022'
  periodFrom: string
  /** Exclusive. */
  periodUntil: string
  level: DemoLevel
  decidedOn: string
  decisionNumber: string
  /** The management body above the unit. */
  decidedBy: string
}

export interface DemoProvince {
  units: DemoUnit[]
  people: DemoPerson[]
  posts: DemoPost[]
  ratings: DemoRating[]
}

// --- What must come out --------------------------------------------------------------------------------------------------------

type Counts = Record<Exclude<DemoLevel, 'KXL'>, number>

interface Period extends Pick<DemoRating, 'population' | 'periodLabel' | 'periodFrom' | 'periodUntil'> {
  counts: Counts
  /** Who started later served under six months of the period and is not rated (KXL; Decree 90/2020 article 2). */
  latestStart: string
  /** Decisions fall on working days between these two. No post changes between the first and the end of the period. */
  decided: [string, string]
}

/** 2021 and 2021-2022 are the report's footnote 17; the totals of 2020 are invented, for comparison with a former period. */
const PERIODS: Period[] = [
  {
    population: 'year',
    periodLabel: '2020',
    periodFrom: '2020-01-01',
    periodUntil: '2021-01-01',
    counts: { XS: 2604, TOT: 21713, HTHC: 117, HT: 1218, KHT: 211 },
    latestStart: '2020-07-01',
    decided: ['2020-12-04', '2020-12-14'],
  },
  {
    population: 'year',
    periodLabel: '2021',
    periodFrom: '2021-01-01',
    periodUntil: '2022-01-01',
    counts: { XS: 2781, TOT: 21920, HTHC: 82, HT: 1040, KHT: 189 },
    latestStart: '2021-07-01',
    decided: ['2021-12-03', '2021-12-14'],
  },
  {
    population: 'school-year',
    periodLabel: '2021-2022',
    periodFrom: '2021-09-01',
    periodUntil: '2022-09-01',
    counts: { XS: 3252, TOT: 11443, HTHC: 0, HT: 592, KHT: 108 },
    latestStart: '2022-03-01',
    decided: ['2022-06-09', '2022-06-30'],
  },
]

/** Numbers of people at scale 1. The rest of the staff follows from the totals above. */
const SIZES = {
  communes: 3310,
  administration: 1632,
  /** Support staff under Decree 68/2000: not cadres, civil servants or public employees, so not rated. */
  contracts: 141,
  /** Joined August to November 2020, January to July 2021, August to November 2021. */
  joined2020Late: 260,
  joined2021Early: 529,
  joined2021Late: 148,
  /** Left in 2022: schools before the rating in June, schools from September, everybody else. */
  schoolsLeft2022: 210,
  schoolsLeft2022Late: 60,
  othersLeft2022: 130,
}

/** Recruitment of 2022 as the report has it: 28 civil servants, 35 commune civil servants, 288 public employees. */
const SCHOOL_HIRES: Record<string, number> = { '332': 13, '331': 44, '330': 56, '327': 37, '328': 41, '323': 31 }
const HIRES = { departments: 23, districts: 5, communes: 35, health: 62, services: 4, schoolsEarly: 8, schoolsSpring: 52 }

/** Never given to an invented person: who signed the report, and names that belong to history or to office. */
const KNOWN_NAMES = new Set(
  (
    'Cù Trọng Khang, Hồ Chí Minh, Võ Nguyên Giáp, Phạm Văn Đồng, Lê Duẩn, Nguyễn Văn Linh, Nguyễn Văn Cừ, Trần Phú, Võ Văn Kiệt, ' +
    'Nguyễn Phú Trọng, Phạm Minh Chính, Nguyễn Xuân Phúc, Tô Lâm, Tô Hiệu, Phan Đình Phùng, Phùng Chí Kiên, Phạm Ngũ Lão, ' +
    'Hoàng Hoa Thám, Hoàng Ngân, Nguyễn Đức Cảnh, Nguyễn Thị Định, Nguyễn Thị Minh Khai, Võ Thị Sáu, Bùi Thị Cúc, ' +
    'Trần Quốc Văn, Trần Quốc Toản, Nguyễn Hữu Nghĩa, Nguyễn Hùng Nam, Nguyễn Duy Hưng, Quách Thị Hương'
  ).split(', '),
)

// --- How units are staffed -----------------------------------------------------------------------------------------------------

/** A title, how often it occurs among the staff, and the share of women who hold it. `{place}` becomes xã, phường, huyện ... */
type Role = [title: string, weight: number, women: number]

interface Staffing {
  size: number
  /** One person each, the head first. */
  leaders: Role[]
  /** One for so many of the staff. */
  chief?: { role: Role; per: number }
  staff: Role[]
  /** No staff beside the leaders: the number does not grow with the scale. */
  leadersOnly?: true
}

const officer: Role = ['Chuyên viên', 60, 0.5]
const officers: Role[] = [officer, ['Cán sự', 7, 0.6]]
const clerks: Role[] = [
  ['Kế toán viên', 3, 0.9],
  ['Văn thư', 3, 0.95],
]
const board = (head: string, deputy: string, deputies: number, women: number): Role[] => [
  [head, 1, women],
  ...Array.from({ length: deputies }, (): Role => [deputy, 1, women]),
]
const service = (size: number, women: number, ...titles: string[]): Staffing => ({
  size,
  leaders: board('Giám đốc', 'Phó Giám đốc', 2, 0.35),
  staff: [...titles.map((title, at): Role => [title, at === 0 ? 30 : 10, women]), ...clerks],
})
const school = (size: number, title: string, women: number, deputies: number): Staffing => ({
  size,
  leaders: board('Hiệu trưởng', 'Phó Hiệu trưởng', deputies, Math.min(0.97, women)),
  chief: { role: ['Tổ trưởng chuyên môn', 1, women], per: 11 },
  staff: [[title, 55, women], ['Nhân viên y tế trường học', 2, 0.9], ['Nhân viên thư viện, thiết bị', 2, 0.9], ...clerks],
})
const hospital: Staffing = {
  size: 150,
  leaders: board('Giám đốc', 'Phó Giám đốc', 3, 0.3),
  chief: { role: ['Trưởng khoa', 1, 0.4], per: 24 },
  staff: [['Bác sĩ', 24, 0.45], ['Điều dưỡng', 44, 0.85], ['Kỹ thuật y', 10, 0.5], ['Dược sĩ', 7, 0.8], ...clerks],
}
const college: Staffing = {
  size: 120,
  leaders: board('Hiệu trưởng', 'Phó Hiệu trưởng', 2, 0.3),
  chief: { role: ['Trưởng khoa', 1, 0.45], per: 18 },
  staff: [['Giảng viên', 50, 0.55], ['Chuyên viên', 12, 0.6], ...clerks],
}
/** Cadres first (at most eleven), the rest are commune civil servants: 20 to 21 people (Decree 34/2019). */
const commune: Staffing = {
  size: 20.5,
  leaders: [
    ['Chủ tịch UBND {place}', 1, 0.15],
    ['Bí thư Đảng ủy {place}', 1, 0.12],
    ['Phó Chủ tịch UBND {place}', 1, 0.25],
    ['Phó Bí thư Thường trực Đảng ủy {place}', 1, 0.25],
    ['Phó Chủ tịch HĐND {place}', 1, 0.25],
    ['Chủ tịch Ủy ban MTTQ {place}', 1, 0.25],
    ['Chủ tịch Hội Nông dân {place}', 1, 0.2],
    ['Chủ tịch Hội Liên hiệp Phụ nữ {place}', 1, 1],
    ['Bí thư Đoàn Thanh niên {place}', 1, 0.4],
    ['Chủ tịch Hội Cựu chiến binh {place}', 1, 0.05],
    ['Phó Chủ tịch UBND {place}', 1, 0.2],
  ],
  staff: [
    ['Công chức Văn phòng - Thống kê', 24, 0.6],
    ['Công chức Địa chính - Xây dựng', 20, 0.2],
    ['Công chức Tài chính - Kế toán', 16, 0.75],
    ['Công chức Tư pháp - Hộ tịch', 16, 0.5],
    ['Công chức Văn hóa - Xã hội', 20, 0.55],
    ['Chỉ huy trưởng Ban Chỉ huy quân sự', 11, 0.02],
  ],
}
const district: Staffing = {
  size: 3,
  leadersOnly: true,
  leaders: board('Chủ tịch UBND {place}', 'Phó Chủ tịch UBND {place}', 2, 0.15),
  staff: [officer],
}

const STAFFING: Record<string, Staffing> = {
  department: { size: 4, leadersOnly: true, leaders: board('Giám đốc Sở', 'Phó Giám đốc Sở', 3, 0.2), staff: [officer] },
  leadership: { size: 4, leadersOnly: true, leaders: board('Giám đốc Sở', 'Phó Giám đốc Sở', 3, 0.2), staff: [officer] },
  division: { size: 9, leaders: board('Trưởng phòng', 'Phó Trưởng phòng', 1, 0.35), staff: officers },
  office: {
    size: 10,
    leaders: board('Chánh Văn phòng', 'Phó Chánh Văn phòng', 1, 0.35),
    staff: [...officers, ['Văn thư', 12, 0.95], ['Kế toán viên', 12, 0.9]],
  },
  inspectorate: {
    size: 6,
    leaders: board('Chánh Thanh tra', 'Phó Chánh Thanh tra', 1, 0.3),
    staff: [['Thanh tra viên', 50, 0.4], officer],
  },
  board: { size: 9, leaders: board('Trưởng ban', 'Phó Trưởng ban', 2, 0.3), staff: officers },
  'sub-department': { size: 15, leaders: board('Chi cục trưởng', 'Phó Chi cục trưởng', 2, 0.3), staff: officers },
  city: district,
  town: district,
  'rural-district': district,
  'rural-commune': commune,
  ward: commune,
  township: commune,
  preschool: school(28, 'Giáo viên mầm non', 0.995, 2),
  'primary-school': school(29, 'Giáo viên tiểu học', 0.85, 1),
  'lower-secondary-school': school(27, 'Giáo viên trung học cơ sở', 0.72, 1),
  'upper-secondary-school': school(72, 'Giáo viên trung học phổ thông', 0.68, 3),
  'continuing-education-centre': { ...school(26, 'Giáo viên', 0.6, 0), leaders: board('Giám đốc', 'Phó Giám đốc', 1, 0.3) },
  hospital,
  'health-centre': { ...hospital, size: 175, staff: [...hospital.staff, ['Hộ sinh', 8, 1], ['Y sĩ', 22, 0.65]] },
  laboratory: service(38, 0.6, 'Kiểm nghiệm viên', 'Dược sĩ'),
  college,
  'vocational-school': { ...college, size: 60, staff: [['Giáo viên', 50, 0.35], ['Chuyên viên', 12, 0.5], ...clerks] },
  broadcaster: service(115, 0.45, 'Phóng viên', 'Biên tập viên', 'Kỹ thuật viên'),
  'project-board': service(105, 0.2, 'Chuyên viên quản lý dự án', 'Kỹ sư'),
  archives: service(18, 0.7, 'Lưu trữ viên', 'Lưu trữ viên trung cấp'),
  'legal-aid-centre': service(26, 0.55, 'Trợ giúp viên pháp lý', 'Chuyên viên'),
  'land-office': service(255, 0.45, 'Viên chức địa chính', 'Chuyên viên'),
  museum: service(34, 0.6, 'Di sản viên', 'Chuyên viên'),
  library: service(28, 0.8, 'Thư viện viên'),
  theatre: { ...service(58, 0.5, 'Diễn viên', 'Nhạc công'), chief: { role: ['Trưởng đoàn', 1, 0.4], per: 28 } },
  'agriculture-centre': service(66, 0.45, 'Kỹ sư khuyến nông', 'Khuyến nông viên'),
  'social-centre': service(84, 0.65, 'Nhân viên chăm sóc', 'Nhân viên công tác xã hội', 'Y sĩ'),
  'culture-centre': service(34, 0.45, 'Phóng viên', 'Hướng dẫn viên văn hóa', 'Kỹ thuật viên'),
  centre: service(36, 0.5, 'Chuyên viên', 'Kỹ sư'),
}

/** Bodies far from the usual size of their kind. */
const OWN_SIZE: Record<string, number> = {
  'BV-01': 640,
  'BV-02': 410,
  'BV-03': 260,
  'BV-04': 180,
  TTKSBT: 175,
  CDCD: 150,
}
/** A division of a district is smaller than one of a department. */
const DISTRICT_DIVISION = 5.3
/** Titles of the two heads who are not called Giám đốc Sở. */
const OWN_LEADERS: Record<string, Role[]> = {
  TTT: board('Chánh Thanh tra tỉnh', 'Phó Chánh Thanh tra tỉnh', 3, 0.2),
  VPUBND: board('Chánh Văn phòng UBND tỉnh', 'Phó Chánh Văn phòng UBND tỉnh', 3, 0.2),
}
const SCHOOLS = new Set([
  'preschool',
  'primary-school',
  'lower-secondary-school',
  'upper-secondary-school',
  'continuing-education-centre',
])
const PLACE: Record<string, string> = {
  city: 'thành phố',
  town: 'thị xã',
  'rural-district': 'huyện',
  'rural-commune': 'xã',
  ward: 'phường',
  township: 'thị trấn',
}
/** How a body signs its decisions where that is not its code. */
const SIGNS: Record<string, string> = {
  SGDDT: 'SGDĐT',
  SLDTBXH: 'SLĐTBXH',
  SKHDT: 'SKHĐT',
  SNNPTNT: 'SNN',
  TTT: 'TTr',
  VPUBND: 'VP',
}

// --- Chance ----------------------------------------------------------------------------------------------------------------------

interface Chance {
  /** 0 <= x < 1 */
  next: () => number
  below: (n: number) => number
  between: (low: number, high: number) => number
  pick: <T>(list: readonly T[]) => T
  /** About normal, mean 0, deviation 1. */
  bell: () => number
  shuffle: <T>(list: T[]) => T[]
}

/** mulberry32: small, fast, the same on every machine. */
function chanceFrom(seed: number): Chance {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
  const below = (n: number) => Math.floor(next() * n)
  return {
    next,
    below,
    between: (low, high) => low + below(high - low + 1),
    pick: (list) => list[below(list.length)]!,
    bell: () => (next() + next() + next() + next() - 2) * Math.sqrt(3),
    shuffle: (list) => {
      for (let at = list.length - 1; at > 0; at--) {
        const other = below(at + 1)
        const kept = list[at]!
        list[at] = list[other]!
        list[other] = kept
      }
      return list
    },
  }
}

/** Draws by weight. */
function drawer<T>(items: readonly T[], weight: (item: T) => number): (chance: Chance) => T {
  let total = 0
  const ends = items.map((item) => (total += weight(item)))
  return (chance) => {
    const at = chance.next() * total
    let low = 0
    let high = ends.length - 1
    while (low < high) {
      const middle = (low + high) >> 1
      if (ends[middle]! > at) high = middle
      else low = middle + 1
    }
    return items[low]!
  }
}

/** Splits `total` over the weights by largest remainder: whole numbers that sum to it exactly. */
function apportion(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((all, weight) => all + weight, 0)
  const exact = weights.map((weight) => (total * weight) / sum)
  const shares = exact.map(Math.floor)
  const left = total - shares.reduce((all, share) => all + share, 0)
  const byRemainder = exact.map((_, at) => at).sort((a, b) => exact[b]! - shares[b]! - (exact[a]! - shares[a]!) || a - b)
  for (const at of byRemainder.slice(0, left)) shares[at]! += 1
  return shares
}

// --- Dates -----------------------------------------------------------------------------------------------------------------------

const isoDate = (year: number, month: number, day = 1) =>
  `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
const latest = (...dates: (string | null)[]) =>
  dates.reduce<string>((last, date) => (date !== null && date > last ? date : last), '')
const addDays = (date: string, days: number) => new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10)

/** Retirement in normal conditions, in months of age (Decree 135/2020, Appendix I). */
const retirementAge = (sex: DemoPerson['sex'], year: number) =>
  sex === 'male' ? Math.min(62 * 12, 60 * 12 + 3 * (year - 2020)) : Math.min(60 * 12, 55 * 12 + 4 * (year - 2020))

function workingDays([from, to]: [string, string]): string[] {
  const days: string[] = []
  for (let day = from; day <= to; day = addDays(day, 1)) if (![0, 6].includes(new Date(day).getUTCDay())) days.push(day)
  return days
}

// --- Units -----------------------------------------------------------------------------------------------------------------------

/** The table of units, one row a version. */
function readUnits(csv: string): DemoUnit[] {
  const rows = parse<Record<string, string>>(csv, { columns: true, skip_empty_lines: true })
  return rows.map((row) => ({
    code: row.code!,
    name: row.name!,
    shortName: row.short_name!,
    kind: row.kind!,
    level: row.level!,
    parentCode: row.parent_code || null,
    tree: row.tree!,
    validFrom: row.valid_from || null,
    validUntil: row.valid_until || null,
    act: row.act || null,
  }))
}

type Group = 'administration' | 'communes' | 'schools' | 'services'

/** A unit as it was on the last day of 2021, with what the generator must know of it. */
interface Body extends DemoUnit {
  group: Group
  staffing: Staffing
  leaders: Role[]
  /** The first day anybody can hold a post there. */
  firstDay: string
  underDistrict: boolean
  /** Who decides its people's ratings: the body above, for the leaders of a department the province. */
  decidedBy: string
  /** Where people come from and go to. */
  peers: Body[]
}

function groupOf(unit: DemoUnit): Group {
  if (unit.level === 'commune') return 'communes'
  if (unit.level !== 'service-unit') return 'administration'
  return SCHOOLS.has(unit.kind) ? 'schools' : 'services'
}

/** Bodies of one circle exchange people; a body that is alone in its circle keeps them. */
function circleOf(unit: DemoUnit): string {
  if (unit.kind === 'hospital' || unit.kind === 'health-centre') return 'health'
  if (unit.kind === 'upper-secondary-school' || unit.kind === 'continuing-education-centre') return unit.kind
  if (SCHOOLS.has(unit.kind)) return `${unit.kind} ${unit.parentCode}`
  if (unit.level === 'service-unit') return unit.code
  return unit.level === 'commune' || unit.level === 'division' ? `${unit.level} ${unit.parentCode}` : `division ${unit.code}`
}

function staffedBodies(units: DemoUnit[]): Body[] {
  const day = '2021-12-31'
  const current = units.filter((unit) => latest(unit.validFrom) <= day && (unit.validUntil === null || unit.validUntil > day))
  const byCode = new Map(current.map((unit) => [unit.code, unit]))
  const firstDays = new Map<string, string>()
  for (const unit of units) {
    const known = firstDays.get(unit.code)
    const start = unit.validFrom ?? ''
    firstDays.set(unit.code, known === undefined || start < known ? start : known)
  }
  // Where the leaders have a unit of their own, nobody sits in the department itself.
  const ledFromBelow = new Set(current.filter((unit) => unit.kind === 'leadership').map((unit) => unit.parentCode))
  const bodies = current
    .filter((unit) => unit.tree === 'government' && unit.level !== 'province' && !ledFromBelow.has(unit.code))
    .map((unit): Body => {
      const staffing = STAFFING[unit.kind]
      if (!staffing) throw new Error(`no staffing for units of kind ${unit.kind}`)
      const parent = byCode.get(unit.parentCode ?? '')
      if (!parent) throw new Error(`unit ${unit.code} has no valid parent`)
      return {
        ...unit,
        group: groupOf(unit),
        staffing,
        leaders: OWN_LEADERS[unit.code] ?? staffing.leaders,
        firstDay: latest('1997-01-01', firstDays.get(unit.code) ?? ''),
        underDistrict: parent.level === 'district',
        decidedBy: unit.kind === 'leadership' ? parent.parentCode! : parent.code,
        peers: [],
      }
    })
  const circles = new Map<string, Body[]>()
  for (const body of bodies)
    if (!body.staffing.leadersOnly) circles.set(circleOf(body), [...(circles.get(circleOf(body)) ?? []), body])
  for (const body of bodies) body.peers = (circles.get(circleOf(body)) ?? []).filter((other) => other !== body)
  return bodies
}

// --- Seats -----------------------------------------------------------------------------------------------------------------------

/** A place of work that somebody fills: 2 = head, 1 = other leader, 0 = staff. */
interface Seat {
  body: Body
  title: string
  women: number
  rank: 0 | 1 | 2
  category: DemoCategory
}

function categoryOf(body: Body, rank: number): DemoCategory {
  if (body.level === 'service-unit') return 'public-employee'
  if (body.level === 'district') return 'cadre'
  if (body.level === 'commune') return rank > 0 ? 'cadre' : 'commune-civil-servant'
  return 'civil-servant'
}

function seatsOf(body: Body, count: number, scale: number): Seat[] {
  const place = PLACE[body.kind] ?? ''
  // A province made smaller keeps a head in every body, and fewer other leaders.
  const leaders = body.leaders.slice(0, Math.max(1, Math.round(body.leaders.length * Math.min(1, scale))))
  const { chief, staff } = body.staffing
  const chiefs = chief ? Array.from({ length: Math.floor(count / chief.per) }, () => chief.role) : []
  const above = [...leaders, ...chiefs].slice(0, count)
  const shares = apportion(
    count - above.length,
    staff.map((role) => role[1]),
  )
  const below = staff.flatMap((role, at) => Array.from({ length: shares[at]! }, () => role))
  return [...above, ...below].map(([title, , women], at): Seat => {
    const rank = at === 0 ? 2 : at < above.length ? 1 : 0
    return { body, title: title.replace('{place}', place), women, rank, category: categoryOf(body, rank) }
  })
}

/** How many people work in each body on the last day of 2021. */
function headcounts(bodies: Body[], total: number, scale: number, chance: Chance): number[] {
  const counts = bodies.map((body) => (body.staffing.leadersOnly ? Math.round(body.staffing.size * Math.min(1, scale)) : 0))
  const open = bodies.map((_, at) => at).filter((at) => !bodies[at]!.staffing.leadersOnly)
  const weights = open.map((at) => {
    const body = bodies[at]!
    const usual = body.level === 'division' && body.underDistrict ? DISTRICT_DIVISION : body.staffing.size
    return (OWN_SIZE[body.code] ?? usual) * (body.group === 'communes' ? 0.93 + 0.14 * chance.next() : 0.75 + 0.5 * chance.next())
  })
  const shares = apportion(total - counts.reduce((all, count) => all + count, 0), weights)
  open.forEach((at, place) => (counts[at] = shares[place]!))
  return counts
}

// --- People and posts --------------------------------------------------------------------------------------------------------------

interface Member {
  person: DemoPerson
  posts: DemoPost[]
  /** Bodies of the posts, in the same order. */
  bodies: Body[]
  rank: number
  /** How well this person works, the same in every period. */
  quality: number
}

/** Draws full names that are not of somebody known. */
function namer(
  csv: string,
): (chance: Chance, sex: DemoPerson['sex']) => Pick<DemoPerson, 'familyAndMiddle' | 'given' | 'fullName'> {
  const rows = parse<{ part: string; sex: string; name: string; weight: string }>(csv, { columns: true, skip_empty_lines: true })
  const draw = (part: string, sex: string) =>
    drawer(
      rows.filter((row) => row.part === part && (row.sex === sex || row.sex === 'any')),
      (row) => Number(row.weight),
    )
  const parts = {
    male: [draw('family', 'male'), draw('middle', 'male'), draw('given', 'male')] as const,
    female: [draw('family', 'female'), draw('middle', 'female'), draw('given', 'female')] as const,
  }
  return (chance, sex) => {
    const [family, middle, given] = parts[sex]
    for (;;) {
      const familyAndMiddle = `${family(chance).name} ${middle(chance).name}`
      const last = given(chance).name
      const fullName = `${familyAndMiddle} ${last}`
      // `Thị Thu Thu` and the like are nobody's name.
      if (!familyAndMiddle.endsWith(` ${last}`) && !KNOWN_NAMES.has(fullName)) return { familyAndMiddle, given: last, fullName }
    }
  }
}

interface Birth {
  year: number
  date: string
  /** Of some people the file knows the year alone. */
  exact: boolean
}

function bornIn(chance: Chance, year: number, month = chance.between(1, 12)): Birth {
  return { year, date: isoDate(year, month, chance.between(1, 28)), exact: chance.next() > 0.03 }
}

/** Born so that nobody who stays is past retirement in 2022. */
function birthOfStaff(chance: Chance, sex: DemoPerson['sex'], leader: boolean): Birth {
  const first = sex === 'male' ? 1963 : 1968
  return bornIn(
    chance,
    leader ? chance.between(first, 1984) : first + Math.floor(((1998 - first) * (chance.next() + chance.next())) / 2),
  )
}

/** First post: in the twenties, not before the unit or the province, at the latest in July 2020. */
function hireDate(chance: Chance, birth: Birth, body: Body): string {
  const date = isoDate(birth.year + chance.between(22, 27), chance.between(1, 11))
  return latest(date > '2020-07-01' ? isoDate(2020, chance.between(1, 7)) : date, body.firstDay)
}

/** Posts change in these months: schools between terms, others at any of three. */
const moveMonths = (body: Body) => (body.group === 'schools' ? [2, 9] : [3, 6, 10])

/** A title for the same work elsewhere: the same one if they have it there. */
function titleAt(body: Body, title: string): string {
  return body.staffing.staff.some(([other]) => other === title) ? title : body.staffing.staff[0]![0]
}

/** A day of moving, at least a year after the first post and with both bodies there; null when there is no room for one. */
function movingDay(chance: Chance, seat: Seat, peer: Body, hired: string): string | null {
  const firstYear = Number(latest(hired, seat.body.firstDay, peer.firstDay).slice(0, 4)) + 2
  const recent = chance.next() < 0.45
  const year = chance.between(recent ? Math.max(2020, firstYear) : firstYear, 2022)
  return firstYear > 2022 ? null : isoDate(year, chance.pick(moveMonths(seat.body)))
}

type Step = Pick<Seat, 'body' | 'title'> & { from: string }

/** A leader rose from the staff, here or next door; who leads a department or a district was a deputy head before. */
function careerOfLeader(chance: Chance, seat: Seat, peer: Body, hired: string): Step[] {
  const before = seat.body.staffing.leadersOnly || chance.next() < 0.5 ? peer : seat.body
  const firstYear = Math.min(2021, Math.max(2012, Number(hired.slice(0, 4)) + 5))
  // Not before the present name of a territory: the chair of a ward led a ward.
  const named = PLACE[seat.body.kind] ? seat.body.validFrom : null
  const since = latest(isoDate(chance.between(firstYear, 2021), chance.pick(moveMonths(seat.body))), named)
  const steps: Step[] = [
    { body: before, title: before.staffing.staff[0]![0], from: hired },
    { ...seat, from: since },
  ]
  const between = isoDate(firstYear - 2, chance.pick(moveMonths(peer)))
  if (seat.body.staffing.leadersOnly && between > hired)
    steps.splice(1, 0, { body: peer, title: peer.leaders.at(-1)![0], from: between })
  return steps
}

/** One in five of the staff has moved. The seat is where the person works at the end of 2021. */
function careerOfStaff(chance: Chance, seat: Seat, peer: Body, hired: string): Step[] {
  const day = peer !== seat.body && chance.next() < 0.22 ? movingDay(chance, seat, peer, hired) : null
  if (day === null) return [{ ...seat, from: hired }]
  const elsewhere = { body: peer, title: titleAt(peer, seat.title) }
  const [first, second] = day < '2022-01-01' ? [elsewhere, seat] : [seat, elsewhere]
  return [
    { ...first, from: hired },
    { ...second, from: day },
  ]
}

/** The book of everyone the province knows from 2020 to 2022; each kind of entry makes the person up. */
function openBook(chance: Chance, names: string, total: number) {
  const members: Member[] = []
  const name = namer(names)
  const keyLength = Math.max(5, String(total).length)

  const sexFor = (seat: Seat): DemoPerson['sex'] => (chance.next() < seat.women ? 'female' : 'male')

  const add = (seat: Seat, sex: DemoPerson['sex'], birth: Birth, steps: Step[], until: string | null = null) => {
    const key = `P${String(members.length + 1).padStart(keyLength, '0')}`
    const { category, rank } = seat
    members.push({
      person: { key, ...name(chance, sex), sex, birthDate: birth.exact ? birth.date : null, birthYear: birth.year, category },
      posts: steps.map((step, at) => {
        const { body, title, from } = step
        return { personKey: key, unitCode: body.code, title, from, until: steps[at + 1]?.from ?? until, isMain: true }
      }),
      bodies: steps.map((step) => step.body),
      rank,
      quality: chance.bell(),
    })
  }

  /** A new recruit: one post, young. */
  const addRecruit = (seat: Seat, from: string) => {
    const year = Number(from.slice(0, 4)) - chance.between(22, 29)
    add(seat, sexFor(seat), bornIn(chance, year), [{ ...seat, from }])
  }

  /** Somebody who leaves: retired in the month before, or gone for another reason. */
  const addLeaver = (seat: Seat, until: string) => {
    const sex = sexFor(seat)
    const [year, month] = addDays(until, -1).split('-').map(Number) as [number, number]
    const retires = month >= (sex === 'male' ? 4 : 5) && chance.next() < 0.7
    const bornMonth = year * 12 + (month - 1) - retirementAge(sex, year)
    const birth = retires
      ? { ...bornIn(chance, Math.floor(bornMonth / 12), (bornMonth % 12) + 1), exact: true }
      : bornIn(chance, chance.between(1969, 1991))
    add(seat, sex, birth, [{ ...seat, from: hireDate(chance, birth, seat.body) }], until)
  }

  /** Somebody who stays. */
  const addStaying = (seat: Seat) => {
    const sex = sexFor(seat)
    const youth = seat.title.startsWith('Bí thư Đoàn Thanh niên')
    const birth = youth ? bornIn(chance, chance.between(1986, 1993)) : birthOfStaff(chance, sex, seat.rank > 0)
    const peer = seat.body.peers.length > 0 ? chance.pick(seat.body.peers) : seat.body
    const hired = hireDate(chance, birth, peer.firstDay > seat.body.firstDay ? peer : seat.body)
    add(seat, sex, birth, (seat.rank > 0 ? careerOfLeader : careerOfStaff)(chance, seat, peer, hired))
  }

  /** Support staff. */
  const addContract = (seat: Seat) => {
    const birth = bornIn(chance, chance.between(1970, 1994))
    add(seat, sexFor(seat), birth, [{ ...seat, from: hireDate(chance, birth, seat.body) }])
  }

  return { members, addRecruit, addLeaver, addStaying, addContract }
}

const sumOf = (counts: Counts) => Object.values(counts).reduce((all, count) => all + count, 0)

/** Sizes the cohorts so that each period counts exactly whom it must, then fills them. */
function staffProvince(bodies: Body[], names: string, periods: Period[], scale: number, chance: Chance): Member[] {
  const sized = (count: number) => Math.round(count * scale)
  const [rated2020, rated2021, ratedSchools] = periods.map((period) => sumOf(period.counts)) as [number, number, number]
  const joined = {
    late2020: sized(SIZES.joined2020Late),
    early2021: sized(SIZES.joined2021Early),
    late2021: sized(SIZES.joined2021Late),
  }
  const left2021 = Math.max(0, rated2020 - rated2021 + joined.early2021 + joined.late2020)
  const hires = Object.fromEntries(Object.entries(HIRES).map(([name, count]) => [name, sized(count)])) as typeof HIRES
  const schoolHires = Object.entries(SCHOOL_HIRES).map(([code, count]) => [code, sized(count)] as const)

  // The staff of the last day of 2021.
  const schools = ratedSchools + sized(SIZES.schoolsLeft2022) - hires.schoolsEarly
  const totals: Record<Group, number> = {
    schools,
    communes: sized(SIZES.communes),
    administration: sized(SIZES.administration),
    services: 0,
  }
  totals.services = rated2021 + joined.late2021 - totals.schools - totals.communes - totals.administration
  const groups: Group[] = ['administration', 'communes', 'services', 'schools']
  const sizes = groups.map((group) => totals[group])
  const late2020 = apportion(joined.late2020, sizes)
  const early2021 = apportion(joined.early2021, sizes)
  const late2021 = apportion(joined.late2021, sizes)
  const gone2021 = apportion(left2021, sizes)
  const withoutSchools = groups.map((group) => (group === 'schools' ? 0 : totals[group]))
  const others2022 = apportion(sized(SIZES.othersLeft2022), withoutSchools)

  const book = openBook(chance, names, Math.round(27_400 * scale))
  const staffSeats = new Map<Group, Seat[]>()
  groups.forEach((group, at) => {
    const own = bodies.filter((body) => body.group === group)
    const counts = headcounts(own, totals[group], scale, chance)
    const seats = own.flatMap((body, place) => seatsOf(body, counts[place]!, scale))
    const belowLeaders = seats.filter((seat) => seat.rank === 0)
    const ordinary = belowLeaders.length > seats.length / 4 ? belowLeaders : seats
    staffSeats.set(group, ordinary)

    // Who joined late or leaves soon comes from the staff; everybody else has been there all the time.
    const special = new Map<Seat, () => void>()
    const waiting = chance.shuffle([...ordinary])
    const take = (count: number, fill: (seat: Seat) => void) => {
      for (const seat of waiting.splice(0, count)) special.set(seat, () => fill(seat))
    }
    take(late2020[at]!, (seat) => book.addRecruit(seat, isoDate(2020, chance.between(8, 11))))
    take(early2021[at]!, (seat) => book.addRecruit(seat, isoDate(2021, chance.between(1, 7))))
    take(late2021[at]!, (seat) => book.addRecruit(seat, isoDate(2021, chance.between(8, 11))))
    if (group === 'schools') {
      take(sized(SIZES.schoolsLeft2022), (seat) => book.addLeaver(seat, isoDate(2022, chance.pick([2, 3, 4, 6, 6, 6]))))
      take(sized(SIZES.schoolsLeft2022Late), (seat) => book.addLeaver(seat, isoDate(2022, chance.between(9, 12))))
    } else take(others2022[at]!, (seat) => book.addLeaver(seat, isoDate(2022, chance.between(2, 12))))

    for (const seat of seats) (special.get(seat) ?? (() => book.addStaying(seat)))()
    for (let left = 0; left < gone2021[at]!; left++) book.addLeaver(chance.pick(ordinary), isoDate(2021, chance.between(2, 12)))
  })

  // Recruited in 2022.
  const recruit = (count: number, group: Group, fits: (body: Body) => boolean, day: () => string) => {
    const seats = staffSeats.get(group)!
    const fitting = seats.filter((seat) => fits(seat.body))
    for (let done = 0; done < count; done++) book.addRecruit(chance.pick(fitting.length > 0 ? fitting : seats), day())
  }
  const anyMonth = () => isoDate(2022, chance.between(2, 11))
  recruit(hires.departments, 'administration', (body) => body.level === 'division' && !body.underDistrict, anyMonth)
  recruit(hires.districts, 'administration', (body) => body.underDistrict, anyMonth)
  recruit(hires.communes, 'communes', () => true, anyMonth)
  recruit(hires.health, 'services', (body) => body.parentCode === 'SYT', anyMonth)
  recruit(hires.services, 'services', (body) => body.parentCode !== 'SYT', anyMonth)
  // In schools: before March still rated for the school year, in spring too late for it, or with the new one.
  const places = schoolHires.reduce((all, [, count]) => all + count, 0)
  const termOf = (at: number) =>
    at < hires.schoolsEarly ? [2] : at < hires.schoolsEarly + hires.schoolsSpring ? [4, 5] : [9, 9, 10, 11]
  const days = chance.shuffle(Array.from({ length: places }, (_, at) => isoDate(2022, chance.pick(termOf(at)))))
  for (const [code, count] of schoolHires) {
    const here = (body: Body) => body.parentCode === code
    recruit(count, 'schools', here, () => days.pop()!)
  }

  // Support staff: drivers, guards, cleaners.
  const offices = bodies.filter((body) => body.kind === 'office')
  for (let at = 0; at < sized(SIZES.contracts); at++) {
    const [title, , women] = chance.pick<Role>([
      ['Lái xe', 1, 0],
      ['Bảo vệ', 1, 0],
      ['Nhân viên tạp vụ', 1, 1],
    ])
    const body = offices[at % offices.length]!
    book.addContract({ body, title, women, rank: 0, category: 'contract' })
  }
  return book.members
}

// --- Ratings -----------------------------------------------------------------------------------------------------------------------

interface Candidate {
  member: Member
  body: Body
  score: number
  level: DemoLevel | null
}

/** Who is on the staff on the last day of a period, and where. */
function candidatesOf(members: Member[], period: Period): Candidate[] {
  const last = addDays(period.periodUntil, -1)
  const found: Candidate[] = []
  for (const member of members) {
    if (member.person.category === 'contract') continue
    const at = member.posts.findIndex((post) => post.from <= last && (post.until === null || post.until > last))
    const body = member.bodies[at]
    if (!body || (period.population === 'school-year' && body.group !== 'schools')) continue
    found.push({ member, body, score: 0, level: member.posts[0]!.from > period.latestStart ? 'KXL' : null })
  }
  return found
}

/** Deals the levels by rank of a score: the lowest do not complete, the highest excel; the totals are exact, the spread is the units'. */
function dealLevels(candidates: Candidate[], counts: Counts, leanings: Map<string, number>, chance: Chance): void {
  for (const candidate of candidates) {
    const { member, body } = candidate
    candidate.score = (leanings.get(body.code) ?? 0) + 0.8 * member.quality + 0.5 * chance.bell() + 0.35 * member.rank
  }
  const rising = candidates.filter((candidate) => candidate.level === null).sort((a, b) => a.score - b.score)
  if (rising.length !== sumOf(counts)) throw new Error(`${rising.length} people to rate, ${sumOf(counts)} levels to give`)
  const give = (level: DemoLevel, count: number, fits: (candidate: Candidate) => boolean = () => true) => {
    let left = count
    for (const candidate of rising) {
      if (left === 0) return
      if (candidate.level !== null || !fits(candidate)) continue
      candidate.level = level
      left--
    }
    if (left > 0) throw new Error(`not enough people for level ${level}`)
  }
  give('KHT', counts.KHT)
  // "Limited in ability" was a level of cadres and civil servants alone.
  give('HTHC', counts.HTHC, (candidate) => candidate.member.person.category !== 'public-employee')
  give('HT', counts.HT)
  give('TOT', counts.TOT)
  give('XS', counts.XS)
}

/** One decision for each unit: bodies sign on working days, their numbers rise with the dates. */
function decisionsFor(
  bodies: Body[],
  period: Period,
  chance: Chance,
): Map<string, Pick<DemoRating, 'decidedOn' | 'decisionNumber' | 'decidedBy'>> {
  const days = workingDays(period.decided)
  const signed = bodies
    .map((body) => ({ body, decidedOn: chance.pick(days) }))
    .sort((a, b) => (a.decidedOn < b.decidedOn ? -1 : a.decidedOn > b.decidedOn ? 1 : 0))
  const yearSoFar = period.population === 'year' ? 1 : 0.45
  const numbers = new Map<string, number>()
  return new Map(
    signed.map(({ body, decidedOn }) => {
      const people = /^\d+$/.test(body.decidedBy)
      const number =
        (numbers.get(body.decidedBy) ??
          Math.round((people ? chance.between(2400, 3600) : chance.between(350, 1100)) * yearSoFar)) + chance.between(1, 4)
      numbers.set(body.decidedBy, number)
      return [
        body.code,
        {
          decidedOn,
          decisionNumber: `${number}/QĐ-${people ? 'UBND' : (SIGNS[body.decidedBy] ?? body.decidedBy)}`,
          decidedBy: body.decidedBy,
        },
      ]
    }),
  )
}

function rate(members: Member[], bodies: Body[], periods: Period[], chance: Chance): DemoRating[] {
  // Each unit has its own leaning, and keeps most of it from one period to the next; in a large one it evens out.
  const lasting = new Map(bodies.map(({ code, staffing }) => [code, (staffing.size > 60 ? 0.15 : 0.4) * chance.bell()]))
  return periods.flatMap((period) => {
    const leanings = new Map(bodies.map((body) => [body.code, lasting.get(body.code)! + 0.15 * chance.bell()]))
    const decisions = decisionsFor(bodies, period, chance)
    const candidates = candidatesOf(members, period)
    dealLevels(candidates, period.counts, leanings, chance)
    const { population, periodLabel, periodFrom, periodUntil } = period
    return candidates.map(({ member, body, level }): DemoRating => {
      if (level === null) throw new Error(`${member.person.key} was left without a level`)
      return {
        personKey: member.person.key,
        unitCode: body.code,
        population,
        periodLabel,
        periodFrom,
        periodUntil,
        level,
        ...decisions.get(body.code)!,
      }
    })
  })
}

// --- The province --------------------------------------------------------------------------------------------------------------------

/** The periods with their totals multiplied: exact multiples for a whole `scale`, rounded below that. */
function periodsAt(scale: number): Period[] {
  return PERIODS.map((period) => ({
    ...period,
    counts: Object.fromEntries(
      Object.entries(period.counts).map(([level, count]) => [level, Math.round(count * scale)]),
    ) as Counts,
  }))
}

/**
 * Makes the demonstration province from the texts of `data/units.csv` and `data/names.csv`.
 *
 * `scale` multiplies people and ratings (not units): 10 for the benchmark, 0.05 for a quick test; below 0.02 units run empty.
 * Left out on purpose: the leaders of the province, whom nobody in the province rates, and any Party membership.
 */
export function generateProvince(
  files: { units: string; names: string },
  options: { seed?: number; scale?: number } = {},
): DemoProvince {
  const { seed = 2022, scale = 1 } = options
  if (!(scale > 0)) throw new Error('scale must be more than 0')
  const chance = chanceFrom(seed)
  const units = readUnits(files.units)
  const bodies = staffedBodies(units)
  const periods = periodsAt(scale)
  const members = staffProvince(bodies, files.names, periods, scale, chance)
  const ratings = rate(members, bodies, periods, chance)
  return { units, people: members.map((member) => member.person), posts: members.flatMap((member) => member.posts), ratings }
}
