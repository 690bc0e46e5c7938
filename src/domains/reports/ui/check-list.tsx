import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { formatNumber } from '#kernel/numbers.ts'
import { useWords } from '#ui/i18n.ts'
import { A } from '#ui/link.tsx'
import { Empty, ErrorNotice, Page, Skeleton } from '#ui/page.tsx'
import { useMay } from '#ui/self.ts'
import { useUrlSearch } from '#ui/url.ts'
import type { Finding } from '../figure.contract.ts'
import { can } from '../reports.permissions.ts'
import { api, usePeriod } from './api.ts'
import { blocksOfFigures, documentOf } from './document-lines.ts'
import { useFigureOrder, useFigurePanel } from './figure-context.ts'
import { FigureProvider } from './figure-provider.tsx'
import { Findings } from './findings.tsx'
import { PeriodSwitch } from './period-switch.tsx'
import './reports.css'

const severities = ['A', 'B', 'C'] as const

/** Everything that disagrees between the figures, gravest first. */
export function CheckList() {
  return (
    <FigureProvider>
      <Checks />
    </FigureProvider>
  )
}

function Checks() {
  const { t, lang } = useWords()
  const [search, change] = useUrlSearch()
  const period = usePeriod()
  const { open } = useFigurePanel()
  const checks = useQuery(api.checkFigures.queryOptions({ input: { period } }))
  const placeOf = usePlaces(period)
  const severity = severities.find((each) => each === search.severity)
  const findings = useMemo(
    () =>
      (checks.data?.findings ?? [])
        .filter((finding) => !severity || finding.severity === severity)
        .toSorted((a, b) => (a.severity < b.severity ? -1 : a.severity > b.severity ? 1 : 0)),
    [checks.data, severity],
  )
  const order = useMemo(() => [...new Set(findings.flatMap((finding) => finding.figures))], [findings])
  useFigureOrder(order)
  const count = (each: (typeof severities)[number]) =>
    checks.data?.findings.filter((finding) => finding.severity === each).length ?? 0

  return (
    <Page
      title={t('reports.checks.title')}
      subtitle={
        checks.data
          ? t('reports.checks.checked', {
              count: formatNumber(checks.data.checked, lang),
              found: formatNumber(checks.data.findings.length, lang),
            })
          : undefined
      }
      actions={<PeriodSwitch />}
    >
      {checks.error ? <ErrorNotice error={checks.error} retry={() => void checks.refetch()} /> : null}
      {checks.isPending ? <Skeleton lines={10} /> : null}
      {checks.data && checks.data.findings.length > 0 ? (
        <div className="chips severities" role="group" aria-label={t('reports.checks.severity')}>
          {severities.map((each) => (
            <button
              key={each}
              type="button"
              className="chip"
              aria-pressed={severity === each}
              onClick={() => change({ severity: severity === each ? undefined : each })}
            >
              {t(`reports.severity.${each}`)} <span className="figures">{count(each)}</span>
            </button>
          ))}
        </div>
      ) : null}
      {checks.data?.findings.length === 0 ? <Empty title={t('reports.checks.none')} hint={t('reports.checks.noneHint')} /> : null}
      <Findings
        findings={findings}
        period={period}
        onFigure={open}
        more={(finding) => <SentenceLink place={placeOf(finding)} />}
      />
    </Page>
  )
}

/** The sentence of the report in which a finding's figures stand. */
function SentenceLink({ place }: { place: { report: string; block: string } | null }) {
  const { t } = useWords()
  if (!place) return null
  return (
    <A to={`/bao-cao/${place.report}`} search={{ block: place.block, light: 'differs' }}>
      {t('reports.checks.inReport')}
    </A>
  )
}

/** Where the report of the period names a finding's figures first. */
function usePlaces(period: string | undefined): (finding: Finding) => { report: string; block: string } | null {
  const mayRead = useMay(can.readReport)
  const { data: reports } = useQuery({ ...api.listReports.queryOptions(), enabled: mayRead })
  const report = reports?.find((each) => period === undefined || each.period === period)
  const { data: read } = useQuery({
    ...api.readDocument.queryOptions({ input: { id: report?.id ?? '' } }),
    enabled: report !== undefined,
  })
  const blocks = useMemo(() => (read ? blocksOfFigures(documentOf(read)) : new Map<string, string>()), [read])
  return (finding) => {
    const block = finding.figures.map((id) => blocks.get(id)).find((id) => id !== undefined)
    return report && block !== undefined ? { report: report.id, block } : null
  }
}
