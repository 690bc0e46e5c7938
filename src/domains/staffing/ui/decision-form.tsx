import { Form, Input, InputNumber, Radio } from 'antd'
import { yearOf } from '#kernel/dates.ts'
import { useDone } from '#ui/act.tsx'
import { useAsOf } from '#ui/as-of.ts'
import { DateField } from '#ui/date-field.tsx'
import { Field, inputOf, RecordForm } from '#ui/form.tsx'
import { useWords } from '#ui/i18n.ts'
import { quotaContract } from '../quota.contract.ts'
import { quotaActs } from '../quota.rules.ts'
import { api } from './api.ts'
import { LinesEditor } from './lines-editor.tsx'

/** A decision and its lines; a movement shows whether both sides agree while it is typed. */
export function DecisionForm({ onDone }: { onDone: () => void }) {
  const { t } = useWords()
  const { today } = useAsOf()
  const done = useDone()
  return (
    <RecordForm
      id="staffing.record"
      schema={inputOf(quotaContract.recordDecision)}
      initial={{ act: 'move', year: yearOf(today), lines: [] }}
      submit={t('staffing.record')}
      onCancel={onDone}
      onSubmit={async (input, options) => {
        await api.recordDecision.call(input, options)
        await done(t('staffing.recorded', { number: input.number }), [api.key()])
        onDone()
      }}
    >
      <Field name="act" label={t('staffing.act')} required>
        <Radio.Group options={quotaActs.map((value) => ({ value, label: t(`staffing.acts.${value}`) }))} />
      </Field>
      <Field name="number" label={t('staffing.number')} required>
        <Input />
      </Field>
      <Field name="decidedOn" label={t('staffing.decidedOn')} required>
        <DateField />
      </Field>
      <Field name="issuer" label={t('staffing.issuer')} required>
        <Input />
      </Field>
      <Field name="year" label={t('staffing.year')} required>
        <InputNumber controls={false} precision={0} />
      </Field>
      <Field name="effectiveOn" label={t('staffing.effectiveOn')} required>
        <DateField />
      </Field>
      <Lines />
      <Field name="note" label={t('staffing.note')}>
        <Input.TextArea className="grows" rows={2} />
      </Field>
    </RecordForm>
  )
}

function Lines() {
  const { t } = useWords()
  const act = Form.useWatch<string | undefined>('act')
  return (
    <Field name="lines" label={t('staffing.lines')} required>
      <LinesEditor sides={act === 'move'} />
    </Field>
  )
}
