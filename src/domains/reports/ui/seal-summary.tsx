import { useQuery } from '@tanstack/react-query'
import { formatDateShort } from '#kernel/dates.ts'
import { formatNumber } from '#kernel/numbers.ts'
import { useWords } from '#ui/i18n.ts'
import { ErrorNotice, Facts, Skeleton, StateTag } from '#ui/page.tsx'
import type { FigureRow } from '../figure.contract.ts'
import type { Edition, Report } from '../report.contract.ts'
import { api, useFigures } from './api.ts'
import { severityState } from './figure-words.ts'

/** Exactly what sealing keeps, before it is done: number, date, figures by source, and what still disagrees. */
export function SealSummary({ report, edition }: { report: Report; edition: Edition }) {
  const { t, lang, both } = useWords()
  const figures = useFigures(report.period)
  const checks = useQuery(api.checkFigures.queryOptions({ input: { period: report.period } }))
  const error = figures.error ?? checks.error
  if (error) return <ErrorNotice error={error} />
  if (!figures.data || !checks.data) return <Skeleton lines={6} />
  const rows = figures.data
  const count = (test: (row: FigureRow) => boolean) => formatNumber(rows.filter(test).length, lang)
  const missing = rows.filter((row) => row.value === null).length
  const grave = (severity: 'A' | 'B' | 'C') => checks.data.findings.filter((finding) => finding.severity === severity).length
  const superseded = report.editions.find((other) => other.id === edition.supersedes)
  return (
    <div className="seal-summary">
      <p>{t('reports.seal.what')}</p>
      <Facts
        items={[
          { label: t('reports.seal.report'), value: both(report.title) },
          { label: t('reports.edition.documentNumber'), value: edition.documentNumber ?? t('reports.seal.nextNumber') },
          {
            label: t('reports.edition.documentDate'),
            value: edition.documentDate ? formatDateShort(edition.documentDate, lang) : null,
          },
          { label: t('reports.seal.computed'), value: count((row) => row.source === 'computed' && row.value !== null) },
          { label: t('reports.seal.typed'), value: count((row) => row.source === 'typed' && row.value !== null) },
          {
            label: t('reports.seal.missing'),
            value: missing > 0 ? <StateTag state="soon">{formatNumber(missing, lang)}</StateTag> : '0',
          },
          {
            label: t('reports.seal.findings'),
            value: (
              <span className="chips">
                {(['A', 'B', 'C'] as const).map((severity) => (
                  <StateTag key={severity} state={grave(severity) > 0 ? severityState(severity) : 'ok'}>
                    {t('reports.seal.severity', { name: t(`reports.severity.${severity}`), count: grave(severity) })}
                  </StateTag>
                ))}
              </span>
            ),
          },
          {
            label: t('reports.seal.supersedes'),
            value: superseded ? t('reports.edition.name', { number: superseded.number }) : null,
          },
        ]}
      />
      <p className="notice notice-soon">{t('reports.seal.forGood')}</p>
    </div>
  )
}
