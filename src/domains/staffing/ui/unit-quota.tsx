import { useQuery } from '@tanstack/react-query'
import { useAsOf } from '#ui/as-of.ts'
import { useWords } from '#ui/i18n.ts'
import { A } from '#ui/link.tsx'
import { DateText, ErrorNotice, Sheet, Skeleton } from '#ui/page.tsx'
import { api } from './api.ts'
import { Standing } from './standing.tsx'

/** The quotas of one unit on the day shown, and the decisions they are made of. */
export function UnitQuota({ id }: { id: string }) {
  const { t } = useWords()
  const { asOf } = useAsOf()
  const { data, error, refetch } = useQuery(api.quotasOfUnit.queryOptions({ input: { unitId: id, asOf } }))
  return (
    <Sheet title={t('staffing.ofUnit')}>
      {error ? <ErrorNotice error={error} retry={() => void refetch()} /> : null}
      {!data && !error ? <Skeleton lines={2} /> : null}
      {data?.rows.length === 0 ? <p className="muted">{t('staffing.noneOfUnit')}</p> : null}
      {data && data.rows.length > 0 ? (
        <>
          <table className="plain-table stack">
            <thead>
              <tr>
                <th>{t('staffing.kind')}</th>
                <th className="right">{t('staffing.quota')}</th>
                <th className="right">{t('staffing.heads')}</th>
                <th>{t('staffing.standing')}</th>
              </tr>
            </thead>
            <tbody>
              {data.rows.map((row) => (
                <tr key={row.id}>
                  <td>{t(`staffing.kinds.${row.kind}`)}</td>
                  <td className="right figures" data-label={t('staffing.quota')}>
                    {row.quota}
                  </td>
                  <td className="right figures" data-label={t('staffing.heads')}>
                    {row.heads}
                  </td>
                  <td>
                    <Standing standing={row.standing} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          <ul className="plain-list">
            {data.entries.map((entry) => (
              <li key={entry.id}>
                <DateText value={entry.effectiveOn} /> <A to={`/bien-che/quyet-dinh/${entry.decisionId}`}>{entry.number}</A>{' '}
                <span className="muted">
                  {t(`staffing.acts.${entry.act}`)} · {t(`staffing.kinds.${entry.kind}`)}
                </span>{' '}
                <span className="figures">{entry.amount > 0 ? `+${entry.amount}` : `−${-entry.amount}`}</span>
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </Sheet>
  )
}
