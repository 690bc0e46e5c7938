import { deriveChecks, readChecks } from './check-derive.rules.ts'
import { runChecks } from './check-run.rules.ts'
import type { Check, FigureDefinitionForCheck, FigureReading, Finding } from './checks.rules.ts'

/** The figures of an invented rowing club. */
export const club: FigureDefinitionForCheck[] = [
  figure('members', { title: 'Thành viên', section: '1' }),
  figure('women', { title: 'Thành viên nữ', section: '1', parentId: 'members', relation: 'of-which' }),
  figure('women-share', { unit: 'percent', kind: 'percent', relation: 'ratio', numerator: 'women', denominator: 'members' }),
  figure('seniors', { parentId: 'members', relation: 'part' }),
  figure('juniors', { parentId: 'members', relation: 'part' }),
  figure('kids', { parentId: 'members', relation: 'part' }),
  figure('boats', { unit: 'boat', section: '2' }),
  figure('boats-from-lake', { unit: 'boat', parentId: 'boats', relation: 'part:from' }),
  figure('boats-from-river', { unit: 'boat', parentId: 'boats', relation: 'part:from' }),
  figure('boats-to-sea', { unit: 'boat', parentId: 'boats', relation: 'part:to' }),
  figure('cups', { unit: 'cup', section: '3' }),
  figure('cup-spring', { unit: 'cup', parentId: 'cups', relation: 'item' }),
  figure('cup-autumn', { unit: 'cup', parentId: 'cups', relation: 'item' }),
  figure('members-again', { section: '4', relation: 'dup', numerator: 'members' }),
  figure('gold', { section: '4' }),
  figure('silver', { section: '4' }),
  figure('trips', { section: '5' }),
  figure('trips-abroad', { section: '5', parentId: 'trips', relation: 'of-which' }),
  figure('rope', { unit: 'metre', kind: 'measure', section: '6' }),
  figure('left', { section: '7' }),
  figure('left-share', { unit: 'percent', kind: 'percent', section: '7' }),
  figure('founded', { unit: 'year', kind: 'event', section: '8' }),
]

/** A figure of the club; what is not said does not matter. */
export function figure(
  id: string,
  { title = id, ...rest }: Partial<Omit<FigureDefinitionForCheck, 'title'>> & { title?: string } = {},
) {
  return { id, title: { vi: title, en: id }, unit: 'person', section: '1', kind: 'count', ...rest }
}

export type Value = number | [FigureReading['qualifier'], number] | Partial<FigureReading>

/** What the club states; everything not said is not entered. */
export function states(values: Record<string, Value>): Map<string, FigureReading> {
  const reading = (id: string, value: Value): FigureReading => {
    if (typeof value === 'number') return { id, value, qualifier: 'exact' }
    if (Array.isArray(value)) return { id, value: value[1], qualifier: value[0] }
    return { id, value: 0, qualifier: 'exact', ...value }
  }
  return new Map(Object.entries(values).map(([id, value]) => [id, reading(id, value)]))
}

/** Fields that do not matter to a test. */
export const words = { title: { vi: 'Kiểm tra', en: 'Check' }, source: 'Nội quy câu lạc bộ' }
/** Checks written down as data. */
export const written = (...checks: object[]): Check[] => readChecks(checks, club)

/** The checks the definitions of the club imply, and what they find. */
export const derived = deriveChecks(club)
export const names = (findings: Finding[]) => findings.map(({ checkId }) => checkId)
export const derivedFindings = (values: Record<string, Value>) => runChecks(derived, states(values))
