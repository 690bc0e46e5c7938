import { Button, Form, type FormItemProps } from 'antd'
import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef, useState } from 'react'
import type { z } from 'zod'
import { formatDateTime } from '#kernel/dates.ts'
import { errorIssues, errorText } from './client.ts'
import { useDraft } from './draft.ts'
import { useWords } from './i18n.ts'
import { type FieldIssue, issueTexts } from './issues.ts'

/** Labels of the fields now in the form, so that a check can name them. */
const LabelsContext = createContext<Map<string, string>>(new Map())

/** The input schema of an operation, for checking a form before it is sent: `inputOf(personContract.movePerson)`. */
export function inputOf<S extends z.ZodType>(operation: { '~orpc': { inputSchema?: S } }): S {
  const schema = operation['~orpc'].inputSchema
  if (!schema) throw new Error('this operation takes no input')
  return schema
}

interface RecordFormProps<S extends z.ZodType> {
  /** Names the draft: one per form and record. */
  id: string
  schema: S
  initial?: Record<string, unknown>
  /** Values the reader does not type, such as the record's id; checked and sent with the rest. */
  fixed?: Record<string, unknown>
  submit: ReactNode
  /** Sends it: `(input, options) => api.join.call(input, options)`; a second try after a lost answer carries the same request id. */
  onSubmit: (input: z.input<S>, options: { context: { requestId: string } }) => Promise<unknown>
  onCancel?: () => void
  /** Something was typed. */
  onChange?: () => void
  /** True where a press only rehearsed: what was typed stays a draft. Asked before the press is sent. */
  keepAfter?: () => boolean
  children: ReactNode
}

/**
 * One column of fields, checked by the schema the server checks with. What is typed is kept as a draft; a refusal, a time-out or a lost
 * line keeps it too. The draft goes when `onSubmit` succeeds or the reader discards it.
 *
 * @example <RecordForm id="club.join" schema={inputOf(clubContract.join)} submit={t('club.join')} onSubmit={api.join.call}>
 *            <Field name="name" label={t('club.name')} required><Input /></Field>
 *          </RecordForm>
 */
export function RecordForm<S extends z.ZodType>(props: RecordFormProps<S>) {
  const { t, lang } = useWords()
  const [form] = Form.useForm<Record<string, unknown>>()
  const { found, saved, keep, drop } = useDraft(props.id)
  const labels = useMemo(() => new Map<string, string>(), [])
  const [issues, setIssues] = useState<FieldIssue[]>([])
  const [refusal, setRefusal] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const summary = useRef<HTMLDivElement>(null)
  const sent = useRef({ text: '', requestId: '' })
  const labelOf = (field: string) => labels.get(field) ?? ''

  useEffect(() => {
    if (issues.length > 0 || refusal) summary.current?.focus()
  }, [issues, refusal])

  function show(next: FieldIssue[]) {
    setIssues(next)
    const names = [...labels.keys()]
    form.setFields(
      names.map((name) => ({ name, errors: next.filter((issue) => issue.field === name).map((issue) => issue.text) })),
    )
  }

  async function send() {
    setRefusal(null)
    const values = { ...withoutBlanks(form.getFieldsValue(true) as Record<string, unknown>), ...props.fixed }
    const checked = props.schema.safeParse(values, { reportInput: true })
    show(checked.success ? [] : issueTexts(checked.error.issues, labelOf, t))
    if (!checked.success) return
    const text = JSON.stringify(values)
    if (sent.current.text !== text) sent.current = { text, requestId: crypto.randomUUID() }
    setBusy(true)
    const keeps = props.keepAfter?.() ?? false
    try {
      await props.onSubmit(values as z.input<S>, { context: { requestId: sent.current.requestId } })
      sent.current = { text: '', requestId: '' }
      if (!keeps) drop()
    } catch (error) {
      const named = errorIssues(error).filter((issue) => labels.has(issue.path))
      if (named.length > 0)
        show(named.map((issue) => ({ field: issue.path, text: t('ui.form.wrong', { field: labelOf(issue.path) }) })))
      setRefusal(error)
    } finally {
      setBusy(false)
    }
  }

  function discard() {
    drop()
    // Not a reset: what the form began with was the draft.
    form.setFieldsValue(Object.fromEntries([...labels.keys()].map((name) => [name, props.initial?.[name]])))
    setIssues([])
    setRefusal(null)
  }

  return (
    <LabelsContext value={labels}>
      <Form
        form={form}
        layout="vertical"
        className="form"
        requiredMark={false}
        initialValues={{ ...props.initial, ...found?.values }}
        onValuesChange={() => {
          keep(form.getFieldsValue(true) as Record<string, unknown>)
          props.onChange?.()
        }}
        onFinish={() => void send()}
        validateTrigger={[]}
      >
        {found ? (
          <div className="notice notice-draft" role="status">
            <div className="notice-body">{t('ui.form.restored', { at: formatDateTime(found.at, lang) })}</div>
            <Button size="small" onClick={discard}>
              {t('ui.form.discard')}
            </Button>
          </div>
        ) : null}
        {issues.length > 0 || refusal ? (
          <div className="notice notice-late" role="alert" tabIndex={-1} ref={summary}>
            <div className="notice-body">
              <strong>
                {refusal
                  ? t('ui.errors.title')
                  : t(issues.length === 1 ? 'ui.form.errors.one' : 'ui.form.errors.other', { count: issues.length })}
              </strong>
              {refusal ? (
                <span>
                  {errorText(refusal, t)} {t('ui.form.kept')}
                </span>
              ) : null}
              {issues.map((issue) => (
                <button key={issue.field} type="button" className="issue" onClick={() => form.focusField(issue.field)}>
                  {issue.text}
                </button>
              ))}
            </div>
          </div>
        ) : null}
        {props.children}
        <div className="form-foot">
          <Button type="primary" htmlType="submit" loading={busy}>
            {props.submit}
          </Button>
          {props.onCancel ? <Button onClick={props.onCancel}>{t('ui.cancel')}</Button> : null}
          <span className="muted form-saved" role="status">
            {saved ? t('ui.form.saved') : ''}
          </span>
        </div>
      </Form>
    </LabelsContext>
  )
}

/** Blank texts count as not typed. */
function withoutBlanks(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, typeof value === 'string' && value.trim() === '' ? undefined : value]),
  )
}

/** One field of a form: its label above, its hint and error below. */
export function Field(
  props: { name: string; label: string; required?: boolean; hint?: ReactNode; children: ReactNode } & Pick<
    FormItemProps,
    'getValueFromEvent' | 'getValueProps'
  >,
) {
  const { t } = useWords()
  const labels = useContext(LabelsContext)
  const { name, label, required, hint, children, ...rest } = props
  useEffect(() => {
    labels.set(name, label)
    return () => void labels.delete(name)
  }, [labels, name, label])
  return (
    <Form.Item
      name={name}
      label={
        <>
          {label}
          {required ? null : <span className="muted form-optional">{t('ui.form.optional')}</span>}
        </>
      }
      extra={hint}
      {...rest}
    >
      {children}
    </Form.Item>
  )
}
