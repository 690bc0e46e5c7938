import { PlusOutlined } from '@ant-design/icons'
import { Button, Input } from 'antd'
import { useMemo, useState } from 'react'
import { formatDateTime } from '#kernel/dates.ts'
import { useDone } from '#ui/act.tsx'
import { DataList } from '#ui/data-list.tsx'
import { Field, inputOf, RecordForm } from '#ui/form.tsx'
import { useWords } from '#ui/i18n.ts'
import { Page } from '#ui/page.tsx'
import { SidePanel } from '#ui/panel.tsx'
import { useGo } from '#ui/url.ts'
import { serviceAccountContract, serviceList, type ServiceRow } from '../service-account.contract.ts'
import { api } from './api.ts'
import { UserState } from './user-state.tsx'

/** Accounts of other systems. */
export function ServiceList() {
  const { t, lang } = useWords()
  const go = useGo()
  const done = useDone()
  const [creating, setCreating] = useState(false)
  const open = (id: string) => go(`/quan-tri/dich-vu/${id}`)
  const cells = useMemo(
    () => ({
      lastUsedAt: (row: ServiceRow) => (row.lastUsedAt ? formatDateTime(row.lastUsedAt, lang) : '–'),
      state: (row: ServiceRow) => <UserState state={row.state} />,
    }),
    [lang],
  )
  const create = (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setCreating(true)}>
      {t('administration.createService')}
    </Button>
  )
  return (
    <Page title={t('administration.services')} actions={create}>
      <DataList<ServiceRow>
        shape={serviceList}
        queryKey={api.listServices.key()}
        fetchPage={(input) => api.listServices.call(input)}
        cells={cells}
        onOpen={(row) => open(row.id)}
        rowLabel={(row) => row.name}
        empty={{ title: t('administration.noServices'), hint: t('administration.noServicesHint'), action: create }}
      />
      <SidePanel open={creating} onClose={() => setCreating(false)} title={t('administration.createService')}>
        <RecordForm
          id="administration.createService"
          schema={inputOf(serviceAccountContract.createService)}
          submit={t('administration.createService')}
          onCancel={() => setCreating(false)}
          onSubmit={async (input, options) => {
            const { id } = await api.createService.call(input, options)
            await done(t('administration.created', { username: input.username }), [api.listServices.key()])
            open(id)
          }}
        >
          <Field name="name" label={t('administration.serviceName')} required>
            <Input />
          </Field>
          <Field name="username" label={t('administration.username')} hint={t('administration.usernameHint')} required>
            <Input autoCapitalize="none" autoComplete="off" spellCheck={false} />
          </Field>
        </RecordForm>
      </SidePanel>
    </Page>
  )
}
