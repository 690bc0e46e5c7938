import { type KeyboardEvent, type Ref, useEffect, useImperativeHandle, useLayoutEffect, useRef } from 'react'
import { type ChipWords, endOf, fillChips, insertNode, makeChip, rangeIn, readChips } from './chip-dom.ts'
import type { Mark } from './template-marks.ts'

/** What a toolbar may do to the text. */
export interface ChipEditorHandle {
  /** Puts a mark where the caret was last. */
  insert: (mark: Exclude<Mark, { kind: 'text' }>) => void
  /** Puts another mark in place of a chip, or takes the chip away. */
  replace: (chip: HTMLElement, mark: Exclude<Mark, { kind: 'text' }> | null) => void
  focus: () => void
}

interface ChipEditorProps {
  ref?: Ref<ChipEditorHandle>
  text: string
  label: string
  describe: (mark: Mark) => ChipWords
  onChange: (text: string) => void
  /** `{` was typed: a figure is wanted here. */
  onWantFigure: () => void
  onChip: (chip: HTMLElement | null) => void
  /** Enter: this text is done. With Ctrl: and another one follows. */
  onDone: (another: boolean) => void
  onCancel: () => void
}

/** One line of words with chips for what is bound. The browser edits; the text is read back from what it made. */
export function ChipEditor(props: ChipEditorProps) {
  const { text, onChange, onWantFigure, describe } = props
  const box = useRef<HTMLDivElement>(null)
  const place = useRef<Range | null>(null)
  const said = useRef<string | null>(null)

  // Undo, redo and another sentence come from outside; what was typed here is there already.
  useLayoutEffect(() => {
    const element = box.current
    if (!element || said.current === text) return
    said.current = text
    fillChips(element, text, describe)
    if (element.ownerDocument.activeElement === element) select(endOf(element))
  }, [text, describe])

  useEffect(() => {
    const element = box.current
    if (!element) return
    element.focus({ preventScroll: true })
    select(endOf(element))
    place.current = rangeIn(element)
  }, [])

  useEffect(() => {
    const element = box.current
    if (!element) return
    function beforeInput(event: InputEvent) {
      if (event.data !== '{') return
      event.preventDefault()
      note()
      onWantFigure()
    }
    function note() {
      if (element) place.current = rangeIn(element) ?? place.current
    }
    element.addEventListener('beforeinput', beforeInput)
    element.ownerDocument.addEventListener('selectionchange', note)
    return () => {
      element.removeEventListener('beforeinput', beforeInput)
      element.ownerDocument.removeEventListener('selectionchange', note)
    }
  }, [onWantFigure])

  function report() {
    if (!box.current) return
    said.current = readChips(box.current)
    onChange(said.current)
  }
  useImperativeHandle(props.ref, () => ({
    insert(mark) {
      const element = box.current
      if (!element) return
      element.focus()
      insertNode(element, makeChip(mark, describe(mark), element.ownerDocument), place.current)
      place.current = rangeIn(element)
      report()
    },
    replace(chip, mark) {
      if (!box.current?.contains(chip)) return
      if (mark) chip.replaceWith(makeChip(mark, describe(mark), chip.ownerDocument))
      else chip.remove()
      box.current.focus()
      report()
    },
    focus: () => box.current?.focus(),
  }))

  function onKeyDown(event: KeyboardEvent) {
    // A word being composed (Telex, VNI) takes its own Enter.
    if (event.nativeEvent.isComposing) return
    const chip =
      event.target instanceof HTMLElement && event.target !== box.current
        ? event.target.closest<HTMLElement>('[data-mark]')
        : null
    if (event.key === 'Enter' && chip) props.onChip(chip)
    else if (event.key === 'Enter') props.onDone(event.ctrlKey || event.metaKey)
    else if (event.key === 'Escape') props.onCancel()
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  return (
    <div
      ref={box}
      className="chip-editor"
      role="textbox"
      aria-multiline="false"
      aria-label={props.label}
      contentEditable
      suppressContentEditableWarning
      spellCheck={false}
      onInput={report}
      onKeyDown={onKeyDown}
      onClick={(event) =>
        props.onChip(event.target instanceof HTMLElement ? event.target.closest<HTMLElement>('[data-mark]') : null)
      }
      onPaste={(event) => {
        event.preventDefault()
        const words = event.clipboardData.getData('text/plain').replace(/\s+/g, ' ')
        const element = box.current
        if (!element || words === '') return
        insertNode(element, element.ownerDocument.createTextNode(words), rangeIn(element) ?? place.current)
        report()
      }}
      onDrop={(event) => event.preventDefault()}
    />
  )
}

function select(range: Range): void {
  const selection = range.startContainer.ownerDocument?.getSelection()
  selection?.removeAllRanges()
  selection?.addRange(range)
}
