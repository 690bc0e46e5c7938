import { useQuery } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import { useId, useState } from 'react'
import { formatDateShort } from '#kernel/dates.ts'
import { formatNumber } from '#kernel/numbers.ts'
import { useAttempt } from '#ui/act.tsx'
import { DateField } from '#ui/date-field.tsx'
import { useWords } from '#ui/i18n.ts'
import { A } from '#ui/link.tsx'
import { Empty, ErrorNotice, Page, Sheet, Skeleton } from '#ui/page.tsx'
import { useGo } from '#ui/url.ts'
import type { ListComparison } from '../unit-list.contract.ts'
import { actPath } from './act-state.tsx'
import { api } from './api.ts'
import { decisionsAtFirst, type Decisions, UnitListProposals } from './unit-list-proposals.tsx'

/** A list held against what is recorded: every difference with what is proposed of it, to be confirmed row by row, then drafted as an act. */
export function UnitListPage({ id }: { id: string }) {
  const { t } = useWords()
  const { data, error, isPending, refetch } = useQuery(api.compareUnitList.queryOptions({ input: { id } }))
  if (data) return <Comparison key={id} found={data} />
  return (
    <Page title={t('organization.unitLists.open')}>
      {error ? <ErrorNotice error={error} retry={() => void refetch()} /> : null}
      {isPending ? <Skeleton lines={10} /> : null}
    </Page>
  )
}

function Comparison({ found }: { found: ListComparison }) {
  const { t, lang } = useWords()
  const go = useGo()
  const attempt = useAttempt()
  const ids = { title: useId(), on: useId() }
  const [title, setTitle] = useState('')
  const [on, setOn] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const [decisions, setDecisions] = useState<Decisions>(() => decisionsAtFirst(found.proposals))
  const { list, proposals, made, same, formerListedOn } = found
  const day = (date: string) => formatDateShort(date, lang)
  const confirmed = proposals.filter((p) => decisions[p.old.code]?.confirmed).length
  const agrees = proposals.length === 0 && made.length === 0
  const draft = async () => {
    setBusy(true)
    await attempt(async () => {
      const { id } = await api.draftFromUnitList.call({
        id: list.id,
        title: title.trim(),
        effectiveOn: on ?? '',
        decisions: proposals.map((p) => ({ oldCode: p.old.code, newCode: decisions[p.old.code]?.newCode ?? null })),
      })
      go(actPath(id))
    })
    setBusy(false)
  }
  return (
    <Page
      title={`${list.title} · ${day(list.listedOn)}`}
      subtitle={
        agrees
          ? t('organization.unitLists.agrees', { on: day(list.listedOn), same: formatNumber(same, lang) })
          : t('organization.unitLists.summary', {
              same: formatNumber(same, lang),
              differs: formatNumber(proposals.length, lang),
              made: formatNumber(made.length, lang),
            })
      }
      above={<A to="/to-chuc/sap-xep/danh-muc">{t('organization.unitLists.lists')}</A>}
      actions={
        agrees ? null : (
          <Button
            type="primary"
            loading={busy}
            disabled={title.trim() === '' || on === null || confirmed < proposals.length}
            onClick={() => void draft()}
          >
            {t('organization.unitLists.draft')}
          </Button>
        )
      }
    >
      {agrees ? (
        <Empty title={t('organization.unitLists.agrees', { on: day(list.listedOn), same: formatNumber(same, lang) })} />
      ) : (
        <Sheet>
          <div className="stack-gap">
            {formerListedOn ? (
              <p className="muted">
                {t('organization.unitLists.between', { from: day(formerListedOn), to: day(list.listedOn) })}
              </p>
            ) : null}
            <label htmlFor={ids.title}>{t('organization.actTable.act')}</label>
            <Input id={ids.title} value={title} maxLength={500} onChange={(e) => setTitle(e.target.value)} />
            <label htmlFor={ids.on}>{t('organization.actTable.on')}</label>
            <DateField id={ids.on} value={on} onChange={setOn} />
          </div>
        </Sheet>
      )}
      {proposals.length > 0 ? (
        <UnitListProposals found={found} decisions={decisions} onChange={setDecisions} confirmed={confirmed} />
      ) : null}
      {made.length > 0 ? (
        <Sheet title={t('organization.unitLists.made', { count: formatNumber(made.length, lang) })}>
          <ul className="bare-list">
            {made.slice(0, 200).map((unit) => (
              <li key={unit.code}>
                {unit.name} <span className="muted">{[unit.code, unit.parentName].filter(Boolean).join(' · ')}</span>
              </li>
            ))}
          </ul>
          {made.length > 200 ? <p className="muted">{t('organization.andMore', { count: made.length - 200 })}</p> : null}
        </Sheet>
      ) : null}
    </Page>
  )
}
