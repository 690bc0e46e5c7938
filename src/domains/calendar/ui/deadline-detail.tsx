import { useQuery } from '@tanstack/react-query'
import type { DeadlineAnswer } from '#kernel/calendar/deadline.rules.ts'
import { useWords } from '#ui/i18n.ts'
import { A } from '#ui/link.tsx'
import { DateText, ErrorNotice, Facts, Skeleton } from '#ui/page.tsx'
import { readSearch } from '#ui/url.ts'
import { api } from './api.ts'
import { Explanation } from './explanation.tsx'
import { Standing } from './standing.tsx'

/** One deadline: how it stands, its sum, the reminders sent. */
export function DeadlineDetail({ id }: { id: string }) {
  const { t } = useWords()
  const { data, error, refetch } = useQuery(api.getDeadline.queryOptions({ input: { id } }))
  if (error) return <ErrorNotice error={error} retry={() => void refetch()} />
  if (!data) return <Skeleton lines={8} />
  const [path = '/', question = ''] = data.link.split('?')
  return (
    <>
      <Facts
        items={[
          { label: t('calendar.standing'), value: <Standing standing={data.standing} /> },
          { label: t('calendar.due'), value: data.due ? <DateText value={data.due} /> : t('calendar.open') },
          { label: t('calendar.closedOn'), value: data.closedOn ? <DateText value={data.closedOn} /> : null },
          {
            label: t('calendar.label'),
            value: (
              <A to={path} search={readSearch(question)}>
                {data.label}
              </A>
            ),
          },
        ]}
      />
      <h2 className="explanation-title">{t('calendar.why')}</h2>
      <Explanation answer={data.explanation as DeadlineAnswer} />
      <h2 className="explanation-title">{t('calendar.reminders')}</h2>
      {data.reminders.length === 0 ? <p className="muted">{t('calendar.noReminders')}</p> : null}
      <ul className="plain">
        {data.reminders.map((r, index) => (
          <li key={index}>
            <DateText value={r.sentOn} /> · {r.label}
          </li>
        ))}
      </ul>
    </>
  )
}
