import { ORPCError } from '@orpc/client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App, Form, Input, InputNumber, Segmented } from 'antd'
import { useState } from 'react'
import { z } from 'zod'
import { parseDecimal } from '#kernel/numbers.ts'
import type { Language } from '#kernel/words.ts'
import { Field, inputOf, RecordForm } from '#ui/form.tsx'
import { UploadField } from '#ui/upload-field.tsx'
import { useWords } from '#ui/i18n.ts'
import { StoredFile } from '#engines/files/file.contract.ts'
import { type FigureDetail, figureContract, Qualifier } from '../figure.contract.ts'
import { api } from './api.ts'
import { writeFigure, writeNumber } from './figure-format.ts'

/** The form's own check: the value as people type it, the rest as the operation asks. */
function formSchema(lang: Language) {
  const asked = inputOf(figureContract.typeFigure).shape
  return z.object({
    value: z.string().refine((text) => readTyped(text, lang) !== null, { error: 'not a number' }),
    qualifier: asked.qualifier,
    evidenceDocument: asked.evidenceDocument,
    evidencePlace: asked.evidencePlace,
    evidenceFile: StoredFile.nullable().optional(),
    evidencePage: z.number().int().min(1).max(100_000).nullable().optional(),
    note: z.string().trim().max(1000).optional(),
  })
}

/** The exact decimal somebody typed, within what a figure can hold; null when it is none. */
export function readTyped(text: string, lang: Language): string | null {
  const decimal = parseDecimal(text, lang)
  return decimal !== null && /^-?\d{1,15}(\.\d{1,6})?$/.test(decimal) ? decimal : null
}

/** Types in a value with its evidence. What is typed survives a refusal and a closed panel. */
export function FigureForm({ figure, period, onDone }: { figure: FigureDetail; period?: string; onDone: () => void }) {
  const { t, lang, both } = useWords()
  const { message } = App.useApp()
  const queries = useQueryClient()
  const type = useMutation(api.typeFigure.mutationOptions())
  const before = figure.value === null ? undefined : writeNumber(figure.value, 'identifier', lang)

  const [uploading, setUploading] = useState(false)

  async function send(input: z.input<ReturnType<typeof formSchema>>) {
    // Saved now, the document would be missing without a word.
    if (uploading) throw new ORPCError('ui.upload.busy', { status: 409 })
    const value = readTyped(input.value, lang) ?? ''
    const { note, evidenceFile, ...rest } = input
    const evidenceFileId = evidenceFile?.id ?? null
    const saved = await type.mutateAsync({
      id: figure.id,
      period,
      ...rest,
      evidenceFileId,
      value,
      note: note?.trim() ? note : null,
    })
    void message.success(t('reports.typed.saved', { title: both(figure.title), value: writeFigure(saved, lang) }))
    await queries.invalidateQueries({ queryKey: api.key() })
    onDone()
  }

  return (
    <section className="figure-form" aria-label={t('reports.typed.title')}>
      {figure.former === null ? null : (
        <p className="muted">{t('reports.typed.former', { value: writeNumber(figure.former, figure.kind, lang) })}</p>
      )}
      <RecordForm
        id={`reports.typeFigure.${figure.id}.${period ?? ''}`}
        schema={formSchema(lang)}
        initial={{
          value: before === undefined ? undefined : before.replace('.', lang === 'vi' ? ',' : '.'),
          qualifier: figure.qualifier,
          evidenceDocument: figure.evidence?.document,
          evidencePlace: figure.evidence?.place,
          evidenceFile: figure.evidence?.file ?? undefined,
          evidencePage: figure.evidence?.page ?? undefined,
        }}
        submit={t('ui.save')}
        onSubmit={send}
        onCancel={onDone}
      >
        <Field
          name="value"
          label={t('reports.typed.value', { unit: both(figure.unitLabel) })}
          required
          hint={<ReadBack figure={figure} />}
        >
          <Input inputMode="decimal" autoComplete="off" className="figures" data-autofocus />
        </Field>
        <Field name="qualifier" label={t('reports.panel.qualifier')} required>
          <Segmented options={Qualifier.options.map((value) => ({ value, label: t(`reports.qualifier.${value}`) }))} />
        </Field>
        <Field name="evidenceDocument" label={t('reports.evidence.document')} required hint={t('reports.typed.documentHint')}>
          <Input maxLength={300} />
        </Field>
        <Field name="evidencePlace" label={t('reports.evidence.place')} hint={t('reports.typed.placeHint')}>
          <Input maxLength={300} />
        </Field>
        <Field name="evidenceFile" label={t('reports.evidence.file')}>
          <UploadField purpose="reports.evidence" onBusy={setUploading} hint={t('reports.typed.fileHint')} />
        </Field>
        <Field name="evidencePage" label={t('reports.evidence.page')} hint={t('reports.typed.pageHint')}>
          <InputNumber min={1} max={100_000} precision={0} />
        </Field>
        <Field name="note" label={t('reports.evidence.note')}>
          <Input.TextArea className="grows" rows={2} maxLength={1000} />
        </Field>
      </RecordForm>
    </section>
  )
}

/** What the typed text is taken for: the dot of `45.366` parts thousands here, and the reader should see that before saving. */
function ReadBack({ figure }: { figure: FigureDetail }) {
  const { t, lang } = useWords()
  const text: unknown = Form.useWatch('value')
  const value = typeof text === 'string' && text.trim() !== '' ? readTyped(text, lang) : null
  if (value === null) return t('reports.typed.valueHint')
  return (
    <span className="figures">
      {t('reports.typed.readAs', { value: writeFigure({ ...figure, value, qualifier: 'exact' }, lang) })}
    </span>
  )
}
