import { apportion } from './chance.ts'
import type { DemoProvince } from './shapes.ts'

/** A decision on quotas of the demonstration; the unit null is the reserve. */
export interface DemoQuotaDecision {
  key: string
  act: 'assign' | 'add' | 'move'
  number: string
  decidedOn: string
  issuer: string
  year: number
  effectiveOn: string
  note: string | null
  lines: {
    unit: string | null
    kind: 'CC' | 'HD68' | 'VC-NSNN'
    side?: 'from' | 'to'
    amount: number
    staff: string | null
  }[]
}

/**
 * The quotas of 2022: totals, movements and additions as the report has them, shared among bodies by the people they have. Where a share is
 * below what is there, the board shows it: some bodies stand over their quota, most have posts to fill.
 */
export function quotasOf({ units, people, posts }: DemoProvince): DemoQuotaDecision[] {
  const on = '2022-01-01'
  const category = new Map(people.map((p) => [p.key, p.category]))
  const there = units.filter(
    (u) => (u.validFrom ?? '') <= on && (u.validUntil === null || u.validUntil > on) && u.tree === 'government',
  )
  const unitOf = new Map(there.map((u) => [u.code, u]))
  /** Who holds the quota of a unit: its department or district, a service unit of the province itself. */
  const holderOf = (code: string): string | null => {
    const unit = unitOf.get(code)
    if (!unit || unit.level === 'commune') return null
    if (unit.level === 'department' || unit.level === 'district' || unit.parentCode === '33') return unit.code
    return unit.parentCode === null ? null : holderOf(unit.parentCode)
  }
  const heads = { CC: new Map<string, number>(), HD68: new Map<string, number>(), 'VC-NSNN': new Map<string, number>() }
  for (const post of posts) {
    if (post.from > on || (post.until !== null && post.until <= on)) continue
    const holder = holderOf(post.unitCode)
    const of = category.get(post.personKey)
    const kind = of === 'public-employee' ? 'VC-NSNN' : of === 'contract' ? 'HD68' : 'CC'
    if (holder !== null) heads[kind].set(holder, (heads[kind].get(holder) ?? 0) + 1)
  }
  const shares = (kind: keyof typeof heads, total: number, holders = [...heads[kind].keys()].sort()) => {
    // Two of the bodies are given less than their share, so that somebody is over.
    const amounts = apportion(
      total,
      holders.map((holder, at) => (heads[kind].get(holder) ?? 0) * (at % 9 === 4 ? 0.88 : 1) + 0.2),
    )
    return holders.map((unit, at) => ({ unit, kind, amount: amounts[at] ?? 0, staff: null })).filter((line) => line.amount > 0)
  }
  const administration = there.filter((u) => u.level === 'department' || u.level === 'district').map((u) => u.code)
  const districts = there.filter((u) => u.level === 'district').map((u) => u.code)
  const teachers = (staff: string, total: number) =>
    apportion(
      total,
      districts.map(() => 1),
    ).map((amount, at) => ({ unit: districts[at] ?? '', kind: 'VC-NSNN' as const, amount, staff }))
  const moved = (side: 'from' | 'to', unit: string | null, amount: number) => ({
    unit,
    kind: 'CC' as const,
    side,
    amount,
    staff: null,
  })
  const year = { year: 2022, effectiveOn: '2022-01-01', note: null }
  return [
    {
      ...year,
      key: 'employees-2021',
      act: 'assign',
      number: 'Nghị quyết về số lượng người làm việc năm 2021',
      decidedOn: '2020-12-08',
      issuer: 'HĐND tỉnh',
      year: 2021,
      effectiveOn: '2021-01-01',
      lines: shares('VC-NSNN', 19_991),
    },
    {
      ...year,
      key: 'civil-servants-2022',
      act: 'assign',
      number: '173/NQ-HĐND',
      decidedOn: '2021-12-08',
      issuer: 'HĐND tỉnh',
      lines: [
        { unit: null, kind: 'CC', amount: 12, staff: null },
        ...shares('CC', 1655 - 12, administration),
        ...shares('HD68', 141, administration),
      ],
    },
    {
      ...year,
      key: 'employees-2022',
      act: 'assign',
      number: '191/NQ-HĐND',
      decidedOn: '2022-04-26',
      issuer: 'HĐND tỉnh',
      lines: shares('VC-NSNN', 19_591),
    },
    {
      ...year,
      key: 'movement-2022',
      act: 'move',
      number: 'Quyết định điều chuyển biên chế năm 2022',
      decidedOn: '2022-10-03',
      issuer: 'UBND tỉnh',
      effectiveOn: '2022-10-03',
      note: 'Bố trí cho lực lượng thanh tra chuyên ngành giao thông vận tải và xây dựng',
      lines: [
        moved('from', null, 5),
        moved('from', '330', 2),
        moved('from', '329', 2),
        moved('from', '331', 1),
        moved('from', '327', 1),
        moved('from', 'SNNPTNT', 1),
        moved('to', 'SGTVT', 8),
        moved('to', 'SXD', 4),
      ],
    },
    {
      ...year,
      key: 'teachers-2022',
      act: 'add',
      number: 'Nghị quyết bổ sung biên chế giáo viên năm 2022',
      decidedOn: '2022-12-08',
      issuer: 'HĐND tỉnh',
      effectiveOn: '2022-12-08',
      note: 'Theo Quyết định số 72-QĐ/TW ngày 18/7/2022',
      lines: [
        ...teachers('Giáo viên mầm non', 630),
        ...teachers('Giáo viên tiểu học', 299),
        ...teachers('Giáo viên THCS', 99),
        { unit: 'SGDDT', kind: 'VC-NSNN', amount: 35, staff: 'Giáo viên THPT' },
      ],
    },
  ]
}
