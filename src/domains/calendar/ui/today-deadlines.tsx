import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useWords } from '#ui/i18n.ts'
import { A } from '#ui/link.tsx'
import { Sheet } from '#ui/page.tsx'
import { SidePanel } from '#ui/panel.tsx'
import { readSearch } from '#ui/url.ts'
import type { DeadlineRow } from '../calendar.contract.ts'
import { api } from './api.ts'
import { DeadlineDetail } from './deadline-detail.tsx'
import { dueText } from './explanation.tsx'
import { Standing } from './standing.tsx'

/** On the start page: what is late and what is due within days, each with its why. Nothing when nothing is. */
export function TodayDeadlines() {
  const words = useWords()
  const { t } = words
  const [shown, setShown] = useState<DeadlineRow | null>(null)
  const { data } = useQuery(api.listDeadlines.queryOptions({ input: { standing: ['late', 'soon'], limit: 8 } }))
  if (!data || data.rows.length === 0) return null
  return (
    <Sheet title={t('calendar.waiting')} actions={<A to="/lich/thoi-han">{t('calendar.all')}</A>}>
      <ul className="plain today-list">
        {data.rows.map((row) => {
          const [path = '/', question = ''] = row.link.split('?')
          return (
            <li key={row.id}>
              <Standing standing={row.standing} />
              <span>
                <A to={path} search={readSearch(question)}>
                  {row.label}
                </A>
                <span className="muted"> · {dueText(row.due, row.standing, words)} · </span>
                <button type="button" className="figure" onClick={() => setShown(row)}>
                  {t('calendar.why')}
                </button>
              </span>
            </li>
          )
        })}
      </ul>
      <SidePanel open={shown !== null} onClose={() => setShown(null)} title={shown?.label ?? ''} wide>
        {shown ? <DeadlineDetail id={shown.id} /> : null}
      </SidePanel>
    </Sheet>
  )
}
