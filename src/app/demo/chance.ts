/** Chance from a seed, and shares that sum: the same on every machine. */

export interface Chance {
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
export function chanceFrom(seed: number): Chance {
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
export function drawer<T>(items: readonly T[], weight: (item: T) => number): (chance: Chance) => T {
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
export function apportion(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((all, weight) => all + weight, 0)
  const exact = weights.map((weight) => (total * weight) / sum)
  const shares = exact.map(Math.floor)
  const left = total - shares.reduce((all, share) => all + share, 0)
  const byRemainder = exact.map((_, at) => at).sort((a, b) => exact[b]! - shares[b]! - (exact[a]! - shares[a]!) || a - b)
  for (const at of byRemainder.slice(0, left)) shares[at]! += 1
  return shares
}
