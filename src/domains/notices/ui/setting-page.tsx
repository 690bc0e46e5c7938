import { useQuery } from '@tanstack/react-query'
import { Button, Checkbox, Input, Select } from 'antd'
import { useAttempt, useDone } from '#ui/act.tsx'
import { Field, inputOf, RecordForm } from '#ui/form.tsx'
import { useWords } from '#ui/i18n.ts'
import { A } from '#ui/link.tsx'
import { ErrorNotice, Page, Sheet, Skeleton } from '#ui/page.tsx'
import { noticeContract } from '../notice.contract.ts'
import { api } from './api.ts'
import { ChoiceTable } from './choice-table.tsx'

/** How one is told by e-mail: address, quiet hours, digest, and each kind of notice. */
export function SettingPage() {
  const { t } = useWords()
  const { data, error, refetch } = useQuery(api.getSetting.queryOptions())
  const attempt = useAttempt()
  const done = useDone()
  const test = () =>
    void attempt(async () => {
      await api.sendTest.call(undefined)
      await done(t('notices.testSent'), [api.key()])
    })
  return (
    <Page
      title={t('notices.setting')}
      subtitle={t('notices.settingHint')}
      above={<A to="/thong-bao">{t('notices.notices')}</A>}
      actions={data?.mailOn && data.email ? <Button onClick={test}>{t('notices.test')}</Button> : null}
    >
      {error ? <ErrorNotice error={error} retry={() => void refetch()} /> : null}
      {!data && !error ? <Skeleton lines={8} /> : null}
      {data && !data.mailOn ? (
        <div className="notice notice-draft" role="status">
          <div className="notice-body">{t('notices.mailOffNote')}</div>
        </div>
      ) : null}
      {data ? <SettingForm data={data} /> : null}
    </Page>
  )
}

type Setting = Awaited<ReturnType<typeof api.getSetting.call>>

function SettingForm({ data }: { data: Setting }) {
  const { t } = useWords()
  const done = useDone()
  const { mailOn: _on, kinds, ...initial } = data
  const hours = Array.from({ length: 24 }, (_, hour) => ({ value: hour, label: t('notices.hour', { hour }) }))
  return (
    <Sheet>
      <RecordForm
        id="notices.setting"
        schema={inputOf(noticeContract.saveSetting)}
        initial={initial}
        submit={t('notices.save')}
        onSubmit={async (input, options) => {
          await api.saveSetting.call(input, options)
          await done(t('notices.saved'), [api.key()])
        }}
      >
        <Field name="email" label={t('notices.address')} hint={t('notices.addressHint')}>
          <Input type="email" inputMode="email" autoComplete="email" />
        </Field>
        <Field name="lang" label={t('notices.lang')} required>
          <Select options={(['vi', 'en'] as const).map((value) => ({ value, label: t(`notices.langs.${value}`) }))} />
        </Field>
        <Field name="quietFrom" label={t('notices.quietFrom')} required>
          <Input type="time" />
        </Field>
        <Field name="quietUntil" label={t('notices.quietUntil')} hint={t('notices.quietHint')} required>
          <Input type="time" />
        </Field>
        <Field
          name="quietDaysOff"
          label={t('notices.quiet')}
          required
          getValueProps={(value: boolean) => ({ checked: value })}
          getValueFromEvent={(event: { target: { checked: boolean } }) => event.target.checked}
        >
          <Checkbox>{t('notices.daysOff')}</Checkbox>
        </Field>
        <Field name="digestHour" label={t('notices.digestHour')} required>
          <Select options={hours} />
        </Field>
        <Field name="choices" label={t('notices.choices')} required>
          <ChoiceTable kinds={kinds} />
        </Field>
      </RecordForm>
    </Sheet>
  )
}
