import { useQuery } from '@tanstack/react-query'
import { App, Button, Input } from 'antd'
import { useState } from 'react'
import { personPath } from '#domains/people/ui/index.tsx'
import { useAttempt, useDone } from '#ui/act.tsx'
import { Field, inputOf, RecordForm } from '#ui/form.tsx'
import { FilePreview } from '#ui/file-preview.tsx'
import { History } from '#ui/history.tsx'
import { useWords } from '#ui/i18n.ts'
import { A } from '#ui/link.tsx'
import { DateText, ErrorNotice, Facts, Page, Sheet, Skeleton, WaitingPage } from '#ui/page.tsx'
import { SidePanel } from '#ui/panel.tsx'
import { useGo } from '#ui/url.ts'
import { type Decision, decisionContract } from '../decision.contract.ts'
import { api } from './api.ts'
import { LineText } from './line-text.tsx'
import { PreviewTable } from './preview.tsx'
import { Standing } from './standing.tsx'

const fieldsShown = [
  'kind',
  'number',
  'issued_on',
  'subject',
  'signer',
  'signer_title',
  'legal_basis',
  'level',
  'state',
  'withdrawn_reason',
]

/** One decision: what it says, of whom, what it makes, and how far it is. */
export function DecisionPage({ id }: { id: string }) {
  const { t, has } = useWords()
  const [withdrawing, setWithdrawing] = useState(false)
  const { data, error, refetch } = useQuery(api.getDecision.queryOptions({ input: { id } }))
  const history = useQuery(api.decisionHistory.queryOptions({ input: { id } }))
  if (error || !data) return <WaitingPage title={t('careers.decision')} error={error} retry={() => void refetch()} />
  const waits = data.state === 'draft' || data.state === 'checked'
  return (
    <Page
      title={data.number}
      above={<A to="/quyet-dinh">{t('careers.decisions')}</A>}
      actions={<Actions decision={data} onWithdraw={() => setWithdrawing(true)} />}
    >
      <Sheet>
        <Facts
          items={[
            { label: t('careers.state'), value: <Standing standing={data.standing} /> },
            { label: t('careers.kind'), value: t(`careers.kinds.${data.kind}`) },
            { label: t('careers.subject'), value: data.subject },
            { label: t('careers.issuer'), value: data.issuer },
            { label: t('careers.issuedOn'), value: <DateText value={data.issuedOn} /> },
            { label: t('careers.effectiveOn'), value: <DateText value={data.effectiveOn} /> },
            { label: t('careers.level'), value: t(`careers.levels.${data.level}`) },
            { label: t('careers.signer'), value: [data.signer, data.signerTitle].filter(Boolean).join(', ') },
            { label: t('careers.legalBasis'), value: data.legalBasis },
            { label: t('careers.draftedBy'), value: data.recordedSigned ? t('careers.recordedSigned') : data.draftedName },
            { label: t('careers.checkedBy'), value: data.checkedName },
            { label: t('careers.signedBy'), value: data.recordedSigned ? null : data.signedName },
            { label: t('careers.withdrawnBy'), value: data.withdrawnName },
            { label: t('careers.withdrawnReason'), value: data.withdrawnReason },
          ]}
        />
      </Sheet>
      {data.files.length > 0 ? (
        <Sheet title={t('careers.file')}>
          {data.files.map((file) => (
            <FilePreview key={file.id} file={file} />
          ))}
        </Sheet>
      ) : null}
      <Sheet title={t('careers.lines')}>
        <Lines decision={data} />
      </Sheet>
      {waits ? <Effects id={id} /> : null}
      <Sheet title={t('careers.history')}>
        {history.data ? (
          <History
            events={history.data}
            labels={(field) => (fieldsShown.includes(field) ? t(`careers.fields.${field}`) : '')}
            values={(field, value) => {
              const key = `careers.${{ kind: 'kinds', level: 'levels', state: 'states' }[field] ?? ''}.${String(value)}`
              return has(key) ? t(key) : undefined
            }}
          />
        ) : (
          <Skeleton lines={3} />
        )}
      </Sheet>
      <SidePanel
        open={withdrawing}
        onClose={() => setWithdrawing(false)}
        title={t('careers.withdrawTitle', { number: data.number })}
      >
        <WithdrawForm decision={data} onDone={() => setWithdrawing(false)} />
      </SidePanel>
    </Page>
  )
}

function Actions({ decision, onWithdraw }: { decision: Decision; onWithdraw: () => void }) {
  const { t } = useWords()
  const { modal } = App.useApp()
  const go = useGo()
  const done = useDone()
  const attempt = useAttempt()
  const { id, number, may, state } = decision
  const run = (act: () => Promise<unknown>, words: string) =>
    void attempt(async () => {
      await act()
      await done(t(words, { number }), [api.key()])
    })
  const discard = () =>
    void attempt(async () => {
      await api.discardDraft.call({ id })
      go('/quyet-dinh')
      await done(t('careers.discarded', { number }), [api.listDecisions.key()])
    })
  const sign = () =>
    modal.confirm({
      title: t('careers.signAsk', { number }),
      content: t('careers.signHint'),
      okText: t('careers.sign'),
      onOk: () =>
        attempt(async () => {
          const { effects } = await api.signDecision.call({ id })
          await done(t('careers.signedDone', { number, count: effects }), [api.key()])
        }),
    })
  return (
    <>
      {may.change ? <Button onClick={() => go(`/quyet-dinh/${id}/sua`)}>{t('careers.change')}</Button> : null}
      {may.change ? <Button onClick={discard}>{t('careers.discard')}</Button> : null}
      {may.check && state === 'draft' ? (
        <Button type="primary" onClick={() => run(() => api.checkDecision.call({ id }), 'careers.checkedDone')}>
          {t('careers.check')}
        </Button>
      ) : null}
      {may.check && state === 'checked' ? (
        <Button onClick={() => run(() => api.returnDecision.call({ id }), 'careers.returned')}>{t('careers.return')}</Button>
      ) : null}
      {may.sign ? (
        <Button type="primary" onClick={sign}>
          {t('careers.sign')}
        </Button>
      ) : null}
      {may.withdraw ? <Button onClick={onWithdraw}>{t('careers.withdraw')}</Button> : null}
    </>
  )
}

const shownAtFirst = 100

function Lines({ decision }: { decision: Decision }) {
  const { t } = useWords()
  const [all, setAll] = useState(false)
  const shown = all ? decision.actions : decision.actions.slice(0, shownAtFirst)
  return (
    <>
      <table className="plain-table stack">
        <thead>
          <tr>
            <th>{t('careers.person')}</th>
            <th>{t('careers.unit')}</th>
            <th>{t('careers.content')}</th>
            <th>{t('careers.effectiveOn')}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((line) => (
            <tr key={line.id}>
              <td>
                {line.personName ? (
                  <A to={personPath(line.personId)}>{line.personName}</A>
                ) : (
                  <span className="muted">{t('careers.personHidden')}</span>
                )}
              </td>
              <td data-label={t('careers.unit')}>{line.unitName}</td>
              <td data-label={t('careers.content')}>
                <LineText line={line} named={line.kind !== decision.kind} />
              </td>
              <td data-label={t('careers.effectiveOn')}>
                <DateText value={line.effectiveOn} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {shown.length < decision.actions.length ? (
        <Button onClick={() => setAll(true)}>{t('careers.showAll', { count: decision.actions.length })}</Button>
      ) : null}
    </>
  )
}

function Effects({ id }: { id: string }) {
  const { t } = useWords()
  const { data, error, refetch } = useQuery(api.previewDecision.queryOptions({ input: { id } }))
  return (
    <Sheet title={t('careers.preview')}>
      {error ? <ErrorNotice error={error} retry={() => void refetch()} /> : null}
      {!data && !error ? <Skeleton lines={3} /> : null}
      {data ? <PreviewTable preview={data} /> : null}
    </Sheet>
  )
}

function WithdrawForm({ decision, onDone }: { decision: Decision; onDone: () => void }) {
  const { t } = useWords()
  const done = useDone()
  return (
    <RecordForm
      id={`careers.withdraw.${decision.id}`}
      schema={inputOf(decisionContract.withdrawDecision)}
      fixed={{ id: decision.id }}
      submit={t('careers.withdraw')}
      onCancel={onDone}
      onSubmit={async (input, options) => {
        await api.withdrawDecision.call(input, options)
        await done(t('careers.withdrawn', { number: decision.number }), [api.key()])
        onDone()
      }}
    >
      <p className="muted panel-lead">{t('careers.withdrawHint')}</p>
      <Field name="reason" label={t('careers.reason')} required>
        <Input.TextArea className="grows" rows={3} />
      </Field>
    </RecordForm>
  )
}
