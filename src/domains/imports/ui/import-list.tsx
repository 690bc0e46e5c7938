import { PlusOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { DataList } from '#ui/data-list.tsx'
import { useWords } from '#ui/i18n.ts'
import { Page } from '#ui/page.tsx'
import { useMay } from '#ui/self.ts'
import { useGo } from '#ui/url.ts'
import { importList, type ImportRow } from '../import.contract.ts'
import { can } from '../imports.permissions.ts'
import { api } from './api.ts'
import { importPath, newImportPath } from './import-link.tsx'

/** Files brought in, newest first. */
export function ImportList() {
  const { t } = useWords()
  const go = useGo()
  const begin = useMay(can.makeImport) ? (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => go(newImportPath)}>
      {t('imports.newImport')}
    </Button>
  ) : null
  return (
    <Page title={t('imports.history')} actions={begin}>
      <DataList<ImportRow>
        shape={importList}
        queryKey={api.listImports.key()}
        fetchPage={(input) => api.listImports.call(input)}
        exportFile={(input) => api.exportImports.call(input)}
        onOpen={(row) => go(importPath(row.id))}
        rowLabel={(row) => row.fileName}
        empty={{ title: t('imports.empty'), hint: t('imports.emptyHint'), action: begin }}
      />
    </Page>
  )
}
