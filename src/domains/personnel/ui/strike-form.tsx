import { Input } from 'antd'
import { useDone } from '#ui/act.tsx'
import { Field, inputOf, RecordForm } from '#ui/form.tsx'
import { useWords } from '#ui/i18n.ts'
import { type Entry, fileContract } from '../file.contract.ts'
import { api } from './api.ts'

/** Strikes out a row recorded by mistake, with the reason. */
export function StrikeForm({ entry, onDone }: { entry: Entry; onDone: () => void }) {
  const { t } = useWords()
  const done = useDone()
  return (
    <>
      <p className="muted panel-lead">{t('personnel.strikeHint')}</p>
      <RecordForm
        id={`personnel.strike.${entry.id}`}
        schema={inputOf(fileContract.strikeEntry)}
        fixed={{ id: entry.id, section: entry.section }}
        submit={t('personnel.strike')}
        onCancel={onDone}
        onSubmit={async (input, options) => {
          await api.strikeEntry.call(input, options)
          await done(t('personnel.struck'), [api.key()])
          onDone()
        }}
      >
        <Field name="reason" label={t('personnel.fields.reason')} required>
          <Input.TextArea className="grows" rows={3} />
        </Field>
      </RecordForm>
    </>
  )
}
