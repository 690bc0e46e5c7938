import { useQuery } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import { useState } from 'react'
import { unitPath } from '#domains/organization/ui/index.tsx'
import { useDone } from '#ui/act.tsx'
import { Field, inputOf, RecordForm } from '#ui/form.tsx'
import { History } from '#ui/history.tsx'
import { useWords } from '#ui/i18n.ts'
import { A } from '#ui/link.tsx'
import { DateText, Facts, Page, Sheet, Skeleton, WaitingPage } from '#ui/page.tsx'
import { SidePanel } from '#ui/panel.tsx'
import { useMay } from '#ui/self.ts'
import { useGo } from '#ui/url.ts'
import { type Decision, quotaContract } from '../quota.contract.ts'
import { can } from '../staffing.permissions.ts'
import { api } from './api.ts'

const fieldsShown = ['act', 'number', 'decided_on', 'issuer', 'year', 'effective_on', 'note']

/** One decision: what it gives to whom, and who recorded it. */
export function DecisionPage({ id }: { id: string }) {
  const { t, has } = useWords()
  const may = useMay(can.changeQuota)
  const [withdrawing, setWithdrawing] = useState(false)
  const { data, error, refetch } = useQuery(api.getDecision.queryOptions({ input: { id } }))
  const history = useQuery(api.decisionHistory.queryOptions({ input: { id } }))
  if (error || !data) return <WaitingPage title={t('staffing.decision')} error={error} retry={() => void refetch()} />
  return (
    <Page
      title={data.number}
      above={<A to="/bien-che/quyet-dinh">{t('staffing.decisions')}</A>}
      actions={
        may && data.act !== 'follow' ? <Button onClick={() => setWithdrawing(true)}>{t('staffing.withdraw')}</Button> : null
      }
    >
      <Sheet>
        <Facts
          items={[
            { label: t('staffing.act'), value: t(`staffing.acts.${data.act}`) },
            { label: t('staffing.issuer'), value: data.issuer },
            { label: t('staffing.decidedOn'), value: <DateText value={data.decidedOn} /> },
            { label: t('staffing.effectiveOn'), value: <DateText value={data.effectiveOn} /> },
            { label: t('staffing.year'), value: data.year },
            { label: t('staffing.posts'), value: String(data.posts) },
            { label: t('staffing.note'), value: data.note },
          ]}
        />
      </Sheet>
      <Sheet title={t('staffing.lines')}>
        <Entries decision={data} />
      </Sheet>
      <Sheet title={t('staffing.history')}>
        {history.data ? (
          <History
            events={history.data}
            labels={(field) => (fieldsShown.includes(field) ? t(`staffing.fields.${field}`) : '')}
            values={(field, value) =>
              field === 'act' && has(`staffing.acts.${String(value)}`) ? t(`staffing.acts.${String(value)}`) : undefined
            }
          />
        ) : (
          <Skeleton lines={3} />
        )}
      </Sheet>
      <SidePanel
        open={withdrawing}
        onClose={() => setWithdrawing(false)}
        title={t('staffing.withdrawTitle', { number: data.number })}
      >
        <WithdrawForm decision={data} onDone={() => setWithdrawing(false)} />
      </SidePanel>
    </Page>
  )
}

function Entries({ decision }: { decision: Decision }) {
  const { t } = useWords()
  return (
    <table className="plain-table stack">
      <thead>
        <tr>
          <th>{t('staffing.holder')}</th>
          <th>{t('staffing.kind')}</th>
          <th>{t('staffing.staff')}</th>
          <th className="right">{t('staffing.posts')}</th>
        </tr>
      </thead>
      <tbody>
        {decision.entries.map((entry) => (
          <tr key={entry.id}>
            <td>{entry.unitId ? <A to={unitPath(entry.unitId)}>{entry.unitName}</A> : t('staffing.reserve')}</td>
            <td>{t(`staffing.kinds.${entry.kind}`)}</td>
            <td>{entry.staff}</td>
            <td className="right figures">{entry.amount > 0 ? `+${entry.amount}` : `−${-entry.amount}`}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function WithdrawForm({ decision, onDone }: { decision: Decision; onDone: () => void }) {
  const { t } = useWords()
  const done = useDone()
  const go = useGo()
  return (
    <RecordForm
      id={`staffing.withdraw.${decision.id}`}
      schema={inputOf(quotaContract.withdrawDecision)}
      fixed={{ id: decision.id }}
      submit={t('staffing.withdraw')}
      onCancel={onDone}
      onSubmit={async (input, options) => {
        await api.withdrawDecision.call(input, options)
        go('/bien-che/quyet-dinh')
        await done(t('staffing.withdrawn', { number: decision.number }), [api.listDecisions.key(), api.listQuotas.key()])
      }}
    >
      <p className="muted panel-lead">{t('staffing.withdrawHint')}</p>
      <Field name="reason" label={t('staffing.reason')} required>
        <Input.TextArea className="grows" rows={3} />
      </Field>
    </RecordForm>
  )
}
