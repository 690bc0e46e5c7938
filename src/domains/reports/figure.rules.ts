/** A figure of the catalogue: what it is, whoever gives its value. */
export interface CatalogueFigure {
  id: string
  section: string
  title: { vi: string; en: string }
  unit: string
  unitLabel: { vi: string; en: string }
  parentId?: string
  relation?: string
  numerator?: string
  denominator?: string
  module: string
  kind: string
}

/** Span of a period label: `2022` is the calendar year, `2022-03` the month. */
export function periodOf(label: string): { label: string; from: string; until: string } {
  const [year, month] = label.split('-').map(Number) as [number, number | undefined]
  if (month === undefined || month > 12) return { label, from: `${year}-01-01`, until: `${year + 1}-01-01` }
  const next = month === 12 ? `${year + 1}-01` : `${year}-${String(month + 1).padStart(2, '0')}`
  return { label, from: `${year}-${String(month).padStart(2, '0')}-01`, until: `${next}-01` }
}

/** The same period one year before; null for labels that are no year or month. */
export function formerPeriod(label: string): string | null {
  const m = /^(\d{4})(-(?:0[1-9]|1[0-2]))?$/.exec(label)
  return m ? `${Number(m[1]) - 1}${m[2] ?? ''}` : null
}

/** State of a figure: missing, disagreeing with another (a doubt alone does not make it so), or right as far as checks can tell. */
export function statusOf(
  value: string | null,
  id: string,
  findings: { severity: string; figures: string[] }[],
): 'ok' | 'differs' | 'missing' {
  if (value === null) return 'missing'
  return findings.some((f) => f.severity !== 'C' && f.figures.includes(id)) ? 'differs' : 'ok'
}

/** The figures a figure is made of or measured against, which open in turn. */
export function termsOf(figure: CatalogueFigure, all: CatalogueFigure[]): { role: string; id: string }[] {
  if (figure.relation === 'ratio') {
    return [
      { role: 'numerator', id: figure.numerator ?? '' },
      { role: 'denominator', id: figure.denominator ?? '' },
    ]
  }
  if (figure.relation === 'dup') return [{ role: 'same', id: figure.numerator ?? '' }]
  return all
    .filter((f) => f.parentId === figure.id)
    .map((f) => ({
      role: f.relation?.startsWith('part') ? 'part' : f.relation === 'ratio' ? 'share' : (f.relation ?? 'part'),
      id: f.id,
    }))
}

/** How a typed-in figure is measured, by its kind. */
export function describeMeasure(figure: CatalogueFigure): string {
  return figure.relation === 'ratio' ? 'ratio' : 'typed'
}
