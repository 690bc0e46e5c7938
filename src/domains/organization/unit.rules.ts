import { type Dated, holdsOn } from '#kernel/dates.ts'

export type RenameDecision =
  { ok: true; close: Dated } | { ok: false; why: 'not-in-existence' | 'starts-same-day' | 'later-version' }

/**
 * Whether a unit can take a new name from a day: it must exist then, its present version must have begun earlier, and nothing recorded may
 * begin after that day (history is not rewritten by a change; a correction is another act).
 */
export function decideRename(versions: Dated[], from: string): RenameDecision {
  const current = versions.find((v) => holdsOn(v, from))
  if (!current) return { ok: false, why: 'not-in-existence' }
  if (current.validFrom === from) return { ok: false, why: 'starts-same-day' }
  if (versions.some((v) => v.validFrom !== null && v.validFrom > from)) return { ok: false, why: 'later-version' }
  return { ok: true, close: { validFrom: current.validFrom, validUntil: from } }
}
