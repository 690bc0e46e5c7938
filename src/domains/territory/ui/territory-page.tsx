import { PlusOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, Input, Select } from 'antd'
import { useMemo, useState } from 'react'
import { unitPath, unitPicker } from '#domains/organization/ui/index.tsx'
import { useDone } from '#ui/act.tsx'
import { useAsOf } from '#ui/as-of.ts'
import { DataList } from '#ui/data-list.tsx'
import { Field, inputOf, RecordForm } from '#ui/form.tsx'
import { useWords } from '#ui/i18n.ts'
import { A } from '#ui/link.tsx'
import { ErrorNotice, Page, Sheet, Skeleton, StateTag } from '#ui/page.tsx'
import { SidePanel } from '#ui/panel.tsx'
import { FoundPicker } from '#ui/picker.tsx'
import { useMay } from '#ui/self.ts'
import { useGo } from '#ui/url.ts'
import { dossierContract, dossierList, type DossierRow, type MatrixCell } from '../dossier.contract.ts'
import { dossierLevels, dossierStates } from '../dossier.rules.ts'
import { can } from '../territory.permissions.ts'
import { api } from './api.ts'
import { DossierState } from './dossier-state.tsx'

/** What is signed with whom, as a matrix of neighbours and levels, and the dossiers themselves. */
export function TerritoryPage() {
  const { t } = useWords()
  const { asOf } = useAsOf()
  const go = useGo()
  const may = useMay(can.changeDossier) && !asOf
  const [making, setMaking] = useState(false)
  const cells = useMemo(
    () => ({
      unitName: (row: DossierRow) => <A to={unitPath(row.unitId)}>{row.unitName}</A>,
      state: (row: DossierRow) => <DossierState state={row.state} disputed={row.disputed === 'yes'} />,
    }),
    [],
  )
  const make = may ? (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setMaking(true)}>
      {t('territory.make')}
    </Button>
  ) : null
  return (
    <Page title={t('territory.title')} actions={make}>
      <Matrix />
      <DataList<DossierRow>
        shape={dossierList}
        queryKey={api.listDossiers.key()}
        fetchPage={(input) => api.listDossiers.call(input)}
        exportFile={(input) => api.exportDossiers.call(input)}
        cells={cells}
        onOpen={(row) => go(`/dia-gioi/${row.id}`)}
        rowLabel={(row) => `${row.unitName} · ${row.neighbour}`}
        empty={{ title: t('territory.empty'), hint: t('territory.emptyHint'), action: make }}
      />
      <SidePanel open={making} onClose={() => setMaking(false)} title={t('territory.make')}>
        <MakeForm onDone={() => setMaking(false)} />
      </SidePanel>
    </Page>
  )
}

function Matrix() {
  const { t } = useWords()
  const { asOf } = useAsOf()
  const { data, error, refetch } = useQuery(api.signatureMatrix.queryOptions({ input: { asOf } }))
  if (error) return <ErrorNotice error={error} retry={() => void refetch()} />
  if (!data) return <Skeleton lines={4} />
  const neighbours = [...new Set(data.map((cell) => cell.neighbour))]
  if (neighbours.length === 0) return null
  return (
    <Sheet title={t('territory.matrix')}>
      <p className="muted">{t('territory.matrixHint')}</p>
      <table className="plain-table stack">
        <thead>
          <tr>
            <th>{t('territory.neighbour')}</th>
            {dossierLevels.map((level) => (
              <th key={level}>{t(`territory.levels.${level}`)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {neighbours.map((neighbour) => (
            <tr key={neighbour}>
              <th scope="row">{neighbour}</th>
              {dossierLevels.map((level) => (
                <td key={level} data-label={t(`territory.levels.${level}`)}>
                  <Cell cell={data.find((each) => each.neighbour === neighbour && each.level === level)} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Sheet>
  )
}

const tones = { unsigned: 'soon', legal: 'draft', province: 'ok' } as const

/** One neighbour at one level: how many dossiers in each state, each a door to them. */
function Cell({ cell }: { cell: MatrixCell | undefined }) {
  const { t } = useWords()
  if (!cell) return <span className="muted">{t('territory.none')}</span>
  const { neighbour, level } = cell
  return (
    <>
      {dossierStates
        .filter((state) => cell[state] > 0)
        .map((state) => (
          <div key={state}>
            <StateTag state={tones[state]}>
              <A to="/dia-gioi" search={{ neighbour, level, state }}>
                {t(`territory.states.${state}`)}: {cell[state]}
              </A>
            </StateTag>
          </div>
        ))}
      {cell.disputed > 0 ? (
        <StateTag state="late">
          {t('territory.disputedIs.yes')}: {cell.disputed}
        </StateTag>
      ) : null}
    </>
  )
}

function MakeForm({ onDone }: { onDone: () => void }) {
  const { t } = useWords()
  const done = useDone()
  return (
    <RecordForm
      id="territory.make"
      schema={inputOf(dossierContract.makeDossier)}
      initial={{ level: 'commune' }}
      submit={t('territory.make')}
      onCancel={onDone}
      onSubmit={async (input, options) => {
        await api.makeDossier.call(input, options)
        await done(t('territory.made'), [api.key()])
        onDone()
      }}
    >
      <Field name="unitId" label={t('territory.unit')} required>
        <FoundPicker source={unitPicker} name="organization.pickUnit" />
      </Field>
      <Field name="level" label={t('territory.level')} required>
        <Select options={dossierLevels.map((value) => ({ value, label: t(`territory.levels.${value}`) }))} />
      </Field>
      <Field name="neighbour" label={t('territory.neighbour')} required>
        <Input />
      </Field>
      <Field name="facing" label={t('territory.facing')}>
        <Input />
      </Field>
      <Field name="note" label={t('territory.note')}>
        <Input.TextArea className="grows" rows={2} />
      </Field>
    </RecordForm>
  )
}
