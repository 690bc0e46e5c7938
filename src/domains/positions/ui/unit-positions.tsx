import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { unitPath } from '#domains/organization/ui/index.tsx'
import { useAsOf } from '#ui/as-of.ts'
import { useWords } from '#ui/i18n.ts'
import { A } from '#ui/link.tsx'
import { DateText, ErrorNotice, FigureText, Sheet, Skeleton, type State, StateTag } from '#ui/page.tsx'
import { SidePanel } from '#ui/panel.tsx'
import type { StandingRow as Standing } from '../standing.contract.ts'
import { api } from './api.ts'
import { Holders } from './holders.tsx'

const standingStates: Record<Standing['standing'], State> = { over: 'late', vacant: 'soon', filled: 'ok', 'no-scheme': 'neutral' }

type Open = { position?: { id: string; name: string } } | null

/** Positions of one body on the day shown, who stands in them, and its schemes; of a unit that is no body, nothing where `quiet`. */
export function UnitPositions({ id, quiet = false }: { id: string; quiet?: boolean }) {
  const { t } = useWords()
  const { asOf } = useAsOf()
  const [open, setOpen] = useState<Open>(null)
  const { data, error, refetch } = useQuery(api.positionsOfUnit.queryOptions({ input: { unitId: id, asOf } }))
  if (quiet && data && !data.isBody && data.rows.length === 0 && data.schemes.length === 0) return null
  return (
    <Sheet title={t('positions.ofUnit')}>
      {error ? <ErrorNotice error={error} retry={() => void refetch()} /> : null}
      {!data && !error ? <Skeleton lines={3} /> : null}
      {data?.overQuota.map((each) => (
        <p key={each.family}>
          <StateTag state="late">{t('positions.alarms.over-quota')}</StateTag>{' '}
          {t('positions.overQuotaOf', { ...each, family: t(`positions.families.${each.family}`) })}
        </p>
      ))}
      {data && data.rows.every((row) => row.schemeId === null) ? <p className="muted">{t('positions.noneOfUnit')}</p> : null}
      {data && data.rows.length > 0 ? (
        <table className="plain-table stack">
          <thead>
            <tr>
              <th>{t('positions.position')}</th>
              <th className="right">{t('positions.established')}</th>
              <th className="right">{t('positions.filled')}</th>
              <th>{t('positions.standing')}</th>
            </tr>
          </thead>
          <tbody>
            {data.rows.map((row) => (
              <tr key={row.id}>
                <td>
                  <A to={`/vi-tri-viec-lam/danh-muc/${row.positionId}`}>{row.name}</A>
                </td>
                <td className="right figures" data-label={t('positions.established')}>
                  {row.established}
                </td>
                <td className="right figures" data-label={t('positions.filled')}>
                  <FigureText
                    value={String(row.filled)}
                    onOpen={() => setOpen({ position: { id: row.positionId, name: row.name } })}
                  />
                </td>
                <td>
                  <StateTag state={standingStates[row.standing]}>{t(`positions.standingIs.${row.standing}`)}</StateTag>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
      {data && data.unassigned > 0 ? (
        <p>
          {t('positions.unassigned')}: <FigureText value={String(data.unassigned)} onOpen={() => setOpen({})} />
        </p>
      ) : null}
      {data && data.schemes.length > 0 ? (
        <>
          <h3>{t('positions.schemesOfUnit')}</h3>
          <ul className="plain-list">
            {data.schemes.map((each) => (
              <li key={each.id}>
                <A to={`/vi-tri-viec-lam/de-an/${each.id}`}>{each.number ?? t('positions.storedStates.draft')}</A>{' '}
                {each.of ? <A to={unitPath(each.of.id)}>{t('positions.ofFormer', { name: each.of.name })}</A> : null}{' '}
                <span className="muted">
                  {each.validFrom ? <DateText value={each.validFrom} /> : null}
                  {each.validFrom ? ' – ' : null}
                  {each.validUntil ? <DateText value={each.validUntil} /> : each.validFrom ? t('positions.untilNow') : null}
                </span>{' '}
                <span className="figures">
                  {each.posts} {t('positions.posts').toLowerCase()}
                </span>
              </li>
            ))}
          </ul>
        </>
      ) : null}
      <SidePanel
        open={open !== null}
        onClose={() => setOpen(null)}
        title={open?.position?.name ?? t('positions.unassignedOf')}
        wide
      >
        {open ? <Holders unitId={id} {...(open.position ? { position: open.position } : {})} /> : null}
      </SidePanel>
    </Sheet>
  )
}
