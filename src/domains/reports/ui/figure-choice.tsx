import { Input } from 'antd'
import { type KeyboardEvent, useId, useMemo, useState } from 'react'
import { useWords } from '#ui/i18n.ts'
import type { FigureRow } from '../figure.contract.ts'
import { writeFigure } from './figure-format.ts'
import { searchFigures } from './figure-search.ts'

/** Rows in view; typing narrows them. */
const shown = 40

/** A searchable list of figures: id, title, current value. Arrows move, Enter chooses, Escape leaves. */
export function FigureChoice(props: {
  figures: readonly FigureRow[]
  label: string
  onChoose: (figure: FigureRow) => void
  onCancel: () => void
}) {
  const { t, lang, both } = useWords()
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const id = useId()
  const found = useMemo(() => searchFigures(props.figures, text).slice(0, shown), [props.figures, text])
  const current = Math.min(at, found.length - 1)

  function onKeyDown(event: KeyboardEvent) {
    const chosen = found[current]
    if (event.key === 'ArrowDown') move(current + 1)
    else if (event.key === 'ArrowUp') move(current - 1)
    else if (event.key === 'Enter' && chosen) props.onChoose(chosen)
    else if (event.key === 'Escape') props.onCancel()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  function move(next: number) {
    const to = Math.max(0, Math.min(found.length - 1, next))
    setAt(to)
    document.getElementById(`${id}-${to}`)?.scrollIntoView({ block: 'nearest' })
  }
  return (
    <div className="figure-choice" onKeyDown={onKeyDown}>
      <Input
        autoFocus
        type="search"
        role="combobox"
        aria-label={props.label}
        aria-expanded
        aria-controls={`${id}-list`}
        aria-activedescendant={current >= 0 ? `${id}-${current}` : undefined}
        placeholder={t('reports.choice.placeholder')}
        value={text}
        onChange={(event) => {
          setText(event.target.value)
          setAt(0)
        }}
      />
      <ul id={`${id}-list`} role="listbox" aria-label={props.label} className="plain">
        {found.map((figure, index) => (
          <li
            key={figure.id}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === current}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => props.onChoose(figure)}
          >
            <span>
              {both(figure.title)} <span className="muted figures">{figure.id}</span>
            </span>
            <span className="figures figure-choice-value">{writeFigure(figure, lang)}</span>
          </li>
        ))}
        {found.length === 0 ? <li className="muted">{t('ui.picker.none')}</li> : null}
      </ul>
    </div>
  )
}
