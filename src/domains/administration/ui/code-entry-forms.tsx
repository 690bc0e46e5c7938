import { Input, Select } from 'antd'
import { z } from 'zod'
import { addDays, formatDateShort } from '#kernel/dates.ts'
import { useDone } from '#ui/act.tsx'
import { useAsOf } from '#ui/as-of.ts'
import { DateField } from '#ui/date-field.tsx'
import { Field, inputOf, RecordForm } from '#ui/form.tsx'
import { useWords } from '#ui/i18n.ts'
import { type CodeEntryRow, type CodeListDetail, codeListContract } from '../code-list.contract.ts'
import { api } from './api.ts'

/** People name the last day; the record keeps the first day without it. Further columns are fields of their own. */
const lastDay = z.iso.date().nullable().default(null)
const typed = (list: CodeListDetail) =>
  Object.fromEntries(list.columns.map((c) => [`more_${c.key}`, z.string().max(300).default('')]))

const moreOf = (list: CodeListDetail, input: Record<string, unknown>) =>
  Object.fromEntries(
    list.columns.map((c) => [c.key, typeof input[`more_${c.key}`] === 'string' ? (input[`more_${c.key}`] as string) : '']),
  )
const moreIn = (list: CodeListDetail, entry: CodeEntryRow) =>
  Object.fromEntries(list.columns.map((c) => [`more_${c.key}`, entry.more[c.key] ?? '']))
const untilOf = (day: string | null | undefined) => (day ? addDays(day, 1) : null)

/** A new entry. */
export function AddEntry({ list, onDone }: { list: CodeListDetail; onDone: () => void }) {
  const { t } = useWords()
  const { today } = useAsOf()
  const done = useDone()
  const schema = inputOf(codeListContract.addCodeEntry)
    .omit({ newUntil: true, more: true })
    .extend({ lastDay, ...typed(list) })
  return (
    <>
      <p className="muted panel-lead">{t('administration.addEntryHint')}</p>
      <RecordForm
        id={`administration.code.add.${list.id}`}
        schema={schema}
        initial={{ newFrom: today }}
        fixed={{ list: list.id }}
        submit={t('administration.addEntry')}
        onCancel={onDone}
        onSubmit={async (input, options) => {
          const { lastDay: last, code, labelVi, labelEn, newFrom, source } = input
          await api.addCodeEntry.call(
            { list: list.id, code, labelVi, labelEn, newFrom, newUntil: untilOf(last), source, more: moreOf(list, input) },
            options,
          )
          await done(t('administration.entryAdded', { code }), [api.key()])
          onDone()
        }}
      >
        <Field
          name="code"
          label={t('administration.code')}
          required
          getValueFromEvent={(event: { target: { value: string } }) => event.target.value.toUpperCase()}
        >
          <Input maxLength={60} autoComplete="off" />
        </Field>
        <Facts list={list} />
      </RecordForm>
    </>
  )
}

/** Other values from a day on. */
export function RenewEntry({ list, entry, onDone }: { list: CodeListDetail; entry: CodeEntryRow; onDone: () => void }) {
  const { t, lang } = useWords()
  const done = useDone()
  const schema = inputOf(codeListContract.renewCodeEntry)
    .omit({ newUntil: true, more: true })
    .extend({ lastDay, ...typed(list) })
  return (
    <>
      <p className="muted panel-lead">{t('administration.renewEntryHint')}</p>
      <RecordForm
        id={`administration.code.renew.${list.id}.${entry.code}.${entry.validFrom ?? ''}`}
        schema={schema}
        initial={{ labelVi: entry.label.vi, labelEn: entry.label.en, ...moreIn(list, entry) }}
        fixed={{ list: list.id, code: entry.code, validFrom: entry.validFrom }}
        submit={t('administration.renewEntry')}
        onCancel={onDone}
        onSubmit={async (input, options) => {
          const { lastDay: last, labelVi, labelEn, newFrom, source } = input
          await api.renewCodeEntry.call(
            {
              ...{ list: list.id, code: entry.code, validFrom: entry.validFrom, labelVi, labelEn, newFrom, source },
              newUntil: untilOf(last),
              more: moreOf(list, input),
            },
            options,
          )
          await done(t('administration.entryRenewed', { code: entry.code, on: formatDateShort(newFrom, lang) }), [api.key()])
          onDone()
        }}
      >
        <Facts list={list} begins />
      </RecordForm>
    </>
  )
}

/** What was written wrongly of an entry, for all its days. */
export function CorrectEntry({ list, entry, onDone }: { list: CodeListDetail; entry: CodeEntryRow; onDone: () => void }) {
  const { t } = useWords()
  const done = useDone()
  const schema = inputOf(codeListContract.correctCodeEntry)
    .omit({ newUntil: true, more: true })
    .extend({ lastDay, ...typed(list) })
  const initial = {
    labelVi: entry.label.vi,
    labelEn: entry.label.en,
    newFrom: entry.validFrom,
    lastDay: entry.validUntil ? addDays(entry.validUntil, -1) : null,
    source: entry.source,
    ...moreIn(list, entry),
  }
  return (
    <>
      <p className="muted panel-lead">{t('administration.correctEntryHint')}</p>
      <RecordForm
        id={`administration.code.correct.${list.id}.${entry.code}.${entry.validFrom ?? ''}`}
        schema={schema}
        initial={initial}
        fixed={{ list: list.id, code: entry.code, validFrom: entry.validFrom }}
        submit={t('administration.correctEntry')}
        onCancel={onDone}
        onSubmit={async (input, options) => {
          const { lastDay: last, labelVi, labelEn, newFrom, source, reason } = input
          await api.correctCodeEntry.call(
            {
              list: list.id,
              code: entry.code,
              validFrom: entry.validFrom,
              labelVi,
              labelEn,
              newFrom,
              newUntil: untilOf(last),
              source,
              reason,
              more: moreOf(list, input),
            },
            options,
          )
          await done(t('administration.entryCorrected', { code: entry.code }), [api.key()])
          onDone()
        }}
      >
        <Facts list={list} />
        <Field name="reason" label={t('administration.reason')} required>
          <Input maxLength={300} />
        </Field>
      </RecordForm>
    </>
  )
}

/** The last day of an entry. */
export function EndEntry({ list, entry, onDone }: { list: CodeListDetail; entry: CodeEntryRow; onDone: () => void }) {
  const { t } = useWords()
  const { today } = useAsOf()
  const done = useDone()
  return (
    <>
      <p className="muted panel-lead">{t('administration.endEntryHint')}</p>
      <RecordForm
        id={`administration.code.end.${list.id}.${entry.code}.${entry.validFrom ?? ''}`}
        schema={z.object({ last: z.iso.date() })}
        initial={{ last: today }}
        submit={t('administration.endEntry')}
        onCancel={onDone}
        onSubmit={async ({ last }, options) => {
          await api.endCodeEntry.call(
            { list: list.id, code: entry.code, validFrom: entry.validFrom, on: addDays(last, 1) },
            options,
          )
          await done(t('administration.entryEnded', { code: entry.code }), [api.key()])
          onDone()
        }}
      >
        <Field name="last" label={t('administration.lastDay')} required>
          <DateField />
        </Field>
      </RecordForm>
    </>
  )
}

function Facts({ list, begins = false }: { list: CodeListDetail; begins?: boolean }) {
  const { t } = useWords()
  return (
    <>
      <Field name="labelVi" label={t('administration.labelVi')} required>
        <Input maxLength={300} />
      </Field>
      <Field name="labelEn" label={t('administration.labelEn')}>
        <Input maxLength={300} />
      </Field>
      {list.columns.map((column) => (
        <Field
          key={column.key}
          name={`more_${column.key}`}
          label={t(column.title)}
          required={column.choices !== null || (column.number !== null && !column.optional)}
        >
          {column.choices ? (
            <Select options={column.choices.map((value) => ({ value, label: column.words ? t(column.words + value) : value }))} />
          ) : (
            <Input maxLength={300} />
          )}
        </Field>
      ))}
      <Field name="newFrom" label={t('administration.validFrom')} required={begins}>
        <DateField />
      </Field>
      <Field name="lastDay" label={t('administration.validUntil')}>
        <DateField />
      </Field>
      <Field name="source" label={t('administration.source')} required>
        <Input maxLength={300} />
      </Field>
    </>
  )
}
