/** A level as written in data/levels.csv. */
export interface Level {
  code: string
  /** False for administrative states ("not rated"), which count nowhere. */
  isLevel: boolean
  validFrom: string | null
  validUntil: string | null
  /** Results for periods ending by this day may still carry the level, though it had been repealed. */
  historicalUntil: string | null
  source: string
}

export type LevelDecision =
  { ok: true; historical: boolean; source: string } | { ok: false; why: 'unknown-level' | 'not-in-force' }

/**
 * Whether a level may stand for a period. The period rated decides, never today: a level of rules since replaced stays right for its time,
 * and is accepted as historical where results of the change-over still carry it (82 persons of 2021).
 */
export function decideLevel(levels: Level[], code: string, periodFrom: string, periodUntil: string): LevelDecision {
  const level = levels.find((l) => l.code === code)
  if (!level) return { ok: false, why: 'unknown-level' }
  const begun = level.validFrom === null || level.validFrom < periodUntil
  const inForce = begun && (level.validUntil === null || level.validUntil > periodFrom)
  if (inForce) return { ok: true, historical: false, source: level.source }
  if (begun && level.historicalUntil !== null && periodUntil <= level.historicalUntil)
    return { ok: true, historical: true, source: level.source }
  return { ok: false, why: 'not-in-force' }
}

const months: Record<string, number> = { month: 1, quarter: 3, year: 12, 'school-year': 12 }

/** Whether a period is of its kind: whole months, of the right length; a year begins in January. School years end with the unit's own plan. */
export function periodFits(kind: string, from: string, until: string): boolean {
  const length = months[kind]
  if (!length || !from.endsWith('-01') || !until.endsWith('-01')) return false
  const [fy, fm] = from.split('-').map(Number) as [number, number]
  const [uy, um] = until.split('-').map(Number) as [number, number]
  const span = (uy - fy) * 12 + (um - fm)
  if (kind === 'school-year') return span >= 9 && span <= 12
  return span === length && (kind !== 'year' || fm === 1) && (kind !== 'quarter' || fm % 3 === 1)
}
