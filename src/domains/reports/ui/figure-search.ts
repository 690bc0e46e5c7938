import { fold } from '#kernel/text.ts'
import type { ListQuestion } from '#ui/list-question.ts'
import type { FigureRow } from '../figure.contract.ts'

/** Sections of the report as a reader looks for them. */
export const sectionCodes = [
  '1.I',
  '1.II.1',
  '1.II.3.1',
  '1.II.3.2',
  '1.II.3.3',
  '1.II.3.4',
  '1.II.3.5',
  '1.II.3.6',
  '1.II.3.7',
  '1.II.3.8',
  '1.II.3.9',
  '1.II.4',
  '1.II.5',
  '1.II.6',
  '1.II.7',
] as const

/** Fields of work figures belong to, in the order people look for them. */
export const moduleCodes = [
  'party',
  'organization',
  'quotas',
  'positions',
  'recruitment',
  'cadre',
  'evaluation',
  'salary',
  'training',
  'hr',
  'par-index',
  'procedures',
  'it-systems',
  'documents',
  'archives',
  'associations',
  'local-government',
  'grassroots',
  'territory',
  'youth',
  'emulation',
  'religion',
  'inspection',
  'petitions',
  'legal',
  'tasks',
  'union-youth',
] as const

/** Figures whose id or title holds every word, folded: marks need not be typed. */
export function searchFigures(rows: readonly FigureRow[], text: string): FigureRow[] {
  const words = fold(text).split(' ').filter(Boolean)
  if (words.length === 0) return [...rows]
  return rows.filter((row) => {
    const folded = fold(`${row.id} ${row.title.vi} ${row.title.en}`)
    return words.every((word) => folded.includes(word))
  })
}

/** The figures a list asks for: words and filters together. */
export function selectFigures(rows: readonly FigureRow[], question: ListQuestion): FigureRow[] {
  const asked = (key: string) => {
    const value = question[key]
    return value === undefined ? [] : Array.isArray(value) ? value : [String(value)]
  }
  const [statuses, sources, sections, modules] = ['status', 'source', 'section', 'module'].map(asked) as [
    string[],
    string[],
    string[],
    string[],
  ]
  return searchFigures(rows, question.search ?? '').filter(
    (row) =>
      (statuses.length === 0 || statuses.includes(row.status)) &&
      (sources.length === 0 || sources.includes(row.source)) &&
      (modules.length === 0 || modules.includes(row.module)) &&
      (sections.length === 0 || sections.some((section) => isWithin(row.section, section))),
  )
}

/** Whether a place lies in a section: `1.II.3.4.d/fn17` lies in `1.II.3.4`, `1.II.3` does not lie in `1.II.31`. */
function isWithin(place: string, section: string): boolean {
  return place === section || place.startsWith(`${section}.`) || place.startsWith(`${section}/`)
}

/** Figures in the order a list asks for; the catalogue's own order is that of the report. */
export function sortFigures(rows: readonly FigureRow[], sort: string): FigureRow[] {
  const down = sort.startsWith('-')
  const key = sort.replace(/^-/, '')
  if (key === 'section' || key === 'order') return down ? rows.toReversed() : [...rows]
  const compare = key === 'value' ? byValue : key === 'id' ? byText((row) => row.id) : byText((row) => row.title.vi)
  const sorted = rows.toSorted(compare)
  return down ? sorted.reverse() : sorted
}

function byValue(a: FigureRow, b: FigureRow): number {
  return Number(a.value ?? Number.NEGATIVE_INFINITY) - Number(b.value ?? Number.NEGATIVE_INFINITY) || (a.id < b.id ? -1 : 1)
}

const collator = new Intl.Collator('vi', { numeric: true })

function byText(text: (row: FigureRow) => string): (a: FigureRow, b: FigureRow) => number {
  return (a, b) => collator.compare(text(a), text(b))
}
