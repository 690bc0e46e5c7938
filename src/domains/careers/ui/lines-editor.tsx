import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Select } from 'antd'
import { personPicker } from '#domains/people/ui/index.tsx'
import { DateField } from '#ui/date-field.tsx'
import { useWords } from '#ui/i18n.ts'
import { FoundPicker } from '#ui/picker.tsx'
import { decisionKinds, type DecisionKind, type Details, type DetailSpec, kindNames } from '../decision-kinds.rules.ts'
import { DetailFields } from './detail-fields.tsx'

export interface TypedLine {
  personId?: string | null
  kind?: DecisionKind
  effectiveOn?: string | null
  details?: Details
  note?: string | null
}

/** Details that stay when the kind changes: those the other kind asks for too. */
function kept(details: Details, kind: DecisionKind): Details {
  const asked = new Set(decisionKinds[kind].details.map((spec: DetailSpec) => spec.key))
  return Object.fromEntries(Object.entries(details).filter(([key]) => asked.has(key)))
}

/** The lines of a decision: for whom, from which day, and what the kind asks for. */
export function LinesEditor({
  kind,
  value = [],
  onChange,
  id,
}: {
  kind: DecisionKind
  value?: TypedLine[]
  onChange?: (lines: TypedLine[]) => void
  id?: string
}) {
  const { t } = useWords()
  const set = (at: number, change: Partial<TypedLine>) =>
    onChange?.(value.map((line, i) => (i === at ? { ...line, ...change } : line)))
  const options = kindNames.map((each) => ({ value: each, label: t(`careers.kinds.${each}`) }))
  return (
    <div id={id} tabIndex={-1}>
      {value.map((line, at) => (
        <fieldset key={at} className="stack-gap">
          <legend>{t('careers.line', { line: at + 1 })}</legend>
          <label>
            {t('careers.person')}
            <FoundPicker
              source={personPicker}
              name="people.pickPerson"
              value={line.personId ?? null}
              onChange={(personId) => set(at, { personId })}
            />
          </label>
          <label>
            {t('careers.effectiveOn')}
            <DateField value={line.effectiveOn ?? null} onChange={(effectiveOn) => set(at, { effectiveOn })} />
          </label>
          {line.kind && line.kind !== kind ? (
            <label>
              {t('careers.lineKind')}
              <Select
                showSearch
                optionFilterProp="label"
                value={line.kind}
                options={options}
                onChange={(next: DecisionKind) => set(at, { kind: next, details: kept(line.details ?? {}, next) })}
              />
            </label>
          ) : null}
          <DetailFields kind={line.kind ?? kind} value={line.details ?? {}} onChange={(details) => set(at, { details })} />
          <Button
            icon={<DeleteOutlined />}

            onClick={() => onChange?.(value.filter((_, i) => i !== at))}
          >
            {t('careers.remove')}
          </Button>
        </fieldset>
      ))}
      <Button
        icon={<PlusOutlined />}
        onClick={() =>
          onChange?.([...value, { effectiveOn: value.at(-1)?.effectiveOn ?? null, details: { ...value.at(-1)?.details } }])
        }
      >
        {t('careers.addLine')}
      </Button>
    </div>
  )
}
