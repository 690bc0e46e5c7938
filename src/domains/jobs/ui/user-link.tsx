import { useWords } from '#ui/i18n.ts'
import { A } from '#ui/link.tsx'

/** The way to one's own jobs, in the menu of the account. */
export function JobsLink() {
  const { t } = useWords()
  return <A to="/cong-viec-nen">{t('jobs.jobs')}</A>
}
