import { addDays } from '#kernel/dates.ts'

/** Why a post ends. Those after `moved` explain a time without main post. */
export const endReasons = [
  'moved',
  'leave',
  'secondment',
  'study',
  'resigned',
  'dismissed',
  'retired',
  'died',
  'left',
  'term-over',
] as const
export type EndReason = (typeof endReasons)[number]

/** What a post is held by, besides an appointment. */
export const contractKinds = ['indefinite', 'fixed-term', 'decree-68', 'decree-111', 'labour'] as const
export type ContractKind = (typeof contractKinds)[number]

/** A post with its days; `validUntil` is the first day without it. */
export interface DatedPost {
  id: string
  unitId: string
  title: string
  isMain: boolean
  validFrom: string
  validUntil: string | null
  endReason: EndReason | null
}

const holds = (post: Pick<DatedPost, 'validFrom' | 'validUntil'>, day: string) =>
  post.validFrom <= day && (post.validUntil === null || post.validUntil > day)

const mains = (posts: readonly DatedPost[]) => posts.filter((p) => p.isMain).sort((a, b) => (a.validFrom < b.validFrom ? -1 : 1))

export type AppointDecision =
  | {
      ok: true
      /** Takes the place of this one, which ends on the day. */ ends: string | null
      /** The post whose end must say why there was a gap. */ explains: string | null
    }
  | { ok: false; why: 'later-post' | 'not-after' | 'gap'; from: string }

/**
 * Whether somebody can take another main post from a day. Nothing may be recorded later; the present one must have begun before; where none
 * is held, the end of the last must say why, or `gapReason` says it now.
 */
export function decideAppoint(posts: readonly DatedPost[], from: string, gapReason: EndReason | null): AppointDecision {
  const all = mains(posts)
  const last = all.at(-1)
  if (!last) return { ok: true, ends: null, explains: null }
  if (last.validFrom > from) return { ok: false, why: 'later-post', from }
  if (holds(last, from))
    return last.validFrom === from ? { ok: false, why: 'not-after', from } : { ok: true, ends: last.id, explains: null }
  const gap = last.validUntil !== null && last.validUntil < from && (last.endReason === null || last.endReason === 'moved')
  if (!gap) return { ok: true, ends: null, explains: null }
  return gapReason === null || gapReason === 'moved'
    ? { ok: false, why: 'gap', from: last.validUntil ?? from }
    : { ok: true, ends: null, explains: last.id }
}

/** Whether a concurrent post can be taken: beside a main one held that day, and not the same post twice. */
export function decideConcurrent(
  posts: readonly DatedPost[],
  wanted: { unitId: string; title: string; from: string; until: string | null },
): { ok: true } | { ok: false; why: 'no-main' | 'twice' | 'ends-before-start' } {
  if (wanted.until !== null && wanted.until <= wanted.from) return { ok: false, why: 'ends-before-start' }
  if (!posts.some((p) => p.isMain && holds(p, wanted.from))) return { ok: false, why: 'no-main' }
  const same = posts.filter((p) => p.unitId === wanted.unitId && p.title.toLowerCase() === wanted.title.toLowerCase())
  const overlaps = same.some(
    (p) => (wanted.until === null || p.validFrom < wanted.until) && (p.validUntil === null || p.validUntil > wanted.from),
  )
  return overlaps ? { ok: false, why: 'twice' } : { ok: true }
}

/** Whether a post can end with a last day: after it began, not twice. `moved` is said by the next post, not by an end. */
export function decideEnd(
  post: DatedPost,
  lastDay: string,
  reason: EndReason,
): { ok: true; until: string } | { ok: false; why: 'ended' | 'ends-before-start' | 'moved' } {
  if (post.validUntil !== null) return { ok: false, why: 'ended' }
  if (lastDay < post.validFrom) return { ok: false, why: 'ends-before-start' }
  if (post.isMain && reason === 'moved') return { ok: false, why: 'moved' }
  return { ok: true, until: addDays(lastDay, 1) }
}

/**
 * What the correction of a first day means for the post before: where the two met, they meet again on the right day; where there was a gap
 * with its reason, the day may not come before it.
 */
export function decideCorrectStart(
  posts: readonly DatedPost[],
  id: string,
  from: string,
): { ok: true; before: { id: string; until: string } | null } | { ok: false; why: 'overlap' | 'ends-before-start' } {
  const post = posts.find((p) => p.id === id)
  if (!post) throw new Error('no such post')
  if (post.validUntil !== null && post.validUntil <= from) return { ok: false, why: 'ends-before-start' }
  if (!post.isMain) return { ok: true, before: null }
  const all = mains(posts)
  const before = all[all.findIndex((p) => p.id === id) - 1]
  if (!before) return { ok: true, before: null }
  if (before.validUntil === post.validFrom) {
    const meets = before.endReason === null || before.endReason === 'moved'
    if (meets)
      return from > before.validFrom ? { ok: true, before: { id: before.id, until: from } } : { ok: false, why: 'overlap' }
  }
  if (before.validUntil !== null && from >= before.validUntil) {
    // A later beginning opens a gap only where its reason is known.
    return { ok: true, before: null }
  }
  return { ok: false, why: 'overlap' }
}

export interface PostFault {
  id: string
  fault: 'overlap' | 'gap'
}

/** Main posts that overlap, and gaps nobody explained. */
export function faultsOfPosts(posts: readonly DatedPost[]): PostFault[] {
  const all = mains(posts)
  return all.slice(1).flatMap((post, at): PostFault[] => {
    const before = all[at]
    if (!before) return []
    if (before.validUntil === null || before.validUntil > post.validFrom) return [{ id: post.id, fault: 'overlap' }]
    const explained = before.endReason !== null && before.endReason !== 'moved'
    return before.validUntil < post.validFrom && !explained ? [{ id: before.id, fault: 'gap' }] : []
  })
}
