import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { z } from 'zod'
import { unitPicker } from '#domains/organization/ui/index.tsx'
import { addDays } from '#kernel/dates.ts'
import { useDone } from '#ui/act.tsx'
import { useAsOf } from '#ui/as-of.ts'
import { DateField } from '#ui/date-field.tsx'
import { Field, inputOf, RecordForm } from '#ui/form.tsx'
import { useWords } from '#ui/i18n.ts'
import { FoundPicker } from '#ui/picker.tsx'
import { userContract } from '../user.contract.ts'
import { api } from './api.ts'

const asked = inputOf(userContract.assignRole)

/** People name the last day of a role; the record keeps the first day without it. */
const Typed = asked.omit({ until: true }).extend({ lastDay: z.iso.date().nullable().default(null) })

/** A role for an account, at a unit, from a day. */
export function AssignForm({ userId, onDone }: { userId: string; onDone: () => void }) {
  const { t, both } = useWords()
  const { today } = useAsOf()
  const done = useDone()
  const { data: roles } = useQuery(api.listRoles.queryOptions())
  return (
    <RecordForm
      id={`administration.assign.${userId}`}
      schema={Typed}
      initial={{ from: today }}
      fixed={{ id: userId }}
      submit={t('administration.assign')}
      onCancel={onDone}
      onSubmit={async ({ lastDay, ...input }, options) => {
        await api.assignRole.call({ ...input, until: lastDay ? addDays(lastDay, 1) : null }, options)
        await done(t('administration.assigned'), [api.key()])
        onDone()
      }}
    >
      <Field name="role" label={t('administration.role')} required>
        <Select
          options={(roles ?? []).map((role) => ({ value: role.code, label: both(role.title), hint: both(role.description) }))}
          optionRender={(option) => (
            <div className="choice">
              <span>{option.label}</span>
              <span className="muted">{option.data.hint}</span>
            </div>
          )}
        />
      </Field>
      <Field name="unitId" label={t('administration.unit')} hint={t('administration.unitHint')}>
        <FoundPicker source={unitPicker} name="organization.pickUnit" />
      </Field>
      <Field name="from" label={t('administration.from')} required>
        <DateField />
      </Field>
      <Field name="lastDay" label={t('administration.until')}>
        <DateField />
      </Field>
    </RecordForm>
  )
}
