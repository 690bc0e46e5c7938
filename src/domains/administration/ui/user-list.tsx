import { PlusOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useMemo, useState } from 'react'
import { useAsOf } from '#ui/as-of.ts'
import { DataList } from '#ui/data-list.tsx'
import { useWords } from '#ui/i18n.ts'
import { Page } from '#ui/page.tsx'
import { SidePanel } from '#ui/panel.tsx'
import { useMay } from '#ui/self.ts'
import { useGo } from '#ui/url.ts'
import { can } from '../administration.permissions.ts'
import { userList, type UserRow } from '../user.contract.ts'
import { api, useRoleTitles } from './api.ts'
import { CreateUser } from './create-user.tsx'
import { UserState } from './user-state.tsx'

/** All accounts with the roles they hold today. */
export function UserList() {
  const { t } = useWords()
  const { asOf } = useAsOf()
  const go = useGo()
  const may = useMay(can.manageUsers) && !asOf
  const titleOf = useRoleTitles()
  const [creating, setCreating] = useState(false)
  const cells = useMemo(
    () => ({
      roles: (row: UserRow) =>
        row.roles
          .split(',')
          .map((code) => titleOf(code.trim()))
          .filter(Boolean)
          .join(', '),
      state: (row: UserRow) => <UserState state={row.state} />,
    }),
    [titleOf],
  )
  const open = (id: string) => go(`/quan-tri/nguoi-dung/${id}`)
  const create = may ? (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setCreating(true)}>
      {t('administration.create')}
    </Button>
  ) : null
  return (
    <Page title={t('administration.users')} actions={create}>
      <DataList<UserRow>
        shape={userList}
        queryKey={api.listUsers.key()}
        fetchPage={(input) => api.listUsers.call(input)}
        exportFile={(input) => api.exportUsers.call(input)}
        cells={cells}
        onOpen={(row) => open(row.id)}
        rowLabel={(row) => row.name}
        empty={{ title: t('administration.empty'), hint: t('administration.emptyHint'), action: create }}
      />
      <SidePanel open={creating} onClose={() => setCreating(false)} title={t('administration.createTitle')}>
        <CreateUser
          onCancel={() => setCreating(false)}
          onDone={(id) => {
            setCreating(false)
            open(id)
          }}
        />
      </SidePanel>
    </Page>
  )
}
