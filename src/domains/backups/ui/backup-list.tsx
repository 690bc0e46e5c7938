import { SaveOutlined, SafetyCertificateOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useMemo } from 'react'
import { formatDateTime } from '#kernel/dates.ts'
import { formatBytes, formatNumber } from '#kernel/numbers.ts'
import { useAttempt } from '#ui/act.tsx'
import { DataList } from '#ui/data-list.tsx'
import { useWords } from '#ui/i18n.ts'
import { ErrorNotice, Facts, Page, StateTag } from '#ui/page.tsx'
import { useMay } from '#ui/self.ts'
import { useGo } from '#ui/url.ts'
import { backupList, type BackupPlan, type BackupRow } from '../backup.contract.ts'
import { can } from '../backups.permissions.ts'
import { api } from './api.ts'

/** The job that does it shows how far it is. */
const jobPath = (id: string) => `/cong-viec-nen/${id}`

/** Backups made here: whether they are good, and how far they go back. */
export function BackupList() {
  const { t, lang } = useWords()
  const go = useGo()
  const attempt = useAttempt()
  const mayMake = useMay(can.makeBackup)
  const plan = useQuery(api.backupPlan.queryOptions())
  const cells = useMemo(
    () => ({
      beganAt: (row: BackupRow) => <span className="figures">{formatDateTime(row.beganAt, lang)}</span>,
      state: (row: BackupRow) => <BackupTag state={row.state} />,
      size: (row: BackupRow) => <span className="figures">{row.size === null ? '' : formatBytes(row.size, lang)}</span>,
      auditHead: (row: BackupRow) => <span className="figures">{shortHead(row.auditHead)}</span>,
      verifiedAt: (row: BackupRow) => (
        <span className="figures">{row.verifiedAt ? formatDateTime(row.verifiedAt, lang) : ''}</span>
      ),
    }),
    [lang],
  )
  const now = () => void attempt(async () => go(jobPath((await api.startBackup.call()).jobId)))
  return (
    <Page
      title={t('backups.backups')}
      actions={
        mayMake && plan.data?.folder ? (
          <Button type="primary" icon={<SaveOutlined />} onClick={now}>
            {t('backups.now')}
          </Button>
        ) : null
      }
    >
      {plan.error ? <ErrorNotice error={plan.error} retry={() => void plan.refetch()} /> : null}
      {plan.data ? <Plan plan={plan.data} /> : null}
      <DataList<BackupRow>
        shape={backupList}
        queryKey={api.listBackups.key()}
        fetchPage={(input) => api.listBackups.call(input)}
        cells={cells}
        peek={(row) => <BackupFacts row={row} />}
        rowLabel={(row) => formatDateTime(row.beganAt, lang)}
        empty={{ title: t('backups.listEmpty'), hint: t('backups.listEmptyHint') }}
      />
    </Page>
  )
}

/** Number of the entry and the beginning of its hash: enough to tell two apart at a glance. */
const shortHead = (head: string | null) => head?.replace(/^(\d+:.{8}).*/, '$1…') ?? ''

function BackupTag({ state }: { state: BackupRow['state'] }) {
  const { t } = useWords()
  const tag = {
    running: 'soon',
    died: 'late',
    failed: 'late',
    made: 'draft',
    damaged: 'late',
    verified: 'ok',
    removed: 'draft',
  } as const
  return <StateTag state={tag[state]}>{t(`backups.states.${state}`)}</StateTag>
}

/** Where they go, how long they are kept, and what is left to people. */
function Plan({ plan }: { plan: BackupPlan }) {
  const { t, lang } = useWords()
  return (
    <section className="sheet">
      <Facts
        items={[
          {
            label: t('backups.newestVerified'),
            value: plan.newestVerified ? formatDateTime(plan.newestVerified, lang) : t('backups.noneVerified'),
          },
          { label: t('backups.keep'), value: t('backups.keepText', plan.keep) },
          { label: t('backups.folder'), value: plan.folder || t('backups.folderUnset') },
          { label: t('backups.cipher'), value: t(plan.encrypted ? 'backups.enciphered' : 'backups.plain') },
          { label: t('backups.outside'), value: t('backups.elsewhere') },
        ]}
      />
    </section>
  )
}

/** One backup: why it failed, the head to keep elsewhere, and the check. */
function BackupFacts({ row }: { row: BackupRow }) {
  const { t, lang } = useWords()
  const go = useGo()
  const attempt = useAttempt()
  const mayMake = useMay(can.makeBackup)
  const check = () => void attempt(async () => go(jobPath((await api.checkBackup.call({ id: row.id })).jobId)))
  const there = row.state === 'made' || row.state === 'verified' || row.state === 'damaged'
  const number = (value: number | null) => (value === null ? '' : formatNumber(value, lang))
  return (
    <>
      {row.error ? (
        <div className="notice notice-late" role="alert">
          <div className="notice-body">{row.error}</div>
        </div>
      ) : null}
      <Facts
        items={[
          { label: t('backups.state'), value: <BackupTag state={row.state} /> },
          { label: t('backups.file'), value: row.file },
          { label: t('backups.records'), value: number(row.records) },
          { label: t('backups.contents'), value: number(row.contents) },
          { label: t('backups.cipher'), value: row.encrypted ? t('backups.enciphered') : '' },
          ...(row.auditHead ? [{ label: t('backups.copyHead'), value: <code>{row.auditHead}</code> }] : []),
        ]}
      />
      {there && mayMake ? (
        <p>
          <Button icon={<SafetyCertificateOutlined />} onClick={check}>
            {t('backups.check')}
          </Button>
        </p>
      ) : null}
    </>
  )
}
