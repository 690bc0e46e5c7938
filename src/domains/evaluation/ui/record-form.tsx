import { Form, Input, InputNumber, Radio, Select } from 'antd'
import { z } from 'zod'
import { personPicker } from '#domains/people/ui/index.tsx'
import { yearOf } from '#kernel/dates.ts'
import { useDone } from '#ui/act.tsx'
import { useAsOf } from '#ui/as-of.ts'
import { DateField } from '#ui/date-field.tsx'
import { Field, inputOf, RecordForm } from '#ui/form.tsx'
import { useWords } from '#ui/i18n.ts'
import { FoundPicker } from '#ui/picker.tsx'
import { levelCodes, periodKinds, ratingContract } from '../rating.contract.ts'
import { api } from './api.ts'
import { daysOf } from './period.ts'

const { personId, periodKind, level, decidedOn, decisionNumber } = inputOf(ratingContract.recordRating).shape

/** What is typed: the period by its name; the days follow from it. */
const Typed = z
  .object({
    personId,
    periodKind,
    year: z.number().int().min(2000).max(2100),
    part: z.number().int().min(1).max(12).optional(),
    level,
    decidedOn,
    decisionNumber,
  })
  .refine(({ periodKind: kind, part }) => (kind !== 'quarter' && kind !== 'month') || part !== undefined, {
    path: ['part'],
    // Also while other fields are missing: all that is wrong is told at once.
    when: () => true,
  })

/** A result for one person and one period. */
export function RecordRatingForm({ onDone, personId: person }: { onDone: () => void; personId?: string }) {
  const { t } = useWords()
  const { today } = useAsOf()
  const done = useDone()
  return (
    <RecordForm
      id={`evaluation.record.${person ?? ''}`}
      schema={Typed}
      initial={{ personId: person, periodKind: 'year', year: yearOf(today) - 1 }}
      submit={t('evaluation.record')}
      onCancel={onDone}
      onSubmit={async ({ year, part, ...typed }, options) => {
        await api.recordRating.call({ ...typed, ...daysOf({ kind: typed.periodKind, year, part }) }, options)
        await done(t('evaluation.recorded'), [api.key()])
        onDone()
      }}
    >
      <Field name="personId" label={t('evaluation.person')} required>
        <FoundPicker source={personPicker} name="people.pickPerson" />
      </Field>
      <Field name="periodKind" label={t('evaluation.periodKind')} required>
        <Radio.Group options={periodKinds.map((value) => ({ value, label: t(`evaluation.periodKinds.${value}`) }))} />
      </Field>
      <Field name="year" label={t('evaluation.year')} required>
        <InputNumber controls={false} precision={0} />
      </Field>
      <PartField />
      <Field name="level" label={t('evaluation.level')} required>
        <Select options={levelCodes.map((value) => ({ value, label: t(`evaluation.levels.${value}`) }))} />
      </Field>
      <Field name="decisionNumber" label={t('evaluation.decision')}>
        <Input />
      </Field>
      <Field name="decidedOn" label={t('evaluation.decidedOn')}>
        <DateField />
      </Field>
    </RecordForm>
  )
}

/** Which quarter or month, where the kind of period needs one. */
function PartField() {
  const { t } = useWords()
  const kind = Form.useWatch<string | undefined>('periodKind')
  if (kind !== 'quarter' && kind !== 'month') return null
  const parts = Array.from({ length: kind === 'quarter' ? 4 : 12 }, (_, index) => index + 1)
  return (
    <Field name="part" label={t(`evaluation.${kind}`)} required>
      <Select options={parts.map((part) => ({ value: part, label: String(part) }))} />
    </Field>
  )
}
