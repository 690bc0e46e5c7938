import { useQuery } from '@tanstack/react-query'
import { App, Button, Input, Select } from 'antd'
import { useState } from 'react'
import { addDays, formatDateTime } from '#kernel/dates.ts'
import { useAttempt, useDone } from '#ui/act.tsx'
import { useAsOf } from '#ui/as-of.ts'
import { DateField } from '#ui/date-field.tsx'
import { Field, inputOf, RecordForm } from '#ui/form.tsx'
import { useWords } from '#ui/i18n.ts'
import { Empty, ErrorNotice, Page, Sheet, Skeleton, StateTag } from '#ui/page.tsx'
import { SidePanel } from '#ui/panel.tsx'
import { useMay } from '#ui/self.ts'
import { can } from '../administration.permissions.ts'
import { type Service, serviceAccountContract, type ServiceKey } from '../service-account.contract.ts'
import type { Assignment } from '../user.contract.ts'
import { api } from './api.ts'
import { AssignForm } from './assign-form.tsx'
import { Assignments } from './assignments.tsx'
import { EndForm } from './end-form.tsx'

/** An account of another system: its roles, which say how far it reaches, and its keys, which say what it may do. */
export function ServicePage({ id }: { id: string }) {
  const { t } = useWords()
  const { data: service, error, refetch } = useQuery(api.getService.queryOptions({ input: { id } }))
  if (error || !service) {
    return (
      <Page title={t('administration.service')}>
        {error ? <ErrorNotice error={error} retry={() => void refetch()} /> : <Skeleton lines={8} />}
      </Page>
    )
  }
  return <Account service={service} />
}

function Account({ service }: { service: Service }) {
  const { t } = useWords()
  const attempt = useAttempt()
  const done = useDone()
  const mayAssign = useMay(can.assignRole)
  const [panel, setPanel] = useState<'assign' | 'key' | null>(null)
  const [ending, setEnding] = useState<Assignment | null>(null)
  const disabled = service.state === 'active'
  const toggle = () =>
    void attempt(async () => {
      await api.setServiceState.call({ id: service.id, disabled })
      await done(t(disabled ? 'administration.disabled' : 'administration.enabled', { name: service.name }), [api.key()])
    })
  return (
    <Page
      title={service.name}
      subtitle={service.username}
      actions={<Button onClick={toggle}>{t(disabled ? 'administration.disable' : 'administration.enable')}</Button>}
    >
      <Sheet
        title={t('administration.keys')}
        actions={
          <Button type="primary" onClick={() => setPanel('key')}>
            {t('administration.makeKey')}
          </Button>
        }
      >
        {service.serviceKeys.length === 0 ? (
          <Empty title={t('administration.noKeys')} hint={t('administration.noKeysHint')} />
        ) : null}
        <ul className="plain rows">
          {service.serviceKeys.map((key) => (
            <KeyRow key={key.id} serviceKey={key} />
          ))}
        </ul>
      </Sheet>
      <Sheet
        title={t('administration.assignments')}
        actions={mayAssign ? <Button onClick={() => setPanel('assign')}>{t('administration.assign')}</Button> : null}
      >
        <Assignments assignments={service.assignments} {...(mayAssign ? { onEnd: setEnding } : {})} />
      </Sheet>
      <SidePanel
        open={panel === 'assign'}
        onClose={() => setPanel(null)}
        title={t('administration.assignTitle', { name: service.name })}
      >
        <AssignForm userId={service.id} onDone={() => setPanel(null)} />
      </SidePanel>
      <SidePanel open={panel === 'key'} onClose={() => setPanel(null)} title={t('administration.makeKey')}>
        {panel === 'key' ? <KeyForm serviceId={service.id} onDone={() => setPanel(null)} /> : null}
      </SidePanel>
      <SidePanel open={ending !== null} onClose={() => setEnding(null)} title={t('administration.end')}>
        {ending ? <EndForm assignment={ending} onDone={() => setEnding(null)} /> : null}
      </SidePanel>
    </Page>
  )
}

function KeyRow({ serviceKey: key }: { serviceKey: ServiceKey }) {
  const { t, lang } = useWords()
  const attempt = useAttempt()
  const done = useDone()
  const { modal } = App.useApp()
  const revoke = () =>
    modal.confirm({
      title: t('administration.revokeAsk', { name: key.name }),
      content: t('administration.revokeHint'),
      okText: t('administration.revoke'),
      cancelText: t('ui.cancel'),
      onOk: () =>
        attempt(async () => {
          await api.revokeKey.call({ id: key.id })
          await done(t('administration.revoked'), [api.key()])
        }),
    })
  return (
    <li>
      <div>
        <strong>{key.name}</strong> <code>nvk_{key.prefix}_…</code>{' '}
        <StateTag state={key.state === 'active' ? 'ok' : 'draft'}>{t(`administration.keyStates.${key.state}`)}</StateTag>
        <div className="muted">
          {[
            t('administration.keyUntil', { at: formatDateTime(key.expiresAt, lang) }),
            key.lastUsedAt
              ? t('administration.keyUsed', { at: formatDateTime(key.lastUsedAt, lang), address: key.lastAddress ?? '' })
              : t('administration.keyUnused'),
            key.addresses
              ? t('administration.keyFrom', { addresses: key.addresses.join(', ') })
              : t('administration.keyFromAnywhere'),
          ].join(' · ')}
        </div>
        <div className="muted">{key.operations.join(', ')}</div>
      </div>
      {key.state === 'active' ? (
        <Button size="small" onClick={revoke}>
          {t('administration.revoke')}
        </Button>
      ) : null}
    </li>
  )
}

function KeyForm({ serviceId, onDone }: { serviceId: string; onDone: () => void }) {
  const { t } = useWords()
  const { today } = useAsOf()
  const done = useDone()
  const { message } = App.useApp()
  const { data: operations } = useQuery(api.keyOperations.queryOptions())
  const [made, setMade] = useState<string | null>(null)
  if (made) {
    return (
      <div className="stack-gap">
        <div className="notice notice-soon" role="alert">
          <div className="notice-body">{t('administration.keyOnce')}</div>
        </div>
        <code className="secret">{made}</code>
        <p className="muted">{t('administration.keyUse')}</p>
        <code className="secret">Authorization: Bearer nvk_…</code>
        <div className="form-foot">
          <Button
            type="primary"
            data-autofocus
            onClick={() => void navigator.clipboard.writeText(made).then(() => message.success(t('administration.keyCopied')))}
          >
            {t('administration.copyKey')}
          </Button>
          <Button onClick={onDone}>{t('administration.done')}</Button>
        </div>
      </div>
    )
  }
  return (
    <RecordForm
      id={`administration.key.${serviceId}`}
      schema={inputOf(serviceAccountContract.makeKey)}
      initial={{ lastDay: addDays(today, 365) }}
      fixed={{ id: serviceId }}
      submit={t('administration.makeKey')}
      onCancel={onDone}
      onSubmit={async (input, options) => {
        const { key } = await api.makeKey.call(input, options)
        setMade(key)
        await done(t('administration.keyMade'), [api.getService.key()])
      }}
    >
      <Field name="name" label={t('administration.keyName')} hint={t('administration.keyNameHint')} required>
        <Input maxLength={100} />
      </Field>
      <Field name="operations" label={t('administration.keyOperations')} hint={t('administration.keyOperationsHint')} required>
        <Select
          mode="multiple"
          optionFilterProp="label"
          options={(operations ?? []).map((each) => ({ value: each.id, label: each.id, title: each.summary }))}
        />
      </Field>
      <Field name="addresses" label={t('administration.keyAddresses')} hint={t('administration.keyAddressesHint')}>
        <Select mode="tags" tokenSeparators={[' ', ',', ';']} open={false} />
      </Field>
      <Field name="lastDay" label={t('administration.until')} required>
        <DateField />
      </Field>
    </RecordForm>
  )
}
