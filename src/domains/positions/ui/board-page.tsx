import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { unitPath } from '#domains/organization/ui/index.tsx'
import { useAsOf } from '#ui/as-of.ts'
import { DataList } from '#ui/data-list.tsx'
import { useWords } from '#ui/i18n.ts'
import { A } from '#ui/link.tsx'
import { ErrorNotice, Page, type State, StateTag } from '#ui/page.tsx'
import { Tabs } from '#ui/tabs.tsx'
import { bodyList, type BodyRow, standingList, type StandingRow } from '../standing.contract.ts'
import { api } from './api.ts'
import { Holders } from './holders.tsx'
import { UnitPositions } from './unit-positions.tsx'

const standings: Record<StandingRow['standing'], State> = { over: 'late', vacant: 'soon', filled: 'ok', 'no-scheme': 'neutral' }
const alarms: Record<NonNullable<BodyRow['alarm']>, State> = {
  'over-quota': 'late',
  over: 'late',
  'no-scheme': 'soon',
  vacant: 'soon',
}

/** Posts, people and vacancies on the day shown, by position and by body, with what is wrong. */
export function BoardPage() {
  const { t } = useWords()
  return (
    <Page
      title={t('positions.board')}
      actions={
        <>
          <A to="/vi-tri-viec-lam/de-an">{t('positions.schemes')}</A>
          <A to="/vi-tri-viec-lam/danh-muc">{t('positions.catalogue')}</A>
        </>
      }
    >
      <Totals />
      <Tabs
        label={t('positions.board')}
        tabs={[
          { key: 'vi-tri', title: t('positions.byPosition'), content: () => <ByPosition /> },
          { key: 'co-quan', title: t('positions.byBody'), content: () => <ByBody /> },
        ]}
      />
    </Page>
  )
}

function ByPosition() {
  const { t } = useWords()
  const cells = useMemo(
    () => ({
      unitName: (row: StandingRow) => <A to={unitPath(row.unitId)}>{row.unitName}</A>,
      name: (row: StandingRow) => <A to={`/vi-tri-viec-lam/danh-muc/${row.positionId}`}>{row.name}</A>,
      established: (row: StandingRow) =>
        row.schemeId ? <A to={`/vi-tri-viec-lam/de-an/${row.schemeId}`}>{row.established}</A> : row.established,
      standing: (row: StandingRow) => (
        <StateTag state={standings[row.standing]}>{t(`positions.standingIs.${row.standing}`)}</StateTag>
      ),
    }),
    [t],
  )
  return (
    <DataList<StandingRow>
      shape={standingList}
      queryKey={api.listStandings.key()}
      fetchPage={(input) => api.listStandings.call(input)}
      exportFile={(input) => api.exportStandings.call(input)}
      cells={cells}
      peek={(row) => <Holders unitId={row.unitId} position={{ id: row.positionId, name: row.name }} />}
      rowLabel={(row) => `${row.name} · ${row.unitName}`}
      empty={{ title: t('positions.emptyBoard'), hint: t('positions.emptyBoardHint') }}
    />
  )
}

function ByBody() {
  const { t } = useWords()
  const cells = useMemo(
    () => ({
      unitName: (row: BodyRow) => <A to={unitPath(row.id)}>{row.unitName}</A>,
      alarm: (row: BodyRow) =>
        row.alarm ? <StateTag state={alarms[row.alarm]}>{t(`positions.alarms.${row.alarm}`)}</StateTag> : null,
    }),
    [t],
  )
  return (
    <DataList<BodyRow>
      shape={bodyList}
      queryKey={api.listBodies.key()}
      fetchPage={(input) => api.listBodies.call(input)}
      exportFile={(input) => api.exportBodies.call(input)}
      cells={cells}
      peek={(row) => <UnitPositions id={row.id} />}
      rowLabel={(row) => row.unitName}
      empty={{ title: t('positions.emptyBoard'), hint: t('positions.emptyBoardHint') }}
    />
  )
}

/** The whole by group, and how much waits to be looked at. */
function Totals() {
  const { t, lang } = useWords()
  const { asOf } = useAsOf()
  const { data, error, refetch } = useQuery(api.standingTotals.queryOptions({ input: { asOf } }))
  if (error) return <ErrorNotice error={error} retry={() => void refetch()} />
  if (!data || data.groups.length === 0) return null
  const figures = ['established', 'filled', 'vacant', 'over', 'outside'] as const
  // Who works where no scheme says how many should: neither in a post nor over one.
  const groups = data.groups.map((row) => ({ ...row, outside: row.filled - row.established + row.vacant - row.over }))
  const number = (value: number) => value.toLocaleString(lang)
  return (
    <>
      <table className="plain-table stack">
        <thead>
          <tr>
            <th>{t('positions.group')}</th>
            {figures.map((key) => (
              <th key={key} className="right">
                {t(`positions.${key}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {groups.map((row) => (
            <tr key={row.group}>
              <td>{t(`positions.groups.${row.group}`)}</td>
              {figures.map((key) => (
                <td key={key} className="right figures" data-label={t(`positions.${key}`)}>
                  {number(row[key])}
                </td>
              ))}
            </tr>
          ))}
          <tr>
            <td>
              <strong>{t('positions.total')}</strong>
            </td>
            {figures.map((key) => (
              <td key={key} className="right figures" data-label={t(`positions.${key}`)}>
                {number(groups.reduce((sum, row) => sum + row[key], 0))}
              </td>
            ))}
          </tr>
        </tbody>
      </table>
      <p className="muted" role="status">
        {t('positions.alarmsNow', {
          overQuota: number(data.overQuota),
          withoutScheme: number(data.withoutScheme),
          unassigned: number(data.unassigned),
        })}{' '}
        <A to="/vi-tri-viec-lam?tab=co-quan&alarm=over-quota">{t('positions.alarms.over-quota')}</A>
        {' · '}
        <A to="/vi-tri-viec-lam?tab=co-quan&alarm=no-scheme">{t('positions.alarms.no-scheme')}</A>
      </p>
    </>
  )
}
