import { BellOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useMemo } from 'react'
import { useAttempt, useDone } from '#ui/act.tsx'
import { useAsOf } from '#ui/as-of.ts'
import { DataList } from '#ui/data-list.tsx'
import { useWords } from '#ui/i18n.ts'
import { Page } from '#ui/page.tsx'
import { useMay } from '#ui/self.ts'
import { useGo } from '#ui/url.ts'
import { can } from '../calendar.permissions.ts'
import { deadlineList, type DeadlineRow } from '../calendar.contract.ts'
import { api } from './api.ts'
import { DeadlineDetail } from './deadline-detail.tsx'
import { Standing } from './standing.tsx'

/** Everything that is due, of the records within reach. */
export function DeadlineList() {
  const { t } = useWords()
  const go = useGo()
  const { asOf } = useAsOf()
  const mayRemind = useMay(can.remind) && !asOf
  const attempt = useAttempt()
  const done = useDone()
  const cells = useMemo(() => ({ standing: (row: DeadlineRow) => <Standing standing={row.standing} /> }), [])
  const remind = () =>
    void attempt(async () => {
      const { deadlines } = await api.sendReminders.call()
      await done(deadlines > 0 ? t('calendar.reminded', { count: deadlines }) : t('calendar.nothingToRemind'), [api.key()])
    })
  return (
    <Page
      title={t('calendar.deadlines')}
      actions={
        mayRemind ? (
          <Button icon={<BellOutlined />} onClick={remind}>
            {t('calendar.remind')}
          </Button>
        ) : null
      }
    >
      <DataList<DeadlineRow>
        shape={deadlineList}
        queryKey={api.listDeadlines.key()}
        fetchPage={(input) => api.listDeadlines.call(input)}
        exportFile={(input) => api.exportDeadlines.call(input)}
        cells={cells}
        peek={(row) => <DeadlineDetail id={row.id} />}
        onOpen={(row) => go(`/lich/thoi-han/${row.id}`)}
        rowLabel={(row) => row.label}
        empty={{ title: t('calendar.noDeadlines'), hint: t('calendar.noDeadlinesHint') }}
      />
    </Page>
  )
}
