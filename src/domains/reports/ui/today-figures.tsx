import { useQueries } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useWords } from '#ui/i18n.ts'
import { A } from '#ui/link.tsx'
import { ErrorNotice, Sheet, Skeleton } from '#ui/page.tsx'
import type { FigureDetail } from '../figure.contract.ts'
import { api } from './api.ts'
import { useFigureOrder, useFigurePanel } from './figure-context.ts'
import { movementOf, writeDifference, writeUnit, writeValue } from './figure-format.ts'
import { Sparkline } from './sparkline.tsx'

/** The few figures a director is asked about first: people rated, education staff rated, quota of civil servants, petitions. */
const keyFigures = ['F34d-03', 'F34d-09', 'F33a-40', 'F33a-51', 'F38-23', 'F36-13']

/** A few figures with what they were; each is a door. */
export function TodayFigures() {
  const { t } = useWords()
  const found = useQueries({ queries: keyFigures.map((id) => api.getFigure.queryOptions({ input: { id } })) })
  const error = found.find((query) => query.error)?.error
  const figures = found.flatMap((query) => (query.data ? [query.data] : []))
  const shownIds = figures.map((figure) => figure.id).join(' ')
  const order = useMemo(() => shownIds.split(' '), [shownIds])
  useFigureOrder(order)
  return (
    <div className="today-figures">
      <Sheet
        title={t('reports.today.figures')}
        actions={
          <A to="/chi-so" className="link">
            {t('reports.today.allFigures')}
          </A>
        }
      >
        {error && figures.length === 0 ? <ErrorNotice error={error} /> : null}
        {figures.length === 0 && !error ? <Skeleton lines={4} /> : null}
        <ul className="plain key-figures">
          {figures.map((figure) => (
            <li key={figure.id}>
              <KeyFigure figure={figure} />
            </li>
          ))}
        </ul>
      </Sheet>
    </div>
  )
}

function KeyFigure({ figure }: { figure: FigureDetail }) {
  const { t, lang, both } = useWords()
  const { open } = useFigurePanel()
  const movement = movementOf(figure)
  return (
    <article className="key-figure" aria-label={both(figure.title)}>
      <p>{both(figure.title)}</p>
      <p className="key-figure-value">
        <button
          type="button"
          className="figure"
          aria-label={t('ui.figure.open', { value: writeValue(figure, lang) })}
          onClick={() => open(figure.id)}
        >
          {writeValue(figure, lang)}
        </button>
        <span className="muted">{figure.value === null ? '' : writeUnit(figure, lang)}</span>
      </p>
      <p className="muted figures">
        {movement === null
          ? t('reports.today.noFormer')
          : t('reports.today.change', { difference: writeDifference(movement.difference, lang) })}
      </p>
      <Sparkline periods={figure.periods} kind={figure.kind} label={both(figure.title)} />
    </article>
  )
}
