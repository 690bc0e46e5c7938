import { Input } from 'antd'
import { useDone } from '#ui/act.tsx'
import { DateField } from '#ui/date-field.tsx'
import { Field, inputOf, RecordForm } from '#ui/form.tsx'
import { useWords } from '#ui/i18n.ts'
import { type Unit, unitContract } from '../unit.contract.ts'
import { api } from './api.ts'

/** A new name from a day, by an act. */
export function RenameForm({ unit, onDone }: { unit: Unit; onDone: () => void }) {
  const { t } = useWords()
  const done = useDone()
  return (
    <RecordForm
      id={`organization.rename.${unit.id}`}
      schema={inputOf(unitContract.renameUnit)}
      initial={{ name: unit.current?.name, shortName: unit.current?.shortName }}
      fixed={{ id: unit.id }}
      submit={t('organization.rename')}
      onCancel={onDone}
      onSubmit={async (input, options) => {
        await api.renameUnit.call(input, options)
        await done(t('organization.renamed'), [api.key()])
        onDone()
      }}
    >
      <Field name="name" label={t('organization.newName')} required>
        <Input />
      </Field>
      <Field name="shortName" label={t('organization.newShortName')}>
        <Input />
      </Field>
      <Field name="from" label={t('organization.from')} required>
        <DateField />
      </Field>
      <Field name="act" label={t('organization.act')} hint={t('organization.actHint')} required>
        <Input.TextArea className="grows" rows={2} />
      </Field>
    </RecordForm>
  )
}
