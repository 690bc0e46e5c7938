import { PlusOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useState } from 'react'
import { ImportButton } from '#domains/imports/ui/index.tsx'
import { useAsOf } from '#ui/as-of.ts'
import { DataList } from '#ui/data-list.tsx'
import { useWords } from '#ui/i18n.ts'
import { Page } from '#ui/page.tsx'
import { SidePanel } from '#ui/panel.tsx'
import { useMay } from '#ui/self.ts'
import { useGo } from '#ui/url.ts'
import { can } from '../people.permissions.ts'
import { personList, type PersonRow } from '../person.contract.ts'
import { api } from './api.ts'
import { PersonSummary } from './person-facts.tsx'
import { personPath } from './person-picker.ts'
import { RegisterForm } from './register-form.tsx'

/** Everybody within reach, with the main post on the day shown. */
export function PersonList() {
  const { t } = useWords()
  const { asOf } = useAsOf()
  const go = useGo()
  const may = useMay(can.changePerson) && !asOf
  const [registering, setRegistering] = useState(false)
  const register = may ? (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setRegistering(true)}>
      {t('people.register')}
    </Button>
  ) : null
  return (
    <Page
      title={t('people.people')}
      actions={
        may ? (
          <>
            <ImportButton kind="people" />
            {register}
          </>
        ) : null
      }
    >
      <DataList<PersonRow>
        shape={personList}
        queryKey={api.listPeople.key()}
        fetchPage={(input) => api.listPeople.call(input)}
        exportFile={(input) => api.exportPeople.call(input)}
        peek={(row) => <PersonSummary id={row.id} />}
        onOpen={(row) => go(personPath(row.id))}
        rowLabel={(row) => row.fullName}
        empty={{ title: t('people.empty'), hint: t('people.emptyHint'), action: register }}
      />
      <SidePanel open={registering} onClose={() => setRegistering(false)} title={t('people.registerTitle')}>
        <RegisterForm
          onCancel={() => setRegistering(false)}
          onDone={(id) => {
            setRegistering(false)
            go(personPath(id))
          }}
        />
      </SidePanel>
    </Page>
  )
}
