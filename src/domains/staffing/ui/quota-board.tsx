import { PlusOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useMemo, useState } from 'react'
import { unitPath } from '#domains/organization/ui/index.tsx'
import { yearOf } from '#kernel/dates.ts'
import { useAsOf } from '#ui/as-of.ts'
import { DataList } from '#ui/data-list.tsx'
import { useWords } from '#ui/i18n.ts'
import { A } from '#ui/link.tsx'
import { ErrorNotice, Page } from '#ui/page.tsx'
import { SidePanel } from '#ui/panel.tsx'
import { useMay } from '#ui/self.ts'
import { quotaList, type QuotaRow } from '../quota.contract.ts'
import { can } from '../staffing.permissions.ts'
import { api } from './api.ts'
import { DecisionForm } from './decision-form.tsx'
import { Standing } from './standing.tsx'
import { UnitQuota } from './unit-quota.tsx'

/** Quota against people, body by body: over, unfilled and the reserve, on the day shown. */
export function QuotaBoard() {
  const { t } = useWords()
  const { asOf } = useAsOf()
  const may = useMay(can.changeQuota) && !asOf
  const [recording, setRecording] = useState(false)
  const cells = useMemo(
    () => ({
      unitName: (row: QuotaRow) => (row.unitId ? <A to={unitPath(row.unitId)}>{row.unitName}</A> : t('staffing.reserve')),
      standing: (row: QuotaRow) => <Standing standing={row.standing} />,
    }),
    [t],
  )
  const record = may ? (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setRecording(true)}>
      {t('staffing.record')}
    </Button>
  ) : null
  return (
    <Page
      title={t('staffing.board')}
      actions={
        <>
          <A to="/bien-che/quyet-dinh">{t('staffing.decisions')}</A>
          {record}
        </>
      }
    >
      <Totals />
      <DataList<QuotaRow>
        shape={quotaList}
        queryKey={api.listQuotas.key()}
        fetchPage={(input) => api.listQuotas.call(input)}
        exportFile={(input) => api.exportQuotas.call(input)}
        cells={cells}
        peek={(row) => (row.unitId ? <UnitQuota id={row.unitId} /> : null)}
        rowLabel={(row) => `${row.unitName} · ${t(`staffing.kinds.${row.kind}`)}`}
        empty={{ title: t('staffing.emptyBoard'), hint: t('staffing.emptyBoardHint'), action: record }}
      />
      <SidePanel open={recording} onClose={() => setRecording(false)} title={t('staffing.record')} wide>
        <DecisionForm onDone={() => setRecording(false)} />
      </SidePanel>
    </Page>
  )
}

/** The whole of each kind, above the list. */
function Totals() {
  const { t } = useWords()
  const { asOf, today } = useAsOf()
  const year = yearOf(asOf ?? today)
  const { data, error, refetch } = useQuery(api.quotaTotals.queryOptions({ input: { asOf } }))
  if (error) return <ErrorNotice error={error} retry={() => void refetch()} />
  if (!data || data.length === 0) return null
  const last = Math.max(...data.map((row) => row.year))
  return (
    <>
      {last < year ? (
        <div className="notice" role="status">
          <div className="notice-body">{t('staffing.carried', { year, last })}</div>
        </div>
      ) : null}
      <table className="plain-table stack">
        <thead>
          <tr>
            <th>{t('staffing.kind')}</th>
            <th className="right">{t('staffing.quota')}</th>
            <th className="right">{t('staffing.standings.reserve')}</th>
            <th className="right">{t('staffing.heads')}</th>
            <th className="right">{t('staffing.standings.over')}</th>
            <th className="right">{t('staffing.standings.unfilled')}</th>
          </tr>
        </thead>
        <tbody>
          {data.map((row) => (
            <tr key={row.kind}>
              <td>{t(`staffing.kinds.${row.kind}`)}</td>
              <Count label={t('staffing.quota')} value={row.quota} />
              <Count label={t('staffing.standings.reserve')} value={row.reserve} />
              <Count label={t('staffing.heads')} value={row.heads} />
              <Count label={t('staffing.standings.over')} value={row.over} />
              <Count label={t('staffing.standings.unfilled')} value={row.unfilled} />
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}

function Count({ label, value }: { label: string; value: number }) {
  const { lang } = useWords()
  return (
    <td className="right figures" data-label={label}>
      {value.toLocaleString(lang)}
    </td>
  )
}
