import { type ReactNode, useState } from 'react'
import { useWords } from '#ui/i18n.ts'
import type { FigureRow } from '../figure.contract.ts'
import { movementOf, writeDifference, writeFigure, writeNumber } from './figure-format.ts'

interface Shown {
  id: string
  top: number
  left: number
  below: boolean
}

/** What a figure in the page is and what it was a period ago, while the mouse or the focus is on it. One tip serves the whole page. */
export function FigureTips({ figures, children }: { figures: ReadonlyMap<string, FigureRow>; children: ReactNode }) {
  const [shown, setShown] = useState<Shown | null>(null)
  const figure = shown ? figures.get(shown.id) : undefined

  function show(target: EventTarget) {
    const element = target instanceof HTMLElement ? target.closest<HTMLElement>('[data-figure]') : null
    const id = element?.dataset.figure
    if (!element || id === undefined) {
      setShown(null)
      return
    }
    // A figure may break over two lines: the tip stands at its first piece.
    const box = element.getClientRects()[0] ?? element.getBoundingClientRect()
    const below = box.top < 140
    setShown({
      id,
      top: below ? box.bottom : box.top,
      left: Math.min(Math.max(box.left + box.width / 2, 140), window.innerWidth - 140),
      below,
    })
  }

  return (
    <div
      className="figure-tips"
      onMouseOver={(event) => show(event.target)}
      onMouseLeave={() => setShown(null)}
      onFocus={(event) => {
        if (event.target.matches(':focus-visible')) show(event.target)
      }}
      onBlur={() => setShown(null)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') setShown(null)
      }}
    >
      {children}
      {shown && figure ? (
        <div
          className="figure-tip"
          role="tooltip"
          data-below={shown.below || undefined}
          style={{ top: shown.top, left: shown.left }}
        >
          <TipText figure={figure} />
        </div>
      ) : null}
    </div>
  )
}

function TipText({ figure }: { figure: FigureRow }) {
  const { t, lang, both } = useWords()
  const movement = movementOf(figure)
  return (
    <>
      <strong>{both(figure.title)}</strong>
      <span className="figures">
        {writeFigure(figure, lang)} · {t(`reports.sources.${figure.source}`)}
        {figure.status === 'ok' ? '' : ` · ${t(`reports.statuses.${figure.status}`)}`}
      </span>
      <span className="figures">
        {figure.former === null
          ? t('reports.panel.noFormer')
          : t('reports.tip.former', { value: writeNumber(figure.former, figure.kind, lang) })}
        {movement && movement.direction !== 'same' ? ` (${writeDifference(movement.difference, lang)})` : ''}
      </span>
    </>
  )
}
