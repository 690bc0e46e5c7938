import { type Mark, readMarks } from './template-marks.ts'

/** What a chip shows for a mark. */
export interface ChipWords {
  label: string
  title: string
  /** Nobody knows the figure or the footnote. */
  unknown?: boolean
}

/** Lets the caret stand behind a chip that ends the text; never part of the text. */
const caretRoom = '\u200b'

/** Fills an editable element with a text, its marks as chips that are deleted as one. */
export function fillChips(element: HTMLElement, text: string, describe: (mark: Mark) => ChipWords): void {
  const marks = readMarks(text)
  const nodes: Node[] = marks.map((mark) =>
    mark.kind === 'text'
      ? element.ownerDocument.createTextNode(mark.source)
      : makeChip(mark, describe(mark), element.ownerDocument),
  )
  if (marks.at(-1)?.kind !== 'text') nodes.push(element.ownerDocument.createTextNode(caretRoom))
  element.replaceChildren(...nodes)
}

/** A chip: shows the value, holds the mark. */
export function makeChip(mark: Exclude<Mark, { kind: 'text' }>, words: ChipWords, page: Document): HTMLElement {
  const chip = page.createElement('span')
  chip.className = 'mark'
  chip.dataset.mark = mark.source
  chip.dataset.kind = mark.kind
  if (words.unknown) chip.dataset.unknown = 'true'
  chip.contentEditable = 'false'
  chip.tabIndex = 0
  chip.setAttribute('role', 'button')
  chip.title = words.title
  chip.setAttribute('aria-label', words.title)
  chip.textContent = words.label
  return chip
}

/** The text an editable element stands for: words as they are, chips as their marks. */
export function readChips(element: Node): string {
  let text = ''
  for (const node of element.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) text += node.textContent ?? ''
    else if (node instanceof HTMLElement) text += node.dataset.mark ?? (node.tagName === 'BR' ? '' : readChips(node))
  }
  return text.replaceAll(caretRoom, '').replaceAll('\u00a0', ' ')
}

/** Puts a node where the caret was last, or at the end, and the caret behind it. */
export function insertNode(element: HTMLElement, node: Node, at: Range | null): void {
  const page = element.ownerDocument
  const range = at && element.contains(at.commonAncestorContainer) ? at : endOf(element)
  range.deleteContents()
  range.insertNode(node)
  if (!node.nextSibling || node.nextSibling.textContent === '') {
    node.parentNode?.insertBefore(page.createTextNode(caretRoom), node.nextSibling)
  }
  const after = page.createRange()
  after.setStartAfter(node)
  after.collapse(true)
  const selection = page.getSelection()
  selection?.removeAllRanges()
  selection?.addRange(after)
}

/** The place behind the last word of an element. */
export function endOf(element: HTMLElement): Range {
  const range = element.ownerDocument.createRange()
  range.selectNodeContents(element)
  range.collapse(false)
  return range
}

/** The selection, when it lies inside of the element. */
export function rangeIn(element: HTMLElement): Range | null {
  const selection = element.ownerDocument.getSelection()
  const range = selection && selection.rangeCount > 0 ? selection.getRangeAt(0) : null
  return range && element.contains(range.commonAncestorContainer) ? range.cloneRange() : null
}
