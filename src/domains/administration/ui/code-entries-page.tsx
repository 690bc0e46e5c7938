import { PlusOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { isPlainDate } from '#kernel/dates.ts'
import { useAsOf } from '#ui/as-of.ts'
import { DateField } from '#ui/date-field.tsx'
import { History } from '#ui/history.tsx'
import { useWords } from '#ui/i18n.ts'
import { Empty, ErrorNotice, Page, Sheet, Skeleton } from '#ui/page.tsx'
import { SidePanel } from '#ui/panel.tsx'
import { useMay } from '#ui/self.ts'
import { can } from '../administration.permissions.ts'
import type { CodeEntryRow, CodeListDetail } from '../code-list.contract.ts'
import { api } from './api.ts'
import { CodeEntryTable } from './code-entry-table.tsx'
import { AddEntry, CorrectEntry, EndEntry, RenewEntry } from './code-entry-forms.tsx'

type Opened = { kind: 'add' } | { kind: 'renew' | 'correct' | 'end' | 'history'; entry: CodeEntryRow } | null

/** One code list: its entries with validity and source, of a day or of all times. */
export function CodeEntriesPage({ list: id }: { list: string }) {
  const { t } = useWords()
  const { data: list, error, refetch } = useQuery(api.getCodeList.queryOptions({ input: { list: id } }))
  if (!list)
    return (
      <Page title={t('administration.codeList')}>
        {error ? <ErrorNotice error={error} retry={() => void refetch()} /> : <Skeleton lines={8} />}
      </Page>
    )
  return <Entries list={list} />
}

function Entries({ list }: { list: CodeListDetail }) {
  const { t } = useWords()
  const { asOf } = useAsOf()
  const may = useMay(can.changeCodeList) && list.editable && !asOf
  const [day, setDay] = useState<string | null>(asOf ?? null)
  const [opened, setOpened] = useState<Opened>(null)
  const close = () => setOpened(null)
  const on = day !== null && isPlainDate(day) ? day : null
  const rows = list.rows.filter((r) => on === null || ((r.validFrom ?? '') <= on && on < (r.validUntil ?? '~')))
  return (
    <Page
      title={t(list.title)}
      subtitle={`${t(list.about)} ${t(list.editable ? 'administration.editable' : 'administration.fixed')}.`}
      actions={
        may ? (
          <Button type="primary" icon={<PlusOutlined />} onClick={() => setOpened({ kind: 'add' })}>
            {t('administration.addEntry')}
          </Button>
        ) : null
      }
    >
      <Sheet
        title={t('administration.entryCount', { count: rows.length })}
        actions={
          <span className="code-day">
            <span className="muted">{t('administration.onDay')}</span>
            <DateField value={day} onChange={setDay} aria-label={t('administration.onDay')} />
            <Button onClick={() => setDay(null)} disabled={day === null}>
              {t('administration.allEntries')}
            </Button>
          </span>
        }
      >
        {rows.length === 0 ? (
          <Empty title={t('administration.entryCount', { count: 0 })} />
        ) : (
          <CodeEntryTable list={list} rows={rows} may={may} onOpen={(kind, entry) => setOpened({ kind, entry })} />
        )}
      </Sheet>
      <SidePanel open={opened?.kind === 'add'} onClose={close} title={t('administration.addEntry')}>
        <AddEntry list={list} onDone={close} />
      </SidePanel>
      <SidePanel
        open={opened !== null && opened.kind !== 'add'}
        onClose={close}
        title={opened && opened.kind !== 'add' ? t(titles[opened.kind], { code: opened.entry.code }) : ''}
      >
        {opened?.kind === 'renew' ? <RenewEntry list={list} entry={opened.entry} onDone={close} /> : null}
        {opened?.kind === 'correct' ? <CorrectEntry list={list} entry={opened.entry} onDone={close} /> : null}
        {opened?.kind === 'end' ? <EndEntry list={list} entry={opened.entry} onDone={close} /> : null}
        {opened?.kind === 'history' ? <EntryHistory list={list.id} entry={opened.entry} /> : null}
      </SidePanel>
    </Page>
  )
}

const titles = {
  renew: 'administration.renewEntryTitle',
  correct: 'administration.correctEntryTitle',
  end: 'administration.endEntryTitle',
  history: 'administration.entryHistory',
}

function EntryHistory({ list, entry }: { list: string; entry: CodeEntryRow }) {
  const { t, has } = useWords()
  const history = useQuery(
    api.codeEntryHistory.queryOptions({ input: { list, code: entry.code, validFrom: entry.validFrom ?? undefined } }),
  )
  if (history.error) return <ErrorNotice error={history.error} retry={() => void history.refetch()} />
  if (!history.data) return <Skeleton />
  if (entry.shipped) return <p className="muted">{t('administration.shippedEntry')}</p>
  return (
    <History
      events={history.data}
      labels={(field) => (has(`administration.fields.${field}`) ? t(`administration.fields.${field}`) : '')}
    />
  )
}
