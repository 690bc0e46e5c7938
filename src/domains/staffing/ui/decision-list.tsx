import { PlusOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useState } from 'react'
import { useAsOf } from '#ui/as-of.ts'
import { DataList } from '#ui/data-list.tsx'
import { useWords } from '#ui/i18n.ts'
import { Page } from '#ui/page.tsx'
import { SidePanel } from '#ui/panel.tsx'
import { useMay } from '#ui/self.ts'
import { useGo } from '#ui/url.ts'
import { decisionList, type DecisionRow } from '../quota.contract.ts'
import { can } from '../staffing.permissions.ts'
import { api } from './api.ts'
import { DecisionForm } from './decision-form.tsx'

/** Decisions on quotas, newest first. */
export function DecisionList() {
  const { t } = useWords()
  const { asOf } = useAsOf()
  const go = useGo()
  const may = useMay(can.changeQuota) && !asOf
  const [recording, setRecording] = useState(false)
  const record = may ? (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setRecording(true)}>
      {t('staffing.record')}
    </Button>
  ) : null
  return (
    <Page title={t('staffing.decisions')} actions={record}>
      <DataList<DecisionRow>
        shape={decisionList}
        queryKey={api.listDecisions.key()}
        fetchPage={(input) => api.listDecisions.call(input)}
        exportFile={(input) => api.exportDecisions.call(input)}
        onOpen={(row) => go(`/bien-che/quyet-dinh/${row.id}`)}
        rowLabel={(row) => row.number}
        empty={{ title: t('staffing.emptyDecisions'), hint: t('staffing.emptyBoardHint'), action: record }}
      />
      <SidePanel open={recording} onClose={() => setRecording(false)} title={t('staffing.record')} wide>
        <DecisionForm onDone={() => setRecording(false)} />
      </SidePanel>
    </Page>
  )
}
