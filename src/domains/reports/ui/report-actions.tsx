import { DownloadOutlined, EditOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Dropdown } from 'antd'
import { useState } from 'react'
import { useDownload } from '#ui/client.ts'
import { useWords } from '#ui/i18n.ts'
import { useMay } from '#ui/self.ts'
import { useGo, useUrlSearch } from '#ui/url.ts'
import type { Edition, Report } from '../report.contract.ts'
import { can } from '../reports.permissions.ts'
import { api, useMayAct } from './api.ts'
import { EditionChanges } from './edition-changes.tsx'
import { useAct } from './use-act.tsx'

const formats = ['docx', 'pdf', 'html'] as const

/** What can be done with a report: take it away, see what changed, edit its template, open a new edition. */
export function ReportActions({ report, edition }: { report: Report; edition: Edition | null }) {
  const { t } = useWords()
  const go = useGo()
  const [, change] = useUrlSearch()
  const download = useDownload()
  const { busy, act } = useAct()
  const [comparing, setComparing] = useState(false)
  const mayDraft = useMayAct(can.draftEdition)
  const mayEdit = useMay(can.editTemplate)
  const allSealed = report.editions.every((each) => each.status === 'sealed')
  const take = (format: (typeof formats)[number]) =>
    download(() => api.printDocument.call({ id: report.id, editionId: edition?.id, format }))

  async function draft() {
    const done = await act(() => api.draftEdition.call({ id: report.id }), t('reports.steps.draftDone'))
    if (done) change({ edition: undefined, figure: undefined })
  }
  return (
    <>
      {edition?.status === 'sealed' ? <Button onClick={() => setComparing(true)}>{t('reports.changes.button')}</Button> : null}
      {mayEdit ? (
        <Button icon={<EditOutlined />} onClick={() => go(`/bao-cao/${report.id}/mau`)}>
          {t('reports.template.edit')}
        </Button>
      ) : null}
      {allSealed && mayDraft ? (
        <Button icon={<PlusOutlined />} loading={busy} onClick={() => void draft()}>
          {t(report.editions.length === 0 ? 'reports.steps.draftFirst' : 'reports.steps.draftNext')}
        </Button>
      ) : null}
      <Dropdown
        trigger={['click']}
        menu={{
          items: formats.map((format) => ({ key: format, label: t(`reports.formats.${format}`) })),
          onClick: ({ key }) => void take(formats.find((format) => format === key) ?? 'docx'),
        }}
      >
        <Button icon={<DownloadOutlined />}>{t('reports.reading.download')}</Button>
      </Dropdown>
      {edition ? <EditionChanges edition={edition} open={comparing} onClose={() => setComparing(false)} /> : null}
    </>
  )
}
