import type { Became } from '#engines/timeline/index.ts'

/** What was counted in one unit, and which units that unit is now, with shares (null: not known). One that became nothing has none. */
export interface CountedIn {
  unitId: string
  amount: number
  heirs: readonly Became[]
}

/** A sum at one place. `estimate`: a part of it came by a share of a divided unit, so nobody counted it there. */
export interface Placed {
  placeId: string
  amount: number
  estimate: boolean
  /** The units it came from. */
  from: string[]
}

/** A sum that belongs nowhere for certain: its unit was divided by shares nobody knows, ended without an heir, or lies below no such place. */
export interface Unplaced {
  unitId: string
  amount: number
  why: 'shares-unknown' | 'ended' | 'no-such-place'
}

/**
 * Carries what was counted in former units over to the places of another day. A unit that is wholly within one place goes there whole; one
 * that was divided between places goes by its shares and is marked an estimate; where a share is not known, nothing is guessed.
 * Everything given is in the answer once, so the sums of both agree. Basis: modelling rule 4 of docs on territory (restate only by shares).
 */
export function restate(
  counted: readonly CountedIn[],
  placeOf: (unitId: string) => string | null,
): { placed: Placed[]; unplaced: Unplaced[] } {
  const placed = new Map<string, Placed>()
  const unplaced: Unplaced[] = []
  const put = (placeId: string, unitId: string, amount: number, estimate: boolean) => {
    const known = placed.get(placeId) ?? { placeId, amount: 0, estimate: false, from: [] }
    placed.set(placeId, {
      placeId,
      amount: known.amount + amount,
      estimate: known.estimate || estimate,
      from: [...known.from, unitId],
    })
  }
  for (const { unitId, amount, heirs } of counted) {
    const [first] = heirs
    if (!first) {
      unplaced.push({ unitId, amount, why: 'ended' })
      continue
    }
    const places = heirs.map((h) => ({ place: placeOf(h.id), share: h.share }))
    const one = places[0]?.place ?? null
    if (places.every((p) => p.place === one)) {
      if (one === null) unplaced.push({ unitId, amount, why: 'no-such-place' })
      else put(one, unitId, amount, false)
      continue
    }
    const shares = places.map((p) => p.share)
    const known = shares.every((s): s is number => s !== null)
    if (!known || Math.abs(shares.reduce<number>((sum, s) => sum + (s ?? 0), 0) - 1) > 1e-6) {
      unplaced.push({ unitId, amount, why: 'shares-unknown' })
      continue
    }
    for (const { place, share } of places) {
      const part = amount * (share ?? 0)
      if (place === null) unplaced.push({ unitId, amount: part, why: 'no-such-place' })
      else put(place, unitId, part, true)
    }
  }
  return { placed: [...placed.values()], unplaced }
}
