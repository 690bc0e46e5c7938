import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import { formatDateTime } from '#kernel/dates.ts'
import { DataList } from '#ui/data-list.tsx'
import { useWords } from '#ui/i18n.ts'
import { Page } from '#ui/page.tsx'
import { useGo } from '#ui/url.ts'
import { jobList, type JobRow } from '../job.contract.ts'
import { api, jobPath } from './api.ts'
import { JobFacts } from './job-facts.tsx'
import { JobProgress, JobStateTag } from './job-state.tsx'

/** How often the board looks again while it is in view. */
const every = 3000

/** Jobs with their progress: one's own, or all for who looks after them. */
export function JobBoard() {
  const { t, lang, both } = useWords()
  const go = useGo()
  const queries = useQueryClient()
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') void queries.invalidateQueries({ queryKey: api.listJobs.key() })
    }, every)
    return () => clearInterval(timer)
  }, [queries])
  const cells = useMemo(() => {
    const moment = (at: string | null) => (at ? <span className="figures">{formatDateTime(at, lang)}</span> : null)
    return {
      title: (row: JobRow) => both(row.title),
      state: (row: JobRow) => <JobStateTag job={row} />,
      progress: (row: JobRow) => <JobProgress job={row} />,
      askedAt: (row: JobRow) => moment(row.askedAt),
      finishedAt: (row: JobRow) => moment(row.finishedAt),
    }
  }, [lang, both])
  return (
    <Page title={t('jobs.jobs')}>
      <DataList<JobRow>
        shape={jobList}
        queryKey={api.listJobs.key()}
        fetchPage={(input) => api.listJobs.call(input)}
        exportFile={(input) => api.exportJobs.call(input)}
        cells={cells}
        peek={(row) => <JobFacts id={row.id} />}
        onOpen={(row) => go(jobPath(row.id))}
        rowLabel={(row) => both(row.title)}
        empty={{ title: t('jobs.empty'), hint: t('jobs.emptyHint') }}
      />
    </Page>
  )
}
