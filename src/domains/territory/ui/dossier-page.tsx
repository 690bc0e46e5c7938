import { useQuery } from '@tanstack/react-query'
import { Button, Input, Select } from 'antd'
import { useState } from 'react'
import { unitPath } from '#domains/organization/ui/index.tsx'
import { useDone } from '#ui/act.tsx'
import { useAsOf } from '#ui/as-of.ts'
import { DateField } from '#ui/date-field.tsx'
import { Field, inputOf, RecordForm } from '#ui/form.tsx'
import { History } from '#ui/history.tsx'
import { useWords } from '#ui/i18n.ts'
import { A } from '#ui/link.tsx'
import { DateText, Facts, Page, Sheet, Skeleton, WaitingPage } from '#ui/page.tsx'
import { SidePanel } from '#ui/panel.tsx'
import { useMay } from '#ui/self.ts'
import { type Dossier, dossierContract } from '../dossier.contract.ts'
import { steps } from '../dossier.rules.ts'
import { can } from '../territory.permissions.ts'
import { api } from './api.ts'
import { DossierState } from './dossier-state.tsx'

type Act = 'sign' | 'unsign' | 'mark'

/** One dossier: what is signed of it, by which document, and its history. */
export function DossierPage({ id }: { id: string }) {
  const { t, has } = useWords()
  const { asOf } = useAsOf()
  const may = useMay(can.changeDossier) && !asOf
  const [act, setAct] = useState<Act | null>(null)
  const { data, error, refetch } = useQuery(api.getDossier.queryOptions({ input: { id } }))
  const history = useQuery(api.dossierHistory.queryOptions({ input: { id } }))
  if (error || !data) return <WaitingPage title={t('territory.dossier')} error={error} retry={() => void refetch()} />
  const disputed = data.disputed === 'yes'
  const titles: Record<Act, string> = {
    sign: t('territory.sign'),
    unsign: t('territory.unsign'),
    mark: disputed ? t('territory.settle') : t('territory.mark'),
  }
  const acts: Act[] = data.signatures.length > 0 ? ['sign', 'unsign', 'mark'] : ['sign', 'mark']
  return (
    <Page
      title={`${data.unitName} – ${data.neighbour}`}
      above={<A to="/dia-gioi">{t('territory.title')}</A>}
      actions={
        may
          ? acts.map((each) => (
              <Button key={each} onClick={() => setAct(each)}>
                {titles[each]}
              </Button>
            ))
          : null
      }
    >
      <Sheet>
        <Facts
          items={[
            { label: t('territory.unit'), value: <A to={unitPath(data.unitId)}>{data.unitName}</A> },
            { label: t('territory.neighbour'), value: data.neighbour },
            { label: t('territory.facing'), value: data.facing },
            { label: t('territory.level'), value: t(`territory.levels.${data.level}`) },
            { label: t('territory.state'), value: <DossierState state={data.state} disputed={disputed} /> },
            { label: t('territory.note'), value: data.note },
          ]}
        />
      </Sheet>
      <Sheet title={t('territory.signatures')}>
        {data.signatures.length === 0 ? <p className="muted">{t('territory.noSignatures')}</p> : null}
        <Facts
          items={data.signatures.map((s) => ({
            label: t(`territory.steps.${s.step}`),
            value: (
              <>
                {s.document} <DateText value={s.signedOn} />
              </>
            ),
          }))}
        />
      </Sheet>
      <Sheet title={t('territory.history')}>
        {history.data ? (
          <History
            events={history.data}
            labels={(field) => (has(`territory.fields.${field}`) ? t(`territory.fields.${field}`) : '')}
            values={(field, value) => (field === 'step' ? t(`territory.steps.${String(value)}`) : undefined)}
          />
        ) : (
          <Skeleton lines={3} />
        )}
      </Sheet>
      <SidePanel open={act !== null} onClose={() => setAct(null)} title={act ? titles[act] : ''}>
        {act === 'sign' ? <SignForm dossier={data} onDone={() => setAct(null)} /> : null}
        {act === 'unsign' ? <UnsignForm dossier={data} onDone={() => setAct(null)} /> : null}
        {act === 'mark' ? <MarkForm dossier={data} submit={titles.mark} onDone={() => setAct(null)} /> : null}
      </SidePanel>
    </Page>
  )
}

function StepField() {
  const { t } = useWords()
  return (
    <Field name="step" label={t('territory.step')} required>
      <Select options={steps.map((value) => ({ value, label: t(`territory.steps.${value}`) }))} />
    </Field>
  )
}

function SignForm({ dossier, onDone }: { dossier: Dossier; onDone: () => void }) {
  const { t } = useWords()
  const done = useDone()
  return (
    <RecordForm
      id={`territory.sign.${dossier.id}`}
      schema={inputOf(dossierContract.signDossier)}
      initial={{ step: dossier.level === 'province' || dossier.state === 'legal' ? 'province' : 'legal' }}
      fixed={{ id: dossier.id }}
      submit={t('territory.sign')}
      onCancel={onDone}
      onSubmit={async (input, options) => {
        await api.signDossier.call(input, options)
        await done(t('territory.signed'), [api.key()])
        onDone()
      }}
    >
      <StepField />
      <Field name="signedOn" label={t('territory.signedOn')}>
        <DateField />
      </Field>
      <Field name="document" label={t('territory.document')} required>
        <Input />
      </Field>
    </RecordForm>
  )
}

function ReasonField() {
  const { t } = useWords()
  return (
    <Field name="reason" label={t('territory.reason')} required>
      <Input.TextArea className="grows" rows={2} />
    </Field>
  )
}

function UnsignForm({ dossier, onDone }: { dossier: Dossier; onDone: () => void }) {
  const { t } = useWords()
  const done = useDone()
  return (
    <RecordForm
      id={`territory.unsign.${dossier.id}`}
      schema={inputOf(dossierContract.unsignDossier)}
      initial={{ step: dossier.state === 'province' ? 'province' : 'legal' }}
      fixed={{ id: dossier.id }}
      submit={t('territory.unsign')}
      onCancel={onDone}
      onSubmit={async (input, options) => {
        await api.unsignDossier.call(input, options)
        await done(t('territory.unsigned'), [api.key()])
        onDone()
      }}
    >
      <StepField />
      <ReasonField />
    </RecordForm>
  )
}

function MarkForm({ dossier, submit, onDone }: { dossier: Dossier; submit: string; onDone: () => void }) {
  const { t } = useWords()
  const done = useDone()
  return (
    <RecordForm
      id={`territory.mark.${dossier.id}`}
      schema={inputOf(dossierContract.markDisputed)}
      fixed={{ id: dossier.id, disputed: dossier.disputed === 'no' }}
      submit={submit}
      onCancel={onDone}
      onSubmit={async (input, options) => {
        await api.markDisputed.call(input, options)
        await done(t('territory.marked'), [api.key()])
        onDone()
      }}
    >
      <ReasonField />
    </RecordForm>
  )
}
