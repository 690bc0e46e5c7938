import { addDays, type Dated, holdsOn } from '#kernel/dates.ts'
import type { DatedSuccession } from './lineage.rules.ts'
import type { Kinds, Link, Thing } from './reorganisation.rules.ts'

/** What must hold on every day, however the records came about. */
export const invariants = [
  /** Two versions of one thing, or two places of it in one tree, on one day. */
  'overlap',
  /** One code borne by two things on one day. */
  'code-twice',
  /** A place below something that does not exist then. */
  'orphan',
  /** A place held while the thing itself does not exist. */
  'place-alone',
  /** A thing that must stand somewhere and stands nowhere. */
  'no-place',
  /** A thing below itself. */
  'cycle',
  /** A thing that wholly became others, or was divided, and still exists. */
  'outlives',
  /** More than the whole was given away. */
  'share-over',
  /** A divided thing whose known shares do not make up the whole. */
  'not-covered',
  /** A succession to a thing that does not exist on its day. */
  'leads-nowhere',
  /** A succession from a thing that did not exist the day before. */
  'from-nowhere',
] as const
export type Invariant = (typeof invariants)[number]

/** Where an invariant does not hold: the thing, the first day of it (null: since ever), and the other thing it concerns. */
export interface Broken {
  rule: Invariant
  id: string
  on: string | null
  other?: string
}

/** Before every date there is, where a start is unknown; after every date, where an end is open. */
const ever = '0001-01-01'
const never = '9999-12-31'
const startOf = (d: Dated) => d.validFrom ?? ever
const endOf = (d: Dated) => d.validUntil ?? never
/** What was begun and ended on one day held on none. */
const isSome = (d: Dated) => startOf(d) < endOf(d)
const dayOf = (day: string) => (day === ever ? null : day)

/**
 * Everything that cannot be: in the things with their versions and places, and in what became of what. An act or an import that is right
 * leaves nothing to find; what was written past them is found here.
 */
export function findBroken<F>(
  things: readonly Thing<F>[],
  successions: readonly DatedSuccession[],
  kinds: Pick<Kinds<F>, 'codeOf'> & { needsPlace(facts: F): boolean },
): Broken[] {
  const byId = new Map(things.map((t) => [t.id, t]))
  return [
    ...things.flatMap(overlaps),
    ...codesTwice(things, kinds.codeOf),
    ...things.flatMap((thing) => places(thing, byId, kinds.needsPlace)),
    ...cycles(things, byId),
    ...outliving(byId, successions),
    ...shares(successions),
    ...endsOfSuccessions(byId, successions),
  ]
}

function overlaps<F>({ id, versions, links }: Thing<F>): Broken[] {
  const trees = [...new Set(links.map((l) => l.tree))]
  return [versions as Dated[], ...trees.map((tree) => links.filter((l) => l.tree === tree))].flatMap((periods) =>
    meetings(periods).map(([, later]): Broken => ({ rule: 'overlap', id, on: dayOf(startOf(later)) })),
  )
}

/** Periods that meet another before them. */
function meetings<P extends Dated>(periods: readonly P[]): [former: P, later: P][] {
  const met: [P, P][] = []
  let last: P | undefined
  for (const period of periods.filter(isSome).toSorted((a, b) => (startOf(a) < startOf(b) ? -1 : 1))) {
    if (last && startOf(period) < endOf(last)) met.push([last, period])
    if (!last || endOf(period) > endOf(last)) last = period
  }
  return met
}

function codesTwice<F>(things: readonly Thing<F>[], codeOf: (facts: F) => string): Broken[] {
  const holders = new Map<string, (Dated & { id: string })[]>()
  for (const { id, versions } of things)
    for (const { facts, validFrom, validUntil } of versions) {
      const code = codeOf(facts)
      const known = holders.get(code)
      if (known) known.push({ id, validFrom, validUntil })
      else holders.set(code, [{ id, validFrom, validUntil }])
    }
  return [...holders.values()].flatMap((periods) =>
    periods.length < 2
      ? []
      : meetings(periods).flatMap(([former, later]): Broken[] =>
          former.id === later.id ? [] : [{ rule: 'code-twice', id: later.id, other: former.id, on: dayOf(startOf(later)) }],
        ),
  )
}

/**
 * The first day of a period that none of the others covers; undefined where they cover all of it. A period of unknown start contradicts
 * nothing that begins: it is looked at from where the others begin.
 */
function firstUncovered(period: Dated, covers: readonly Dated[]): string | undefined {
  const sorted = covers.toSorted((a, b) => (startOf(a) < startOf(b) ? -1 : 1))
  const first = sorted[0]
  let at = period.validFrom ?? (first ? startOf(first) : ever)
  for (const cover of sorted) if (startOf(cover) <= at && endOf(cover) > at) at = endOf(cover)
  return at < endOf(period) ? at : undefined
}

/** The part of a period within others, as periods. */
function within(period: Dated, others: readonly Dated[]): Dated[] {
  return others.flatMap((other) => {
    const from = startOf(period) > startOf(other) ? period.validFrom : other.validFrom
    const until = endOf(period) < endOf(other) ? period.validUntil : other.validUntil
    return (from ?? ever) < (until ?? never) ? [{ validFrom: from, validUntil: until }] : []
  })
}

function places<F>(thing: Thing<F>, byId: ReadonlyMap<string, Thing<F>>, needsPlace: (facts: F) => boolean): Broken[] {
  const { id, versions, links } = thing
  const broken: Broken[] = []
  for (const link of links) {
    const alone = firstUncovered(link, versions)
    if (alone !== undefined) broken.push({ rule: 'place-alone', id, other: link.parentId, on: dayOf(alone) })
    const above = byId.get(link.parentId)?.versions ?? []
    const orphaned = within(link, versions).map((lived) => firstUncovered(lived, above))
    const first = orphaned.find((day) => day !== undefined)
    if (first !== undefined) broken.push({ rule: 'orphan', id, other: link.parentId, on: dayOf(first) })
  }
  for (const version of versions) {
    if (!needsPlace(version.facts)) continue
    const day = firstUncovered(version, links)
    if (day !== undefined) broken.push({ rule: 'no-place', id, on: dayOf(day) })
  }
  return broken
}

/** A circle is there from the day on which the last of its links begins: every link is followed upwards on its first day. */
function cycles<F>(things: readonly Thing<F>[], byId: ReadonlyMap<string, Thing<F>>): Broken[] {
  const found = new Map<string, Broken>()
  const above = (id: string, tree: string, day: string): Link | undefined =>
    byId.get(id)?.links.find((l) => l.tree === tree && holdsOn(l, day))
  for (const { id, links } of things)
    for (const { tree, parentId, validFrom } of links.filter(isSome)) {
      const day = validFrom ?? ever
      const members = [id]
      let at: string | undefined = parentId
      while (at !== undefined && !members.includes(at)) {
        members.push(at)
        at = above(at, tree, day)?.parentId
      }
      if (at !== id) continue
      const key = `${tree} ${members.toSorted().join(' ')}`
      const known = found.get(key)
      if (!known || (known.on ?? ever) < day) found.set(key, { rule: 'cycle', id, other: parentId, on: dayOf(day) })
    }
  return [...found.values()]
}

function outliving<F>(byId: ReadonlyMap<string, Thing<F>>, successions: readonly DatedSuccession[]): Broken[] {
  const seen = new Set<string>()
  return successions.flatMap(({ from, to, on, whole, goesOn }): Broken[] => {
    if ((goesOn && !whole) || seen.has(`${from} ${on}`)) return []
    if (!byId.get(from)?.versions.some((v) => endOf(v) > on)) return []
    seen.add(`${from} ${on}`)
    return [{ rule: 'outlives', id: from, ...(to === null ? {} : { other: to }), on }]
  })
}

function shares(successions: readonly DatedSuccession[]): Broken[] {
  const given = new Map<string, DatedSuccession[]>()
  for (const s of successions) given.set(`${s.from} ${s.on}`, [...(given.get(`${s.from} ${s.on}`) ?? []), s])
  return [...given.values()].flatMap((of): Broken[] => {
    const [first] = of as [DatedSuccession]
    const sum = of.reduce((n, s) => n + (s.whole ? 1 : (s.share ?? 0)), 0)
    const told = { id: first.from, on: first.on }
    if (sum > 1 + 1e-9 || (of.length > 1 && of.some((s) => s.whole))) return [{ rule: 'share-over', ...told }]
    const known = of.every((s) => s.whole || s.share !== null)
    return known && !of.some((s) => s.goesOn) && sum < 1 - 1e-9 ? [{ rule: 'not-covered', ...told }] : []
  })
}

function endsOfSuccessions<F>(byId: ReadonlyMap<string, Thing<F>>, successions: readonly DatedSuccession[]): Broken[] {
  const livesOn = (id: string, day: string) => byId.get(id)?.versions.some((v) => holdsOn(v, day)) ?? false
  return successions.flatMap(({ from, to, on }): Broken[] => {
    const told = { id: from, ...(to === null ? {} : { other: to }), on }
    return [
      ...(to === null || livesOn(to, on) ? [] : [{ rule: 'leads-nowhere' as const, ...told }]),
      ...(livesOn(from, addDays(on, -1)) ? [] : [{ rule: 'from-nowhere' as const, ...told }]),
    ]
  })
}
