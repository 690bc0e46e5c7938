import { useQuery } from '@tanstack/react-query'
import { Button, Input, Select, Tag } from 'antd'
import { useState } from 'react'
import { columnLetters } from '#kernel/imports/cell.rules.ts'
import { formatPercent } from '#kernel/numbers.ts'
import { textShown } from './text-shown.ts'
import { useAttempt } from '#ui/act.tsx'
import { useWords } from '#ui/i18n.ts'
import { Sheet } from '#ui/page.tsx'
import type { Field, FieldSource, Import } from '../import.contract.ts'
import { api } from './api.ts'

type Chosen = Record<string, FieldSource | { value: '' }>

/** Which column is which field: as proposed, each to be changed, or one value for the whole file. */
export function MappingStep({ it, onBack, onStarted }: { it: Import; onBack: () => void; onStarted: () => Promise<void> }) {
  const { t, lang } = useWords()
  const attempt = useAttempt()
  const [chosen, setChosen] = useState<Chosen>(it.mapping)
  const [starting, setStarting] = useState(false)
  const preview = useQuery(api.previewSheet.queryOptions({ input: { id: it.id, sheet: it.sheet ?? 0 } }))
  const samples = (column: number) =>
    (preview.data?.rows.filter((r) => r.kind === 'body') ?? [])
      .flatMap((r) => (r.cells[column] ? [textShown(r.cells[column], lang)] : []))
      .slice(0, 3)
      .join(' · ')
  const change = (field: string, source: FieldSource | { value: '' } | null) => {
    const { [field]: _, ...rest } = chosen
    setChosen(source ? { ...rest, [field]: source } : rest)
  }
  const start = async () => {
    setStarting(true)
    const mapping = Object.fromEntries(
      Object.entries(chosen).filter(
        (entry): entry is [string, FieldSource] => !('value' in entry[1]) || entry[1].value.trim() !== '',
      ),
    )
    await attempt(async () => {
      await api.checkImport.call({ id: it.id, mapping })
      await onStarted()
    })
    setStarting(false)
  }
  return (
    <Sheet
      title={t('imports.steps.mapping')}
      actions={
        <span className="import-actions">
          <Button onClick={onBack}>{t('imports.back')}</Button>
          <Button type="primary" loading={starting} disabled={!it.mine} onClick={() => void start()}>
            {t('imports.check')}
          </Button>
        </span>
      }
    >
      <p className="import-hint">
        {t('imports.mappingHint')} {t('imports.checkHint')}
      </p>
      <ul className="import-mapping">
        {it.kind.fields.map((field) => (
          <MappingRow
            key={field.name}
            it={it}
            field={field}
            source={chosen[field.name] ?? null}
            proposed={JSON.stringify(chosen[field.name]) === JSON.stringify(it.mapping[field.name])}
            samples={samples}
            onChange={(source) => change(field.name, source)}
          />
        ))}
      </ul>
    </Sheet>
  )
}

function MappingRow(props: {
  it: Import
  field: Field
  source: FieldSource | { value: '' } | null
  proposed: boolean
  samples: (column: number) => string
  onChange: (source: FieldSource | { value: '' } | null) => void
}) {
  const { t, lang } = useWords()
  const { it, field, source, proposed, onChange } = props
  const key = source === null ? 'none' : 'column' in source ? `c${source.column}` : 'group' in source ? 'group' : 'value'
  const sure = it.confidence[field.name]
  const percent = sure === undefined ? '' : formatPercent(Math.round(sure * 100), 0, lang)
  const options = [
    { value: 'none', label: t('imports.notTaken') },
    ...(it.layout?.columns ?? []).map((c) => ({
      value: `c${c.index}`,
      label: t('imports.column', { letter: columnLetters(c.index), title: c.title }),
    })),
    ...(field.grouped ? [{ value: 'group', label: t('imports.fromGroup') }] : []),
    { value: 'value', label: t('imports.oneValue') },
  ]
  return (
    <li data-missing={field.required && source === null ? true : undefined}>
      <span className="import-field">
        <strong>{field.title}</strong>
        {field.required ? <Tag>{t('imports.required')}</Tag> : null}
      </span>
      <span className="import-source">
        <Select
          aria-label={field.title}
          value={key}
          disabled={!it.mine}
          showSearch={{ optionFilterProp: 'label' }}
          popupMatchSelectWidth={false}
          options={options}
          onChange={(next: string) =>
            onChange(
              next === 'none'
                ? null
                : next === 'group'
                  ? { group: true }
                  : next === 'value'
                    ? { value: '' }
                    : { column: Number(next.slice(1)) },
            )
          }
        />
        {source !== null && 'value' in source ? (
          <ValueInput field={field} value={source.value} onChange={(value) => onChange({ value: value as '' })} />
        ) : null}
      </span>
      <span className="import-sample">
        {source !== null && 'column' in source ? props.samples(source.column) : null}
        {proposed && sure !== undefined && source !== null ? (
          <span className={sure >= 0.9 ? 'import-sure' : 'import-unsure'}>
            {t(sure >= 0.9 ? 'imports.sure' : 'imports.unsure', { percent })}
          </span>
        ) : null}
      </span>
    </li>
  )
}

function ValueInput({ field, value, onChange }: { field: Field; value: string; onChange: (value: string) => void }) {
  const { t } = useWords()
  const label = `${field.title}: ${t('imports.valueForAll')}`
  if (field.choices.length > 0)
    return (
      <Select
        aria-label={label}
        placeholder={t('imports.valueForAll')}
        value={value || undefined}
        popupMatchSelectWidth={false}
        options={field.choices.map((c) => ({ value: c.label, label: c.label }))}
        onChange={onChange}
      />
    )
  return (
    <Input
      aria-label={label}
      placeholder={field.example ? `${t('imports.example')}: ${field.example}` : t('imports.valueForAll')}
      value={value}
      onChange={(e) => onChange(e.target.value)}
    />
  )
}
