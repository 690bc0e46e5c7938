import type { Became } from './lineage.rules.ts'

/** What was counted in one thing, and which things that is now, with shares (null: not known). One that became nothing has none. */
export interface CountedIn {
  id: string
  amount: number
  heirs: readonly Became[]
}

/** A sum at one place. `estimate`: a part of it came by a share of a divided unit, so nobody counted it there. */
export interface Placed {
  placeId: string
  amount: number
  estimate: boolean
  /** The things it came from. */
  from: string[]
}

/** A sum that belongs nowhere for certain: its thing was divided by shares nobody knows, ended without an heir, or lies below no such place. */
export interface Unplaced {
  id: string
  amount: number
  why: 'shares-unknown' | 'ended' | 'no-such-place'
}

/**
 * Carries what was counted in former things over to the places of another day. A thing that is wholly within one place goes there whole; one
 * that was divided between places goes by its shares and is marked an estimate; where a share is not known, nothing is guessed.
 * Everything given is in the answer once, so the sums of both agree.
 */
export function restate(
  counted: readonly CountedIn[],
  placeOf: (id: string) => string | null,
): { placed: Placed[]; unplaced: Unplaced[] } {
  const placed = new Map<string, Placed>()
  const unplaced: Unplaced[] = []
  const put = (placeId: string, id: string, amount: number, estimate: boolean) => {
    const known = placed.get(placeId) ?? { placeId, amount: 0, estimate: false, from: [] }
    placed.set(placeId, {
      placeId,
      amount: known.amount + amount,
      estimate: known.estimate || estimate,
      from: [...known.from, id],
    })
  }
  for (const { id, amount, heirs } of counted) {
    const [first] = heirs
    if (!first) {
      unplaced.push({ id, amount, why: 'ended' })
      continue
    }
    const places = heirs.map((h) => ({ place: placeOf(h.id), share: h.share }))
    const one = places[0]?.place ?? null
    if (places.every((p) => p.place === one)) {
      if (one === null) unplaced.push({ id, amount, why: 'no-such-place' })
      else put(one, id, amount, false)
      continue
    }
    const shares = places.map((p) => p.share)
    const known = shares.every((s): s is number => s !== null)
    if (!known || Math.abs(shares.reduce<number>((sum, s) => sum + (s ?? 0), 0) - 1) > 1e-6) {
      unplaced.push({ id, amount, why: 'shares-unknown' })
      continue
    }
    for (const { place, share } of places) {
      const part = amount * (share ?? 0)
      if (place === null) unplaced.push({ id, amount: part, why: 'no-such-place' })
      else put(place, id, part, true)
    }
  }
  return { placed: [...placed.values()], unplaced }
}
