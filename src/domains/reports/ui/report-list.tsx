import { useQuery } from '@tanstack/react-query'
import { useWords } from '#ui/i18n.ts'
import { A } from '#ui/link.tsx'
import { Empty, ErrorNotice, Page, Skeleton, StateTag } from '#ui/page.tsx'
import { formatDateShort, formatDateTime } from '#kernel/dates.ts'
import type { Edition, Report } from '../report.contract.ts'
import { api } from './api.ts'
import { editionState } from './edition-steps.tsx'
import { writePeriod } from './figure-format.ts'
import './reports.css'

/** The reports of the Department and their editions. */
export function ReportList() {
  const { t } = useWords()
  const reports = useQuery(api.listReports.queryOptions())
  return (
    <Page title={t('reports.list.title')}>
      {reports.error ? <ErrorNotice error={reports.error} retry={() => void reports.refetch()} /> : null}
      {reports.isPending ? <Skeleton lines={6} /> : null}
      {reports.data?.length === 0 ? <Empty title={t('reports.list.empty')} hint={t('reports.list.emptyHint')} /> : null}
      <div className="report-list">
        {reports.data?.map((report) => (
          <ReportCard key={report.id} report={report} />
        ))}
      </div>
    </Page>
  )
}

function ReportCard({ report }: { report: Report }) {
  const { t, lang, both } = useWords()
  return (
    <section className="sheet report-card" aria-label={both(report.title)}>
      <h2>
        <A to={`/bao-cao/${report.id}`}>{both(report.title)}</A>
      </h2>
      <p className="muted">
        {t('reports.list.period', { period: writePeriod(report.period, lang) })}
        {report.formerPeriod ? ` · ${t('reports.list.compared', { period: writePeriod(report.formerPeriod, lang) })}` : ''}
      </p>
      {report.editions.length === 0 ? (
        <p>{t('reports.edition.none')}</p>
      ) : (
        <table className="record-table editions">
          <thead>
            <tr>
              <th>{t('reports.edition.title')}</th>
              <th>{t('reports.edition.state')}</th>
              <th>{t('reports.edition.documentNumber')}</th>
              <th>{t('reports.edition.documentDate')}</th>
              <th>{t('reports.edition.lastStep')}</th>
            </tr>
          </thead>
          <tbody>
            {report.editions.map((edition) => (
              <EditionRow key={edition.id} report={report} edition={edition} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

function EditionRow({ report, edition }: { report: Report; edition: Edition }) {
  const { t, lang } = useWords()
  const last = edition.steps.findLast((step) => step.status === edition.status)
  return (
    <tr>
      <td>
        <A to={`/bao-cao/${report.id}`} search={{ edition: edition.id }}>
          {t('reports.edition.name', { number: edition.number })}
        </A>
      </td>
      <td>
        <StateTag state={editionState(edition.status)}>{t(`reports.edition.status.${edition.status}`)}</StateTag>
      </td>
      <td>{edition.documentNumber ?? <span className="muted">{t('reports.edition.notNumbered')}</span>}</td>
      <td className="figures">{edition.documentDate ? formatDateShort(edition.documentDate, lang) : ''}</td>
      <td className="figures">{last ? t('reports.steps.byAt', { by: last.by, at: formatDateTime(last.at, lang) }) : ''}</td>
    </tr>
  )
}
