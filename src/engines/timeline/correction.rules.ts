import type { Dated } from '#kernel/dates.ts'
import type { Link, Thing, Version } from './reorganisation.rules.ts'

/** A thing whose rows can be told apart, so that one of them can be corrected. */
export interface KeptThing<F> extends Thing<F> {
  versions: (Version<F> & { id: string })[]
  links: (Link & { id: string })[]
}

/** What was wrong in one row. What is not named was right; a day of null is not known, or has no end. */
export interface Correction<F> {
  of: string
  facts?: Partial<F>
  parentId?: string
  validFrom?: string | null
  validUntil?: string | null
}

export type Corrected<F> =
  | { thing: KeptThing<F>; rows: string[] }
  /** `unknown`: no such row; `nothing`: all of it was recorded so already; `no-day`: a row would be left without a day (`of`). */
  | { why: 'unknown' | 'nothing' | 'no-day'; of: string }

/**
 * What a thing is after a correction. A day that was wrong was wrong for both rows that meet on it: the one before ends, and the one after begins,
 * on the right day. The places of a thing begin with its first version and end with its last. Nothing else moves.
 */
export function correct<F>(thing: KeptThing<F>, correction: Correction<F>): Corrected<F> {
  const version = thing.versions.find((v) => v.id === correction.of)
  const link = thing.links.find((l) => l.id === correction.of)
  const row = version ?? link
  if (!row) return { why: 'unknown', of: correction.of }
  const series: readonly (Dated & { id: string })[] = version ? thing.versions : thing.links.filter((l) => l.tree === link?.tree)
  const from = correction.validFrom === undefined ? row.validFrom : correction.validFrom
  const until = correction.validUntil === undefined ? row.validUntil : correction.validUntil
  const days = new Map<string, Dated>([[row.id, { validFrom: from, validUntil: until }]])
  const move = (rows: readonly (Dated & { id: string })[], side: keyof Dated, was: string | null, is: string | null) => {
    for (const r of rows) if (r.id !== row.id && r[side] === was) days.set(r.id, { ...(days.get(r.id) ?? daysOf(r)), [side]: is })
  }
  if (from !== row.validFrom) {
    if (row.validFrom !== null) move(series, 'validUntil', row.validFrom, from)
    if (version && !series.some((r) => r.id !== row.id && endsBy(r, row.validFrom)))
      move(thing.links, 'validFrom', row.validFrom, from)
  }
  if (until !== row.validUntil) {
    if (row.validUntil !== null) move(series, 'validFrom', row.validUntil, until)
    if (version && !series.some((r) => r.id !== row.id && beginsFrom(r, row.validUntil)))
      move(thing.links, 'validUntil', row.validUntil, until)
  }
  const versions = thing.versions.map((v) => ({
    ...v,
    ...days.get(v.id),
    facts: v.id === row.id ? { ...v.facts, ...given(correction.facts) } : v.facts,
  }))
  const links = thing.links.map((l) => ({
    ...l,
    ...days.get(l.id),
    parentId: l.id === row.id ? (correction.parentId ?? l.parentId) : l.parentId,
  }))
  const rows = [...differing(thing.versions, versions), ...differing(thing.links, links)]
  if (rows.length === 0) return { why: 'nothing', of: row.id }
  const empty = [...versions, ...links].find((r) => rows.includes(r.id) && !hasDay(r))
  return empty ? { why: 'no-day', of: empty.id } : { thing: { ...thing, versions, links }, rows }
}

/** What is named at all. */
function given<F>(facts: Partial<F> | undefined): Partial<F> {
  return Object.fromEntries(Object.entries(facts ?? {}).filter(([, value]) => value !== undefined)) as Partial<F>
}

const daysOf = ({ validFrom, validUntil }: Dated): Dated => ({ validFrom, validUntil })
const hasDay = ({ validFrom, validUntil }: Dated) => validFrom === null || validUntil === null || validFrom < validUntil
const endsBy = ({ validUntil }: Dated, day: string | null) => validUntil !== null && day !== null && validUntil <= day
const beginsFrom = ({ validFrom }: Dated, day: string | null) => validFrom !== null && day !== null && validFrom >= day

function differing<R extends { id: string }>(before: readonly R[], after: readonly R[]): string[] {
  return after.flatMap((row, i) => (JSON.stringify(row) === JSON.stringify(before[i]) ? [] : [row.id]))
}
