import { Input, InputNumber, Select } from 'antd'
import { useMemo, useState } from 'react'
import { z } from 'zod'
import { useDone } from '#ui/act.tsx'
import { Field, RecordForm } from '#ui/form.tsx'
import { useWords } from '#ui/i18n.ts'
import { UploadField } from '#ui/upload-field.tsx'
import type { Entry, EntryInput } from '../file.contract.ts'
import { type FieldSpec, isDay, listOf, type SectionSpec } from '../section.rules.ts'
import { api } from './api.ts'
import { useCodes } from './codes.ts'
import { DayField } from './day-field.tsx'

const nameOf = (field: FieldSpec) => `value_${field.key}`
const optionalDay = z.string().refine(isDay).nullish()
const text = (max: number) => z.string().trim().max(max).nullish()

/** What the form is checked by before it is sent: the fields of the section, flat. */
function schemaOf(section: SectionSpec, kind: string | null, correcting: boolean) {
  const fields = section.fields.map((f) => {
    const required =
      f.required || (section.name === 'fact' && f.key === (listOf(section, f, kind) || f.key === 'text' ? f.key : ''))
    const value =
      f.type === 'whole'
        ? z.number().int()
        : f.type === 'day'
          ? z.string().refine(isDay)
          : f.type === 'decimal'
            ? z.number()
            : z.string().trim().min(1)
    if (f.type === 'file') return [nameOf(f), z.looseObject({ id: z.string() }).nullish()] as const
    return [nameOf(f), required && applies(section, f, kind) ? value : value.nullish()] as const
  })
  return z.object({
    ...(section.kinds ? { kind: z.enum(Object.keys(section.kinds) as [string, ...string[]]) } : {}),
    ...Object.fromEntries(fields),
    from: optionalDay,
    until: optionalDay,
    decisionNumber: text(100),
    decisionOn: optionalDay,
    decisionBy: text(300),
    note: text(1000),
    ...(correcting ? { reason: z.string().trim().min(3).max(500) } : {}),
  })
}

/** A fact is a code or words, by its kind; a rank is chosen only of the army. */
function applies(section: SectionSpec, field: FieldSpec, kind: string | null): boolean {
  const listed = kind !== null && section.kinds?.[kind]?.list !== undefined
  if (section.name === 'fact') return field.key === 'code' ? listed : !listed
  if (section.name === 'membership' && field.key === 'official_on') return kind === 'party'
  return true
}

/** A new row of a section, or the right one in the place of a wrong one. */
export function EntryForm(props: { personId: string; section: SectionSpec; wrong?: Entry; onDone: () => void }) {
  const { personId, section, wrong, onDone } = props
  const { t } = useWords()
  const { options } = useCodes()
  const done = useDone()
  const [uploading, setUploading] = useState(false)
  const kinds = Object.keys(section.kinds ?? {})
  const [kind, setKind] = useState<string | null>(wrong?.kind ?? kinds[0] ?? null)
  const schema = useMemo(() => schemaOf(section, kind, wrong !== undefined), [section, kind, wrong])
  const fields = section.fields.filter((f) => applies(section, f, kind))
  const label = (key: string) => t(`personnel.fields.${key}`)
  const initial = wrong
    ? { ...wrong, ...Object.fromEntries(section.fields.map((f) => [nameOf(f), startOf(f, wrong.values[f.key] ?? null)])) }
    : { kind }

  async function send(given: Record<string, unknown>, sending: { context: { requestId: string } }) {
    const value = (key: string) => (given[key] ?? null) as string | null
    const input = {
      section: section.name,
      kind,
      values: Object.fromEntries(
        fields.map((f) => [f.key, sentOf(f, given[nameOf(f)]) ?? (f.type === 'file' ? (wrong?.values[f.key] ?? null) : null)]),
      ),
      from: value('from'),
      until: value('until'),
      decisionNumber: value('decisionNumber'),
      decisionOn: value('decisionOn'),
      decisionBy: value('decisionBy'),
      note: value('note'),
    } satisfies EntryInput
    if (wrong) await api.correctEntry.call({ ...input, id: wrong.id, reason: value('reason') ?? '' }, sending)
    else await api.addEntry.call({ ...input, id: personId }, sending)
    await done(t(wrong ? 'personnel.corrected' : 'personnel.added'), [api.key()])
    onDone()
  }

  return (
    <>
      {wrong ? <p className="muted panel-lead">{t('personnel.correctHint')}</p> : null}
      <RecordForm
        id={`personnel.${section.name}.${wrong?.id ?? personId}`}
        schema={schema}
        initial={initial}
        submit={t(uploading ? 'personnel.uploading' : wrong ? 'personnel.correct' : 'personnel.add')}
        onCancel={onDone}
        onSubmit={(given, sending) => send(given as Record<string, unknown>, sending)}
      >
        {kinds.length > 0 ? (
          <Field name="kind" label={label('kind')} required getValueFromEvent={(next: string) => (setKind(next), next)}>
            <Select options={kinds.map((value) => ({ value, label: t(`personnel.kinds.${section.name}.${value}`) }))} />
          </Field>
        ) : null}
        {fields.map((field) => {
          const list = listOf(section, field, kind)
          const must = field.required || section.name === 'fact'
          return (
            <Field
              key={field.key}
              name={nameOf(field)}
              label={list ? t(`personnel.lists.${list}`) : label(field.key)}
              required={must}
            >
              {field.type === 'file' ? (
                <UploadField purpose="personnel.document" onBusy={setUploading} />
              ) : list && field.type === 'code' ? (
                <Select showSearch optionFilterProp="label" allowClear={!must} options={options(list)} />
              ) : field.type === 'day' ? (
                <DayField />
              ) : field.type === 'whole' || field.type === 'decimal' ? (
                <InputNumber controls={false} precision={field.type === 'whole' ? 0 : 2} />
              ) : field.type === 'long' ? (
                <Input.TextArea className="grows" rows={4} />
              ) : (
                <Input />
              )}
            </Field>
          )
        })}
        <Field name="from" label={label(section.dates === 'moment' ? 'on' : 'from')}>
          <DayField />
        </Field>
        {section.dates === 'period' ? (
          <Field name="until" label={label('until')}>
            <DayField />
          </Field>
        ) : null}
        <Field name="decisionNumber" label={label('decisionNumber')}>
          <Input />
        </Field>
        <Field name="decisionOn" label={label('decisionOn')}>
          <DayField />
        </Field>
        <Field name="decisionBy" label={label('decisionBy')}>
          <Input />
        </Field>
        <Field name="note" label={label('note')}>
          <Input />
        </Field>
        {wrong ? (
          <Field name="reason" label={label('reason')} required>
            <Input.TextArea className="grows" rows={2} />
          </Field>
        ) : null}
      </RecordForm>
    </>
  )
}

const startOf = (field: FieldSpec, value: string | number | null) =>
  field.type === 'file' ? null : field.type === 'decimal' && value !== null ? Number(value) : value

/** Decimals are sent as text: exact. */
function sentOf(field: FieldSpec, value: unknown): string | number | null {
  if (value === undefined || value === null || value === '') return null
  if (field.type === 'file') return (value as { id: string }).id
  return field.type === 'decimal' ? Number(value).toFixed(2) : (value as string | number)
}
