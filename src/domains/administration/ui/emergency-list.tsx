import { Input, Select } from 'antd'
import { useMemo, useState } from 'react'
import { formatDateTime } from '#kernel/dates.ts'
import { useDone } from '#ui/act.tsx'
import { DataList } from '#ui/data-list.tsx'
import { Field, inputOf, RecordForm } from '#ui/form.tsx'
import { useWords } from '#ui/i18n.ts'
import { Facts, Page, StateTag } from '#ui/page.tsx'
import { SidePanel } from '#ui/panel.tsx'
import { useSelf } from '#ui/self.ts'
import { emergencyContract, emergencyList, type EmergencyRow } from '../emergency.contract.ts'
import { api } from './api.ts'

const stateOf = { ongoing: 'late', unreviewed: 'soon', justified: 'ok', unjustified: 'late' } as const

/** Uses of emergency access; each is signed off by somebody else than who took it. */
export function EmergencyList() {
  const { t, lang } = useWords()
  const [open, setOpen] = useState<EmergencyRow | null>(null)
  const cells = useMemo(
    () => ({
      startedAt: (row: EmergencyRow) => <span className="figures">{formatDateTime(row.startedAt, lang)}</span>,
      endedAt: (row: EmergencyRow) => <span className="figures">{formatDateTime(row.endedAt, lang)}</span>,
      state: (row: EmergencyRow) => (
        <StateTag state={stateOf[row.state]}>{t(`administration.emergencyStates.${row.state}`)}</StateTag>
      ),
    }),
    [t, lang],
  )
  return (
    <Page title={t('administration.emergencies')}>
      <DataList<EmergencyRow>
        shape={emergencyList}
        queryKey={api.listEmergencies.key()}
        fetchPage={(input) => api.listEmergencies.call(input)}
        cells={cells}
        onOpen={setOpen}
        rowLabel={(row) => `${row.userName}, ${formatDateTime(row.startedAt, lang)}`}
        empty={{ title: t('administration.noEmergencies'), hint: t('administration.noEmergenciesHint') }}
      />
      <SidePanel open={open !== null} onClose={() => setOpen(null)} title={t('administration.reviewEmergency')}>
        {open ? <Review use={open} onDone={() => setOpen(null)} /> : null}
      </SidePanel>
    </Page>
  )
}

function Review({ use, onDone }: { use: EmergencyRow; onDone: () => void }) {
  const { t, lang } = useWords()
  const done = useDone()
  const self = useSelf()
  return (
    <div className="stack-gap">
      <Facts
        items={[
          { label: t('administration.emergencyBy'), value: use.userName },
          { label: t('administration.at'), value: formatDateTime(use.startedAt, lang) },
          { label: t('administration.emergencyUntil'), value: formatDateTime(use.endedAt, lang) },
          { label: t('administration.reason'), value: use.reason },
          { label: t('administration.state'), value: t(`administration.emergencyStates.${use.state}`) },
          { label: t('administration.reviewedBy'), value: use.reviewedByName },
          { label: t('administration.note'), value: use.reviewNote },
        ]}
      />
      {use.state === 'unreviewed' && use.userId !== self.id ? (
        <RecordForm
          id={`administration.review.${use.id}`}
          schema={inputOf(emergencyContract.reviewEmergency)}
          fixed={{ id: use.id }}
          submit={t('administration.signOff')}
          onCancel={onDone}
          onSubmit={async (input, options) => {
            await api.reviewEmergency.call(input, options)
            await done(t('administration.signedOff'), [api.listEmergencies.key()])
            onDone()
          }}
        >
          <Field name="finding" label={t('administration.finding')} required>
            <Select
              options={(['justified', 'unjustified'] as const).map((value) => ({
                value,
                label: t(`administration.emergencyStates.${value}`),
              }))}
            />
          </Field>
          <Field name="note" label={t('administration.note')}>
            <Input.TextArea rows={3} maxLength={1000} />
          </Field>
        </RecordForm>
      ) : null}
      {use.state === 'unreviewed' && use.userId === self.id ? <p className="muted">{t('administration.ownEmergency')}</p> : null}
    </div>
  )
}
