import { useQuery } from '@tanstack/react-query'
import { Alert, Button, Input } from 'antd'
import { useState } from 'react'
import { formatDateShort } from '#kernel/dates.ts'
import { useDone } from '#ui/act.tsx'
import { FilePreview } from '#ui/file-preview.tsx'
import { Field, inputOf, RecordForm } from '#ui/form.tsx'
import { useWords } from '#ui/i18n.ts'
import { A } from '#ui/link.tsx'
import { DateText, ErrorNotice, Facts, Page, Sheet, Skeleton } from '#ui/page.tsx'
import { SidePanel } from '#ui/panel.tsx'
import { requestContract } from '../request.contract.ts'
import { api } from './api.ts'
import { personPath } from './person-picker.ts'
import { FieldValue, RequestState } from './request-parts.tsx'

/** One request: the value then, now and asked for, the evidence, and the decision. */
export function RequestPage({ id }: { id: string }) {
  const { t, lang } = useWords()
  const done = useDone()
  const [form, setForm] = useState<'approve' | 'refuse' | null>(null)
  const { data, error, refetch } = useQuery(api.getRequest.queryOptions({ input: { id } }))
  if (error || !data) {
    return (
      <Page title={t('people.requests')}>
        {error ? <ErrorNotice error={error} retry={() => void refetch()} /> : <Skeleton lines={6} />}
      </Page>
    )
  }
  const close = () => setForm(null)
  const approving = form === 'approve'
  return (
    <Page
      title={t('people.askCorrectionTitle', { field: t(`people.requestFields.${data.field}`) })}
      subtitle={data.personName}
      actions={
        data.state === 'open' ? (
          <>
            <Button onClick={() => setForm('refuse')}>{t('people.refuseRequest')}</Button>
            <Button type="primary" disabled={data.overtaken} onClick={() => setForm('approve')}>
              {t('people.approve')}
            </Button>
          </>
        ) : null
      }
    >
      {data.overtaken ? <Alert type="warning" showIcon title={t('people.overtaken')} /> : null}
      <Sheet>
        <Facts
          items={[
            { label: t('people.person'), value: <A to={personPath(data.personId)}>{data.personName}</A> },
            { label: t('people.unit'), value: data.unitName },
            { label: t('people.valueThen'), value: <FieldValue field={data.field} value={data.oldValue} /> },
            { label: t('people.valueNow'), value: <FieldValue field={data.field} value={data.nowValue} /> },
            { label: t('people.valueAsked'), value: <FieldValue field={data.field} value={data.newValue} /> },
            { label: t('people.requestNote'), value: data.note },
            { label: t('people.askedOn'), value: <DateText value={data.askedOn} /> },
            { label: t('people.requestDue'), value: <DateText value={data.due} /> },
            { label: t('people.requestState'), value: <RequestState state={data.state} /> },
            { label: t('people.why'), value: data.why },
          ]}
        />
      </Sheet>
      {data.file ? (
        <Sheet title={t('people.evidence')}>
          <FilePreview file={data.file} />
        </Sheet>
      ) : null}
      <SidePanel open={form !== null} onClose={close} title={t(approving ? 'people.approve' : 'people.refuseRequest')}>
        <RecordForm
          key={form}
          id={`people.decide.${id}.${form ?? ''}`}
          schema={inputOf(requestContract.approveCorrection)}
          initial={
            approving
              ? { reason: t('people.approveReason', { date: formatDateShort(data.askedOn, lang), name: data.personName }) }
              : {}
          }
          fixed={{ id }}
          submit={t(approving ? 'people.approve' : 'people.refuseRequest')}
          onCancel={close}
          onSubmit={async (input, options) => {
            await (approving ? api.approveCorrection : api.refuseCorrection).call(input, options)
            await done(t(approving ? 'people.approved' : 'people.refusedRequest'), [api.key()])
            close()
          }}
        >
          <Field name="reason" label={t('people.why')} required>
            <Input.TextArea rows={3} />
          </Field>
        </RecordForm>
      </SidePanel>
    </Page>
  )
}
