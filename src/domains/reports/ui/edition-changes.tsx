import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { formatNumber } from '#kernel/numbers.ts'
import { useWords } from '#ui/i18n.ts'
import { A } from '#ui/link.tsx'
import { Empty, ErrorNotice, Skeleton } from '#ui/page.tsx'
import { SidePanel } from '#ui/panel.tsx'
import type { Change, Edition } from '../report.contract.ts'
import { api } from './api.ts'
import { editionTitle } from './edition-steps.tsx'

/** What has become of a sealed edition's figures since, record by record. The edition itself says what it said. */
export function EditionChanges({ edition, open, onClose }: { edition: Edition; open: boolean; onClose: () => void }) {
  const words = useWords()
  const { t, lang } = words
  const changes = useQuery({ ...api.changesSince.queryOptions({ input: { editionId: edition.id } }), enabled: open })
  return (
    <SidePanel wide open={open} onClose={onClose} title={t('reports.changes.title', { edition: editionTitle(edition, words) })}>
      {changes.error ? <ErrorNotice error={changes.error} retry={() => void changes.refetch()} /> : null}
      {changes.isPending ? (
        <>
          <p className="muted">{t('reports.changes.waiting')}</p>
          <Skeleton lines={8} />
        </>
      ) : null}
      {changes.data?.length === 0 ? <Empty title={t('reports.changes.none')} hint={t('reports.changes.noneHint')} /> : null}
      {changes.data && changes.data.length > 0 ? (
        <>
          <p className="muted changes-intro">{t('reports.changes.count', { count: formatNumber(changes.data.length, lang) })}</p>
          <ul className="plain figure-changes">
            {changes.data.map((change) => (
              <ChangeView key={change.figureId} change={change} />
            ))}
          </ul>
        </>
      ) : null}
    </SidePanel>
  )
}

function ChangeView({ change }: { change: Change }) {
  const { t, lang, both } = useWords()
  const [told, setTold] = useState(false)
  const number = (value: string | null) => (value === null ? t('reports.statuses.missing') : formatNumber(value, lang))
  // A typed-in figure has no records but its entry.
  const entry = change.records.every((record) => record.id === change.figureId)
  const counts = (['added', 'removed', 'altered'] as const).filter((kind) => change[kind] > 0)
  return (
    <li>
      <div className="figure-change-head">
        <span>
          {both(change.title)} <span className="muted figures">{change.figureId}</span>
        </span>
        <span className="figures figure-change-numbers">
          <del aria-label={t('reports.changes.then')}>{number(change.then)}</del> →{' '}
          <ins aria-label={t('reports.changes.now')}>{number(change.now)}</ins>
        </span>
      </div>
      <p className="muted figures">
        {counts.length === 0 || entry
          ? t('reports.changes.valueOnly')
          : counts.map((kind) => t(`reports.changes.${kind}`, { count: formatNumber(change[kind], lang) })).join(' · ')}
        {change.records.length > 0 && !entry ? (
          <>
            {' '}
            <button type="button" className="chip-clear" aria-expanded={told} onClick={() => setTold(!told)}>
              {t(told ? 'reports.changes.hide' : 'reports.changes.show')}
            </button>
          </>
        ) : null}
      </p>
      {told ? (
        <ul className="plain figure-change-records">
          {change.records.map((record) => (
            <li key={`${record.change} ${record.id}`}>
              <span className="muted">{t(`reports.changes.record.${record.change}`)}</span>{' '}
              {record.open ? <A to={record.open}>{record.label ?? record.id}</A> : (record.label ?? record.id)}
            </li>
          ))}
          {change.records.length < change.added + change.removed + change.altered ? (
            <li className="muted">
              {t('reports.changes.more', { count: change.added + change.removed + change.altered - change.records.length })}
            </li>
          ) : null}
        </ul>
      ) : null}
    </li>
  )
}
