import type { recordSigned } from '#domains/careers/index.ts'
import type { retirementDays } from '#domains/salary/index.ts'
import { chanceFrom } from './chance.ts'
import { addDays, isoDate } from './days.ts'
import type { DemoPerson, DemoPost, DemoProvince } from './shapes.ts'

type Input = Parameters<typeof recordSigned>[1][number]
export type DemoDecision = Omit<Input, 'id' | 'issuerId' | 'lines' | 'fileId'> & {
  key: string
  /** Code of the body. */
  issuer: string
  lines: (Omit<Input['lines'][number], 'personId' | 'details'> & {
    personKey: string
    /** Code of the unit somebody goes to. */
    to?: string
    details: Input['lines'][number]['details']
  })[]
}

/** People as decisions find them, with their main posts. */
interface Known {
  person: DemoPerson
  posts: DemoPost[]
  last: DemoPost
  holder: string
}

/** What the report of 2022 counts, and what of the other actions each kind takes at most. */
const COUNTS = { civilServantsCut: 1, employeesCut: 62, others: 171, round2021: 2018, round2022: 178 }
const LEADERS = { BTV: 22, BCSD: 52, UQ: 14, SN: 5 } as const
const OTHERS = { retirement: 38, leaving: 12, moved: 44, ranked: 36, consent: 9 }

const coefficients = ['2.34', '2.67', '3.00', '3.33', '3.66', '3.99', '4.32', '4.65', '4.98']
const ranks: [start: string, code: string][] = [
  ['Giáo viên mầm non', 'V.07.02.25'],
  ['Giáo viên tiểu học', 'V.07.03.29'],
  ['Giáo viên trung học cơ sở', 'V.07.04.32'],
  ['Giáo viên trung học phổ thông', 'V.07.05.15'],
  ['Bác sĩ', 'V.08.01.03'],
  ['Điều dưỡng', 'V.08.05.12'],
]
const rankOf = (title: string) => ranks.find(([start]) => title.startsWith(start))?.[1] ?? '01.003'
const director = { signer: 'Nguyễn Quang Minh', signerTitle: 'Giám đốc Sở Nội vụ' }
const chair = { signer: 'Trần Đức Thịnh', signerTitle: 'Chủ tịch UBND tỉnh' }

/**
 * Personnel decisions of 2022: as many people in each kind as the report of that year counts, all of them invented. Where the province is
 * made small, fewer. Nobody stands in two of them.
 */
export function decisionsOf(province: DemoProvince, retires: Awaited<ReturnType<typeof retirementDays>>): DemoDecision[] {
  const chance = chanceFrom(3403)
  const known = chance.shuffle(everybody(province))
  const free = new Set(known.filter((k) => !k.last.unitCode.startsWith('SNV')))
  /** Takes so many of those that fit out of the free ones. */
  const take = (count: number, fits: (k: Known) => boolean): Known[] => {
    const taken: Known[] = []
    for (const k of free) {
      if (taken.length >= count) break
      if (fits(k)) taken.push(k)
    }
    for (const k of taken) free.delete(k)
    return taken
  }
  let number = 100
  const issued: DemoDecision[] = []
  const issue = (
    decision: Omit<DemoDecision, 'key' | 'number' | 'legalBasis' | 'signer' | 'signerTitle'> & { number?: string },
  ) => {
    const sign = decision.issuer === '33' ? chair : director
    const suffix = decision.issuer === '33' ? 'UBND' : 'SNV'
    number += 1
    issued.push({ ...sign, legalBasis: null, ...decision, key: `${decision.kind}/${number}`, number: `${number}/QĐ-${suffix}` })
  }
  const one = (k: Known, effectiveOn: string, details: Input['lines'][number]['details'] = {}, to?: string) => ({
    personKey: k.person.key,
    effectiveOn,
    details,
    note: null,
    ...(to ? { to } : {}),
  })
  const named = (k: Known) => `${k.person.sex === 'male' ? 'ông' : 'bà'} ${k.person.fullName}`
  const past = (k: Known) => {
    const last = retires(k.person.birthDate ?? String(k.person.birthYear), k.person.sex)
    return last !== null && k.last.until !== null && last < k.last.until
  }
  const leaves = (k: Known, from: string, until: string) => k.last.until !== null && k.last.until >= from && k.last.until <= until
  const province2022 = (k: Known) => leaves(k, '2022-02-01', '2022-11-01') && !isCommune(k)

  // Streamlining: those who go before their age first; in a small province there are too few of them.
  const cut = (count: number, category: DemoPerson['category']) => {
    const early = take(count, (k) => province2022(k) && k.person.category === category && !past(k))
    return [...early, ...take(count - early.length, (k) => province2022(k) && k.person.category === category)]
  }
  const gone = [...cut(COUNTS.civilServantsCut, 'civil-servant'), ...cut(COUNTS.employeesCut, 'public-employee')]
  for (const [until, group] of grouped(gone, (k) => k.last.until ?? ''))
    issue({
      kind: 'streamlining',
      issuer: '33',
      level: 'BCSD',
      issuedOn: monthBefore(until),
      subject: `Về việc giải quyết chế độ tinh giản biên chế đối với ${group.length} người`,
      lines: group.map((k) =>
        one(k, until, { form: 2022 - k.person.birthYear >= 50 ? 'early-retirement' : 'leave-at-once', decree: '108/2014/NĐ-CP' }),
      ),
    })

  // Other actions by the Department.
  const before = issued.length
  const others = () => issued.slice(before).reduce((n, d) => n + d.lines.length, 0)
  for (const k of take(OTHERS.retirement, (each) => leaves(each, '2022-02-01', '2022-12-01') && !isCommune(each) && past(each)))
    issue({
      kind: 'retirement',
      issuer: 'SNV',
      level: 'UQ',
      issuedOn: monthBefore(k.last.until ?? ''),
      subject: `Về việc nghỉ hưu hưởng chế độ bảo hiểm xã hội đối với ${named(k)}`,
      lines: [one(k, k.last.until ?? '')],
    })
  for (const k of take(OTHERS.leaving, (each) => leaves(each, '2022-02-01', '2022-12-01') && !isCommune(each) && !past(each)))
    issue({
      kind: 'leaving',
      issuer: 'SNV',
      level: 'UQ',
      issuedOn: monthBefore(k.last.until ?? ''),
      subject: `Về việc cho thôi việc đối với ${named(k)}`,
      lines: [one(k, k.last.until ?? '', { cause: 'Theo nguyện vọng cá nhân' })],
    })
  for (const k of take(OTHERS.moved, (each) => moved(each) && !isCommune(each))) {
    const [from, to] = k.posts.slice(-2) as [DemoPost, DemoPost]
    const within = holderOf(province, from.unitCode) === holderOf(province, to.unitCode)
    issue({
      kind: within ? 'transfer' : 'receive',
      issuer: 'SNV',
      level: 'UQ',
      issuedOn: monthBefore(to.from),
      subject: `Về việc ${within ? 'điều động' : 'tiếp nhận'} ${named(k)}`,
      lines: [one(k, to.from, { title: to.title }, to.unitCode)],
    })
  }
  const stays = (k: Known) =>
    k.last.until === null && !isCommune(k) && k.person.category !== 'contract' && k.person.category !== 'cadre'
  const since = (k: Known) => k.posts[0]?.from ?? ''
  for (const k of take(OTHERS.ranked, (each) => stays(each) && since(each) >= '2021-02-01' && since(each) < '2021-11-01'))
    issue({
      kind: 'rank-appointment',
      issuer: 'SNV',
      level: 'UQ',
      issuedOn: addDays(`2022${since(k).slice(4)}`, -9),
      subject: `Về việc hết tập sự, bổ nhiệm ngạch, xếp lương đối với ${named(k)}`,
      lines: [one(k, `2022${since(k).slice(4)}`, { rankCode: rankOf(k.last.title), step: 1, coefficient: '2.34' })],
    })
  const settled = (k: Known) => stays(k) && since(k) < '2012-01-01' && k.last.from < '2021-01-01'
  for (const k of take(OTHERS.consent, settled))
    issue({
      kind: 'consent-to-move',
      issuer: 'SNV',
      level: 'UQ',
      issuedOn: weekday(chance.between(2, 11), chance.between(3, 24)),
      subject: `Về việc thỏa thuận để ${named(k)} đi liên hệ chuyển công tác`,
      lines: [one(k, '2022-12-01', { destination: 'ngoài tỉnh' })],
    })
  const leading = (k: Known) =>
    /^(Giám đốc|Phó Giám đốc|Chủ tịch|Phó Chủ tịch|Chánh|Phó Chánh|Hiệu trưởng|Phó Hiệu trưởng|Trưởng|Phó Trưởng|Chi cục trưởng|Phó Chi cục trưởng)/.test(
      k.last.title,
    )
  for (const k of take(COUNTS.others - others(), (each) => settled(each) && !leading(each))) {
    const month = chance.between(2, 11)
    issue({
      kind: 'rank-conversion',
      issuer: 'SNV',
      level: 'UQ',
      issuedOn: weekday(month, chance.between(3, 24)),
      subject: `Về việc chuyển ngạch, chức danh nghề nghiệp đối với ${named(k)}`,
      lines: [one(k, isoDate(2022, month), paidAt(k, 2022))],
    })
  }

  // Leaders kept on for another term, level by level.
  const serves = (k: Known) => {
    const last = retires(k.person.birthDate ?? String(k.person.birthYear), k.person.sex)
    return last !== null && last >= '2025-06-01'
  }
  const again = (k: Known) => k.last.until === null && !isCommune(k) && leading(k) && k.last.from < '2018-01-01' && serves(k)
  const wanted: Record<keyof typeof LEADERS, (title: string) => boolean> = {
    BTV: (title) => /^(Giám đốc Sở|Chủ tịch UBND|Phó Chủ tịch UBND|Chánh Thanh tra tỉnh|Chánh Văn phòng UBND)/.test(title),
    BCSD: (title) => /^(Phó Giám đốc Sở|Phó Chánh (Thanh tra|Văn phòng) |Giám đốc|Chi cục trưởng|Hiệu trưởng)/.test(title),
    UQ: (title) => /^(Phó Giám đốc|Phó Chi cục trưởng|Phó Hiệu trưởng)/.test(title),
    SN: (title) => /^(Trưởng phòng|Phó Trưởng phòng|Chánh Văn phòng$)/.test(title),
  }
  for (const level of Object.keys(LEADERS) as (keyof typeof LEADERS)[]) {
    const due = take(LEADERS[level], (k) => again(k) && wanted[level](k.last.title))
    const more = take(LEADERS[level] - due.length, again)
    for (const k of [...due, ...more]) {
      const month = chance.between(1, 11)
      issue({
        kind: 'reappoint-leader',
        issuer: level === 'SN' ? k.holder : level === 'UQ' ? 'SNV' : '33',
        level,
        issuedOn: weekday(month, chance.between(3, 24)),
        subject: `Về việc bổ nhiệm lại ${named(k)} giữ chức vụ ${k.last.title}`,
        lines: [one(k, addDays(isoDate(2022, month + 1), 0), { until: addDays(isoDate(2027, month + 1), -1) })],
      })
    }
  }

  // Step raises: the second round of 2021 and the first of 2022, a decision for each body.
  const raised = (round: string, count: number, issuedOn: string, year: number, first: number) => {
    const people = take(count, (k) => stays(k) && since(k) < '2015-01-01')
    for (const [, group] of grouped(people, (k) => k.holder))
      issue({
        kind: 'salary-regular',
        issuer: 'SNV',
        level: 'UQ',
        issuedOn,
        subject: `Về việc nâng bậc lương thường xuyên đợt ${round.split('-')[1]} năm ${round.split('-')[0]} đối với ${group.length} người`,
        lines: group.map((k) => one(k, isoDate(year, first + chance.below(6)), { ...paidAt(k, year), round })),
      })
  }
  raised('2021-II', COUNTS.round2021, '2022-01-14', 2021, 7)
  raised('2022-I', COUNTS.round2022, '2022-07-15', 2022, 1)
  return issued
}

/** The posts as they were before the decisions: what these begin and end is left to them. */
export function postsBefore(province: DemoProvince, decisions: readonly DemoDecision[]): DemoPost[] {
  const ends = new Set<string>()
  const moves = new Set<string>()
  for (const { kind, lines } of decisions)
    for (const { personKey } of lines) {
      if (['streamlining', 'retirement', 'leaving'].includes(kind)) ends.add(personKey)
      if (['transfer', 'receive'].includes(kind)) moves.add(personKey)
    }
  const last = new Map(province.posts.map((post) => [post.personKey, post]))
  return province.posts.flatMap((post) => {
    const isLast = last.get(post.personKey) === post
    if (isLast && moves.has(post.personKey)) return []
    if (isLast && ends.has(post.personKey)) return [{ ...post, until: null }]
    return [moves.has(post.personKey) && post.until === last.get(post.personKey)?.from ? { ...post, until: null } : post]
  })
}

const isCommune = (k: Known) => k.person.category === 'commune-civil-servant' || /^\d{5}$/.test(k.last.unitCode)
const moved = (k: Known) =>
  k.posts.length > 1 && k.last.until === null && k.last.from >= '2022-02-01' && k.last.from <= '2022-11-30'

function everybody(province: DemoProvince): Known[] {
  const posts = new Map<string, DemoPost[]>()
  for (const post of province.posts) {
    const own = posts.get(post.personKey)
    if (own) own.push(post)
    else posts.set(post.personKey, [post])
  }
  return province.people.flatMap((person) => {
    const own = posts.get(person.key) ?? []
    const last = own.at(-1)
    return last ? [{ person, posts: own, last, holder: holderOf(province, last.unitCode) }] : []
  })
}

const holders = new WeakMap<DemoProvince, Map<string, string>>()

/** The department, district or provincial body above a unit. */
function holderOf(province: DemoProvince, code: string): string {
  let known = holders.get(province)
  if (!known) {
    const units = new Map(province.units.filter((u) => u.validUntil === null && u.tree === 'government').map((u) => [u.code, u]))
    const up = (each: string): string => {
      const unit = units.get(each)
      return !unit || unit.parentCode === null || unit.parentCode === '33' || unit.level === 'district'
        ? each
        : up(unit.parentCode)
    }
    known = new Map([...units.keys()].map((each) => [each, up(each)]))
    holders.set(province, known)
  }
  return known.get(code) ?? code
}

function grouped<T>(rows: readonly T[], key: (row: T) => string): [string, T[]][] {
  const groups = new Map<string, T[]>()
  for (const row of rows) groups.set(key(row), [...(groups.get(key(row)) ?? []), row])
  return [...groups].sort(([a], [b]) => a.localeCompare(b))
}

/** Three years a step since the first post, whatever the rest of the file says. */
function paidAt(k: Known, year: number): Input['lines'][number]['details'] {
  const served = year - Number((k.posts[0]?.from ?? `${year}`).slice(0, 4))
  const step = Math.min(coefficients.length, Math.floor(served / 3) + 1)
  return { rankCode: rankOf(k.last.title), step, coefficient: coefficients[step - 1] ?? '2.34' }
}

/** A day in 2022, pushed from Saturday and Sunday to Monday. */
function weekday(month: number, day: number): string {
  const date = isoDate(2022, month, day)
  const at = new Date(date).getUTCDay()
  return at === 6 ? addDays(date, 2) : at === 0 ? addDays(date, 1) : date
}

const monthBefore = (day: string) => {
  const at = addDays(day, -24)
  const of = new Date(at).getUTCDay()
  return of === 6 ? addDays(at, 2) : of === 0 ? addDays(at, 1) : at
}
