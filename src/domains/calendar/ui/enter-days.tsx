import { Input, Radio, Select } from 'antd'
import { useState } from 'react'
import { useDone } from '#ui/act.tsx'
import { DateField } from '#ui/date-field.tsx'
import { Field, inputOf, RecordForm } from '#ui/form.tsx'
import { useWords } from '#ui/i18n.ts'
import { calendarContract, type Moves } from '../calendar.contract.ts'
import { api } from './api.ts'
import { MovesList } from './moves.tsx'

/** Announced days: the first press rehearses and shows which deadlines move, the second applies exactly that. */
export function EnterDays({ onDone }: { onDone: () => void }) {
  const { t } = useWords()
  const done = useDone()
  const [rehearsed, setRehearsed] = useState<{ input: string; moves: Moves } | null>(null)
  return (
    <>
      <p className="muted panel-lead">{t('calendar.enterHint')}</p>
      <RecordForm
        id="calendar.enterDays"
        schema={inputOf(calendarContract.enterDays)}
        initial={{ kind: 'off' }}
        submit={t(rehearsed ? 'calendar.apply' : 'calendar.rehearse')}
        onCancel={onDone}
        keepAfter={() => rehearsed === null}
        onChange={() => setRehearsed(null)}
        onSubmit={async (input, options) => {
          const text = JSON.stringify(input)
          if (rehearsed?.input !== text) {
            setRehearsed({ input: text, moves: await api.rehearseDays.call(input) })
            return
          }
          const { moved } = await api.enterDays.call(input, options)
          await done(t('calendar.applied', { count: moved.length }), [api.key()])
          onDone()
        }}
      >
        <Field name="from" label={t('calendar.from')} required>
          <DateField />
        </Field>
        <Field name="to" label={t('calendar.to')} hint={t('calendar.toHint')}>
          <DateField />
        </Field>
        <Field name="kind" label={t('calendar.dayKind')} required>
          <Radio.Group options={(['off', 'work'] as const).map((value) => ({ value, label: t(`calendar.dayKinds.${value}`) }))} />
        </Field>
        <Field name="holiday" label={t('calendar.holiday')} hint={t('calendar.holidayHint')}>
          <Select
            allowClear
            options={(['TET', 'QUOC-KHANH'] as const).map((value) => ({ value, label: t(`calendar.holidayNames.${value}`) }))}
          />
        </Field>
        <Field name="label" label={t('calendar.enteredLabel')} hint={t('calendar.enteredLabelHint')} required>
          <Input maxLength={200} />
        </Field>
        <Field name="source" label={t('calendar.enteredSource')} hint={t('calendar.enteredSourceHint')} required>
          <Input maxLength={300} />
        </Field>
        {rehearsed ? <MovesList moves={rehearsed.moves} /> : null}
      </RecordForm>
    </>
  )
}
