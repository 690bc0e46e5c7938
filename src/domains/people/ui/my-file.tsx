import { useQuery } from '@tanstack/react-query'
import { Button, Input, Radio } from 'antd'
import { useState } from 'react'
import { useAttempt, useDone } from '#ui/act.tsx'
import { Blocks } from '#ui/blocks.tsx'
import { Field, inputOf, RecordForm } from '#ui/form.tsx'
import { useWords } from '#ui/i18n.ts'
import { DateText, Empty, ErrorNotice, Facts, Page, Sheet, Skeleton } from '#ui/page.tsx'
import { SidePanel } from '#ui/panel.tsx'
import { UploadField } from '#ui/upload-field.tsx'
import { requestContract } from '../request.contract.ts'
import { api } from './api.ts'
import { PersonPosts } from './person-facts.tsx'
import { FieldValue, RequestState } from './request-parts.tsx'

/** The own record: what it says, what may be asked to be corrected, what was asked. */
export function MyFile() {
  const { t } = useWords()
  const done = useDone()
  const attempt = useAttempt()
  const [asking, setAsking] = useState<string | null>(null)
  const [uploading, setUploading] = useState(false)
  const { data, error, refetch } = useQuery(api.myFile.queryOptions({ input: {} }))
  if (error || !data) {
    return (
      <Page title={t('people.myFile')}>
        {error ? <ErrorNotice error={error} retry={() => void refetch()} /> : <Skeleton lines={8} />}
      </Page>
    )
  }
  const close = () => setAsking(null)
  const withdraw = (id: string) =>
    attempt(async () => {
      await api.withdrawCorrection.call({ id })
      await done(t('people.withdrawn'), [api.key()])
    })
  const waits = (field: string) => data.requests.some((r) => r.field === field && r.state === 'open')
  return (
    <Page title={t('people.myFile')} subtitle={t('people.myFileHint')}>
      <div className="columns">
        <div>
          <Sheet title={t('people.facts')}>
            <Facts
              items={data.fields.map(({ field, value }) => ({
                label: t(`people.requestFields.${field}`),
                value: (
                  <>
                    <FieldValue field={field} value={value} />{' '}
                    {waits(field) ? (
                      <RequestState state="open" />
                    ) : (
                      <Button size="small" onClick={() => setAsking(field)}>
                        {t('people.askCorrection')}
                      </Button>
                    )}
                  </>
                ),
              }))}
            />
          </Sheet>
          <Sheet title={t('people.myRequests')}>
            {data.requests.length === 0 ? <Empty title={t('people.noRequests')} /> : null}
            {data.requests.map((request) => (
              <div key={request.id} className="likely">
                <RequestState state={request.state} /> {t(`people.requestFields.${request.field}`)}:{' '}
                <FieldValue field={request.field} value={request.newValue} />
                <p className="muted">
                  {t('people.askedOn')} <DateText value={request.askedOn} />. {t('people.requestDue')}{' '}
                  <DateText value={request.due} />. {request.why}
                </p>
                {request.state === 'open' ? (
                  <Button size="small" onClick={() => void withdraw(request.id)}>
                    {t('people.withdraw')}
                  </Button>
                ) : null}
              </div>
            ))}
          </Sheet>
        </div>
        <Sheet title={t('people.posts')}>
          <PersonPosts person={data.person} />
        </Sheet>
      </div>
      <Blocks place="people.my" with={{ id: data.person.id }} />
      <SidePanel
        open={asking !== null}
        onClose={close}
        title={t('people.askCorrectionTitle', { field: asking ? t(`people.requestFields.${asking}`) : '' })}
      >
        {asking ? (
          <RecordForm
            id={`people.ask.${asking}`}
            schema={inputOf(requestContract.askCorrection)}
            fixed={{ field: asking }}
            submit={t('people.askCorrection')}
            onCancel={close}
            onSubmit={async (input, options) => {
              if (uploading) return
              await api.askCorrection.call(input, options)
              await done(t('people.asked'), [api.key()])
              close()
            }}
          >
            <Field
              name="newValue"
              label={t('people.valueAsked')}
              required
              hint={
                asking === 'birth' ? t('people.birthAskedHint') : asking === 'citizenId' ? t('people.citizenIdHint') : undefined
              }
            >
              {asking === 'sex' ? (
                <Radio.Group
                  options={(['male', 'female'] as const).map((value) => ({ value, label: t(`people.sexes.${value}`) }))}
                />
              ) : (
                <Input />
              )}
            </Field>
            <Field name="note" label={t('people.requestNote')}>
              <Input.TextArea rows={3} />
            </Field>
            <Field name="file" label={t('people.evidence')}>
              <UploadField purpose="people.correction" onBusy={setUploading} hint={t('people.evidenceHint')} />
            </Field>
          </RecordForm>
        ) : null}
      </SidePanel>
    </Page>
  )
}
