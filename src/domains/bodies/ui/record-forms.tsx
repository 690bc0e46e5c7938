import { Input, InputNumber, Select } from 'antd'
import { unitPicker } from '#domains/organization/ui/index.tsx'
import { useDone } from '#ui/act.tsx'
import { DateField } from '#ui/date-field.tsx'
import { Field, inputOf, RecordForm } from '#ui/form.tsx'
import { useWords } from '#ui/i18n.ts'
import { FoundPicker } from '#ui/picker.tsx'
import { bodyContract } from '../body.contract.ts'
import { decisionKinds } from '../body.rules.ts'
import { api } from './api.ts'

function UnitField({ label }: { label: string }) {
  return (
    <Field name="unitId" label={label} required>
      <FoundPicker source={unitPicker} name="organization.pickUnit" />
    </Field>
  )
}

/** What a decision says of a body. */
export function DecisionForm({ onDone }: { onDone: () => void }) {
  const { t } = useWords()
  const done = useDone()
  return (
    <RecordForm
      id="bodies.decision"
      schema={inputOf(bodyContract.recordBodyDecision)}
      initial={{ kind: 'functions' }}
      submit={t('bodies.recordDecision')}
      onCancel={onDone}
      onSubmit={async (input, options) => {
        await api.recordBodyDecision.call(input, options)
        await done(t('bodies.recorded'), [api.key()])
        onDone()
      }}
    >
      <Field name="kind" label={t('bodies.kind')} required>
        <Select options={decisionKinds.map((value) => ({ value, label: t(`bodies.kinds.${value}`) }))} />
      </Field>
      <UnitField label={t('bodies.unit')} />
      <Field name="subject" label={t('bodies.subject')} hint={t('bodies.subjectHint')}>
        <Input />
      </Field>
      <Field name="number" label={t('bodies.number')}>
        <Input />
      </Field>
      <Field name="decidedOn" label={t('bodies.decidedOn')} required>
        <DateField />
      </Field>
      <Field name="issuer" label={t('bodies.issuer')} required>
        <Input />
      </Field>
      <Field name="appraisedOn" label={t('bodies.appraisedOn')}>
        <DateField />
      </Field>
      <Field name="unitsChange" label={t('bodies.unitsChange')} hint={t('bodies.unitsChangeHint')}>
        <InputNumber controls={false} precision={0} />
      </Field>
      <Field name="note" label={t('bodies.note')}>
        <Input.TextArea className="grows" rows={2} />
      </Field>
    </RecordForm>
  )
}

/** The circular that guides a department. */
export function CircularForm({ onDone }: { onDone: () => void }) {
  const { t } = useWords()
  const done = useDone()
  return (
    <RecordForm
      id="bodies.circular"
      schema={inputOf(bodyContract.recordCircular)}
      submit={t('bodies.recordCircular')}
      onCancel={onDone}
      onSubmit={async (input, options) => {
        await api.recordCircular.call(input, options)
        await done(t('bodies.recorded'), [api.key()])
        onDone()
      }}
    >
      <UnitField label={t('bodies.department')} />
      <Field name="issuer" label={t('bodies.ministry')} required>
        <Input />
      </Field>
      <Field name="number" label={t('bodies.number')}>
        <Input />
      </Field>
      <Field name="issuedOn" label={t('bodies.issuedOn')}>
        <DateField />
      </Field>
      <Field name="title" label={t('bodies.name')}>
        <Input />
      </Field>
    </RecordForm>
  )
}

/** How far a service unit pays for itself, in a plan period. */
export function AutonomyForm({ onDone }: { onDone: () => void }) {
  const { t } = useWords()
  const done = useDone()
  return (
    <RecordForm
      id="bodies.autonomy"
      schema={inputOf(bodyContract.recordAutonomy)}
      submit={t('bodies.recordAutonomy')}
      onCancel={onDone}
      onSubmit={async (input, options) => {
        await api.recordAutonomy.call(input, options)
        await done(t('bodies.recorded'), [api.key()])
        onDone()
      }}
    >
      <UnitField label={t('bodies.unit')} />
      <Field name="level" label={t('bodies.level')} required>
        <Select options={[1, 2, 3, 4].map((value) => ({ value, label: t(`bodies.levels.${value}`) }))} />
      </Field>
      <Field name="rate" label={t('bodies.rate')}>
        <InputNumber controls={false} />
      </Field>
      <Field name="validFrom" label={t('bodies.from')} required>
        <DateField />
      </Field>
      <Field name="validUntil" label={t('bodies.until')} required>
        <DateField />
      </Field>
      <Field name="number" label={t('bodies.number')}>
        <Input />
      </Field>
      <Field name="decidedOn" label={t('bodies.decidedOn')}>
        <DateField />
      </Field>
    </RecordForm>
  )
}
