import { useQuery } from '@tanstack/react-query'
import { Button, Input, Select } from 'antd'
import { useState } from 'react'
import { z } from 'zod'
import { addDays, formatDateShort } from '#kernel/dates.ts'
import { useAttempt, useDone } from '#ui/act.tsx'
import { useAsOf } from '#ui/as-of.ts'
import { DateField } from '#ui/date-field.tsx'
import { Field, inputOf, RecordForm } from '#ui/form.tsx'
import { useWords } from '#ui/i18n.ts'
import { Empty, ErrorNotice, Sheet, Skeleton, StateTag } from '#ui/page.tsx'
import { SidePanel } from '#ui/panel.tsx'
import { FoundPicker } from '#ui/picker.tsx'
import type { PickerSource } from '#ui/screens.ts'
import { useMay } from '#ui/self.ts'
import { can } from '../administration.permissions.ts'
import { type Delegation, delegationContract } from '../delegation.contract.ts'
import { api } from './api.ts'

/** Delegations one gave and received; giving another, ending one. */
export function Delegations() {
  const { t } = useWords()
  const may = useMay(can.delegate)
  const [giving, setGiving] = useState(false)
  const { data, error, refetch } = useQuery(api.myDelegations.queryOptions())
  return (
    <Sheet
      title={t('administration.delegations')}
      actions={may ? <Button onClick={() => setGiving(true)}>{t('administration.delegate')}</Button> : null}
    >
      {error ? <ErrorNotice error={error} retry={() => void refetch()} /> : null}
      {!data && !error ? <Skeleton lines={3} /> : null}
      {data?.length === 0 ? <Empty title={t('administration.noDelegations')} hint={t('administration.delegationHint')} /> : null}
      <ul className="plain rows">
        {data?.map((each) => (
          <DelegationRow key={each.id} delegation={each} />
        ))}
      </ul>
      <SidePanel open={giving} onClose={() => setGiving(false)} title={t('administration.delegate')}>
        <GiveForm onDone={() => setGiving(false)} />
      </SidePanel>
    </Sheet>
  )
}

function DelegationRow({ delegation: d }: { delegation: Delegation }) {
  const { t, lang } = useWords()
  const attempt = useAttempt()
  const done = useDone()
  return (
    <li>
      <div>
        <strong>
          {d.given ? t('administration.givenTo', { name: d.toName }) : t('administration.receivedFrom', { name: d.fromName })}
        </strong>{' '}
        <StateTag state={d.state === 'active' ? 'ok' : d.state === 'coming' ? 'soon' : 'draft'}>
          {t(`administration.periodStates.${d.state}`)}
        </StateTag>
        <div className="muted">
          {t('administration.fromUntil', { from: formatDateShort(d.validFrom, lang), until: formatDateShort(d.lastDay, lang) })} ·{' '}
          {d.reason}
          {d.permissions ? ` · ${t('administration.somePermissions', { count: d.permissions.length })}` : ''}
        </div>
      </div>
      {d.state === 'over' ? null : (
        <Button
          size="small"
          onClick={() =>
            void attempt(async () => {
              await api.endDelegation.call({ id: d.id })
              await done(t('administration.delegationEnded'), [api.key()])
            })
          }
        >
          {t('administration.endNow')}
        </Button>
      )}
    </li>
  )
}

/** People name the last day; the record keeps the first day without it. */
const Typed = inputOf(delegationContract.giveDelegation).omit({ until: true }).extend({ lastDay: z.iso.date() })

const colleagues: PickerSource = { search: (search) => api.pickColleague.call({ search }), find: () => Promise.resolve(null) }

function GiveForm({ onDone }: { onDone: () => void }) {
  const { t, both } = useWords()
  const { today } = useAsOf()
  const done = useDone()
  const { data: permissions } = useQuery(api.delegable.queryOptions())
  return (
    <RecordForm
      id="administration.delegate"
      schema={Typed}
      initial={{ from: today }}
      submit={t('administration.delegate')}
      onCancel={onDone}
      onSubmit={async ({ lastDay, ...input }, options) => {
        await api.giveDelegation.call({ ...input, until: addDays(lastDay, 1) }, options)
        await done(t('administration.delegated'), [api.myDelegations.key()])
        onDone()
      }}
    >
      <Field name="to" label={t('administration.delegationTo')} required>
        <FoundPicker source={colleagues} name="administration.pickColleague" />
      </Field>
      <Field name="from" label={t('administration.from')} required>
        <DateField />
      </Field>
      <Field name="lastDay" label={t('administration.until')} required>
        <DateField />
      </Field>
      <Field name="reason" label={t('administration.reason')} required>
        <Input maxLength={500} />
      </Field>
      <Field name="permissions" label={t('administration.onlyPermissions')} hint={t('administration.onlyPermissionsHint')}>
        <Select
          mode="multiple"
          allowClear
          optionFilterProp="label"
          options={(permissions ?? []).map((each) => ({ value: each.id, label: both(each.words) }))}
        />
      </Field>
    </RecordForm>
  )
}
