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

/** A birth as far as it is known: the day, the month and year, the year alone, or nothing. */
export interface KnownBirth {
  birthDate: string | null
  birthMonth?: number | null
  birthYear: number | null
}

/** As one text that sorts by time: `1985-03-08`, `1985-03`, `1985`. */
export function birthOf({ birthDate, birthMonth, birthYear }: KnownBirth): string | null {
  if (birthDate !== null || birthYear === null) return birthDate
  return birthMonth ? `${String(birthYear)}-${String(birthMonth).padStart(2, '0')}` : String(birthYear)
}

/** The same the other way. */
export function birthFrom(text: string | null | undefined): Required<KnownBirth> {
  if (!text) return { birthDate: null, birthMonth: null, birthYear: null }
  if (text.length === 10) return { birthDate: text, birthMonth: null, birthYear: null }
  return { birthDate: null, birthMonth: Number(text.slice(5)) || null, birthYear: Number(text.slice(0, 4)) }
}

/** Whether two births, each as far as known, may be of one person. */
export function birthsAgree(a: string, b: string): boolean {
  return a.startsWith(b) || b.startsWith(a)
}

/** Day, month and year must not contradict each other; a month stands with its year, where no day is known. */
export function birthAgrees({ birthDate, birthMonth, birthYear }: KnownBirth): boolean {
  if (birthMonth) return birthDate === null && birthYear !== null
  return birthDate === null || birthYear === null || Number(birthDate.slice(0, 4)) === birthYear
}

/**
 * The day a birth counts from where an age is asked for, as for retirement: of a year 1 January, of a month its first day (Decree
 * 135/2020/NĐ-CP article 4).
 */
export function birthCountedFrom(birth: KnownBirth): string | null {
  const known = birthOf(birth)
  return known && `${known}-01-01`.slice(0, 10)
}

/** Nobody is in post before the age of fifteen (Labour Code 45/2019/QH14 article 3): a birth that says so is wrong. */
export function oldEnough(birth: KnownBirth, from: string): boolean {
  const counted = birthCountedFrom(birth)
  return counted === null || `${String(Number(counted.slice(0, 4)) + 15)}${counted.slice(4)}` <= from
}
