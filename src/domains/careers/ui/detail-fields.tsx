import { Checkbox, Input, InputNumber, Select } from 'antd'
import { unitPicker } from '#domains/organization/ui/index.tsx'
import { DateField } from '#ui/date-field.tsx'
import { useWords } from '#ui/i18n.ts'
import { FoundPicker } from '#ui/picker.tsx'
import { decisionKinds, type DecisionKind, type Details, type DetailSpec } from '../decision-kinds.rules.ts'

/** What a line of a kind asks for, field by field. */
export function DetailFields(props: { kind: DecisionKind; value: Details; onChange: (details: Details) => void }) {
  const { t } = useWords()
  const { kind, value, onChange } = props
  return decisionKinds[kind].details.map((spec: DetailSpec) => {
    const set = (next: string | number | boolean | null | undefined) => onChange({ ...value, [spec.key]: next ?? null })
    const label = capital(t(`careers.details.${spec.key}`))
    if (spec.type === 'yes')
      return (
        <Checkbox key={spec.key} checked={value[spec.key] === true} onChange={(event) => set(event.target.checked)}>
          {label}
        </Checkbox>
      )
    return (
      <label key={spec.key}>
        <span>
          {label} {spec.required ? null : <span className="muted">({t('careers.optional')})</span>}
        </span>
        <DetailField spec={spec} value={value[spec.key] ?? null} onChange={set} />
      </label>
    )
  })
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

function DetailField(props: {
  spec: DetailSpec
  value: string | number | boolean | null
  onChange: (value: string | number | null | undefined) => void
}) {
  const { t } = useWords()
  const { spec, value, onChange } = props
  const text = value === null || typeof value === 'boolean' ? null : String(value)
  switch (spec.type) {
    case 'unit':
      return <FoundPicker source={unitPicker} name="organization.pickUnit" value={text} onChange={onChange} />
    case 'day':
      return <DateField value={text} onChange={onChange} />
    case 'choice':
      return (
        <Select
          allowClear={!spec.required}
          value={text}
          onChange={onChange}
          options={(spec.choices ?? []).map((choice) => ({
            value: choice,
            label: t(spec.key === 'category' ? `people.categories.${choice}` : `careers.choices.${spec.key}.${choice}`),
          }))}
        />
      )
    case 'whole':
      return (
        <InputNumber
          controls={false}
          precision={0}
          min={1}
          {...(spec.most ? { max: spec.most } : {})}
          value={text === null ? null : Number(text)}
          onChange={onChange}
        />
      )
    case 'decimal':
      return (
        <InputNumber
          controls={false}
          precision={2}
          min={0}
          decimalSeparator=","
          value={text === null ? null : Number(text)}
          onChange={(next) => onChange(next === null ? null : next.toFixed(2))}
        />
      )
    case 'long':
      return <Input.TextArea className="grows" rows={2} value={text ?? ''} onChange={(event) => onChange(event.target.value)} />
    default:
      return <Input value={text ?? ''} onChange={(event) => onChange(event.target.value)} />
  }
}
