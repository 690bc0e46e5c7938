import type { ReportTemplate, Sentence, TemplateBlock } from '#engines/indicators/template.contract.ts'

/** Where a sentence stands: in a paragraph of the body or in a footnote. */
export interface Place {
  where: 'block' | 'footnote'
  /** Id of the paragraph, or key of the footnote. */
  key: string
  index: number
}

/** A place as text: key of a list, of an undo step, of the sentence an address names. */
export function placeKey(place: Place): string {
  return `${place.where}/${place.key}/${place.index}`
}

/** The sentences of a paragraph or a footnote; none when it does not exist. */
export function sentencesAt(body: ReportTemplate, where: Place['where'], key: string): Sentence[] {
  if (where === 'footnote') return body.footnotes[key] ?? []
  const block = body.blocks.find((candidate) => candidate.id === key)
  return block?.kind === 'paragraph' ? block.sentences : []
}

/** What an author may do to a template. Each gives a new template; none touches the old one. */
export type Edit =
  | { kind: 'sentence'; place: Place; sentence: Sentence }
  /** After the place; `index` -1 puts it first. */
  | { kind: 'add'; place: Place; sentence: Sentence }
  | { kind: 'remove'; place: Place }
  | { kind: 'move'; place: Place; by: -1 | 1 }
  | { kind: 'block'; block: TemplateBlock }
  | { kind: 'add-block'; after: string; block: TemplateBlock }
  | { kind: 'remove-block'; id: string }
  | { kind: 'move-block'; id: string; by: -1 | 1 }
  | { kind: 'footnote'; key: string; sentences: Sentence[] }
  | { kind: 'replace'; body: ReportTemplate }

/** Carries out an edit. One that names nothing that exists changes nothing. */
export function applyEdit(body: ReportTemplate, edit: Edit): ReportTemplate {
  switch (edit.kind) {
    case 'replace':
      return edit.body
    case 'sentence':
      return withSentences(body, edit.place, (all) => all.map((old, index) => (index === edit.place.index ? edit.sentence : old)))
    case 'add':
      return withSentences(body, edit.place, (all) => all.toSpliced(edit.place.index + 1, 0, edit.sentence))
    case 'remove':
      return removeSentence(body, edit.place)
    case 'move':
      return withSentences(body, edit.place, (all) => swapped(all, edit.place.index, edit.by))
    case 'block':
      return { ...body, blocks: body.blocks.map((old) => (old.id === edit.block.id ? edit.block : old)) }
    case 'add-block': {
      const at = body.blocks.findIndex((block) => block.id === edit.after)
      return { ...body, blocks: body.blocks.toSpliced(at + 1, 0, edit.block) }
    }
    case 'remove-block':
      return { ...body, blocks: body.blocks.filter((block) => block.id !== edit.id) }
    case 'move-block': {
      const at = body.blocks.findIndex((block) => block.id === edit.id)
      return at < 0 ? body : { ...body, blocks: swapped(body.blocks, at, edit.by) }
    }
    case 'footnote':
      return { ...body, footnotes: { ...body.footnotes, [edit.key]: edit.sentences } }
  }
}

function withSentences(body: ReportTemplate, place: Place, change: (all: Sentence[]) => Sentence[]): ReportTemplate {
  if (place.where === 'footnote') {
    const all = body.footnotes[place.key]
    return all ? { ...body, footnotes: { ...body.footnotes, [place.key]: change(all) } } : body
  }
  const change1 = (block: TemplateBlock) =>
    block.id === place.key && block.kind === 'paragraph' ? { ...block, sentences: change(block.sentences) } : block
  return { ...body, blocks: body.blocks.map(change1) }
}

/** A paragraph without sentences does not exist: its last sentence takes it along. So does that of a footnote. */
function removeSentence(body: ReportTemplate, place: Place): ReportTemplate {
  if (sentencesAt(body, place.where, place.key).length > 1) {
    return withSentences(body, place, (all) => all.toSpliced(place.index, 1))
  }
  if (place.where === 'block') return { ...body, blocks: body.blocks.filter((block) => block.id !== place.key) }
  const { [place.key]: _gone, ...footnotes } = body.footnotes
  return { ...body, footnotes }
}

function swapped<T>(all: readonly T[], at: number, by: -1 | 1): T[] {
  const other = at + by
  const moved = all[at]
  const neighbour = all[other]
  if (moved === undefined || neighbour === undefined) return [...all]
  return all.map((item, index) => (index === at ? neighbour : index === other ? moved : item))
}

/** An id no block has yet: `p-1`, `p-2` ... */
export function newBlockId(body: ReportTemplate): string {
  const taken = new Set(body.blocks.map((block) => block.id))
  let number = 1
  while (taken.has(`p-${number}`)) number += 1
  return `p-${number}`
}

/** A key no footnote has yet. */
export function newFootnoteKey(body: ReportTemplate): string {
  let number = Object.keys(body.footnotes).length + 1
  while (`fn${number}` in body.footnotes) number += 1
  return `fn${number}`
}

/** A template with the way it came to be, for undo and redo. */
export interface Editing {
  past: ReportTemplate[]
  present: ReportTemplate
  future: ReportTemplate[]
  /** What the last edit touched: typing on in one sentence is one step. */
  touched: string | null
}

/** How many steps can be undone. */
const steps = 200

export type EditingAction = { do: Edit } | { undo: true } | { redo: true } | { start: ReportTemplate } | { settle: true }

/** Starts editing a template. */
export function startEditing(body: ReportTemplate): Editing {
  return { past: [], present: body, future: [], touched: null }
}

/** The reducer of the editor. */
export function edited(state: Editing, action: EditingAction): Editing {
  if ('start' in action) return startEditing(action.start)
  if ('settle' in action) return { ...state, touched: null }
  if ('undo' in action) {
    const former = state.past.at(-1)
    if (!former) return state
    return { past: state.past.slice(0, -1), present: former, future: [state.present, ...state.future], touched: null }
  }
  if ('redo' in action) {
    const [next, ...future] = state.future
    return next ? { past: [...state.past, state.present], present: next, future, touched: null } : state
  }
  const present = applyEdit(state.present, action.do)
  const touched = touchedBy(action.do)
  const goesOn = touched !== null && touched === state.touched
  return { past: goesOn ? state.past : [...state.past, state.present].slice(-steps), present, future: [], touched }
}

function touchedBy(edit: Edit): string | null {
  if (edit.kind === 'sentence') return placeKey(edit.place)
  if (edit.kind === 'block') return `block/${edit.block.id}`
  return null
}
