/** A post as far as two records of one person can disagree over it. */
export interface MergePost {
  id: string
  personId: string
  unitId: string
  title: string
  isMain: boolean
  validFrom: string
  validUntil: string | null
}

/** What becomes of a row of either record: an additional post instead of a main one, or left out of the record that stays. */
export type RowAct = 'side' | 'leave-out'

/** Two rows that cannot both stand in one record: what to choose from says how it can go on. */
export interface MergeFault {
  /** Name of the choice. */
  key: string
  code: string
  params: Record<string, string>
  options: { value: string; code: string; params: Record<string, string>; acts: Record<string, RowAct> }[]
}

const overlaps = (a: MergePost, b: MergePost) =>
  (a.validUntil === null || b.validFrom < a.validUntil) && (b.validUntil === null || a.validFrom < b.validUntil)

/** Rows that say the same: the merge keeps one of them. */
const same = (a: MergePost, b: MergePost) =>
  a.unitId === b.unitId && a.title === b.title && a.isMain === b.isMain && a.validFrom === b.validFrom

/** Main posts of two records that overlap: at each day a person holds at most one. Each with what can be done. */
export function overlappingPosts(
  kept: readonly MergePost[],
  gone: readonly MergePost[],
  say: (post: MergePost) => Record<string, string>,
): MergeFault[] {
  const rest = gone.filter((g) => !kept.some((k) => same(k, g)))
  return kept
    .filter((k) => k.isMain)
    .flatMap((k) =>
      rest
        .filter((g) => g.isMain && overlaps(k, g))
        .map((g) => ({
          key: `${k.id}/${g.id}`,
          code: 'people.mergeOverlap',
          params: prefixed(say(k), say(g)),
          options: [
            { value: 'leave-gone', code: 'people.mergeLeaveOut', params: say(g), acts: { [g.id]: 'leave-out' as const } },
            { value: 'leave-kept', code: 'people.mergeLeaveOut', params: say(k), acts: { [k.id]: 'leave-out' as const } },
            { value: 'side-gone', code: 'people.mergeSide', params: say(g), acts: { [g.id]: 'side' as const } },
            { value: 'side-kept', code: 'people.mergeSide', params: say(k), acts: { [k.id]: 'side' as const } },
          ],
        })),
    )
}

function prefixed(kept: Record<string, string>, gone: Record<string, string>): Record<string, string> {
  return {
    ...Object.fromEntries(Object.entries(kept).map(([key, value]) => [`${key}Kept`, value])),
    ...Object.fromEntries(Object.entries(gone).map(([key, value]) => [`${key}Gone`, value])),
  }
}

/** What the choices made do to rows, and which faults they leave. A row left out settles every fault it is part of. */
export function decideMerge(
  faults: readonly MergeFault[],
  choices: Readonly<Record<string, string>>,
): { acts: Record<string, RowAct>; open: MergeFault[] } {
  const acts: Record<string, RowAct> = {}
  for (const { key, options } of faults) {
    for (const [row, act] of Object.entries(options.find((o) => o.value === choices[key])?.acts ?? {}))
      if (acts[row] !== 'leave-out') acts[row] = act
  }
  const open = faults.filter(
    ({ options }) =>
      !options.some((o) => Object.entries(o.acts).every(([row, act]) => acts[row] === act || acts[row] === 'leave-out')),
  )
  return { acts, open }
}
