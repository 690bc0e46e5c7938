import { Progress } from 'antd'
import { formatDateTime } from '#kernel/dates.ts'
import { shareDone } from '#kernel/jobs/job.rules.ts'
import { formatNumber } from '#kernel/numbers.ts'
import { useWords } from '#ui/i18n.ts'
import { type State, StateTag } from '#ui/page.tsx'
import type { JobRow, JobState } from '../job.contract.ts'

const signs: Record<JobState, State> = { waiting: 'draft', running: 'soon', done: 'ok', failed: 'late', cancelled: 'neutral' }

/** A job's state in words: also that it is stuck, or stopping. */
export function JobStateTag({ job }: { job: Pick<JobRow, 'state' | 'stuck' | 'stopping'> }) {
  const { t } = useWords()
  if (job.stuck) return <StateTag state="late">{t('jobs.stuck')}</StateTag>
  if (job.stopping) return <StateTag state="neutral">{t('jobs.stopping')}</StateTag>
  return <StateTag state={signs[job.state]}>{t(`jobs.states.${job.state}`)}</StateTag>
}

/** How far it is: a bar where the whole is known, a count where it is not, and when a waiting one comes. */
export function JobProgress({ job }: { job: JobRow }) {
  const { t, lang } = useWords()
  const share = shareDone(job.done, job.total)
  const counted =
    job.total !== null
      ? t('jobs.progressOf', { done: formatNumber(job.done, lang), total: formatNumber(job.total, lang) })
      : job.done > 0
        ? t('jobs.doneSoFar', { done: formatNumber(job.done, lang) })
        : ''
  if (job.state === 'waiting')
    return (
      <span className="muted">
        {t(job.error ? 'jobs.retryAt' : 'jobs.waitingUntil', { at: formatDateTime(job.runAt, lang) })}
      </span>
    )
  if (job.state === 'done' && !counted) return null
  if (job.state === 'done') return <span className="muted figures">{counted}</span>
  return (
    <span className="job-progress">
      {share !== null ? (
        <Progress
          percent={Math.floor(share * 100)}
          size="small"
          showInfo={false}
          status={job.state === 'failed' ? 'exception' : 'normal'}
          aria-label={t('jobs.share', { share: Math.floor(share * 100) })}
        />
      ) : null}
      <span className="muted figures">{[counted, job.note].filter(Boolean).join(' · ')}</span>
    </span>
  )
}
