import { useQuery } from '@tanstack/react-query'
import { useWords } from '#ui/i18n.ts'
import { A } from '#ui/link.tsx'
import { ErrorNotice, Sheet, Skeleton, StateTag, type State } from '#ui/page.tsx'
import { useMay, useSelf } from '#ui/self.ts'
import type { UrlSearch } from '#ui/url.ts'
import type { Finding } from '../figure.contract.ts'
import type { Report } from '../report.contract.ts'
import { can } from '../reports.permissions.ts'
import { api, templateCodeOf } from './api.ts'
import { editionTitle } from './edition-steps.tsx'

/** Something this account can move on. */
interface Waiting {
  id: string
  state: State
  tag: string
  text: string
  to: string
  search?: UrlSearch
}

/** The next step of each state, and the permission it takes. */
const steps = {
  draft: { permission: can.checkEdition, words: 'check' },
  checked: { permission: can.approveEdition, words: 'approve' },
  approved: { permission: can.sealEdition, words: 'seal' },
} as const

/** What waits for this account: steps of open editions, grave disagreements, a template draft. What is lost first comes first. */
export function TodayWaiting() {
  const words = useWords()
  const { t, both } = words
  const { permissions } = useSelf()
  const mayRead = useMay(can.readReport)
  const mayType = useMay(can.typeFigure)
  const reports = useQuery({ ...api.listReports.queryOptions(), enabled: mayRead })
  const latest = reports.data?.[0]
  const checks = useQuery({
    ...api.checkFigures.queryOptions({ input: { period: latest?.period } }),
    enabled: mayType && latest !== undefined,
  })
  const draft = useTemplateDraft(latest)
  const error = reports.error ?? checks.error
  if (!mayRead) return null

  const waiting: Waiting[] = []
  for (const report of reports.data ?? []) {
    for (const edition of report.editions) {
      if (edition.status === 'sealed') continue
      const step = steps[edition.status]
      if (!permissions.includes(step.permission.id)) continue
      const params = { report: both(report.title), edition: editionTitle(edition, words) }
      waiting.push({
        id: edition.id,
        state: 'soon',
        tag: t(`reports.edition.status.${edition.status}`),
        text: t(`reports.today.${step.words}`, params),
        to: `/bao-cao/${report.id}`,
      })
    }
  }
  const grave = (checks.data?.findings ?? []).filter((finding: Finding) => finding.severity === 'A').length
  if (grave > 0) {
    waiting.push({
      id: 'grave',
      state: 'late',
      tag: t('reports.severity.A'),
      text: t('reports.today.grave', { count: grave }),
      to: '/chi-so/kiem-tra',
      search: { severity: 'A' },
    })
  }
  if (draft && latest) {
    waiting.push({
      id: draft.id,
      state: 'draft',
      tag: t('reports.today.draft'),
      text: t('reports.today.template', { title: both(draft.title), by: draft.changedBy }),
      to: `/bao-cao/${latest.id}/mau`,
    })
  }
  return (
    <Sheet title={t('reports.today.waiting')}>
      {error ? <ErrorNotice error={error} retry={() => void reports.refetch()} /> : null}
      {reports.isPending || checks.isLoading ? <Skeleton lines={3} /> : null}
      {reports.data && !checks.isLoading && waiting.length === 0 ? (
        <p className="muted">{t('reports.today.nothingWaits')}</p>
      ) : null}
      <ul className="plain today-list">
        {waiting.map((item) => (
          <li key={item.id}>
            <StateTag state={item.state}>{item.tag}</StateTag>
            <A to={item.to} search={item.search}>
              {item.text}
            </A>
          </li>
        ))}
      </ul>
    </Sheet>
  )
}

/** The template draft that waits for approval, for those who approve. */
function useTemplateDraft(report: Report | undefined) {
  const mayApprove = useMay(can.approveTemplate)
  const { data } = useQuery({
    ...api.getTemplate.queryOptions({ input: { code: report ? templateCodeOf(report) : '' } }),
    enabled: mayApprove && report !== undefined,
  })
  return data?.status === 'draft' ? data : null
}
