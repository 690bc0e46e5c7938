import { PlusOutlined } from '@ant-design/icons'
import { Button, Input, Select } from 'antd'
import { useMemo, useState } from 'react'
import { useDone } from '#ui/act.tsx'
import { useAsOf } from '#ui/as-of.ts'
import { DataList } from '#ui/data-list.tsx'
import { DateField } from '#ui/date-field.tsx'
import { Field, inputOf, RecordForm } from '#ui/form.tsx'
import { useWords } from '#ui/i18n.ts'
import { A } from '#ui/link.tsx'
import { DateText, Facts, Page } from '#ui/page.tsx'
import { SidePanel } from '#ui/panel.tsx'
import { useMay } from '#ui/self.ts'
import { Tabs } from '#ui/tabs.tsx'
import { useGo } from '#ui/url.ts'
import { type Catalogue, catalogueList, positionContract, positionList, type PositionRow } from '../position.contract.ts'
import { staffKinds } from '../position.rules.ts'
import { can } from '../positions.permissions.ts'
import { api } from './api.ts'
import { PositionForm } from './position-form.tsx'

/** Job positions in force, and the decisions that introduce them. */
export function CataloguePage() {
  const { t } = useWords()
  const mayImport = useMay('imports.makeImport')
  const mayChange = useMay(can.changePosition)
  return (
    <Page
      title={t('positions.catalogue')}
      actions={mayImport && mayChange ? <A to="/nhap-du-lieu/moi?kind=positions">{t('positions.importFromExcel')}</A> : null}
    >
      <Tabs
        label={t('positions.catalogue')}
        tabs={[
          { key: 'vi-tri', title: t('positions.positions'), content: () => <Positions /> },
          { key: 'quyet-dinh', title: t('positions.documents'), content: () => <Documents /> },
        ]}
      />
    </Page>
  )
}

function Positions() {
  const { t } = useWords()
  const go = useGo()
  return (
    <DataList<PositionRow>
      shape={positionList}
      queryKey={api.listPositions.key()}
      fetchPage={(input) => api.listPositions.call(input)}
      exportFile={(input) => api.exportPositions.call(input)}
      onOpen={(row) => go(`/vi-tri-viec-lam/danh-muc/${row.id}`)}
      rowLabel={(row) => row.name}
      empty={{ title: t('positions.emptyCatalogue'), hint: t('positions.emptyCatalogueHint') }}
    />
  )
}

function Documents() {
  const { t } = useWords()
  const { asOf } = useAsOf()
  const may = useMay(can.changePosition) && !asOf
  const [recording, setRecording] = useState(false)
  const cells = useMemo(
    () => ({
      positions: (row: Catalogue) => <A to={positionsOf(row)}>{row.positions}</A>,
    }),
    [],
  )
  const record = may ? (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setRecording(true)}>
      {t('positions.recordDocument')}
    </Button>
  ) : null
  return (
    <>
      {record ? <div className="page-actions">{record}</div> : null}
      <DataList<Catalogue>
        shape={catalogueList}
        queryKey={api.listCatalogues.key()}
        fetchPage={(input) => api.listCatalogues.call(input)}
        exportFile={(input) => api.exportCatalogues.call(input)}
        cells={cells}
        peek={(row) => <DocumentSummary document={row} may={may} />}
        rowLabel={(row) => row.number}
        empty={{ title: t('positions.emptyDocuments'), hint: t('positions.emptyCatalogueHint'), action: record }}
      />
      <SidePanel open={recording} onClose={() => setRecording(false)} title={t('positions.recordDocument')}>
        <DocumentForm onDone={() => setRecording(false)} />
      </SidePanel>
    </>
  )
}

const positionsOf = (row: Catalogue) => `/vi-tri-viec-lam/danh-muc?number=${encodeURIComponent(row.number)}`

function DocumentSummary({ document, may }: { document: Catalogue; may: boolean }) {
  const { t } = useWords()
  const [doing, setDoing] = useState<'add' | 'withdraw' | null>(null)
  return (
    <>
      <Facts
        items={[
          { label: t('positions.subject'), value: document.subject },
          { label: t('positions.staff'), value: t(`positions.staffKinds.${document.staff}`) },
          { label: t('positions.issuer'), value: document.issuer },
          { label: t('positions.decidedOn'), value: <DateText value={document.decidedOn} /> },
          { label: t('positions.from'), value: <DateText value={document.validFrom} /> },
        ]}
      />
      <p>
        <A to={positionsOf(document)}>{t('positions.positionsOf', { count: document.positions })}</A>
      </p>
      {may && doing === null ? (
        <div className="page-actions">
          <Button onClick={() => setDoing('add')}>{t('positions.addPosition')}</Button>
          <Button onClick={() => setDoing('withdraw')}>{t('positions.withdrawDocument')}</Button>
        </div>
      ) : null}
      {doing === 'add' ? <PositionForm catalogueId={document.id} onDone={() => setDoing(null)} /> : null}
      {doing === 'withdraw' ? <WithdrawForm document={document} onDone={() => setDoing(null)} /> : null}
    </>
  )
}

function DocumentForm({ onDone }: { onDone: () => void }) {
  const { t } = useWords()
  const done = useDone()
  return (
    <RecordForm
      id="positions.catalogue"
      schema={inputOf(positionContract.recordCatalogue)}
      submit={t('positions.recordDocument')}
      onCancel={onDone}
      onSubmit={async (input, options) => {
        await api.recordCatalogue.call(input, options)
        await done(t('positions.documentRecorded', { number: input.number }), [api.key()])
        onDone()
      }}
    >
      <Field name="number" label={t('positions.number')} required>
        <Input />
      </Field>
      <Field name="decidedOn" label={t('positions.decidedOn')} required>
        <DateField />
      </Field>
      <Field name="issuer" label={t('positions.issuer')} required>
        <Input />
      </Field>
      <Field name="subject" label={t('positions.subject')} required>
        <Input.TextArea className="grows" rows={3} />
      </Field>
      <Field name="staff" label={t('positions.staff')} required>
        <Select options={staffKinds.map((value) => ({ value, label: t(`positions.staffKinds.${value}`) }))} />
      </Field>
      <Field name="validFrom" label={t('positions.from')} required>
        <DateField />
      </Field>
    </RecordForm>
  )
}

function WithdrawForm({ document, onDone }: { document: Catalogue; onDone: () => void }) {
  const { t } = useWords()
  const done = useDone()
  return (
    <RecordForm
      id={`positions.withdraw.${document.id}`}
      schema={inputOf(positionContract.withdrawCatalogue)}
      fixed={{ id: document.id }}
      submit={t('positions.withdrawDocument')}
      onCancel={onDone}
      onSubmit={async (input, options) => {
        await api.withdrawCatalogue.call(input, options)
        await done(t('positions.documentWithdrawn', { number: document.number }), [api.key()])
        onDone()
      }}
    >
      <p className="muted panel-lead">{t('positions.withdrawDocumentHint', { count: document.positions })}</p>
      <Field name="reason" label={t('positions.reason')} required>
        <Input.TextArea className="grows" rows={3} />
      </Field>
    </RecordForm>
  )
}
