import { SafetyCertificateOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useMemo } from 'react'
import { formatDateTime } from '#kernel/dates.ts'
import { formatBytes, formatNumber } from '#kernel/numbers.ts'
import { useAttempt, useDone } from '#ui/act.tsx'
import { DataList } from '#ui/data-list.tsx'
import { useWords } from '#ui/i18n.ts'
import { ErrorNotice, Facts, Page } from '#ui/page.tsx'
import { useMay } from '#ui/self.ts'
import { useGo } from '#ui/url.ts'
import { fileList, type FileRow, type Totals } from '../file.contract.ts'
import { can } from '../files.permissions.ts'
import { api } from './api.ts'
import { ContentTag, PlaceTag } from './states.tsx'

/** All files: what they are, whose they are, whether they are still whole. */
export function FileList() {
  const { t, lang } = useWords()
  const go = useGo()
  const mayManage = useMay(can.manageFiles)
  const attempt = useAttempt()
  const done = useDone()
  const totals = useQuery(api.fileTotals.queryOptions())
  const cells = useMemo(
    () => ({
      size: (row: FileRow) => <span className="figures">{formatBytes(row.size, lang)}</span>,
      uploadedAt: (row: FileRow) => <span className="figures">{formatDateTime(row.uploadedAt, lang)}</span>,
      checkedAt: (row: FileRow) => <span className="figures">{row.checkedAt ? formatDateTime(row.checkedAt, lang) : ''}</span>,
      place: (row: FileRow) => <PlaceTag place={row.place} />,
      state: (row: FileRow) => <ContentTag state={row.state} />,
    }),
    [lang],
  )
  const check = () =>
    void attempt(async () => {
      await api.checkAllFiles.call()
      await done(t('files.checkStarted'), [])
    })
  return (
    <Page
      title={t('files.files')}
      actions={
        mayManage ? (
          <Button icon={<SafetyCertificateOutlined />} onClick={check}>
            {t('files.checkAll')}
          </Button>
        ) : null
      }
    >
      {totals.error ? <ErrorNotice error={totals.error} retry={() => void totals.refetch()} /> : null}
      {totals.data ? <Summary totals={totals.data} onFaults={() => go('/kho-tep', { state: ['damaged', 'missing'] })} /> : null}
      <DataList<FileRow>
        shape={fileList}
        queryKey={api.listFiles.key()}
        fetchPage={(input) => api.listFiles.call(input)}
        exportFile={(input) => api.exportFiles.call(input)}
        cells={cells}
        onOpen={(row) => go(`/kho-tep/${row.id}`)}
        rowLabel={(row) => row.name}
        empty={{ title: t('files.listEmpty'), hint: t('files.listEmptyHint') }}
      />
    </Page>
  )
}

/** How much is stored and how sound it is; what is not sound comes first. */
function Summary({ totals, onFaults }: { totals: Totals; onFaults: () => void }) {
  const { t, lang } = useWords()
  const faults = totals.damaged + totals.missing
  const n = (value: number) => <span className="figures">{formatNumber(value, lang)}</span>
  return (
    <>
      {faults > 0 ? (
        <div className="notice notice-late" role="alert">
          <div className="notice-body">{t('files.alarm', { count: formatNumber(faults, lang) })}</div>
          <Button size="small" onClick={onFaults}>
            {t('files.showFaults')}
          </Button>
        </div>
      ) : null}
      <section className="sheet">
        <Facts
          items={[
            { label: t('files.totals.files'), value: n(totals.files) },
            {
              label: t('files.totals.stored'),
              value: (
                <span title={t('files.totals.storedHint', { contents: formatNumber(totals.contents, lang) })}>
                  <span className="figures">{formatBytes(totals.storedBytes, lang)}</span> {t(`files.totals.${totals.store}`)}
                </span>
              ),
            },
            { label: t('files.totals.unfinished'), value: n(totals.unfinished) },
            { label: t('files.totals.bin'), value: n(totals.inBin) },
            { label: t('files.totals.faults'), value: faults === 0 ? t('files.totals.noFaults') : n(faults) },
            {
              label: t('files.checkedAt'),
              value: totals.oldestCheck
                ? t('files.totals.oldest', { at: formatDateTime(totals.oldestCheck, lang) })
                : t('files.totals.neverChecked'),
            },
          ]}
        />
      </section>
    </>
  )
}
