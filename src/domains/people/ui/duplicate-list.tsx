import { Button } from 'antd'
import { useMemo, useState } from 'react'
import { useAttempt, useDone } from '#ui/act.tsx'
import { DataList } from '#ui/data-list.tsx'
import { useWords } from '#ui/i18n.ts'
import { Page, StateTag } from '#ui/page.tsx'
import { SidePanel } from '#ui/panel.tsx'
import { useGo } from '#ui/url.ts'
import { duplicateList, type DuplicateRow } from '../duplicates/duplicate.contract.ts'
import { api } from './api.ts'
import { DenyForm, ScoreWhy } from './duplicate-parts.tsx'

/** Pairs of records that may be of one person; many at once can be said to be two people. */
export function DuplicateList() {
  const { t } = useWords()
  const go = useGo()
  const done = useDone()
  const attempt = useAttempt()
  const [denying, setDenying] = useState<{ ids: string[]; clear: () => void } | null>(null)
  const cells = useMemo(
    () => ({
      state: ({ state }: DuplicateRow) => (
        <StateTag state={state === 'open' ? 'soon' : state === 'same' ? 'ok' : 'neutral'}>
          {t(`people.pairStates.${state}`)}
        </StateTag>
      ),
    }),
    [t],
  )
  const find = () => attempt(async () => api.findDuplicates.call({}).then(() => done(t('people.findStarted'), [])))
  const close = () => setDenying(null)
  const button = (
    <Button type="primary" onClick={() => void find()}>
      {t('people.findDuplicates')}
    </Button>
  )
  return (
    <Page title={t('people.duplicates')} subtitle={t('people.duplicatesHint')} actions={button}>
      <DataList<DuplicateRow>
        shape={duplicateList}
        queryKey={api.listDuplicates.key()}
        fetchPage={(input) => api.listDuplicates.call(input)}
        exportFile={(input) => api.exportDuplicates.call(input)}
        cells={cells}
        peek={(row) => <ScoreWhy pair={row} />}
        onOpen={(row) => go(`/con-nguoi/trung/${row.id}`)}
        rowLabel={(row) => `${row.oneName} / ${row.otherName}`}
        bulk={(rows, clear) => (
          <Button size="small" onClick={() => setDenying({ ids: rows.map((r) => r.id), clear })}>
            {t('people.deny')}
          </Button>
        )}
        empty={{ title: t('people.duplicatesEmpty'), hint: t('people.duplicatesEmptyHint'), action: button }}
      />
      <SidePanel open={denying !== null} onClose={close} title={t('people.denyTitle')}>
        {denying ? (
          <DenyForm
            ids={denying.ids}
            onCancel={close}
            onDone={() => {
              denying.clear()
              close()
            }}
          />
        ) : null}
      </SidePanel>
    </Page>
  )
}
