import { becameBy, type CountedIn, restate } from '#engines/timeline/index.ts'
import type { Ctx } from '#kernel/context.ts'
import { type Ancestor, findAncestors, findDays, findExisting, findSuccessions } from './place.store.ts'
import type { PlaceLevel } from './place.contract.ts'

/** A sum at a unit of the day asked for. */
export interface PlacedSum {
  unitId: string
  code: string
  name: string
  amount: number
  estimate: boolean
  /** The units it was counted in. */
  from: string[]
}

export interface PlacedSums {
  groups: PlacedSum[]
  unplaced: { unitId: string; name: string; amount: number; why: 'shares-unknown' | 'ended' | 'no-such-place' }[]
}

/**
 * Sums of units put together at the units of a level, in decreasing order. As organised `then`, or `restated` to how things are organised on
 * another day: by succession, whole where a unit went whole, by its share (marked an estimate) where it was divided, and left apart where a
 * share is not known. Groups and what could not be placed sum to what was given.
 */
export async function placeSums(
  ctx: Ctx,
  sums: readonly { unitId: string; amount: number }[],
  ask: { then: string; restatedTo?: string; level: PlaceLevel },
): Promise<PlacedSums> {
  const ids = sums.map((s) => s.unitId)
  const days = await findDays(ctx.db, ids, ask.then)
  const heirsOf = ask.restatedTo === undefined ? undefined : await heirsBy(ctx, ids, days, ask.restatedTo)
  const counted: CountedIn[] = sums.map(({ unitId, amount }) => ({
    id: unitId,
    amount,
    heirs: heirsOf ? heirsOf(unitId) : [{ id: unitId, share: 1 }],
  }))
  const looked = [...new Set(counted.flatMap((c) => c.heirs.map((h) => h.id)))]
  const chains = new Map<string, Ancestor[]>()
  const starts = looked.map((id) => ({ id, day: ask.restatedTo ?? days.get(id) ?? ask.then }))
  for (const a of await findAncestors(ctx.db, starts)) chains.set(a.start, [...(chains.get(a.start) ?? []), a])
  const places = new Map<string, Ancestor>()
  const { placed, unplaced } = restate(counted, (id) => {
    const place = placeAt(chains.get(id) ?? [], ask.level)
    if (place) places.set(place.id, place)
    return place?.id ?? null
  })
  const names = new Map(
    (
      await findAncestors(
        ctx.db,
        ids.map((id) => ({ id, day: days.get(id) ?? ask.then })),
      )
    )
      .filter((a) => a.step === 0)
      .map((a) => [a.id, a.name]),
  )
  return {
    groups: placed
      .map(({ placeId, amount, estimate, from }) => ({
        unitId: placeId,
        code: places.get(placeId)?.code ?? '',
        name: places.get(placeId)?.name ?? '',
        amount: round(amount),
        estimate,
        from,
      }))
      .sort((a, b) => b.amount - a.amount || a.name.localeCompare(b.name, 'vi')),
    unplaced: unplaced.map(({ id, amount, why }) => ({ unitId: id, amount: round(amount), why, name: names.get(id) ?? '' })),
  }
}

/** Shares are known to a few places: more digits than these would be noise. */
const round = (amount: number) => Math.round(amount * 1e6) / 1e6

/** The unit of a level at or above: `unit` itself; `body` the one right below the top. */
function placeAt(chain: readonly Ancestor[], level: PlaceLevel): Ancestor | undefined {
  if (level === 'unit') return chain[0]
  if (level === 'body') return chain.findLast((a) => a.level !== 'province') ?? chain.at(-1)
  return chain.find((a) => a.level === level)
}

async function heirsBy(ctx: Ctx, ids: readonly string[], days: ReadonlyMap<string, string>, on: string) {
  const successions = await findSuccessions(ctx.db, ids)
  const became = new Map(
    ids.map((id) => [
      id,
      // What the unit gave away before it was counted in does not concern the count.
      becameBy(
        id,
        successions.filter((s) => s.from !== id || s.on > (days.get(id) ?? '')),
        on,
      ),
    ]),
  )
  const existing = await findExisting(ctx.db, [...new Set([...became.values()].flat().map((b) => b.id))], on)
  return (id: string) => (became.get(id) ?? []).filter((b) => existing.has(b.id))
}
