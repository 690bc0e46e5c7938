import { useMemo } from 'react'
import { DataList } from '#ui/data-list.tsx'
import { useWords } from '#ui/i18n.ts'
import { Page } from '#ui/page.tsx'
import { useGo } from '#ui/url.ts'
import { requestList, type RequestRow } from '../request.contract.ts'
import { api } from './api.ts'
import { RequestState } from './request-parts.tsx'

/** Corrections that people within reach asked for. */
export function RequestList() {
  const { t } = useWords()
  const go = useGo()
  const cells = useMemo(() => ({ state: (row: RequestRow) => <RequestState state={row.state} /> }), [])
  return (
    <Page title={t('people.requests')}>
      <DataList<RequestRow>
        shape={requestList}
        queryKey={api.listRequests.key()}
        fetchPage={(input) => api.listRequests.call(input)}
        exportFile={(input) => api.exportRequests.call(input)}
        cells={cells}
        onOpen={(row) => go(`/con-nguoi/de-nghi/${row.id}`)}
        rowLabel={(row) => row.personName}
        empty={{ title: t('people.requestsEmpty'), hint: t('people.requestsEmptyHint') }}
      />
    </Page>
  )
}
