import { PlusOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useMemo, useState } from 'react'
import { unitPath } from '#domains/organization/ui/index.tsx'
import { useAsOf } from '#ui/as-of.ts'
import { DataList } from '#ui/data-list.tsx'
import { useWords } from '#ui/i18n.ts'
import { A } from '#ui/link.tsx'
import { Page, StateTag } from '#ui/page.tsx'
import { SidePanel } from '#ui/panel.tsx'
import { useMay } from '#ui/self.ts'
import { Tabs } from '#ui/tabs.tsx'
import {
  type Autonomy,
  autonomyList,
  type BodyDecision,
  bodyDecisionList,
  type Circular,
  circularList,
} from '../body.contract.ts'
import { can } from '../bodies.permissions.ts'
import { api } from './api.ts'
import { AutonomyForm, CircularForm, DecisionForm } from './record-forms.tsx'
import { RecordSummary } from './record-summary.tsx'

/** Decisions on bodies, the circulars that guide departments, and how far service units pay for themselves. */
export function BodiesPage() {
  const { t } = useWords()
  return (
    <Page title={t('bodies.title')}>
      <Tabs
        label={t('bodies.title')}
        tabs={[
          { key: 'quyet-dinh', title: t('bodies.decisions'), content: () => <Decisions /> },
          { key: 'thong-tu', title: t('bodies.circulars'), content: () => <Circulars /> },
          { key: 'tu-chu', title: t('bodies.autonomies'), content: () => <Autonomies /> },
        ]}
      />
    </Page>
  )
}

const unitCell = (row: { unitId: string; unitName: string }) => <A to={unitPath(row.unitId)}>{row.unitName}</A>

function Record({ label, children }: { label: string; children: (close: () => void) => React.ReactNode }) {
  const { asOf } = useAsOf()
  const may = useMay(can.changeBody) && !asOf
  const [open, setOpen] = useState(false)
  if (!may) return null
  return (
    <>
      <div className="page-actions">
        <Button type="primary" icon={<PlusOutlined />} onClick={() => setOpen(true)}>
          {label}
        </Button>
      </div>
      <SidePanel open={open} onClose={() => setOpen(false)} title={label}>
        {children(() => setOpen(false))}
      </SidePanel>
    </>
  )
}

function Decisions() {
  const { t } = useWords()
  const cells = useMemo(() => ({ unitName: (row: BodyDecision) => unitCell(row) }), [])
  return (
    <>
      <Record label={t('bodies.recordDecision')}>{(close) => <DecisionForm onDone={close} />}</Record>
      <DataList<BodyDecision>
        shape={bodyDecisionList}
        queryKey={api.listBodyDecisions.key()}
        fetchPage={(input) => api.listBodyDecisions.call(input)}
        exportFile={(input) => api.exportBodyDecisions.call(input)}
        cells={cells}
        peek={(row) => <RecordSummary kind="decision" id={row.id} row={{ ...row, kind: t(`bodies.kinds.${row.kind}`) }} />}
        rowLabel={(row) => `${row.unitName} · ${t(`bodies.kinds.${row.kind}`)}`}
        empty={{ title: t('bodies.empty'), hint: t('bodies.emptyHint') }}
      />
    </>
  )
}

function Circulars() {
  const { t } = useWords()
  const cells = useMemo(
    () => ({
      unitName: (row: Circular) => unitCell(row),
      issuer: (row: Circular) => row.issuer ?? <StateTag state="soon">{t('bodies.guidedIs.no')}</StateTag>,
    }),
    [t],
  )
  return (
    <>
      <Record label={t('bodies.recordCircular')}>{(close) => <CircularForm onDone={close} />}</Record>
      <DataList<Circular>
        shape={circularList}
        queryKey={api.listCirculars.key()}
        fetchPage={(input) => api.listCirculars.call(input)}
        exportFile={(input) => api.exportCirculars.call(input)}
        cells={cells}
        peek={(row) => (row.circularId ? <RecordSummary kind="circular" id={row.circularId} row={row} /> : null)}
        rowLabel={(row) => row.unitName}
        empty={{ title: t('bodies.empty'), hint: t('bodies.emptyHint') }}
      />
    </>
  )
}

function Autonomies() {
  const { t } = useWords()
  const cells = useMemo(() => ({ unitName: (row: Autonomy) => unitCell(row) }), [])
  return (
    <>
      <Record label={t('bodies.recordAutonomy')}>{(close) => <AutonomyForm onDone={close} />}</Record>
      <DataList<Autonomy>
        shape={autonomyList}
        queryKey={api.listAutonomy.key()}
        fetchPage={(input) => api.listAutonomy.call(input)}
        exportFile={(input) => api.exportAutonomy.call(input)}
        cells={cells}
        peek={(row) => <RecordSummary kind="autonomy" id={row.id} row={{ ...row, level: t(`bodies.levels.${row.level}`) }} />}
        rowLabel={(row) => row.unitName}
        empty={{ title: t('bodies.empty'), hint: t('bodies.emptyHint') }}
      />
    </>
  )
}
