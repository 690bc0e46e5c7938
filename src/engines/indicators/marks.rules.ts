import type { FigureFormat } from './figure-format.rules.ts'

/** A piece of a template's text. */
export type Mark =
  | { kind: 'text'; text: string; bold?: boolean; italic?: boolean }
  | { kind: 'figure'; figureId: string; format?: FigureFormat }
  | { kind: 'footnote'; key: string }
  | { kind: 'parameter'; name: string; shift: number }

const pattern =
  /\{\{\s*([a-z]+)\s*([+-]\d+)?\s*\}\}|(?<!\{)\{([A-Za-z][\w.-]*)(?:\|(plain|roman|words|year))?\}(?!\})|\[\^([\w-]+)\]|\*\*(.+?)\*\*|\*(.+?)\*/gs

/** Reads the inline marks of a template's text (see `template.contract.ts`). Text that is no mark stays text. */
export function readMarks(text: string): Mark[] {
  const marks: Mark[] = []
  let at = 0
  for (const m of text.matchAll(pattern)) {
    if (m.index > at) marks.push({ kind: 'text', text: text.slice(at, m.index) })
    at = m.index + m[0].length
    const [, parameter, shift, figureId, format, key, bold, italic] = m
    if (parameter) marks.push({ kind: 'parameter', name: parameter, shift: Number(shift ?? 0) })
    else if (figureId) marks.push({ kind: 'figure', figureId, ...(format ? { format: format as FigureFormat } : {}) })
    else if (key) marks.push({ kind: 'footnote', key })
    else if (bold !== undefined) marks.push(...readMarks(bold).map((x) => (x.kind === 'text' ? { ...x, bold: true } : x)))
    else if (italic !== undefined) marks.push(...readMarks(italic).map((x) => (x.kind === 'text' ? { ...x, italic: true } : x)))
  }
  if (at < text.length) marks.push({ kind: 'text', text: text.slice(at) })
  return marks
}

/** A condition over figures: `FI-02 > 0`, also joined by `and` / `or` (read from left to right). */
export interface Comparison {
  figureId: string
  operator: '>' | '>=' | '<' | '<=' | '=' | '!='
  value: number
  join: 'and' | 'or'
}

/** Reads a condition; null when it is not one. */
export function readCondition(text: string): Comparison[] | null {
  const parts = text.trim().split(/\s+(and|or)\s+/)
  const comparisons: Comparison[] = []
  for (let i = 0; i < parts.length; i += 2) {
    const m = /^([A-Za-z][\w.-]*)\s*(>=|<=|!=|>|<|=)\s*(-?\d+(?:\.\d+)?)$/.exec(parts[i] ?? '')
    if (!m) return null
    comparisons.push({
      figureId: m[1] ?? '',
      operator: m[2] as Comparison['operator'],
      value: Number(m[3]),
      join: i === 0 ? 'and' : (parts[i - 1] as 'and' | 'or'),
    })
  }
  return comparisons
}

/** Whether a condition holds; a missing figure counts as nought. */
export function holds(comparisons: Comparison[], valueOf: (figureId: string) => number): boolean {
  return comparisons.reduce((so, c) => {
    const v = valueOf(c.figureId)
    const one = {
      '>': v > c.value,
      '>=': v >= c.value,
      '<': v < c.value,
      '<=': v <= c.value,
      '=': v === c.value,
      '!=': v !== c.value,
    }[c.operator]
    return c.join === 'and' ? so && one : so || one
  }, true)
}
