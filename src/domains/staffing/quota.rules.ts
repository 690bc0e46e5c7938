export const quotaKinds = ['CC', 'HD68', 'HD111', 'VC-NSNN', 'VC-TT'] as const
export type QuotaKind = (typeof quotaKinds)[number]

/** What a decision does: gives for the year, adds, cuts, moves between holders. */
export const quotaActs = ['assign', 'add', 'cut', 'move'] as const
export type QuotaAct = (typeof quotaActs)[number]

/** One line of a decision; the reserve is the holder without a unit. Amounts as printed: how many posts, always above nought. */
export interface QuotaLine {
  unitId: string | null
  kind: QuotaKind
  /** In a movement: whether the holder gives or receives. */
  side?: 'from' | 'to' | undefined
  amount: number
}

export type QuotaFault =
  | { code: 'uneven'; kind: QuotaKind; out: number; into: number }
  | { code: 'wrong-sign'; row: number }
  | { code: 'twice'; row: number }
  | { code: 'not-in-force'; kind: QuotaKind }

/** Contracts of Decree 68/2000 ended when Decree 111/2022 came into force on 22 February 2023. */
const inForce: Partial<Record<QuotaKind, { from?: number; until?: number }>> = { HD68: { until: 2022 }, HD111: { from: 2023 } }

/**
 * The entries a decision makes of its lines, or what is wrong with them.
 *
 * A movement neither makes posts nor loses them: kind by kind, what is given equals what is received (the sum of 2022: 12 from six holders,
 * 12 to two).
 */
export function decideEntries(
  act: QuotaAct,
  year: number,
  lines: readonly QuotaLine[],
): { entries: { unitId: string | null; kind: QuotaKind; amount: number }[]; faults: QuotaFault[] } {
  const faults: QuotaFault[] = []
  const seen = new Set<string>()
  const entries = lines.map((line, at) => {
    const key = `${line.unitId ?? ''}/${line.kind}`
    if (act === 'move' && seen.has(key)) faults.push({ code: 'twice', row: at + 1 })
    seen.add(key)
    if ((act === 'move') !== (line.side !== undefined) || line.amount <= 0) faults.push({ code: 'wrong-sign', row: at + 1 })
    const less = act === 'cut' || line.side === 'from'
    return { unitId: line.unitId, kind: line.kind, amount: less ? -line.amount : line.amount }
  })
  for (const kind of new Set(lines.map((line) => line.kind))) {
    const { from = -Infinity, until = Infinity } = inForce[kind] ?? {}
    if (year < from || year > until) faults.push({ code: 'not-in-force', kind })
    const own = entries.filter((entry) => entry.kind === kind)
    const into = own.reduce((sum, { amount }) => sum + Math.max(0, amount), 0)
    const out = own.reduce((sum, { amount }) => sum - Math.min(0, amount), 0)
    if (act === 'move' && into !== out) faults.push({ code: 'uneven', kind, out, into })
  }
  return { entries, faults }
}
