import { useQuery } from '@tanstack/react-query'
import { Segmented, Select } from 'antd'
import { useState } from 'react'
import { formatDateShort } from '#kernel/dates.ts'
import { formatNumber } from '#kernel/numbers.ts'
import { useAsOf } from '#ui/as-of.ts'
import { useDownload } from '#ui/client.ts'
import { useWords } from '#ui/i18n.ts'
import { ExportMenu } from '#ui/list-tools.tsx'
import { Empty, ErrorNotice, Skeleton } from '#ui/page.tsx'
import type { FigureByUnits as ByUnits, FigureDetail } from '../figure.contract.ts'
import { api } from './api.ts'
import { Bar } from './figure-breakdowns.tsx'
import type { RecordGroup } from './figure-records.tsx'

const levels = ['body', 'district', 'commune', 'unit'] as const
const shownAtFirst = 8

/** A figure by units, as they were organised then or restated to the day on the desk; a bar opens the records of its unit. */
export function FigureByUnits(props: { figure: FigureDetail; period?: string; onGroup: (group: RecordGroup) => void }) {
  const { t, lang } = useWords()
  const { asOf, today } = useAsOf()
  const download = useDownload()
  const [level, setLevel] = useState<ByUnits['level']>('body')
  const [restated, setRestated] = useState(false)
  const day = asOf ?? today
  const ask = { id: props.figure.id, period: props.period, level, ...(restated ? { restatedTo: day } : {}) }
  const units = useQuery(api.figureByUnits.queryOptions({ input: ask }))
  return (
    <section aria-label={t('reports.units.title')} data-by-units>
      <h3>{t('reports.units.title')}</h3>
      <div className="by-units-ask">
        <Segmented
          size="small"
          aria-label={t('reports.units.organised')}
          value={restated ? 'restated' : 'then'}
          onChange={(value) => setRestated(value === 'restated')}
          options={[
            { value: 'then', label: t('reports.units.then') },
            { value: 'restated', label: t('reports.units.restated', { on: formatDateShort(day, lang) }) },
          ]}
        />
        <Select
          size="small"
          aria-label={t('reports.units.level')}
          value={level}
          onChange={setLevel}
          options={levels.map((value) => ({ value, label: t(`reports.units.levels.${value}`) }))}
        />
        <ExportMenu onExport={(format) => void download(() => api.exportFigureByUnits.call({ ...ask, format, lang }))} />
      </div>
      {units.error ? <ErrorNotice error={units.error} retry={() => void units.refetch()} /> : null}
      {units.isPending ? <Skeleton lines={5} /> : null}
      {units.data ? <Groups found={units.data} onGroup={props.onGroup} /> : null}
    </section>
  )
}

function Groups({ found, onGroup }: { found: ByUnits; onGroup: (group: RecordGroup) => void }) {
  const { t, lang } = useWords()
  const [whole, setWhole] = useState(false)
  const on = formatDateShort(found.on, lang)
  const largest = Math.max(0, ...found.groups.map((g) => Number(g.value)))
  const shown = whole ? found.groups : found.groups.slice(0, shownAtFirst)
  const write = (value: string) => formatNumber(value, lang, Number.isInteger(Number(value)) ? undefined : 1)
  if (found.groups.length + found.unplaced.length === 0) return <Empty title={t('reports.units.none')} />
  return (
    <>
      <p className="muted">{t(found.restated ? 'reports.units.restatedNote' : 'reports.units.thenNote', { on })}</p>
      {found.complete ? null : (
        <p className="notice notice-soon">
          {t('reports.panel.doNotSum', {
            sum: formatNumber(
              found.groups.reduce((sum, g) => sum + Number(g.value), 0),
              lang,
            ),
            value: formatNumber(found.value ?? 0, lang),
          })}
        </p>
      )}
      <ul className="breakdown">
        {shown.map((group) => (
          <li key={group.unitId}>
            <Bar
              label={group.name}
              value={`${group.estimate ? '≈ ' : ''}${write(group.value)}`}
              share={null}
              width={largest > 0 ? Number(group.value) / largest : 0}
              onOpen={() =>
                onGroup({ breakdown: 'units', key: group.group.slice('units:'.length), label: `${group.name} (${on})` })
              }
            />
          </li>
        ))}
      </ul>
      {found.groups.length > shown.length ? (
        <button type="button" className="link" onClick={() => setWhole(true)}>
          {t('reports.panel.moreGroups', { count: found.groups.length - shown.length })}
        </button>
      ) : null}
      {found.unplaced.length > 0 ? <Unplaced unplaced={found.unplaced} write={write} /> : null}
    </>
  )
}

function Unplaced({ unplaced, write }: { unplaced: ByUnits['unplaced']; write: (value: string) => string }) {
  const { t } = useWords()
  const sum = unplaced.reduce((total, u) => total + Number(u.value), 0)
  return (
    <details>
      <summary>
        {t('reports.units.unplaced')}: <span className="figures">{write(String(sum))}</span>
      </summary>
      <ul className="by-units-rest">
        {unplaced.map((u, i) => (
          <li key={`${u.name} ${i}`}>
            {u.name || t('reports.units.noName')}: <span className="figures">{write(u.value)}</span>{' '}
            <span className="muted">({t(`reports.units.why.${u.why}`)})</span>
          </li>
        ))}
      </ul>
    </details>
  )
}
