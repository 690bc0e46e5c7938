import { Input, Select } from 'antd'
import { useDone } from '#ui/act.tsx'
import { Field, inputOf, RecordForm } from '#ui/form.tsx'
import { useWords } from '#ui/i18n.ts'
import { levelCodes, ratingContract, type RatingRow } from '../rating.contract.ts'
import { api } from './api.ts'

/** A result that was recorded wrongly: the right level, and why. */
export function CorrectForm({ row, onDone }: { row: RatingRow; onDone: () => void }) {
  const { t } = useWords()
  const done = useDone()
  return (
    <RecordForm
      id={`evaluation.correct.${row.id}`}
      schema={inputOf(ratingContract.correctRating)}
      initial={{ level: row.level }}
      fixed={{ id: row.id }}
      submit={t('evaluation.correct')}
      onCancel={onDone}
      onSubmit={async (input, options) => {
        await api.correctRating.call(input, options)
        await done(t('evaluation.corrected'), [api.key()])
        onDone()
      }}
    >
      <Field name="level" label={t('evaluation.newLevel')} required>
        <Select options={levelCodes.map((value) => ({ value, label: t(`evaluation.levels.${value}`) }))} />
      </Field>
      <Field name="reason" label={t('evaluation.reason')} hint={t('evaluation.reasonHint')} required>
        <Input.TextArea className="grows" rows={3} />
      </Field>
    </RecordForm>
  )
}
