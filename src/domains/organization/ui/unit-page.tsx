import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { formatDateShort } from '#kernel/dates.ts'
import { RecordOrigin } from '#domains/imports/ui/index.tsx'
import { useAsOf } from '#ui/as-of.ts'
import { Blocks } from '#ui/blocks.tsx'
import { History } from '#ui/history.tsx'
import { useWords } from '#ui/i18n.ts'
import { A } from '#ui/link.tsx'
import { ErrorNotice, Page, Sheet, Skeleton, WaitingPage } from '#ui/page.tsx'
import { SidePanel } from '#ui/panel.tsx'
import { useMay } from '#ui/self.ts'
import { Tabs } from '#ui/tabs.tsx'
import { Timeline } from '#ui/timeline.tsx'
import { can } from '../organization.permissions.ts'
import type { Unit } from '../unit.contract.ts'
import { api } from './api.ts'
import { RenameForm } from './rename-form.tsx'
import { UnitDocuments } from './unit-documents.tsx'
import { UnitRecordsSheet } from './unit-records.tsx'
import { UnitLineage } from './unit-lineage.tsx'
import { ThenNow, UnitFacts, UnitPath } from './unit-facts.tsx'

/** One unit: what it is on the day shown, what it was, what lies below it, who changed what. */
export function UnitPage({ id }: { id: string }) {
  const { t } = useWords()
  const { asOf } = useAsOf()
  const may = useMay(can.changeUnit)
  const [renaming, setRenaming] = useState(false)
  const { data: unit, error, refetch } = useQuery(api.getUnit.queryOptions({ input: { id, asOf } }))
  if (error || !unit) return <WaitingPage title={t('organization.unit')} error={error} retry={() => void refetch()} />
  const name = (unit.current ?? unit.versions.at(-1))?.name ?? ''
  return (
    <Page
      title={name}
      above={<UnitPath unit={unit} />}
      subtitle={<ThenNow unit={unit} />}
      actions={
        may && !asOf && unit.current ? <Button onClick={() => setRenaming(true)}>{t('organization.rename')}</Button> : null
      }
    >
      <Tabs
        label={name}
        tabs={[
          { key: 'tong-quan', title: t('organization.overview'), content: () => <Overview unit={unit} /> },
          { key: 'tai-lieu', title: t('organization.documents'), content: () => <UnitDocuments id={id} /> },
          { key: 'lich-su', title: t('organization.history'), content: () => <UnitHistory id={id} /> },
        ]}
      />
      <SidePanel open={renaming} onClose={() => setRenaming(false)} title={t('organization.renameTitle', { name })}>
        <RenameForm unit={unit} onDone={() => setRenaming(false)} />
      </SidePanel>
    </Page>
  )
}

function Overview({ unit }: { unit: Unit }) {
  const { t, lang } = useWords()
  const { asOf } = useAsOf()
  return (
    <div className="columns">
      <div>
        <Sheet title={asOf ? t('organization.factsOn', { date: formatDateShort(asOf, lang) }) : t('organization.facts')}>
          <UnitFacts unit={unit} />
        </Sheet>
        <Blocks place="organization.unit" with={{ id: unit.id }} />
        <UnitLineage id={unit.id} />
        {unit.children > 0 ? <Below unit={unit} /> : null}
      </div>
      <Sheet title={t('organization.versions')}>
        <Timeline
          items={unit.versions.toReversed().map((version) => {
            const current = version.validFrom === unit.current?.validFrom && version.name === unit.current.name
            return {
              id: `${version.validFrom ?? ''}${version.name}`,
              from: version.validFrom,
              until: version.validUntil,
              title: version.name,
              detail: [version.code, version.act].filter(Boolean).join(' · '),
              current,
            }
          })}
        />
      </Sheet>
    </div>
  )
}

/** The units directly below; the whole list, filtered, is one press away. */
function Below({ unit }: { unit: Unit }) {
  const { t, has } = useWords()
  const { asOf } = useAsOf()
  const { data } = useQuery(api.listUnits.queryOptions({ input: { parentId: unit.id, limit: 12, asOf } }))
  return (
    <Sheet
      title={t('organization.children')}
      actions={
        <A to="/to-chuc/danh-sach" search={{ parentId: unit.id }}>
          {t('organization.unitsBelow', { count: unit.children })}
        </A>
      }
    >
      {data ? (
        <table className="plain-table">
          <tbody>
            {data.rows.map((row) => (
              <tr key={row.id}>
                <td>
                  <A to={`/to-chuc/don-vi/${row.id}`}>{row.name}</A>
                </td>
                <td className="muted">
                  {has(`organization.kinds.${row.kind}`) ? t(`organization.kinds.${row.kind}`) : row.kind}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : (
        <Skeleton lines={4} />
      )}
    </Sheet>
  )
}

const fieldsShown = ['code', 'name', 'short_name', 'kind', 'level', 'valid_from', 'valid_until', 'act', 'tree']

function UnitHistory({ id }: { id: string }) {
  const { t, has } = useWords()
  const { data, error, refetch } = useQuery(api.unitHistory.queryOptions({ input: { id } }))
  if (error) return <ErrorNotice error={error} retry={() => void refetch()} />
  if (!data) return <Skeleton lines={6} />
  return (
    <>
      <UnitRecordsSheet id={id} />
      <Sheet title={t('organization.recordedBy')}>
        <RecordOrigin kind="units" id={id} />
        <History
          events={data}
          labels={(field) => (fieldsShown.includes(field) ? t(`organization.fields.${field}`) : '')}
          values={(field, value) => {
            const key = { level: `levels.${String(value)}`, kind: `kinds.${String(value)}`, tree: `trees.${String(value)}` }[
              field
            ]
            return key && has(`organization.${key}`) ? t(`organization.${key}`) : undefined
          }}
        />
      </Sheet>
    </>
  )
}
