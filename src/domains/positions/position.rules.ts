/** Groups of job positions (Decree 62/2020 article 4, Decree 106/2020 article 4). */
export const positionGroups = ['leadership', 'specialised', 'shared', 'support'] as const
export type PositionGroup = (typeof positionGroups)[number]

/** Kinds of staff a catalogue is for. */
export const staffKinds = [
  'civil-servant',
  'public-employee',
  'contract',
  'commune-cadre',
  'commune-civil-servant',
  'part-time',
] as const
export type StaffKind = (typeof staffKinds)[number]

export const schemeKinds = ['new', 'adjusted'] as const
export type SchemeKind = (typeof schemeKinds)[number]

export const standings = ['over', 'vacant', 'filled', 'no-scheme'] as const
export interface DatedScheme {
  id: string
  validFrom: string
  validUntil: string | null
}

/**
 * Where a scheme stands among those approved before it: it replaces the one in force on its day, which ends then. Nothing may be approved from
 * the day on already.
 */
export function decideApproval(
  approved: readonly DatedScheme[],
  from: string,
): { ok: true; replaces: string | null } | { ok: false; since: string } {
  const later = approved.filter((s) => s.validFrom >= from).sort((a, b) => (a.validFrom < b.validFrom ? -1 : 1))[0]
  if (later) return { ok: false, since: later.validFrom }
  const current = approved.find((s) => s.validUntil === null || s.validUntil > from)
  return { ok: true, replaces: current?.id ?? null }
}

export interface DatedPosition {
  id: string
  validFrom: string
  validUntil: string | null
}

export interface LineFault {
  row: number
  code: 'twice' | 'unknown' | 'not-in-force'
}

/** What is wrong with the lines of a scheme: one position twice; a position that is not in force on the day the scheme takes effect. */
export function faultsOfLines(
  lines: readonly { positionId: string }[],
  positions: ReadonlyMap<string, DatedPosition>,
  on: string | null,
): LineFault[] {
  const seen = new Set<string>()
  return lines.flatMap(({ positionId }, at): LineFault[] => {
    const row = at + 1
    const position = positions.get(positionId)
    if (!position) return [{ row, code: 'unknown' }]
    if (seen.has(positionId)) return [{ row, code: 'twice' }]
    seen.add(positionId)
    const holds = on === null || (position.validFrom <= on && (position.validUntil === null || position.validUntil > on))
    return holds ? [] : [{ row, code: 'not-in-force' }]
  })
}

/** A rank of civil servants (01.003) or a title of public employees (V.07.02.25), whether or not the list of ranks has it yet. */
export function looksLikeRank(code: string): boolean {
  return /^(\d{2}|\d[a-z])\.\d{3}$/.test(code) || /^V(\.\d{2}){3}$/.test(code)
}
