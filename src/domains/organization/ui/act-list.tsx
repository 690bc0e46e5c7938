import { DiffOutlined, FileTextOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useMemo } from 'react'
import { ImportButton } from '#domains/imports/ui/index.tsx'
import { DataList } from '#ui/data-list.tsx'
import { useWords } from '#ui/i18n.ts'
import { Page } from '#ui/page.tsx'
import { useGo } from '#ui/url.ts'
import { actList, type ActRow } from '../act.contract.ts'
import { actPath, ActState } from './act-state.tsx'
import { api } from './api.ts'

/** Acts of reorganisation; a new one begins with its table. */
export function ActList() {
  const { t } = useWords()
  const go = useGo()
  const cells = useMemo(() => ({ state: (row: ActRow) => <ActState state={row.state} /> }), [])
  return (
    <Page
      title={t('organization.acts')}
      actions={
        <>
          <Button icon={<FileTextOutlined />} onClick={() => go('/to-chuc/sap-xep/doc-van-ban')}>
            {t('organization.readResolution')}
          </Button>
          <Button icon={<DiffOutlined />} onClick={() => go('/to-chuc/sap-xep/danh-muc')}>
            {t('organization.unitLists.lists')}
          </Button>
          <ImportButton kind="reorganisation" />
        </>
      }
    >
      <DataList<ActRow>
        shape={actList}
        queryKey={api.listActs.key()}
        fetchPage={(input) => api.listActs.call(input)}
        exportFile={(input) => api.exportActs.call(input)}
        cells={cells}
        onOpen={(row) => go(actPath(row.id))}
        rowLabel={(row) => row.title}
        empty={{ title: t('organization.noActs'), hint: t('organization.noActsHint') }}
      />
    </Page>
  )
}
