import { PlusOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useMemo, useState } from 'react'
import { useAsOf } from '#ui/as-of.ts'
import { DataList } from '#ui/data-list.tsx'
import { useWords } from '#ui/i18n.ts'
import { A } from '#ui/link.tsx'
import { Page, type State, StateTag } from '#ui/page.tsx'
import { SidePanel } from '#ui/panel.tsx'
import { useMay } from '#ui/self.ts'
import { useGo } from '#ui/url.ts'
import { can } from '../positions.permissions.ts'
import { schemeList, type SchemeRow } from '../scheme.contract.ts'
import { api } from './api.ts'
import { SchemeForm } from './scheme-form.tsx'

const states: Record<SchemeRow['state'], State> = { draft: 'draft', 'in-force': 'ok', 'to-come': 'soon', ended: 'neutral' }

/** Schemes of bodies: drafts, in force, ended. */
export function SchemeList() {
  const { t } = useWords()
  const { asOf } = useAsOf()
  const go = useGo()
  const may = useMay(can.changeScheme) && !asOf
  const mayImport = useMay('imports.makeImport') && may
  const [drafting, setDrafting] = useState(false)
  const cells = useMemo(
    () => ({ state: (row: SchemeRow) => <StateTag state={states[row.state]}>{t(`positions.states.${row.state}`)}</StateTag> }),
    [t],
  )
  const draft = may ? (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setDrafting(true)}>
      {t('positions.draftScheme')}
    </Button>
  ) : null
  return (
    <Page
      title={t('positions.schemes')}
      actions={
        <>
          {mayImport ? <A to="/nhap-du-lieu/moi?kind=position-schemes">{t('positions.importFromExcel')}</A> : null}
          {draft}
        </>
      }
    >
      <DataList<SchemeRow>
        shape={schemeList}
        queryKey={api.listSchemes.key()}
        fetchPage={(input) => api.listSchemes.call(input)}
        exportFile={(input) => api.exportSchemes.call(input)}
        cells={cells}
        onOpen={(row) => go(`/vi-tri-viec-lam/de-an/${row.id}`)}
        rowLabel={(row) => `${row.unitName} · ${row.number ?? t('positions.states.draft')}`}
        empty={{ title: t('positions.emptySchemes'), hint: t('positions.emptySchemesHint'), action: draft }}
      />
      <SidePanel open={drafting} onClose={() => setDrafting(false)} title={t('positions.draftScheme')} wide>
        <SchemeForm onDone={() => setDrafting(false)} />
      </SidePanel>
    </Page>
  )
}
