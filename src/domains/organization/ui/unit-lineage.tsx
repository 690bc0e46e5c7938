import { useQuery } from '@tanstack/react-query'
import { formatDateShort } from '#kernel/dates.ts'
import { formatPercent } from '#kernel/numbers.ts'
import { useAsOf } from '#ui/as-of.ts'
import { useWords } from '#ui/i18n.ts'
import { A } from '#ui/link.tsx'
import { Sheet } from '#ui/page.tsx'
import type { Lineage } from '../act.contract.ts'
import { LineageGraph } from './lineage-graph.tsx'
import { UnitLink } from './unit-link.tsx'
import { actPath } from './act-state.tsx'
import { api } from './api.ts'

/** Where a unit came from and what became of it, act by act; nothing where no act touched it. */
export function UnitLineage({ id }: { id: string }) {
  const { t, lang } = useWords()
  const { asOf } = useAsOf()
  const { data } = useQuery(api.unitLineage.queryOptions({ input: { id, asOf } }))
  if (!data || data.before.length + data.after.length + data.unknown.length === 0) return null
  const far = data.became.length > 0 && data.became.some((b) => !data.after.some((a) => a.id === b.id))
  return (
    <Sheet title={t('organization.lineage')}>
      <LineageGraph id={id} />
      {data.before.length > 0 ? <Steps title={t('organization.cameFrom')} steps={data.before} /> : null}
      {data.after.length > 0 ? <Steps title={t('organization.wentInto')} steps={data.after} /> : null}
      {data.unknown.map((open) => (
        <div key={open.actId}>
          <h3>{t('organization.notKnownInto')}</h3>
          <div className="muted">
            {formatDateShort(open.on, lang)} · <A to={actPath(open.actId)}>{open.act}</A>
          </div>
        </div>
      ))}
      {far ? (
        <>
          <h3>{t('organization.nowIs')}</h3>
          <ul className="bare-list">
            {data.became.map((unit) => (
              <li key={unit.id}>
                <UnitLink unit={unit} /> <Share share={unit.share} />
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </Sheet>
  )
}

function Steps({ title, steps }: { title: string; steps: Lineage['before'] }) {
  const { lang } = useWords()
  return (
    <>
      <h3>{title}</h3>
      <ul className="bare-list">
        {steps.map((step) => (
          <li key={step.id}>
            <UnitLink unit={step} /> <Share share={step.share} />
            <div className="muted">
              {formatDateShort(step.on, lang)} · <A to={actPath(step.actId)}>{step.act}</A>
            </div>
          </li>
        ))}
      </ul>
    </>
  )
}

function Share({ share }: { share: number | null }) {
  const { t, lang } = useWords()
  if (share === 1) return null
  return (
    <span className="muted">
      {share === null
        ? t('organization.partUnknown')
        : t('organization.partOf', { share: formatPercent(String(share * 100), undefined, lang) })}
    </span>
  )
}
