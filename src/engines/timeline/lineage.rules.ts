import type { Succession } from './reorganisation.rules.ts'

/** A succession with the day it took effect. */
export interface DatedSuccession extends Succession {
  on: string
}

/** What a thing became: a later thing and how much of the first is in it (0 to 1; null where a share on the way is not known). */
export interface Became {
  id: string
  share: number | null
}

/**
 * What a thing has become by a day, through all successions up to it. A thing that still lives on its own day is itself, whole; one that only
 * gave parts away goes on too, with what is left. One that went into what is not known has become nothing that can be told.
 */
export function becameBy(id: string, successions: readonly DatedSuccession[], day: string): Became[] {
  const out = new Map<string, DatedSuccession[]>()
  for (const s of successions) if (s.on <= day) out.set(s.from, [...(out.get(s.from) ?? []), s])
  const found = new Map<string, number | null>()
  const keep = (at: string, share: number | null) => {
    const known = found.get(at)
    found.set(at, known === undefined ? share : known === null || share === null ? null : known + share)
  }
  const walk = (at: string, share: number | null, since: string, depth: number) => {
    const next = (out.get(at) ?? []).filter((s) => s.on >= since)
    if (next.length === 0 || depth > 50) return keep(at, share)
    for (const s of next) if (s.to !== null) walk(s.to, times(share, s.whole ? 1 : s.share), s.on, depth + 1)
    // What only gave parts away keeps the rest.
    if (next.every((s) => s.goesOn))
      keep(
        at,
        times(
          share,
          next.reduce<number | null>((rest, s) => less(rest, s.share), 1),
        ),
      )
  }
  walk(id, 1, '', 0)
  return [...found].map(([to, share]) => ({ id: to, share }))
}

const times = (a: number | null, b: number | null) => (a === null || b === null ? null : a * b)
const less = (a: number | null, b: number | null) => (a === null || b === null ? null : a - b)
