import { type ReactNode, useState } from 'react'
import { addDays } from '#kernel/dates.ts'
import { DateText } from './page.tsx'
import { useWords } from './i18n.ts'

/** One dated event. `until` absent: a moment; null: to date; else the first day it no longer holds, printed as the day before. */
export interface TimelineItem {
  id: string
  from: string | null
  until?: string | null
  title: ReactNode
  detail?: ReactNode
  /** Code of its kind, for the filter; `kinds` gives the words. */
  kind?: string
  /** Holds on the day shown. */
  current?: boolean
}

/** One vertical line of dated events, newest first as given, with filters by kind where there are several. */
export function Timeline({ items, kinds }: { items: TimelineItem[]; kinds?: Record<string, string> }) {
  const { t } = useWords()
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set())
  const present = Object.entries(kinds ?? {}).filter(([kind]) => items.some((item) => item.kind === kind))
  const shown = items.filter((item) => !item.kind || !hidden.has(item.kind))
  return (
    <div>
      {present.length > 1 ? (
        <div className="chips" role="group" aria-label={t('ui.timeline.filter')}>
          {present.map(([kind, words]) => (
            <button
              key={kind}
              type="button"
              className="chip"
              aria-pressed={!hidden.has(kind)}
              onClick={() =>
                setHidden((before) => new Set(before.has(kind) ? [...before].filter((each) => each !== kind) : [...before, kind]))
              }
            >
              {words}
            </button>
          ))}
        </div>
      ) : null}
      <ol className="timeline">
        {shown.map((item) => (
          <li key={item.id} className={item.current ? 'timeline-current' : undefined}>
            <div className="timeline-date">
              {item.from ? <DateText value={item.from} /> : <span>{t('ui.timeline.unknownStart')}</span>}
              {item.until === undefined ? null : (
                <>
                  {' – '}
                  {item.until === null ? t('ui.timeline.now') : <DateText value={addDays(item.until, -1)} />}
                </>
              )}
            </div>
            <div className="timeline-title">{item.title}</div>
            {item.detail ? <div className="timeline-detail">{item.detail}</div> : null}
          </li>
        ))}
      </ol>
    </div>
  )
}
