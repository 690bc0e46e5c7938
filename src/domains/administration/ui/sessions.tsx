import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { formatDateTime } from '#kernel/dates.ts'
import { useAttempt, useDone } from '#ui/act.tsx'
import { useWords } from '#ui/i18n.ts'
import { ErrorNotice, Sheet, Skeleton, StateTag } from '#ui/page.tsx'
import { api } from './api.ts'
import { describeDevice } from './device.ts'

/** Browsers signed in to the own account: device, place, last seen; one is ended, or all others. */
export function Sessions() {
  const { t, lang } = useWords()
  const attempt = useAttempt()
  const done = useDone()
  const { data, error, refetch } = useQuery(api.mySessions.queryOptions())
  const end = (run: () => Promise<unknown>) =>
    void attempt(async () => {
      await run()
      await done(t('administration.sessionEnded'), [api.mySessions.key()])
    })
  const others = (data ?? []).filter((session) => !session.current).length
  return (
    <Sheet
      title={t('administration.sessions')}
      actions={
        others > 0 ? (
          <Button onClick={() => end(() => api.endOtherSessions.call())}>{t('administration.endOthers')}</Button>
        ) : null
      }
    >
      {error ? <ErrorNotice error={error} retry={() => void refetch()} /> : null}
      {!data && !error ? <Skeleton lines={4} /> : null}
      <ul className="plain rows">
        {data?.map((session) => (
          <li key={session.id}>
            <div>
              <strong>{describeDevice(session.userAgent)}</strong>{' '}
              {session.current ? <StateTag state="ok">{t('administration.thisBrowser')}</StateTag> : null}
              <div className="muted">
                {[
                  session.address,
                  t(`administration.methods.${session.method}`),
                  t('administration.seenAt', { at: formatDateTime(session.seenAt, lang) }),
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </div>
            </div>
            {session.current ? null : (
              <Button size="small" onClick={() => end(() => api.endSession.call({ id: session.id }))}>
                {t('administration.endSession')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Sheet>
  )
}
