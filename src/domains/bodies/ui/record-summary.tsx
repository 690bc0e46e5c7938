import { useQuery } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import { useState } from 'react'
import { unitPath } from '#domains/organization/ui/index.tsx'
import { isPlainDate } from '#kernel/dates.ts'
import { useDone } from '#ui/act.tsx'
import { useAsOf } from '#ui/as-of.ts'
import { Field, inputOf, RecordForm } from '#ui/form.tsx'
import { History } from '#ui/history.tsx'
import { useWords } from '#ui/i18n.ts'
import { A } from '#ui/link.tsx'
import { DateText, Facts, Skeleton } from '#ui/page.tsx'
import { useMay } from '#ui/self.ts'
import { bodyContract } from '../body.contract.ts'
import type { recordKinds } from '../body.rules.ts'
import { can } from '../bodies.permissions.ts'
import { api } from './api.ts'

const shown = [
  ['kind', 'bodies.kind'],
  ['subject', 'bodies.subject'],
  ['issuer', 'bodies.issuer'],
  ['number', 'bodies.number'],
  ['decidedOn', 'bodies.decidedOn'],
  ['issuedOn', 'bodies.issuedOn'],
  ['appraisedOn', 'bodies.appraisedOn'],
  ['level', 'bodies.level'],
  ['rate', 'bodies.rate'],
  ['validFrom', 'bodies.from'],
  ['validUntil', 'bodies.until'],
  ['note', 'bodies.note'],
] as const

/** One record beside its list: what it says, who recorded it, and taking it back. */
export function RecordSummary(props: {
  kind: (typeof recordKinds)[number]
  id: string
  row: { unitId: string; unitName: string } & Record<string, unknown>
}) {
  const { t } = useWords()
  const { asOf } = useAsOf()
  const may = useMay(can.changeBody) && !asOf
  const { kind, id, row } = props
  const [withdrawing, setWithdrawing] = useState(false)
  const done = useDone()
  const history = useQuery(api.bodyHistory.queryOptions({ input: { kind, id } }))
  return (
    <>
      <Facts
        items={[
          { label: t('bodies.unit'), value: <A to={unitPath(row.unitId)}>{row.unitName}</A> },
          ...shown.map(([key, title]) => {
            const value = typeof row[key] === 'string' ? row[key] : null
            return { label: t(title), value: value !== null && isPlainDate(value) ? <DateText value={value} /> : value }
          }),
        ]}
      />
      {may && !withdrawing ? (
        <div className="form-foot">
          <Button onClick={() => setWithdrawing(true)}>{t('bodies.withdraw')}</Button>
        </div>
      ) : null}
      {withdrawing ? (
        <RecordForm
          id={`bodies.withdraw.${id}`}
          schema={inputOf(bodyContract.withdrawBodyRecord)}
          fixed={{ kind, id }}
          submit={t('bodies.withdraw')}
          onCancel={() => setWithdrawing(false)}
          onSubmit={async (input, options) => {
            await api.withdrawBodyRecord.call(input, options)
            await done(t('bodies.withdrawn'), [api.key()])
          }}
        >
          <p className="muted">{t('bodies.withdrawHint')}</p>
          <Field name="reason" label={t('bodies.reason')} required>
            <Input.TextArea className="grows" rows={2} />
          </Field>
        </RecordForm>
      ) : null}
      <h3 className="panel-section">{t('bodies.history')}</h3>
      {history.data ? <History events={history.data} labels={() => ''} /> : <Skeleton lines={2} />}
    </>
  )
}
