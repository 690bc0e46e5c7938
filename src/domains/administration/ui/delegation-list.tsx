import { Button } from 'antd'
import { useMemo } from 'react'
import { useAttempt, useDone } from '#ui/act.tsx'
import { DataList } from '#ui/data-list.tsx'
import { useWords } from '#ui/i18n.ts'
import { Facts, DateText, Page, StateTag } from '#ui/page.tsx'
import { delegationList, type DelegationRow } from '../delegation.contract.ts'
import { api } from './api.ts'

/** All delegations, for who watches over them: each may be ended at once. */
export function DelegationList() {
  const { t } = useWords()
  const attempt = useAttempt()
  const done = useDone()
  const cells = useMemo(
    () => ({
      state: (row: DelegationRow) => (
        <StateTag state={row.state === 'active' ? 'ok' : row.state === 'coming' ? 'soon' : 'draft'}>
          {t(`administration.periodStates.${row.state}`)}
        </StateTag>
      ),
    }),
    [t],
  )
  const end = (row: DelegationRow) =>
    void attempt(async () => {
      await api.endDelegation.call({ id: row.id })
      await done(t('administration.delegationEnded'), [api.listDelegations.key()])
    })
  return (
    <Page title={t('administration.delegations')}>
      <DataList<DelegationRow>
        shape={delegationList}
        queryKey={api.listDelegations.key()}
        fetchPage={(input) => api.listDelegations.call(input)}
        cells={cells}
        rowLabel={(row) => `${row.fromName} → ${row.toName}`}
        peek={(row) => (
          <div className="stack-gap">
            <Facts
              items={[
                { label: t('administration.delegationFrom'), value: row.fromName },
                { label: t('administration.delegationTo'), value: row.toName },
                { label: t('administration.from'), value: <DateText value={row.validFrom} /> },
                { label: t('administration.until'), value: <DateText value={row.lastDay} /> },
                { label: t('administration.reason'), value: row.reason },
                { label: t('administration.endedBy'), value: row.endedByName },
              ]}
            />
            {row.state === 'over' ? null : <Button onClick={() => end(row)}>{t('administration.endNow')}</Button>}
          </div>
        )}
        empty={{ title: t('administration.noDelegations'), hint: t('administration.delegationHint') }}
      />
    </Page>
  )
}
