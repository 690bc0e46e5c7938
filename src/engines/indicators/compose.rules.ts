import type { Block, DocumentModel, Run } from './document.contract.ts'
import { type FigureQualifier, printFigure } from './figure-format.rules.ts'
import { holds, type Mark, readCondition, readMarks } from './marks.rules.ts'
import type { ReportTemplate, Sentence } from './template.contract.ts'

/** A figure as the composer needs it. */
export interface ComposedFigure {
  id: string
  kind: string
  value: string | null
  qualifier: FigureQualifier
  source: 'computed' | 'typed'
  status: 'ok' | 'differs' | 'missing'
}

export interface ComposeInput {
  template: ReportTemplate
  figures: ReadonlyMap<string, ComposedFigure>
  /** Records behind figures named in `list` sentences. */
  lists: ReadonlyMap<string, Record<string, string>[]>
  parameters: Record<string, string | number>
  documentNumber: string | null
  documentDate: string | null
  language: 'vi' | 'en'
  watermark?: string
}

/** Something wrong with a template, and where: block or footnote id and sentence number. */
export interface TemplateProblem {
  place: string
  code: 'unknown-figure' | 'unknown-footnote' | 'unused-footnote' | 'unknown-parameter' | 'bad-condition' | 'empty-heading'
  name: string
}

/** Makes the document of a report from its template and figures. Pure: the same input gives the same document. */
export function composeDocument(input: ComposeInput): DocumentModel {
  const { template } = input
  const notes = new Map<string, number>()
  const footnotes: DocumentModel['footnotes'] = []
  const print = (text: string) => runsOf(readMarks(text), input, notes)
  const blocks: Block[] = []
  for (const block of template.blocks) {
    if (block.kind === 'heading') {
      blocks.push({
        kind: 'heading',
        id: block.id,
        level: block.level as 0 | 1 | 2 | 3 | 4 | 5,
        number: block.number,
        runs: print(block.text),
      })
      continue
    }
    if (block.when && !conditionHolds(block.when, input)) continue
    const runs = sentenceRuns(block.sentences, input, notes)
    if (runs.length === 0) continue
    const author = block.sentences.find((s) => s.kind === 'free')?.author
    blocks.push({
      kind: 'paragraph',
      id: block.id,
      ...(block.bullet ? { bullet: block.bullet } : {}),
      runs,
      ...(author ? { author } : {}),
    })
  }
  // Footnotes may refer to further footnotes: numbered as they are met.
  for (const [key, number] of notes) footnotes.push({ number, runs: sentenceRuns(template.footnotes[key] ?? [], input, notes) })
  return {
    layout: template.layout,
    language: input.language,
    header: {
      superior: fill(template.header.superior, input),
      issuer: fill(template.header.issuer, input),
      number: input.documentNumber ?? (template.header.symbol ? `…-${template.header.symbol}` : ''),
      place: template.header.place,
      date: input.documentDate,
    },
    type: template.type,
    summary: fill(template.summary, input),
    addressees: template.addressees.map((a) => fill(a, input)),
    blocks,
    footnotes,
    recipients: template.recipients.map((r) => fill(r, input)),
    signature: template.signature,
    ...(input.watermark ? { watermark: input.watermark } : {}),
  }
}

function sentenceRuns(sentences: Sentence[], input: ComposeInput, notes: Map<string, number>): Run[] {
  const runs: Run[] = []
  for (const sentence of sentences) {
    if (sentence.kind !== 'free' && sentence.when && !conditionHolds(sentence.when, input)) continue
    const text = sentence.kind === 'list' ? listText(sentence, input) : sentence.text
    if (text === '') continue
    if (runs.length > 0) runs.push({ kind: 'text', text: ' ' })
    runs.push(...runsOf(readMarks(text), input, notes))
  }
  return joined(runs)
}

function listText(sentence: Extract<Sentence, { kind: 'list' }>, input: ComposeInput): string {
  const records = input.lists.get(sentence.figure) ?? []
  const shown = records
    .slice(0, sentence.limit)
    .map((r) => sentence.item.replace(/\{(\w+)\}/g, (_, key: string) => escapeMarks(r[key] ?? '')))
  return shown.join(sentence.separator) + (records.length > sentence.limit ? '…' : '')
}

/** Text from records is text: whatever marks it seems to hold are not read. */
function escapeMarks(text: string): string {
  return text.replace(/[{}*[\]]/g, (c) => ({ '{': '(', '}': ')', '*': '·', '[': '(', ']': ')' })[c] ?? c)
}

function runsOf(marks: Mark[], input: ComposeInput, notes: Map<string, number>): Run[] {
  return marks.flatMap((mark): Run[] => {
    if (mark.kind === 'text') return [mark]
    if (mark.kind === 'parameter') return [{ kind: 'text', text: parameterText(mark, input) }]
    if (mark.kind === 'footnote') {
      if (!notes.has(mark.key)) notes.set(mark.key, notes.size + 1)
      return [{ kind: 'footnote', number: notes.get(mark.key) ?? 0 }]
    }
    const figure = input.figures.get(mark.figureId)
    return [
      {
        kind: 'figure',
        figureId: mark.figureId,
        text: printFigure(
          figure?.value ?? null,
          figure?.kind ?? 'count',
          figure?.qualifier ?? 'exact',
          mark.format,
          input.language,
        ),
        source: figure?.source ?? 'typed',
        status: figure?.status ?? 'missing',
      },
    ]
  })
}

/** Neighbouring text of one style becomes one run. */
function joined(runs: Run[]): Run[] {
  const out: Run[] = []
  for (const run of runs) {
    const last = out.at(-1)
    if (run.kind === 'text' && last?.kind === 'text' && !run.bold === !last.bold && !run.italic === !last.italic)
      out[out.length - 1] = { ...last, text: last.text + run.text }
    else out.push(run)
  }
  return out
}

function parameterText(mark: { name: string; shift: number }, input: ComposeInput): string {
  const value = input.parameters[mark.name]
  if (value === undefined) return `{{${mark.name}}}`
  return typeof value === 'number' ? String(value + mark.shift) : value
}

function fill(text: string, input: ComposeInput): string {
  return readMarks(text)
    .map((m) => (m.kind === 'text' ? m.text : m.kind === 'parameter' ? parameterText(m, input) : ''))
    .join('')
}

function conditionHolds(when: string, input: ComposeInput): boolean {
  const condition = readCondition(when)
  return condition === null || holds(condition, (id) => Number(input.figures.get(id)?.value ?? 0))
}

/** Ids of all figures a template binds, in order of appearance, also in conditions and lists. */
export function boundFigures(template: ReportTemplate): string[] {
  const ids = new Set<string>()
  eachText(template, (_place, text) => {
    for (const mark of readMarks(text)) if (mark.kind === 'figure') ids.add(mark.figureId)
  })
  eachSentence(template, (_place, sentence) => {
    if (sentence.kind === 'list') ids.add(sentence.figure)
  })
  return [...ids]
}

/** Everything wrong with a template. Approval is refused while the list holds an unknown figure, footnote, parameter or a bad condition. */
export function findProblems(
  template: ReportTemplate,
  knowsFigure: (id: string) => boolean,
  parameters: string[],
): TemplateProblem[] {
  const problems: TemplateProblem[] = []
  const usedNotes = new Set<string>()
  eachText(template, (place, text) => {
    for (const mark of readMarks(text)) {
      if (mark.kind === 'figure' && !knowsFigure(mark.figureId))
        problems.push({ place, code: 'unknown-figure', name: mark.figureId })
      if (mark.kind === 'parameter' && !parameters.includes(mark.name))
        problems.push({ place, code: 'unknown-parameter', name: mark.name })
      if (mark.kind === 'footnote') {
        usedNotes.add(mark.key)
        if (!(mark.key in template.footnotes)) problems.push({ place, code: 'unknown-footnote', name: mark.key })
      }
    }
  })
  const checkWhen = (place: string, when: string | undefined) => {
    if (!when) return
    const condition = readCondition(when)
    if (!condition) problems.push({ place, code: 'bad-condition', name: when })
    for (const c of condition ?? [])
      if (!knowsFigure(c.figureId)) problems.push({ place, code: 'unknown-figure', name: c.figureId })
  }
  eachSentence(template, (place, sentence) => {
    if (sentence.kind === 'list' && !knowsFigure(sentence.figure))
      problems.push({ place, code: 'unknown-figure', name: sentence.figure })
    if (sentence.kind !== 'free') checkWhen(place, sentence.when)
  })
  for (const block of template.blocks) if (block.kind === 'paragraph') checkWhen(block.id, block.when)
  for (const key of Object.keys(template.footnotes))
    if (!usedNotes.has(key)) problems.push({ place: key, code: 'unused-footnote', name: key })
  return problems
}

function eachSentence(template: ReportTemplate, visit: (place: string, sentence: Sentence) => void): void {
  for (const block of template.blocks)
    if (block.kind === 'paragraph') block.sentences.forEach((s, i) => visit(`${block.id}#${i + 1}`, s))
  for (const [key, sentences] of Object.entries(template.footnotes)) sentences.forEach((s, i) => visit(`${key}#${i + 1}`, s))
}

function eachText(template: ReportTemplate, visit: (place: string, text: string) => void): void {
  visit('summary', template.summary)
  for (const block of template.blocks) if (block.kind === 'heading') visit(block.id, block.text)
  eachSentence(template, (place, sentence) => {
    if (sentence.kind !== 'list') visit(place, sentence.text)
  })
}
