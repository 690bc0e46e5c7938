import { Input, Select } from 'antd'
import { formatDateShort } from '#kernel/dates.ts'
import { useDone } from '#ui/act.tsx'
import { DateField } from '#ui/date-field.tsx'
import { Field, inputOf, RecordForm } from '#ui/form.tsx'
import { useWords } from '#ui/i18n.ts'
import { type Person, personContract } from '../person.contract.ts'
import { api } from './api.ts'
import { endReasons } from '../post.rules.ts'
import { DecisionFields } from './decision-fields.tsx'
import { UnitField } from './unit-field.tsx'

const gapReasons = endReasons.filter((reason) => reason !== 'moved')

/** Another main post from a day. */
export function MoveForm({ person, onDone }: { person: Person; onDone: () => void }) {
  const { t, lang } = useWords()
  const done = useDone()
  return (
    <>
      <p className="muted panel-lead">{t('people.moveHint')}</p>
      <RecordForm
        id={`people.move.${person.id}`}
        schema={inputOf(personContract.movePerson)}
        fixed={{ id: person.id }}
        submit={t('people.move')}
        onCancel={onDone}
        onSubmit={async (input, options) => {
          await api.movePerson.call(input, options)
          await done(t('people.moved', { date: formatDateShort(input.from, lang) }), [api.key()])
          onDone()
        }}
      >
        <UnitField />
        <Field name="title" label={t('people.post')} required>
          <Input />
        </Field>
        <Field name="from" label={t('people.from')} required>
          <DateField />
        </Field>
        <DecisionFields />
        {person.posts.some((p) => p.isMain && p.validUntil === null) ? null : (
          <Field name="gapReason" label={t('people.gapReason')} hint={t('people.gapReasonHint')}>
            <Select allowClear options={gapReasons.map((value) => ({ value, label: t(`people.endReasons.${value}`) }))} />
          </Field>
        )}
      </RecordForm>
    </>
  )
}
