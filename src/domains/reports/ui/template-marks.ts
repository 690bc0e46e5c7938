/** What a sentence of a template is made of: words, bound figures, footnote marks and parameters of the report. */
export type Mark =
  | { kind: 'text'; source: string }
  | { kind: 'figure'; source: string; figureId: string; style: string | null }
  | { kind: 'note'; source: string; key: string }
  | { kind: 'parameter'; source: string; name: string }

// The same marks the composer reads, except for bold and italic: an editor shows their stars.
const marks = /\{\{\s*([a-z]+\s*(?:[+-]\d+)?)\s*\}\}|\{([A-Za-z][\w.-]*)(?:\|(plain|roman|words|year))?\}|\[\^([\w-]+)\]/g

/**
 * Reads the marks of a template text. Joining the `source` of all parts gives the text back, so an editor can show chips and
 * lose nothing.
 *
 * @example readMarks('có {FI-01} chi bộ') // text "có ", figure FI-01, text " chi bộ"
 */
export function readMarks(text: string): Mark[] {
  const parts: Mark[] = []
  let from = 0
  for (const match of text.matchAll(marks)) {
    if (match.index > from) parts.push({ kind: 'text', source: text.slice(from, match.index) })
    const [source, parameter, figureId, style, key] = match
    if (parameter !== undefined) parts.push({ kind: 'parameter', source, name: parameter })
    else if (figureId !== undefined) parts.push({ kind: 'figure', source, figureId, style: style ?? null })
    else parts.push({ kind: 'note', source, key: key ?? '' })
    from = match.index + source.length
  }
  if (from < text.length) parts.push({ kind: 'text', source: text.slice(from) })
  return parts
}

/** Ids of the figures bound in a text, in order, each once. */
export function figuresIn(text: string): string[] {
  return [...new Set(readMarks(text).flatMap((mark) => (mark.kind === 'figure' ? [mark.figureId] : [])))]
}

/** Ids of the figures a condition compares: `FI-02 > 0`. */
export function figuresInCondition(when: string | undefined): string[] {
  return [...new Set((when ?? '').match(/[A-Za-z][\w.-]*(?=\s*[<>=!])/g) ?? [])]
}

/** Ways to print a bound figure, as the template writes them after the bar; null prints it as documents do. */
export const figureStyles = [null, 'plain', 'roman', 'words', 'year'] as const

/** The mark that binds a figure. */
export function figureMark(figureId: string, style: string | null): string {
  return style === null ? `{${figureId}}` : `{${figureId}|${style}}`
}

const comparison = String.raw`[A-Za-z][\w.-]*\s*(?:>=|<=|!=|>|<|=)\s*-?\d+(?:\.\d+)?`
const condition = new RegExp(String.raw`^\s*${comparison}(?:\s+(?:and|or)\s+${comparison})*\s*$`)

/** Whether a text is a condition the composer understands: `FI-02 > 0`, also joined by `and` / `or`. */
export function isCondition(text: string): boolean {
  return condition.test(text)
}
