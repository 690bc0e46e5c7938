import { type ReactNode, useState } from 'react'
import { formatNumber } from '#kernel/numbers.ts'
import { useWords } from '#ui/i18n.ts'
import type { FigureDetail } from '../figure.contract.ts'
import type { RecordGroup } from './figure-records.tsx'

type Breakdown = FigureDetail['breakdowns'][number]

/** Bars shown before the reader asks for the rest. */
const shownAtFirst = 8

/** The same records in groups, as bars: a bar opens the records of its group. */
export function Breakdowns({ figure, onGroup }: { figure: FigureDetail; onGroup: (group: RecordGroup) => void }) {
  return figure.breakdowns.map((breakdown) => (
    <Bars key={`${figure.id} ${breakdown.id}`} breakdown={breakdown} figure={figure} onGroup={onGroup} />
  ))
}

function Bars({
  breakdown,
  figure,
  onGroup,
}: {
  breakdown: Breakdown
  figure: FigureDetail
  onGroup: (group: RecordGroup) => void
}) {
  const { t, lang, both } = useWords()
  const [whole, setWhole] = useState(false)
  const title = both(breakdown.title)
  const values = breakdown.groups.map((group) => Number(group.value))
  const total = values.reduce((sum, value) => sum + value, 0)
  const largest = Math.max(...values, 0)
  const groups = whole ? breakdown.groups : breakdown.groups.slice(0, shownAtFirst)
  const hidden = breakdown.groups.length - groups.length
  const share = (value: number) =>
    figure.value !== null && Number(figure.value) > 0 ? `${formatNumber((value / Number(figure.value)) * 100, lang, 1)}%` : null
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      {breakdown.complete ? null : (
        <p className="notice notice-soon">
          {t('reports.panel.doNotSum', { sum: formatNumber(total, lang), value: formatNumber(figure.value ?? 0, lang) })}
        </p>
      )}
      <ul className="breakdown">
        {groups.map((group) => (
          <li key={group.key}>
            <Bar
              label={group.label || t('reports.panel.noGroup')}
              value={formatNumber(group.value, lang)}
              share={share(Number(group.value))}
              width={largest > 0 ? Math.max(0, Number(group.value)) / largest : 0}
              onOpen={
                // Elements that a document names are words, not records: there is nothing to open.
                figure.source === 'typed'
                  ? undefined
                  : () =>
                      onGroup({
                        breakdown: breakdown.id,
                        key: group.key,
                        label: `${title}: ${group.label || t('reports.panel.noGroup')}`,
                      })
              }
            />
          </li>
        ))}
      </ul>
      {hidden > 0 ? (
        <button type="button" className="link" onClick={() => setWhole(true)}>
          {t('reports.panel.moreGroups', { count: hidden })}
        </button>
      ) : null}
    </section>
  )
}

/** One group as a bar; it opens its records where it has any. */
export function Bar({
  label,
  value,
  share,
  width,
  onOpen,
}: {
  label: string
  value: string
  share: ReactNode
  width: number
  onOpen?: () => void
}) {
  const { t } = useWords()
  const content = (
    <>
      <span>{label}</span>
      <span className="breakdown-value figures">
        {value} {share === null ? null : <span className="muted breakdown-share">{share}</span>}
      </span>
      <span className="breakdown-track" aria-hidden>
        <span style={{ width: `${width * 100}%` }} />
      </span>
    </>
  )
  if (!onOpen) return <div className="breakdown-bar">{content}</div>
  return (
    <button
      type="button"
      className="breakdown-bar"
      aria-label={`${label}: ${value}`}
      title={t('reports.panel.openGroup', { group: label })}
      onClick={onOpen}
    >
      {content}
    </button>
  )
}
