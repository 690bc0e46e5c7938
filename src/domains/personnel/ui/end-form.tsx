import { Input } from 'antd'
import { useDone } from '#ui/act.tsx'
import { Field, inputOf, RecordForm } from '#ui/form.tsx'
import { useWords } from '#ui/i18n.ts'
import { type Entry, fileContract } from '../file.contract.ts'
import { api } from './api.ts'
import { DayField } from './day-field.tsx'

/** The last day a row held, and why it no longer does: a change, not a correction. */
export function EndForm({ entry, onDone }: { entry: Entry; onDone: () => void }) {
  const { t } = useWords()
  const done = useDone()
  return (
    <>
      <p className="muted panel-lead">{t('personnel.endHint')}</p>
      <RecordForm
        id={`personnel.end.${entry.id}`}
        schema={inputOf(fileContract.endEntry)}
        fixed={{ id: entry.id, section: entry.section }}
        submit={t('personnel.end')}
        onCancel={onDone}
        onSubmit={async (input, options) => {
          await api.endEntry.call(input, options)
          await done(t('personnel.endDone'), [api.key()])
          onDone()
        }}
      >
        <Field name="until" label={t('personnel.lastDay')} required>
          <DayField />
        </Field>
        <Field name="reason" label={t('personnel.fields.reason')} required>
          <Input.TextArea className="grows" rows={3} />
        </Field>
      </RecordForm>
    </>
  )
}
