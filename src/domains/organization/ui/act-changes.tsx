import { useInfiniteQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { formatPercent } from '#kernel/numbers.ts'
import { useWords } from '#ui/i18n.ts'
import { Empty, ErrorNotice, Sheet, Skeleton } from '#ui/page.tsx'
import type { Act, ActChange } from '../act.contract.ts'
import { UnitLink } from './unit-link.tsx'
import { api } from './api.ts'

/** The changes of an act in order, in portions. */
export function ActChanges({ act }: { act: Act }) {
  const { t } = useWords()
  const { data, error, refetch, fetchNextPage, hasNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: [...api.actChanges.key(), act.id],
    queryFn: ({ pageParam }) => api.actChanges.call({ id: act.id, after: pageParam, limit: 100 }),
    initialPageParam: 0,
    getNextPageParam: (page) => page.next ?? undefined,
  })
  if (error) return <ErrorNotice error={error} retry={() => void refetch()} />
  if (!data) return <Skeleton lines={8} />
  const rows = data.pages.flatMap((page) => page.rows)
  if (rows.length === 0) return <Empty title={t('organization.noChanges')} hint={t('organization.noActsHint')} />
  return (
    <Sheet title={t('organization.changesOf', { count: act.changes })}>
      <div className="table-scroll">
        <table className="plain-table">
          <thead>
            <tr>
              <th scope="col">{t('organization.actChange')}</th>
              <th scope="col">{t('organization.changeKind')}</th>
              <th scope="col">{t('organization.unit')}</th>
              <th scope="col">{t('organization.changeInto')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.no}>
                <td className="figures">
                  {row.no}
                  {row.clause ? <div className="muted">{t('organization.clause', { no: row.clause })}</div> : null}
                </td>
                <td>{t(`organization.changeKinds.${row.kind}`)}</td>
                <td>
                  <Units units={row.units} plain={act.state !== 'applied' && row.kind === 'establish'} />
                </td>
                <td>
                  <Into row={row} applied={act.state === 'applied'} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {hasNextPage ? (
        <Button loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('organization.showMore')}
        </Button>
      ) : null}
    </Sheet>
  )
}

function Units({ units, plain }: { units: ActChange['units']; plain: boolean }) {
  return (
    <ul className="bare-list">
      {units.map((unit) => (
        <li key={unit.id}>
          <UnitLink unit={unit} plain={plain} />
        </li>
      ))}
    </ul>
  )
}

function Into({ row, applied }: { row: ActChange; applied: boolean }) {
  const { t, lang, has } = useWords()
  const coded = (group: string, code: string) =>
    has(`organization.${group}.${code}`) ? t(`organization.${group}.${code}`) : code
  const facts = [
    row.kind === 'alter' ? row.facts.name : null,
    row.kind === 'alter' || row.kind === 'establish' ? row.facts.kind && coded('kinds', row.facts.kind) : null,
    row.kind === 'alter' ? row.facts.code : null,
    row.kind === 'abolish-level' ? coded('levels', row.facts.level ?? '') : null,
  ].filter(Boolean)
  return (
    <>
      {facts.length > 0 ? <p>{facts.join(' · ')}</p> : null}
      <ul className="bare-list">
        {row.into.map((unit) => (
          <li key={unit.id}>
            {row.kind === 'establish' || row.kind === 'move' ? `${t('organization.below')} ` : null}
            <UnitLink unit={unit} plain={!applied} />
            {unit.whole ? null : (
              <span className="muted">
                {' · '}
                {unit.share === null ? t('organization.partUnknown') : formatPercent(String(unit.share * 100), undefined, lang)}
              </span>
            )}
          </li>
        ))}
      </ul>
    </>
  )
}
