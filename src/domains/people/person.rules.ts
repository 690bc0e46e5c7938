/** A main post with its period; `validUntil` is the first day without it. */
export interface HeldPost {
  validFrom: string
  validUntil: string | null
}

export type MoveDecision = { ok: true } | { ok: false; why: 'no-post' | 'not-after' | 'later-post' }

/**
 * Whether a person can take another main post from a day: the present one must have begun before that day and nothing may be recorded later,
 * so that posts neither overlap nor leave a gap.
 */
export function decideMove(posts: HeldPost[], from: string): MoveDecision {
  if (posts.length === 0) return { ok: false, why: 'no-post' }
  if (posts.some((p) => p.validFrom > from)) return { ok: false, why: 'later-post' }
  const current = posts.find((p) => p.validFrom <= from && (p.validUntil === null || p.validUntil > from))
  if (current && current.validFrom === from) return { ok: false, why: 'not-after' }
  return { ok: true }
}

/** A birth date and a birth year must not contradict each other. */
export function birthAgrees(birthDate: string | null, birthYear: number | null): boolean {
  return birthDate === null || birthYear === null || Number(birthDate.slice(0, 4)) === birthYear
}

/** Nobody is in post before the age of fifteen (Labour Code 45/2019/QH14 article 3): a birth that says so is wrong. */
export function oldEnough(birth: { birthDate: string | null; birthYear: number | null }, from: string): boolean {
  if (birth.birthDate !== null) return `${String(Number(birth.birthDate.slice(0, 4)) + 15)}${birth.birthDate.slice(4)}` <= from
  return birth.birthYear === null || birth.birthYear + 15 <= Number(from.slice(0, 4))
}
