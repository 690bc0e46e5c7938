import { useInfiniteQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { useAsOf } from '#ui/as-of.ts'
import { useWords } from '#ui/i18n.ts'
import { A } from '#ui/link.tsx'
import { Empty, ErrorNotice, Sheet, Skeleton } from '#ui/page.tsx'
import { useMay } from '#ui/self.ts'
import { can } from '../personnel.permissions.ts'
import { isBefore } from '../section.rules.ts'
import type { LifeLine } from '../timeline.contract.ts'
import { api } from './api.ts'
import { dayText } from './day.ts'

type LifeEvent = LifeLine['events'][number]

/** One vertical line of everything the platform knows of a person, as far as the reader may see it. */
export function TimelineTab({ id }: { id: string }) {
  const { t } = useWords()
  const { asOf, today } = useAsOf()
  const maySensitive = useMay(can.readSensitive)
  const [whole, setWhole] = useState(false)
  const [kinds, setKinds] = useState<string[] | null>(null)
  const { data, error, refetch, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: [...api.key(), 'timeline', id, whole, kinds],
    queryFn: ({ pageParam }) =>
      (whole ? api.readWholeTimeline : api.readTimeline).call({
        id,
        ...(kinds ? { kinds } : {}),
        ...(pageParam ? { afterId: pageParam.id, ...(pageParam.on ? { afterOn: pageParam.on } : {}) } : {}),
      }),
    initialPageParam: null as LifeLine['next'],
    getNextPageParam: (page) => page.next,
    staleTime: whole ? Infinity : 0,
  })
  if (error) return <ErrorNotice error={error} retry={() => void refetch()} />
  if (!data) return <Skeleton lines={8} />
  const all = data.pages[0]?.kinds ?? []
  const events = data.pages.flatMap((page) => page.events).filter((e) => !asOf || e.on === null || !isBefore(asOf, e.on))
  const next = data.pages.at(-1)?.next ?? null
  const on = (kind: string) => kinds === null || kinds.includes(kind)
  const press = (kind: string) => {
    const chosen = all.map((k) => k.kind).filter((k) => (k === kind ? !on(k) : on(k)))
    setKinds(chosen.length === all.length ? null : chosen)
  }
  return (
    <Sheet
      actions={
        maySensitive && !whole ? (
          <Button size="small" title={t('personnel.lookLogged')} onClick={() => setWhole(true)}>
            {t('personnel.withSensitive')}
          </Button>
        ) : null
      }
    >
      <div className="chips" role="group" aria-label={t('ui.timeline.filter')}>
        {all.map(({ kind, title }) => (
          <button key={kind} type="button" className="chip" aria-pressed={on(kind)} onClick={() => press(kind)}>
            {t(title)}
          </button>
        ))}
      </div>
      {events.length === 0 ? <Empty title={t('personnel.noEvents')} hint={t('personnel.noEventsHint')} /> : null}
      <ol className="timeline">
        {events.map((event) => (
          <li key={event.id} className={isCurrent(event, asOf ?? today) ? 'timeline-current' : undefined}>
            <div className="timeline-date">
              <When event={event} />
            </div>
            <div className="timeline-title">{event.link ? <A to={event.link}>{event.title}</A> : event.title}</div>
            {event.detail ? <div className="timeline-detail">{event.detail}</div> : null}
          </li>
        ))}
      </ol>
      {events.length > 0 ? (
        <p className="muted hint" role="status">
          {t(next ? 'personnel.shownSoFar' : 'personnel.allShown', { count: String(events.length) })}
        </p>
      ) : null}
      {next ? (
        <Button loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('personnel.moreEvents')}
        </Button>
      ) : null}
    </Sheet>
  )
}

function When({ event }: { event: LifeEvent }) {
  const { t, lang } = useWords()
  const from = event.on ? dayText(event.on, lang) : t('personnel.noDate')
  if (event.until === undefined) return <>{from}</>
  return (
    <>
      {from} – {event.until ? dayText(event.until, lang) : t('personnel.toDate')}
    </>
  )
}

const isCurrent = (event: LifeEvent, day: string) =>
  event.until !== undefined &&
  (event.until === null || !isBefore(event.until, day)) &&
  (event.on === null || !isBefore(day, event.on))
