import { useQuery } from '@tanstack/react-query'
import { History } from '#ui/history.tsx'
import { useWords } from '#ui/i18n.ts'
import { ErrorNotice, Page, Sheet, Skeleton } from '#ui/page.tsx'
import { api } from './api.ts'
import { DeadlineDetail } from './deadline-detail.tsx'

/** One deadline with its history. */
export function DeadlinePage({ id }: { id: string }) {
  const { t, has } = useWords()
  const { data } = useQuery(api.getDeadline.queryOptions({ input: { id } }))
  const history = useQuery(api.deadlineHistory.queryOptions({ input: { id } }))
  return (
    <Page title={data?.label ?? t('calendar.deadline')}>
      <div className="columns">
        <Sheet>
          <DeadlineDetail id={id} />
        </Sheet>
        <Sheet title={t('ui.history.title')}>
          {history.error ? <ErrorNotice error={history.error} retry={() => void history.refetch()} /> : null}
          {history.isPending ? <Skeleton lines={4} /> : null}
          {history.data ? (
            <History
              events={history.data}
              labels={(field) => (has(`calendar.fields.${field}`) ? t(`calendar.fields.${field}`) : '')}
              values={(field, value) =>
                field === 'state' && typeof value === 'string' ? t(`calendar.states.${value}`) : undefined
              }
            />
          ) : null}
        </Sheet>
      </div>
    </Page>
  )
}
