import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { formatDateTime } from '#kernel/dates.ts'
import { useAttempt, useDone } from '#ui/act.tsx'
import { useWords } from '#ui/i18n.ts'
import { ErrorNotice, Facts, Sheet, Skeleton } from '#ui/page.tsx'
import { useGo } from '#ui/url.ts'
import type { JobDetail } from '../job.contract.ts'
import { api } from './api.ts'
import { JobProgress, JobStateTag } from './job-state.tsx'

/** One job, looked at again while it is not over. */
export function useJob(id: string) {
  return useQuery({
    ...api.getJob.queryOptions({ input: { id } }),
    refetchInterval: ({ state }) => (state.data && ['waiting', 'running'].includes(state.data.state) ? 2000 : false),
  })
}

/** Everything about one job, with what can be done. */
export function JobFacts({ id }: { id: string }) {
  const { data: job, error, refetch } = useJob(id)
  if (error) return <ErrorNotice error={error} retry={() => void refetch()} />
  if (!job) return <Skeleton lines={6} />
  return (
    <>
      <div className="job-actions">
        <JobActions job={job} />
      </div>
      <JobSheets job={job} />
    </>
  )
}

/** Stop, try again, see the outcome. */
export function JobActions({ job }: { job: JobDetail }) {
  const { t } = useWords()
  const attempt = useAttempt()
  const done = useDone()
  const go = useGo()
  const act = (run: () => Promise<unknown>, words: string) =>
    void attempt(async () => {
      await run()
      await done(words, [api.key()])
    })
  return (
    <>
      {job.link ? (
        <Button type="primary" onClick={() => go(job.link ?? '/')}>
          {t('jobs.openResult')}
        </Button>
      ) : null}
      {job.mayCancel ? (
        <Button danger onClick={() => act(() => api.cancelJob.call({ id: job.id }), t('jobs.cancelled'))}>
          {t('jobs.cancel')}
        </Button>
      ) : null}
      {job.mayRetry ? (
        <Button type="primary" onClick={() => act(() => api.retryJob.call({ id: job.id }), t('jobs.retried'))}>
          {t('jobs.retry')}
        </Button>
      ) : null}
    </>
  )
}

/** The course of a job, its last error, and who gave which order. */
export function JobSheets({ job }: { job: JobDetail }) {
  const { t, lang } = useWords()
  const moment = (at: string | null) => (at ? <span className="figures">{formatDateTime(at, lang)}</span> : null)
  return (
    <>
      {job.stuck ? (
        <div className="notice notice-late" role="status">
          <div className="notice-body">
            <strong>{t('jobs.stuck')}</strong>
            <span>{t('jobs.stuckHint')}</span>
          </div>
        </div>
      ) : null}
      <Sheet title={t('jobs.facts')}>
        <Facts
          items={[
            { label: t('jobs.state'), value: <JobStateTag job={job} /> },
            {
              label: t('jobs.progress'),
              value: job.state === 'done' && job.total === null && job.done === 0 ? null : <JobProgress job={job} />,
            },
            { label: t('jobs.startedBy'), value: job.startedByName },
            { label: t('jobs.askedAt'), value: moment(job.askedAt) },
            { label: t('jobs.beganAt'), value: moment(job.beganAt) },
            { label: t('jobs.beatAt'), value: job.state === 'running' ? moment(job.beatAt) : null },
            { label: t('jobs.finishedAt'), value: moment(job.finishedAt) },
            { label: t('jobs.attempt'), value: t('jobs.attemptOf', { attempt: job.attempt, attempts: job.attempts }) },
            { label: t('jobs.worker'), value: job.worker },
            { label: t('jobs.error'), value: job.error },
          ]}
        />
      </Sheet>
      {job.errorDetail ? (
        <Sheet title={t('jobs.detail')}>
          <pre className="job-detail" tabIndex={0}>
            {job.errorDetail}
          </pre>
        </Sheet>
      ) : null}
      <Sheet title={t('jobs.orders')}>
        {job.orders.length === 0 ? <p className="muted">{t('jobs.noOrders')}</p> : null}
        <ul className="plain">
          {job.orders.map((order) => (
            <li key={order.id}>
              <span className="figures muted">{formatDateTime(order.at, lang)}</span> {t(`jobs.acts.${order.act}`)}
              <span className="muted"> · {order.byName}</span>
            </li>
          ))}
        </ul>
      </Sheet>
    </>
  )
}
