import { useQuery } from '@tanstack/react-query'
import { Form, Input, Select } from 'antd'
import { useState } from 'react'
import { z } from 'zod'
import { unitPicker } from '#domains/organization/ui/index.tsx'
import { useAsOf } from '#ui/as-of.ts'
import { DateField } from '#ui/date-field.tsx'
import { Field, inputOf, RecordForm } from '#ui/form.tsx'
import { useWords } from '#ui/i18n.ts'
import { FoundPicker, useSettled } from '#ui/picker.tsx'
import { ErrorNotice } from '#ui/page.tsx'
import { UploadField } from '#ui/upload-field.tsx'
import { type DecisionInput, decisionContract, LineInput } from '../decision.contract.ts'
import { type DecisionKind, kindGroups, kindNames, decisionKinds, levelNames } from '../decision-kinds.rules.ts'
import { api } from './api.ts'
import { LinesEditor, type TypedLine } from './lines-editor.tsx'
import { PreviewTable } from './preview.tsx'

const schema = inputOf(decisionContract.draftDecision)
  .omit({ fileId: true })
  .extend({ file: z.looseObject({ id: z.string() }).nullish() })

/** How many lines are tried while one still types; longer ones are tried once they are saved. */
const triedAtOnce = 60

/** A decision with its lines; what it would make of files is shown while it is typed. */
export function DecisionForm(props: {
  id: string
  initial?: Partial<DecisionInput>
  onSubmit: (input: DecisionInput, options: { context: { requestId: string } }) => Promise<void>
  onCancel: () => void
}) {
  const { t } = useWords()
  const { today } = useAsOf()
  const [uploading, setUploading] = useState(false)
  const kinds = kindGroups.map((group) => ({
    label: t(`careers.groups.${group}`),
    options: kindNames
      .filter((kind) => decisionKinds[kind].group === group)
      .map((kind) => ({ value: kind, label: t(`careers.kinds.${kind}`) })),
  }))
  return (
    <RecordForm
      id={props.id}
      schema={schema}
      initial={{ kind: 'transfer', level: 'SN', issuedOn: today, lines: [{ details: {} }], ...props.initial }}
      submit={t(uploading ? 'careers.uploading' : 'careers.save')}
      onCancel={props.onCancel}
      onSubmit={({ file, ...input }, options) =>
        props.onSubmit({ ...schema.omit({ file: true }).parse(input), fileId: file?.id ?? null }, options)
      }
    >
      <Field name="kind" label={t('careers.kind')} required>
        <Select showSearch optionFilterProp="label" options={kinds} />
      </Field>
      <Field name="subject" label={t('careers.subject')} required>
        <Input.TextArea className="grows" rows={2} />
      </Field>
      <Field name="number" label={t('careers.number')} required>
        <Input />
      </Field>
      <Field name="issuedOn" label={t('careers.issuedOn')} required>
        <DateField />
      </Field>
      <Field name="issuerId" label={t('careers.issuer')} required>
        <FoundPicker source={unitPicker} name="organization.pickUnit" />
      </Field>
      <Field name="level" label={t('careers.level')} required>
        <Select options={levelNames.map((value) => ({ value, label: t(`careers.levels.${value}`) }))} />
      </Field>
      <Field name="signer" label={t('careers.signer')}>
        <Input />
      </Field>
      <Field name="signerTitle" label={t('careers.signerTitle')}>
        <Input />
      </Field>
      <Field name="legalBasis" label={t('careers.legalBasis')}>
        <Input.TextArea className="grows" rows={2} />
      </Field>
      <Field name="file" label={t('careers.file')} hint={t('careers.fileHint')}>
        <UploadField purpose="careers.decision" accept=".pdf,.docx,.doc,.jpg,.png" onBusy={setUploading} />
      </Field>
      <Lines />
    </RecordForm>
  )
}

function Lines() {
  const { t } = useWords()
  const kind = Form.useWatch<DecisionKind | undefined>('kind') ?? 'transfer'
  const lines = Form.useWatch<TypedLine[] | undefined>('lines') ?? []
  return (
    <>
      <Field name="lines" label={t('careers.lines')} required>
        <LinesEditor kind={kind} />
      </Field>
      <Tried kind={kind} lines={lines} />
    </>
  )
}

/** What the lines typed so far would make. */
function Tried({ kind, lines }: { kind: DecisionKind; lines: TypedLine[] }) {
  const { t } = useWords()
  const whole = lines.flatMap((line) => {
    const read = LineInput.safeParse({ ...line, details: line.details ?? {} })
    return read.success ? [read.data] : []
  })
  const settled = useSettled(JSON.stringify({ kind, lines: whole }), 700)
  const asked = JSON.parse(settled) as { kind: DecisionKind; lines: LineInput[] }
  const { data, error } = useQuery({
    ...api.previewDraft.queryOptions({ input: asked }),
    enabled: asked.lines.length > 0 && asked.lines.length <= triedAtOnce,
    placeholderData: (before) => before,
  })
  if (whole.length === 0) return null
  return (
    <section aria-label={t('careers.preview')} className="form-wide">
      <h2>{t('careers.preview')}</h2>
      {error ? <ErrorNotice error={error} /> : null}
      {data ? <PreviewTable preview={data} /> : null}
    </section>
  )
}
