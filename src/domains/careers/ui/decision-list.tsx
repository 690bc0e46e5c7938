import { PlusOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useMemo } from 'react'
import { useAsOf } from '#ui/as-of.ts'
import { DataList } from '#ui/data-list.tsx'
import { useWords } from '#ui/i18n.ts'
import { Page } from '#ui/page.tsx'
import { useMay } from '#ui/self.ts'
import { useGo } from '#ui/url.ts'
import { can } from '../careers.permissions.ts'
import { decisionList, type DecisionRow } from '../decision.contract.ts'
import { api } from './api.ts'
import { Standing } from './standing.tsx'

/** Personnel decisions, newest first. */
export function DecisionList() {
  const { t } = useWords()
  const { asOf } = useAsOf()
  const go = useGo()
  const may = useMay(can.draftDecision) && !asOf
  const cells = useMemo(() => ({ standing: (row: DecisionRow) => <Standing standing={row.standing} /> }), [])
  const draft = may ? (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => go('/quyet-dinh/moi')}>
      {t('careers.draft')}
    </Button>
  ) : null
  return (
    <Page title={t('careers.decisions')} actions={draft}>
      <DataList<DecisionRow>
        shape={decisionList}
        queryKey={api.listDecisions.key()}
        fetchPage={(input) => api.listDecisions.call(input)}
        exportFile={(input) => api.exportDecisions.call(input)}
        cells={cells}
        onOpen={(row) => go(`/quyet-dinh/${row.id}`)}
        rowLabel={(row) => row.number}
        empty={{ title: t('careers.emptyList'), hint: t('careers.emptyHint'), action: draft }}
      />
    </Page>
  )
}
