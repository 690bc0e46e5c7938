import { useQuery } from '@tanstack/react-query'
import { useAsOf } from '#ui/as-of.ts'
import { useWords } from '#ui/i18n.ts'
import { DateText, Sheet } from '#ui/page.tsx'
import { api } from './api.ts'

/** What decisions say of one unit: its functions, its guiding circular, its autonomy on the day shown. */
export function UnitBody({ id }: { id: string }) {
  const { t } = useWords()
  const { asOf } = useAsOf()
  const decisions = useQuery(api.listBodyDecisions.queryOptions({ input: { unitId: id, limit: 10 } }))
  const circulars = useQuery(api.listCirculars.queryOptions({ input: { unitId: id, limit: 1, asOf } }))
  const autonomy = useQuery(api.listAutonomy.queryOptions({ input: { unitId: id, limit: 1, asOf } }))
  const circular = circulars.data?.rows[0]
  const group = autonomy.data?.rows[0]
  const rows = decisions.data?.rows ?? []
  if (rows.length === 0 && !circular && !group) return null
  return (
    <Sheet title={t('bodies.ofUnit')}>
      <ul className="plain-list">
        {circular ? (
          <li>
            {t('bodies.guided')}: {circular.issuer ?? t('bodies.guidedIs.no')} {circular.number}
          </li>
        ) : null}
        {group ? <li>{t(`bodies.levels.${group.level}`)}</li> : null}
        {rows.map((row) => (
          <li key={row.id}>
            <DateText value={row.decidedOn} /> {t(`bodies.kinds.${row.kind}`)}{' '}
            <span className="muted">{row.number ?? row.subject}</span>
          </li>
        ))}
      </ul>
    </Sheet>
  )
}
