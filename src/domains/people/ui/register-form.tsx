import { Input } from 'antd'
import { useDone } from '#ui/act.tsx'
import { DateField } from '#ui/date-field.tsx'
import { Field, inputOf, RecordForm } from '#ui/form.tsx'
import { useWords } from '#ui/i18n.ts'
import { UnitField } from './unit-field.tsx'
import { personContract } from '../person.contract.ts'
import { api } from './api.ts'
import { FactFields } from './fact-fields.tsx'

/** A new person with a first post. */
export function RegisterForm({ onDone, onCancel }: { onDone: (id: string) => void; onCancel: () => void }) {
  const { t } = useWords()
  const done = useDone()
  return (
    <RecordForm
      id="people.register"
      schema={inputOf(personContract.registerPerson)}
      submit={t('people.register')}
      onCancel={onCancel}
      onSubmit={async (input, options) => {
        const { id } = await api.registerPerson.call(input, options)
        await done(t('people.registered', { name: [input.familyAndMiddle, input.given].filter(Boolean).join(' ') }), [
          api.listPeople.key(),
        ])
        onDone(id)
      }}
    >
      <FactFields />
      <h3 className="panel-section">{t('people.firstPost')}</h3>
      <UnitField />
      <Field name="title" label={t('people.post')} required>
        <Input />
      </Field>
      <Field name="from" label={t('people.from')} required>
        <DateField />
      </Field>
    </RecordForm>
  )
}
