import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { formatDateShort } from '#kernel/dates.ts'
import { useWords } from '#ui/i18n.ts'
import { A } from '#ui/link.tsx'
import { layOutLineage } from '../lineage-graph.rules.ts'
import { api } from './api.ts'
import './lineage-graph.css'
import { unitPath } from './unit-picker.ts'

const column = 190
const rowHeight = 44
const head = 28

/** What a unit came from and became, as lines over time: a unit a line, an act a crossing. */
export function LineageGraph({ id }: { id: string }) {
  const { t, lang } = useWords()
  const { data } = useQuery(api.lineageGraph.queryOptions({ input: { id } }))
  const layout = useMemo(() => (data ? layOutLineage(data.units, data.edges) : null), [data])
  if (!data || !layout || data.edges.length === 0) return null
  const width = (layout.days.length + 1) * column
  const height = head + layout.rows * rowHeight
  const units = new Map(data.units.map((u) => [u.id, u]))
  const places = new Map(layout.units.map((u) => [u.id, u]))
  const x = (at: number) => at * column
  const y = (row: number) => head + row * rowHeight + 30
  return (
    <div className="lineage-graph" role="group" aria-label={t('organization.lineageGraph')}>
      <div className="lineage-field" style={{ width, height }}>
        <svg width={width} height={height} aria-hidden>
          {layout.days.map((day, i) => (
            <line key={day} className="lineage-day" x1={x(i + 1)} x2={x(i + 1)} y1={head - 6} y2={height} />
          ))}
          {layout.units.map((u) => (
            <line
              key={u.id}
              className={u.id === id ? 'lineage-line lineage-own' : 'lineage-line'}
              x1={x(u.start) + (u.start === 0 ? 4 : 8)}
              x2={x(u.end) - (u.end > layout.days.length ? 4 : 8)}
              y1={y(u.row)}
              y2={y(u.row)}
            />
          ))}
          {data.edges.map((e) => {
            const [from, to] = [places.get(e.from), places.get(e.to)]
            if (!from || !to) return null
            const at = x(layout.days.indexOf(e.on) + 1)
            return (
              <path
                key={`${e.from} ${e.to} ${e.on}`}
                className={e.whole ? 'lineage-edge' : 'lineage-edge lineage-part'}
                d={`M ${at - 8} ${y(from.row)} C ${at + 4} ${y(from.row)} ${at - 4} ${y(to.row)} ${at + 8} ${y(to.row)}`}
              />
            )
          })}
        </svg>
        {layout.days.map((day, i) => (
          <span key={day} className="lineage-on muted figures" style={{ left: x(i + 1), top: 0 }}>
            {formatDateShort(day, lang)}
          </span>
        ))}
        {layout.units.map((u) => {
          const unit = units.get(u.id)
          return (
            <span
              key={u.id}
              className="lineage-name"
              style={{ left: x(u.start) + 10, top: y(u.row) - 24, width: (u.end - u.start) * column - 20 }}
            >
              {u.id === id ? <strong>{unit?.name}</strong> : <A to={unitPath(u.id)}>{unit?.name}</A>}
            </span>
          )
        })}
      </div>
      {data.edges.some((e) => !e.whole) ? <p className="muted">{t('organization.lineageParts')}</p> : null}
      {data.more ? <p className="muted">{t('organization.lineageMore', { count: data.units.length })}</p> : null}
    </div>
  )
}
