import { bareName, sameUnitName } from './act-table.rules.ts'

/** A unit as a dated list has it. */
export interface ListedUnit {
  code: string
  name: string
  kind: string
  level: string
  parentCode: string | null
}

/**
 * Why an old unit is thought to have gone into a new one: it bears the code, or the name; its name stands in the new one's beside the name of
 * another; or, told by nothing else, it is the nearest by code.
 */
export type Evidence = 'code' | 'name' | 'name-part' | 'nearest'

/** `certain`: the lists say so; `likely`: the names say so; `guess`: nothing but nearness does, a person must decide. */
export type Confidence = 'certain' | 'likely' | 'guess'

export interface Candidate {
  code: string
  confidence: Confidence
  evidence: Evidence[]
}

/** What is thought to have become of a unit of the former list; the first candidate is the one proposed. */
export interface ListedChange {
  old: ListedUnit
  /** `same`: nothing changed. `gone`: neither code nor name is in the new list. */
  change: 'same' | 'altered' | 'gone'
  /** What of a unit that goes on differs. */
  differs: ('code' | 'name' | 'kind' | 'parent')[]
  candidates: Candidate[]
}

/** Told for each unit, at most. */
const mostCandidates = 5

/** Numbers of codes lie as the units lie: neighbours of one district have neighbouring codes. */
const distance = (a: string, b: string) => Math.abs(Number(a) - Number(b)) || (a === b ? 0 : Number.MAX_SAFE_INTEGER)

/**
 * Compares two lists of one level and says what may have become of every unit of the former. A list names units and nothing else: what went
 * where is read from codes that go on, from names that go on elsewhere, and from new names put together from old ones (Hồng Nam and Phương Chiểu
 * became Phương Nam). What none of these tell is a guess, and says so.
 */
export function compareLists(olds: readonly ListedUnit[], news: readonly ListedUnit[]): ListedChange[] {
  const newByCode = new Map(news.map((n) => [n.code, n]))
  const oldByCode = new Map(olds.map((o) => [o.code, o]))
  const isParent = new Set(news.flatMap((n) => (n.parentCode === null ? [] : [n.parentCode])))
  /** Where a new unit lies in terms of the old list: its parent, else that of the unit whose code it bears. */
  const districtOf = (n: ListedUnit) => {
    const holder = oldByCode.get(n.code)
    return holder?.parentCode ?? n.parentCode
  }
  const byDistrict = new Map<string | null, ListedUnit[]>()
  for (const n of news) byDistrict.set(districtOf(n), [...(byDistrict.get(districtOf(n)) ?? []), n])
  /** A unit that bears another name than before has probably taken another in. */
  const renamed = (n: ListedUnit) => {
    const holder = oldByCode.get(n.code)
    return holder !== undefined && !sameUnitName(holder.name, n.name)
  }

  const names = new Map([...olds, ...news].map((u) => [u, bareName(u.name)]))
  const nameOf = (u: ListedUnit) => names.get(u) ?? ''
  const oldsByName = new Map<string, number>()
  for (const o of olds) oldsByName.set(nameOf(o), (oldsByName.get(nameOf(o)) ?? 0) + 1)
  const goneIn = new Map<string | null, ListedUnit[]>()
  for (const o of olds) if (!newByCode.has(o.code)) goneIn.set(o.parentCode, [...(goneIn.get(o.parentCode) ?? []), o])
  /** Whose names may stand in a new one beside that of `old`: the unit whose code it bears, and others of the district that are gone. */
  const partners = (n: ListedUnit, old: ListedUnit) =>
    [oldByCode.get(n.code), ...(goneIn.get(old.parentCode) ?? [])].flatMap((o) => (o && o !== old ? [nameOf(o)] : []))

  return olds.map((old): ListedChange => {
    const twin = newByCode.get(old.code)
    if (twin) return goesOn(old, twin, (oldsByName.get(nameOf(twin)) ?? 0) > 0, isParent)
    const near = byDistrict.get(old.parentCode) ?? []
    const namesake = near.find((n) => nameOf(n) === nameOf(old))
    if (namesake && !oldByCode.has(namesake.code)) return goesOn(old, namesake, false, isParent)
    const candidates = near
      .map((n) => {
        const evidence: Evidence[] = []
        if (nameOf(n) === nameOf(old)) evidence.push('name')
        else if (renamed(n) && puts(nameOf(n), nameOf(old), partners(n, old))) evidence.push('name-part')
        return { n, evidence, score: (evidence.length > 0 ? 0 : renamed(n) ? 1e3 : 1e4) + distance(old.code, n.code) }
      })
      .toSorted((a, b) => a.score - b.score)
      .slice(0, mostCandidates)
      .map(({ n, evidence }): Candidate => ({
        code: n.code,
        // Where districts are abolished, names are put together from all over: a part of one says little.
        confidence: evidence.includes('name') || (evidence.length > 0 && parentStays(old, isParent)) ? 'likely' : 'guess',
        evidence: evidence.length > 0 ? evidence : ['nearest'],
      }))
    return { old, change: 'gone', differs: [], candidates }
  })
}

const parentStays = (old: ListedUnit, isParent: ReadonlySet<string>) => old.parentCode === null || isParent.has(old.parentCode)

/** A unit that a new one bears the code or the name of: itself, with what differs. */
function goesOn(old: ListedUnit, twin: ListedUnit, nameKnown: boolean, isParent: ReadonlySet<string>): ListedChange {
  const differs = [
    ...(old.code === twin.code ? [] : ['code' as const]),
    ...(sameUnitName(old.name, twin.name) ? [] : ['name' as const]),
    ...(old.kind === twin.kind ? [] : ['kind' as const]),
    ...(old.parentCode === twin.parentCode ? [] : ['parent' as const]),
  ]
  const evidence: Evidence[] = [
    ...(old.code === twin.code ? ['code' as const] : []),
    ...(sameUnitName(old.name, twin.name) ? ['name' as const] : []),
  ]
  // The code alone: the unit whose code a new one bears went into it, but its name may be another's.
  const confidence: Confidence = evidence.length === 2 || parentStays(old, isParent) ? 'certain' : 'likely'
  return {
    old,
    change: differs.length === 0 ? 'same' : 'altered',
    differs,
    candidates: [{ code: twin.code, confidence: evidence.length === 1 && nameKnown ? 'likely' : confidence, evidence }],
  }
}

/** Whether a new name is put together from that of an old unit and of one of its partners: a word of each, and no other. */
function puts(made: string, old: string, partners: readonly string[]): boolean {
  const words = made.split(' ')
  const own = new Set(old.split(' '))
  if (words.length < 2 || !words.some((w) => own.has(w))) return false
  return partners.some((name) => {
    const theirs = new Set(name.split(' '))
    return (
      words.every((w) => own.has(w) || theirs.has(w)) &&
      words.some((w) => own.has(w) && !theirs.has(w)) &&
      words.some((w) => theirs.has(w) && !own.has(w))
    )
  })
}
