import { useQuery } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import { useState } from 'react'
import { unitPath } from '#domains/organization/ui/index.tsx'
import { useAttempt, useDone } from '#ui/act.tsx'
import { useAsOf } from '#ui/as-of.ts'
import { DateField } from '#ui/date-field.tsx'
import { Field, inputOf, RecordForm } from '#ui/form.tsx'
import { History } from '#ui/history.tsx'
import { useWords } from '#ui/i18n.ts'
import { A } from '#ui/link.tsx'
import { DateText, Facts, Page, Sheet, Skeleton, WaitingPage } from '#ui/page.tsx'
import { SidePanel } from '#ui/panel.tsx'
import { useMay } from '#ui/self.ts'
import { useGo } from '#ui/url.ts'
import { can } from '../positions.permissions.ts'
import { type Scheme, schemeContract } from '../scheme.contract.ts'
import { api } from './api.ts'
import { SchemeForm } from './scheme-form.tsx'

const fieldsShown = 'kind state number decided_on approver valid_from valid_until note posts rank_code'.split(' ')

/** One scheme: its lines against those it replaces, its approval, who recorded what. */
export function SchemePage({ id }: { id: string }) {
  const { t } = useWords()
  const { asOf } = useAsOf()
  const attempt = useAttempt()
  const done = useDone()
  const go = useGo()
  const mayChange = useMay(can.changeScheme) && !asOf
  const mayApprove = useMay(can.approveScheme) && !asOf
  const [doing, setDoing] = useState<'change' | 'approve' | 'withdraw' | null>(null)
  const { data, error, refetch } = useQuery(api.getScheme.queryOptions({ input: { id } }))
  if (error || !data) return <WaitingPage title={t('positions.scheme')} error={error} retry={() => void refetch()} />
  const close = () => setDoing(null)
  const drop = () =>
    attempt(async () => {
      await api.dropScheme.call({ id })
      go('/vi-tri-viec-lam/de-an')
      await done(t('positions.dropped'), [api.listSchemes.key()])
    })
  const draft = data.state === 'draft'
  return (
    <Page
      title={t('positions.schemeOf', { name: data.unitName })}
      above={<A to="/vi-tri-viec-lam/de-an">{t('positions.schemes')}</A>}
      actions={
        <>
          {draft && mayChange ? <Button onClick={() => void drop()}>{t('positions.dropScheme')}</Button> : null}
          {draft && mayChange ? <Button onClick={() => setDoing('change')}>{t('positions.changeScheme')}</Button> : null}
          {draft && mayApprove ? (
            <Button type="primary" onClick={() => setDoing('approve')}>
              {t('positions.approveScheme')}
            </Button>
          ) : null}
          {!draft && mayApprove && !data.endedByAct ? (
            <Button onClick={() => setDoing('withdraw')}>{t('positions.withdrawApproval')}</Button>
          ) : null}
        </>
      }
    >
      <Sheet>
        <Facts
          items={[
            { label: t('positions.unit'), value: <A to={unitPath(data.unitId)}>{data.unitName}</A> },
            { label: t('positions.state'), value: t(`positions.states.${data.state}`) },
            { label: t('positions.kind'), value: t(`positions.kinds.${data.kind}`) },
            { label: t('positions.number'), value: data.number },
            { label: t('positions.decidedOn'), value: <DateText value={data.decidedOn} /> },
            { label: t('positions.approver'), value: data.approver },
            { label: t('positions.from'), value: <DateText value={data.validFrom} /> },
            ...(data.validUntil ? [{ label: t('positions.until'), value: <DateText value={data.validUntil} /> }] : []),
            { label: t('positions.note'), value: data.note },
          ]}
        />
      </Sheet>
      <Sheet title={t('positions.lines')}>
        <Lines scheme={data} />
      </Sheet>
      <Sheet title={t('positions.history')}>
        <SchemeHistory id={id} />
      </Sheet>
      <SidePanel open={doing === 'change'} onClose={close} title={t('positions.changeScheme')} wide>
        <SchemeForm scheme={data} onDone={close} />
      </SidePanel>
      <SidePanel open={doing === 'approve'} onClose={close} title={t('positions.approveScheme')}>
        <ApproveForm id={id} onDone={close} />
      </SidePanel>
      <SidePanel open={doing === 'withdraw'} onClose={close} title={t('positions.withdrawApproval')}>
        <WithdrawForm id={id} onDone={close} />
      </SidePanel>
    </Page>
  )
}

/** Lines, with those of the scheme before it and what changed. */
function Lines({ scheme }: { scheme: Scheme }) {
  const { t } = useWords()
  const { before } = scheme
  const former = new Map((before?.lines ?? []).map((line) => [line.positionId, line]))
  const gone = (before?.lines ?? []).filter((line) => !scheme.lines.some((own) => own.positionId === line.positionId))
  const rows = [
    ...scheme.lines.map((line) => ({ ...line, now: line.posts, was: former.get(line.positionId)?.posts ?? 0 })),
    ...gone.map((line) => ({ ...line, now: 0, was: line.posts })),
  ]
  const sum = (of: (row: (typeof rows)[number]) => number) => rows.reduce((n, row) => n + of(row), 0)
  return (
    <>
      {before ? (
        <p className="muted">
          <A to={`/vi-tri-viec-lam/de-an/${before.id}`}>{t('positions.replaced', { number: before.number ?? '' })}</A>
        </p>
      ) : null}
      <table className="plain-table stack">
        <thead>
          <tr>
            <th>{t('positions.position')}</th>
            <th>{t('positions.group')}</th>
            <th>{t('positions.rank')}</th>
            {before ? <th className="right">{t('positions.before')}</th> : null}
            <th className="right">{t('positions.posts')}</th>
            {before ? <th className="right">{t('positions.change')}</th> : null}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <td>
                <A to={`/vi-tri-viec-lam/danh-muc/${row.positionId}`}>{row.name}</A> <span className="muted">{row.code}</span>
              </td>
              <td>{t(`positions.groups.${row.group}`)}</td>
              <td data-label={row.rankCode ? t('positions.rank') : undefined}>{row.rankCode}</td>
              {before ? (
                <td className="right figures" data-label={t('positions.before')}>
                  {row.was}
                </td>
              ) : null}
              <td className="right figures" data-label={t('positions.posts')}>
                {row.now}
              </td>
              {before ? (
                <td className="right figures" data-label={t('positions.change')}>
                  {signed(row.now - row.was)}
                </td>
              ) : null}
            </tr>
          ))}
          <tr>
            <td>
              <strong>{t('positions.total')}</strong>
            </td>
            <td />
            <td />
            {before ? (
              <td className="right figures" data-label={t('positions.before')}>
                {sum((row) => row.was)}
              </td>
            ) : null}
            <td className="right figures" data-label={t('positions.posts')}>
              {sum((row) => row.now)}
            </td>
            {before ? (
              <td className="right figures" data-label={t('positions.change')}>
                {signed(sum((row) => row.now - row.was))}
              </td>
            ) : null}
          </tr>
        </tbody>
      </table>
    </>
  )
}

const signed = (n: number) => (n > 0 ? `+${n}` : n < 0 ? `−${-n}` : '0')

function SchemeHistory({ id }: { id: string }) {
  const { t, has } = useWords()
  const { data } = useQuery(api.schemeHistory.queryOptions({ input: { id } }))
  if (!data) return <Skeleton lines={3} />
  const words: Record<string, string> = { kind: 'positions.kinds', state: 'positions.storedStates' }
  return (
    <History
      events={data}
      labels={(field) => (fieldsShown.includes(field) ? t(`positions.fields.${field}`) : '')}
      values={(field, value) => {
        const key = `${words[field] ?? ''}.${String(value)}`
        return field in words && has(key) ? t(key) : undefined
      }}
    />
  )
}

function ApproveForm({ id, onDone }: { id: string; onDone: () => void }) {
  const { t } = useWords()
  const done = useDone()
  return (
    <RecordForm
      id={`positions.approve.${id}`}
      schema={inputOf(schemeContract.approveScheme)}
      fixed={{ id }}
      submit={t('positions.approveScheme')}
      onCancel={onDone}
      onSubmit={async (input, options) => {
        await api.approveScheme.call(input, options)
        await done(t('positions.approved'), [api.key()])
        onDone()
      }}
    >
      <p className="muted panel-lead">{t('positions.approveHint')}</p>
      <Field name="number" label={t('positions.number')} required>
        <Input />
      </Field>
      <Field name="decidedOn" label={t('positions.decidedOn')} required>
        <DateField />
      </Field>
      <Field name="approver" label={t('positions.approver')} required>
        <Input />
      </Field>
      <Field name="validFrom" label={t('positions.from')} required>
        <DateField />
      </Field>
    </RecordForm>
  )
}

function WithdrawForm({ id, onDone }: { id: string; onDone: () => void }) {
  const { t } = useWords()
  const done = useDone()
  return (
    <RecordForm
      id={`positions.withdrawApproval.${id}`}
      schema={inputOf(schemeContract.withdrawApproval)}
      fixed={{ id }}
      submit={t('positions.withdrawApproval')}
      onCancel={onDone}
      onSubmit={async (input, options) => {
        await api.withdrawApproval.call(input, options)
        await done(t('positions.approvalWithdrawn'), [api.key()])
        onDone()
      }}
    >
      <p className="muted panel-lead">{t('positions.withdrawApprovalHint')}</p>
      <Field name="reason" label={t('positions.reason')} required>
        <Input.TextArea className="grows" rows={3} />
      </Field>
    </RecordForm>
  )
}
