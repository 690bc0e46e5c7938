import { SafetyCertificateOutlined } from '@ant-design/icons'
import { useMutation } from '@tanstack/react-query'
import { Button } from 'antd'
import { useMemo } from 'react'
import { formatDateTime } from '#kernel/dates.ts'
import { formatNumber } from '#kernel/numbers.ts'
import { DataList } from '#ui/data-list.tsx'
import { operationText } from '#ui/history.tsx'
import { useWords } from '#ui/i18n.ts'
import { ErrorNotice, Page } from '#ui/page.tsx'
import { auditList, type AuditRow } from '../audit.contract.ts'
import { api } from './api.ts'
import { AuditEntryView } from './audit-entry.tsx'
import { AuditHeadView } from './audit-head.tsx'

/** Everything that was written and every sensitive reading, newest first, searched by person, record and period; whether the log is whole. */
export function AuditPage() {
  const words = useWords()
  const { t, lang } = words
  const verify = useMutation(api.verifyAudit.mutationOptions())
  const cells = useMemo(
    () => ({
      at: (row: AuditRow) => <span className="figures">{formatDateTime(row.at, lang)}</span>,
      operation: (row: AuditRow) => <span title={row.operation}>{operationText(row.operation, words)}</span>,
    }),
    [lang, words],
  )
  return (
    <Page
      title={t('administration.audit')}
      actions={
        <Button icon={<SafetyCertificateOutlined />} loading={verify.isPending} onClick={() => verify.mutate(undefined)}>
          {t('administration.verify')}
        </Button>
      }
    >
      {verify.error ? <ErrorNotice error={verify.error} /> : null}
      {verify.data ? <Verdict {...verify.data} /> : null}
      <AuditHeadView />
      <DataList<AuditRow>
        shape={auditList}
        queryKey={api.listAudit.key()}
        fetchPage={(input) => api.listAudit.call(input)}
        exportFile={(input) => api.exportAudit.call(input)}
        cells={cells}
        peek={(row) => <AuditEntryView key={row.id} row={row} />}
        rowLabel={(row) => `${formatNumber(row.seq, lang)} · ${operationText(row.operation, words)}`}
        empty={{ title: t('administration.auditEmpty'), hint: t('administration.auditEmptyHint') }}
      />
    </Page>
  )
}

/** What the walk along the chain found. */
function Verdict({
  whole,
  entries,
  faults,
}: {
  whole: boolean
  entries: number
  faults: { seq: number | null; fault: string }[]
}) {
  const { t, lang, has } = useWords()
  const count = formatNumber(entries, lang)
  const said = (fault: string) =>
    has(`administration.faults.${fault}`) ? t(`administration.faults.${fault}`) : t('administration.state')
  return (
    <div className={`notice ${whole ? 'notice-ok' : 'notice-late'}`} role="status">
      <div className="notice-body">
        <strong>
          {whole
            ? t('administration.whole', { count })
            : t('administration.broken', { count, faults: formatNumber(faults.length, lang) })}
        </strong>
        {faults.map((fault, index) => (
          <span key={index}>
            {fault.seq === null
              ? t('administration.faultEnd', { fault: said(fault.fault) })
              : t('administration.faultAt', { seq: fault.seq, fault: said(fault.fault) })}
          </span>
        ))}
      </div>
    </div>
  )
}
