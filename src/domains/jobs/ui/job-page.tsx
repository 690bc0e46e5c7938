import { useWords } from '#ui/i18n.ts'
import { A } from '#ui/link.tsx'
import { ErrorNotice, Page, Skeleton } from '#ui/page.tsx'
import { JobActions, JobSheets, useJob } from './job-facts.tsx'

/** One job: how far it is, what went wrong, what can be done. */
export function JobPage({ id }: { id: string }) {
  const { t, both } = useWords()
  const { data: job, error, refetch } = useJob(id)
  const above = <A to="/cong-viec-nen">{t('jobs.jobs')}</A>
  if (error) {
    return (
      <Page title={t('jobs.job')} above={above}>
        <ErrorNotice error={error} retry={() => void refetch()} />
      </Page>
    )
  }
  return (
    <Page title={job ? both(job.title) : ''} above={above} actions={job ? <JobActions job={job} /> : null}>
      {job ? <JobSheets job={job} /> : <Skeleton lines={8} />}
    </Page>
  )
}
