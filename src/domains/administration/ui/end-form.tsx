import { useDone } from '#ui/act.tsx'
import { useAsOf } from '#ui/as-of.ts'
import { DateField } from '#ui/date-field.tsx'
import { Field, inputOf, RecordForm } from '#ui/form.tsx'
import { useWords } from '#ui/i18n.ts'
import { type Assignment, userContract } from '../user.contract.ts'
import { api, useRoleTitles } from './api.ts'

/** The day from which a role no longer holds. */
export function EndForm({ assignment, onDone }: { assignment: Assignment; onDone: () => void }) {
  const { t } = useWords()
  const { today } = useAsOf()
  const done = useDone()
  const titleOf = useRoleTitles()
  return (
    <>
      <p className="panel-lead">{t('administration.endTitle', { role: titleOf(assignment.role) })}</p>
      <RecordForm
        id={`administration.end.${assignment.id}`}
        schema={inputOf(userContract.endAssignment)}
        initial={{ on: today }}
        fixed={{ id: assignment.id }}
        submit={t('administration.end')}
        onCancel={onDone}
        onSubmit={async (input, options) => {
          await api.endAssignment.call(input, options)
          await done(t('administration.ended'), [api.key()])
          onDone()
        }}
      >
        <Field name="on" label={t('administration.endOn')} hint={t('administration.endHint')} required>
          <DateField />
        </Field>
      </RecordForm>
    </>
  )
}
