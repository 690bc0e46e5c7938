import { ArrowLeftOutlined, DownOutlined, UpOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { useWords } from '#ui/i18n.ts'
import { ErrorNotice, Skeleton } from '#ui/page.tsx'
import { SidePanel } from '#ui/panel.tsx'
import { type Tab, TabStrip } from '#ui/tabs.tsx'
import { useUrlSearch } from '#ui/url.ts'
import type { FigureDetail } from '../figure.contract.ts'
import { api } from './api.ts'
import { FigureAbout } from './figure-about.tsx'
import { FigureHistory } from './figure-history.tsx'
import { FigureRecords, type RecordGroup } from './figure-records.tsx'

interface FigurePanelProps {
  id: string
  period?: string
  onClose: () => void
  /** Opens a term or a part, from which one can come back. */
  onFollow: (id: string) => void
  onBack?: () => void
  /** What a sealed edition states for the figure, where one is open beside it. */
  stated?: string | null
  /** Where the figure stands among those of the page beside. */
  place?: { at: number; of: number }
  onStep?: (by: -1 | 1) => void
}

/** A figure opened: what it counts and how, what it consists of, its checks, the records, who typed what. The same everywhere. */
export function FigurePanel(props: FigurePanelProps) {
  const { t, both } = useWords()
  const { id, period } = props
  const figure = useQuery(api.getFigure.queryOptions({ input: { id, period } }))
  const body = useRef<HTMLDivElement>(null)
  // The panel does not veil the page, so it takes the focus itself; stepping on leaves the focus where it is.
  useEffect(() => body.current?.focus({ preventScroll: true }), [])
  const heading = (
    <span className="figure-heading">
      {props.onBack ? (
        <Button
          type="text"
          size="small"
          icon={<ArrowLeftOutlined />}
          aria-label={t('reports.panel.back')}
          onClick={props.onBack}
        />
      ) : null}
      <span>{figure.data ? both(figure.data.title) : id}</span>
    </span>
  )
  return (
    <SidePanel open peek wide title={heading} onClose={props.onClose} footer={<Steps {...props} />}>
      <div ref={body} tabIndex={-1} className="figure-panel" data-figure-panel={id}>
        {figure.error ? <ErrorNotice error={figure.error} retry={() => void figure.refetch()} /> : null}
        {figure.isPending ? <Skeleton lines={8} /> : null}
        {figure.data ? <Parts figure={figure.data} period={period} stated={props.stated} onFollow={props.onFollow} /> : null}
      </div>
    </SidePanel>
  )
}

function Parts({
  figure,
  period,
  stated,
  onFollow,
}: { figure: FigureDetail } & Pick<FigurePanelProps, 'period' | 'stated' | 'onFollow'>) {
  const { t, both } = useWords()
  // In the address, so that who goes from a record back to the figure finds it as it was left.
  const [search, change] = useUrlSearch()
  const [chosen, setChosen] = useState<RecordGroup | null>(null)
  const group =
    groupIn(figure, search.group, (breakdown, label) => `${both(breakdown.title)}: ${label || t('reports.panel.noGroup')}`) ??
    unitsIn(search.group, chosen, t('reports.units.title'))
  const show = (next: RecordGroup | null) => {
    setChosen(next)
    change({ part: 'records', group: next ? `${next.breakdown}:${next.key}` : undefined })
  }
  const about: Tab = {
    key: 'about',
    title: t('reports.panel.about'),
    content: () => <FigureAbout figure={figure} period={period} stated={stated} onFollow={onFollow} onGroup={show} />,
  }
  const tabs: Tab[] = [
    about,
    {
      key: 'records',
      title: t('reports.panel.records'),
      content: () => <FigureRecords key={figure.id} figure={figure} period={period} group={group} onUngroup={() => show(null)} />,
    },
    { key: 'history', title: t('reports.panel.history'), content: () => <FigureHistory id={figure.id} /> },
  ]
  return (
    <TabStrip
      tabs={tabs}
      label={t('reports.panel.parts')}
      current={tabs.find(({ key }) => key === search.part) ?? about}
      onOpen={(part) => change({ part: part === 'about' ? undefined : part })}
    />
  )
}

/** The group of a breakdown that the address names, as `breakdown:key`; none when the figure has no such group. */
function groupIn(
  figure: FigureDetail,
  address: string | string[] | undefined,
  labelOf: (breakdown: FigureDetail['breakdowns'][number], label: string) => string,
): RecordGroup | null {
  for (const breakdown of figure.breakdowns) {
    const part = breakdown.groups.find((each) => `${breakdown.id}:${each.key}` === address)
    if (part) return { breakdown: breakdown.id, key: part.key, label: labelOf(breakdown, part.label) }
  }
  return null
}

/** The units the address names, under the name they were chosen by; a link from elsewhere carries none. */
function unitsIn(address: string | string[] | undefined, chosen: RecordGroup | null, unnamed: string): RecordGroup | null {
  if (typeof address !== 'string' || !address.startsWith('units:')) return null
  const key = address.slice('units:'.length)
  return { breakdown: 'units', key, label: chosen?.breakdown === 'units' && chosen.key === key ? chosen.label : unnamed }
}

function Steps({ id, place, onStep }: FigurePanelProps) {
  const { t } = useWords()
  return (
    <div className="figure-steps">
      <span className="muted figures">{id}</span>
      {place && onStep ? (
        <>
          <span className="muted figures" title={t('reports.panel.place', { at: place.at, of: place.of })}>
            {place.at}/{place.of}
          </span>
          <Button
            size="small"
            icon={<UpOutlined />}
            disabled={place.at <= 1}
            aria-label={t('reports.panel.previous')}
            onClick={() => onStep(-1)}
          />
          <Button
            size="small"
            icon={<DownOutlined />}
            disabled={place.at >= place.of}
            aria-label={t('reports.panel.next')}
            onClick={() => onStep(1)}
          />
        </>
      ) : null}
    </div>
  )
}
