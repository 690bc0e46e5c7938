import { birthOf, birthsAgree, type KnownBirth } from './person.rules.ts'
import { capitaliseName, fold, normalise, sameText } from '#kernel/text.ts'

/** A person as recorded, as far as knowing one again goes. */
export interface KnownPerson extends KnownBirth {
  id: string
  familyAndMiddle: string
  given: string
  sex: string
  category: string
  citizenId: string | null
  /** Main posts, oldest first. */
  posts: { unitId: string; title: string; validFrom: string; validUntil: string | null }[]
}

/** A person as a row says. `birth` is a day, a month or a year. */
export interface SoughtPerson {
  name: string
  birth: string | null
  citizenId: string | null
  unitId: string | null
}

export type MatchDecision<P> = { kind: 'none' } | { kind: 'one'; person: P } | { kind: 'unsure'; persons: P[] }

/** `TRẦN VĂN MẪU` as `Trần Văn Mẫu`; a name written with care stays as it is. */
export function tidyName(name: string): string {
  const text = normalise(name)
  return text === text.toUpperCase() || text === text.toLowerCase() ? capitaliseName(text) : text
}

/** The last word is the given name, as in the index of names. */
export function splitName(name: string): { familyAndMiddle: string; given: string } {
  const words = tidyName(name).split(' ')
  return { familyAndMiddle: words.slice(0, -1).join(' '), given: words.at(-1) ?? '' }
}

/** What persons are looked up by: given name first, without marks. */
export function nameKey(name: string): string {
  const { familyAndMiddle, given } = splitName(name)
  return fold(`${given} ${familyAndMiddle}`)
}

/** What people of rows are looked up by, each once. */
export function lookUp(
  rows: readonly { name: string | null | undefined; birth: string | null | undefined }[],
): { key: string; year: number | null }[] {
  const sought = new Map<string, { key: string; year: number | null }>()
  for (const { name, birth } of rows) {
    const key = nameKey(name ?? '')
    const year = birth ? Number(birth.slice(0, 4)) : null
    sought.set(`${key}|${year}`, { key, year })
  }
  return [...sought.values()]
}

export function fullNameOf(person: Pick<KnownPerson, 'familyAndMiddle' | 'given'>): string {
  return [person.familyAndMiddle, person.given].filter(Boolean).join(' ')
}

/**
 * Whom a row means. The citizen number decides alone. Else name, birth and unit together: all three equal and nobody else like it is the
 * person; where something is missing, differs, or fits several, a person must look. Two people of one name and birth in different units are
 * not taken for one, nor one who moved for two.
 */
export function decideMatch<P extends KnownPerson>(sought: SoughtPerson, known: readonly P[]): MatchDecision<P> {
  const { citizenId } = sought
  const name = tidyName(sought.name)
  if (citizenId !== null) {
    const owner = known.find((p) => p.citizenId === citizenId)
    // A number under another name is a mistake in one of the two.
    if (owner)
      return fold(fullNameOf(owner)) === fold(name) ? { kind: 'one', person: owner } : { kind: 'unsure', persons: [owner] }
  }
  const alike = known.filter((p) => {
    if (fold(fullNameOf(p)) !== fold(name)) return false
    // Another number is another person.
    if (citizenId !== null && p.citizenId !== null) return false
    const born = birthOf(p)
    return sought.birth === null || born === null || birthsAgree(sought.birth, born)
  })
  if (alike.length === 0) return { kind: 'none' }
  const sure = alike.filter((p) => {
    const born = birthOf(p)
    const here = sought.unitId !== null && p.posts.some((t) => t.unitId === sought.unitId)
    return (
      here &&
      born !== null &&
      sought.birth !== null &&
      birthsAgree(born, sought.birth) &&
      sameText(fullNameOf(p).toLowerCase(), name.toLowerCase())
    )
  })
  const [one] = sure
  if (one && sure.length === 1 && alike.length === 1) return { kind: 'one', person: one }
  // Nobody of this name in the unit, births unknown on either side: namesakes are common, but it may be the same.
  return { kind: 'unsure', persons: alike.slice(0, 10) }
}
