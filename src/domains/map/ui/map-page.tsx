import { useQuery } from '@tanstack/react-query'
import { Segmented, Select, Slider } from 'antd'
import { lazy, Suspense, useMemo, useState } from 'react'
import { ImportButton } from '#domains/imports/ui/index.tsx'
import { unitPath } from '#domains/organization/ui/index.tsx'
import { formatDateShort } from '#kernel/dates.ts'
import { formatNumber } from '#kernel/numbers.ts'
import { useAppearance } from '#ui/appearance.tsx'
import { useAsOf } from '#ui/as-of.ts'
import { useWords } from '#ui/i18n.ts'
import { A } from '#ui/link.tsx'
import { Empty, ErrorNotice, Page, Sheet, Skeleton } from '#ui/page.tsx'
import { useMay } from '#ui/self.ts'
import { tokens } from '#ui/theme.ts'
import { useGo, useUrlSearch } from '#ui/url.ts'
import { MapLevel, type MapOfDay } from '../map.contract.ts'
import { can } from '../map.permissions.ts'
import { api, figures, mayReadFigures } from './api.ts'
import './map.css'
import { type Class, classesOf, classOf, shadeOf } from './shades.rules.ts'

const MapCanvas = lazy(async () => ({ default: (await import('./map-canvas.tsx')).MapCanvas }))

/** What one unit holds of the figure that colours the map. */
type Values = ReadonlyMap<string, { value: string; estimate: boolean }>

/** Units on the map as of the date on the desk, coloured by a figure; the same as a table below. */
export function MapPage() {
  const { t, lang } = useWords()
  const { asOf, today, setAsOf } = useAsOf()
  const [search, change] = useUrlSearch()
  const on = asOf ?? today
  const moments = useQuery(api.mapMoments.queryOptions())
  const asked = MapLevel.safeParse(search.level)
  // The lowest level that has boundaries on the day, unless one was chosen.
  const known = levelsOn(moments.data ?? [], on)
  const level = asked.success ? asked.data : (known.at(-1) ?? 'district')
  const shown = useQuery({ ...api.readMap.queryOptions({ input: { on, level } }), enabled: asked.success || moments.isSuccess })
  const mayChange = useMay(can.changeBoundary)
  return (
    <Page
      title={t('map.map')}
      subtitle={t('map.day', { on: formatDateShort(on, lang) })}
      actions={mayChange ? <ImportButton kind="boundaries" /> : null}
    >
      <div className="map-ask">
        <Segmented
          aria-label={t('map.level')}
          value={level}
          onChange={(value) => change({ level: value })}
          options={MapLevel.options.map((value) => ({ value, label: t(`map.levels.${value}`) }))}
        />
        <FigureChoice figure={text(search.figure)} onChoose={(figure) => change({ figure })} />
      </div>
      {moments.data ? <Moments moments={moments.data.map((m) => m.on)} on={on} today={today} onMove={setAsOf} /> : null}
      {shown.error ? <ErrorNotice error={shown.error} retry={() => void shown.refetch()} /> : null}
      {shown.isPending ? <Skeleton lines={12} /> : null}
      {shown.data ? <Shown found={shown.data} figure={text(search.figure)} period={text(search.period)} /> : null}
    </Page>
  )
}

const text = (value: string | string[] | undefined) => (typeof value === 'string' && value !== '' ? value : undefined)

/** Levels whose units have boundaries on a day, from the top down: those of the last change at or before it. */
function levelsOn(moments: readonly { on: string; levels: MapLevel[] }[], on: string): MapLevel[] {
  const past = moments.filter((m) => m.on <= on).at(-1) ?? moments[0]
  return MapLevel.options.filter((level) => past?.levels.includes(level))
}

/** A slider over the days on which the map changed; the day chosen is put on the desk. */
function Moments(props: { moments: readonly string[]; on: string; today: string; onMove: (day: string | null) => void }) {
  const { t, lang } = useWords()
  const { today } = props
  const stops = [
    ...new Set([
      ...props.moments.filter((m) => m <= today),
      ...(props.moments.some((m) => m > today) ? props.moments : []),
      today,
    ]),
  ].sort()
  if (stops.length < 2) return null
  const at = Math.max(
    0,
    stops.findLastIndex((day) => day <= props.on),
  )
  const write = (day: string) => (day === today ? t('ui.asOf.today') : formatDateShort(day, lang))
  return (
    <div className="map-moments">
      <span className="muted">{t('map.moments')}</span>
      <Slider
        aria-label={t('map.moments')}
        min={0}
        max={stops.length - 1}
        step={null}
        marks={Object.fromEntries(stops.map((day, i) => [i, write(day)]))}
        value={at}
        onChange={(i) => props.onMove(stops[i] === today ? null : (stops[i] ?? null))}
        tooltip={{ formatter: (i) => write(stops[i ?? 0] ?? today) }}
      />
    </div>
  )
}

/** Which figure colours the map: those whose records name their units. */
function FigureChoice({ figure, onChoose }: { figure: string | undefined; onChoose: (id: string | undefined) => void }) {
  const { t, both } = useWords()
  const may = useMay(mayReadFigures)
  const found = useQuery({ ...figures.listFigures.queryOptions({ input: { inUnits: 'yes' } }), enabled: may })
  if (!may) return null
  return (
    <Select
      className="map-figure"
      aria-label={t('map.colourBy')}
      placeholder={t('map.colourBy')}
      allowClear
      showSearch={{ optionFilterProp: 'label' }}
      value={figure}
      onChange={(id: string | undefined) => onChoose(id)}
      loading={found.isLoading}
      options={(found.data?.rows ?? []).map((f) => ({ value: f.id, label: both(f.title) }))}
    />
  )
}

function Shown({ found, figure, period }: { found: MapOfDay; figure: string | undefined; period: string | undefined }) {
  const { t, lang } = useWords()
  const { mode } = useAppearance()
  const go = useGo()
  const may = useMay(mayReadFigures)
  const [failed, setFailed] = useState(false)
  const [pointed, setPointed] = useState<string | null>(null)
  const ask = { id: figure ?? '', level: found.level, restatedTo: found.on, ...(period ? { period } : {}) }
  const counted = useQuery({ ...figures.figureByUnits.queryOptions({ input: ask }), enabled: may && figure !== undefined })
  const values: Values = useMemo(
    () => new Map(figure && counted.data ? counted.data.groups.map((g) => [g.unitId, g]) : []),
    [figure, counted.data],
  )
  const { classes, colours } = useMemo(() => {
    const known = found.units.flatMap((u) => (values.has(u.id) ? [Number(values.get(u.id)?.value)] : []))
    const made = classesOf(known)
    const paint = (value: number) => shadeOf(classOf(value, made)?.shade ?? 0, made.length, tokens[mode].sheet, tokens[mode].bar)
    return {
      classes: made,
      colours: new Map(found.units.flatMap((u) => (values.has(u.id) ? [[u.id, paint(Number(values.get(u.id)?.value))]] : []))),
    }
  }, [found.units, values, mode])
  const unit = found.units.find((u) => u.id === pointed)
  if (found.units.length === 0)
    return <Empty title={t('map.empty', { on: formatDateShort(found.on, lang) })} hint={t('map.emptyHint')} />
  return (
    <>
      {counted.error ? <ErrorNotice error={counted.error} retry={() => void counted.refetch()} /> : null}
      {failed ? (
        <p className="notice notice-soon">{t('map.noGraphics')}</p>
      ) : (
        <div className="map-frame">
          <Suspense fallback={<Skeleton lines={12} />}>
            <MapCanvas
              units={found.units}
              colours={colours}
              label={t('map.count', { count: found.units.length })}
              pointed={pointed}
              onPoint={setPointed}
              onOpen={(id) => go(unitPath(id))}
              onFail={() => setFailed(true)}
            />
          </Suspense>
          <p className="map-pointed" aria-live="off">
            {unit ? <Told name={unit.name} value={values.get(unit.id)} /> : null}
          </p>
          {classes.length > 0 ? <Legend classes={classes} mode={mode} /> : null}
        </div>
      )}
      <Missing missing={found.missing} />
      <UnitTable found={found} values={values} coloured={figure !== undefined} onPoint={setPointed} />
    </>
  )
}

function Told({ name, value }: { name: string; value: { value: string; estimate: boolean } | undefined }) {
  const { lang } = useWords()
  return (
    <>
      <strong>{name}</strong>
      {value ? <span className="figures"> {write(value, lang)}</span> : null}
    </>
  )
}

function write({ value, estimate }: { value: string; estimate: boolean }, lang: 'vi' | 'en'): string {
  return `${estimate ? '≈ ' : ''}${formatNumber(value, lang, Number.isInteger(Number(value)) ? undefined : 1)}`
}

function Legend({ classes, mode }: { classes: readonly Class[]; mode: 'light' | 'dark' }) {
  const { t, lang } = useWords()
  const number = (n: number) => formatNumber(n, lang, Number.isInteger(n) ? undefined : 1)
  return (
    <ul className="map-legend" aria-label={t('map.legend')}>
      {classes.map((c) => (
        <li key={c.shade}>
          <svg width="16" height="12" aria-hidden>
            <rect width="16" height="12" fill={shadeOf(c.shade, classes.length, tokens[mode].sheet, tokens[mode].bar)} />
          </svg>
          <span className="figures">{c.from === c.to ? number(c.from) : `${number(c.from)} – ${number(c.to)}`}</span>
        </li>
      ))}
    </ul>
  )
}

function Missing({ missing }: { missing: MapOfDay['missing'] }) {
  const { t } = useWords()
  if (missing.length === 0) return null
  const names = missing
    .slice(0, 3)
    .map((u) => u.name)
    .join(', ')
  const told = missing.length > 3 ? t('map.missingMore', { names, count: missing.length - 3 }) : names
  return <p className="muted">{t('map.missing', { count: missing.length, names: told })}</p>
}

/** The same as the map says, to read, to sort by eye and to reach by keyboard. */
function UnitTable(props: { found: MapOfDay; values: Values; coloured: boolean; onPoint: (id: string | null) => void }) {
  const { t, lang } = useWords()
  const { found, values, coloured } = props
  const rows = coloured
    ? [...found.units].sort((a, b) => Number(values.get(b.id)?.value ?? -1) - Number(values.get(a.id)?.value ?? -1))
    : found.units
  return (
    <Sheet title={t('map.table')}>
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">{t('map.code')}</th>
            <th scope="col">{t('map.unit')}</th>
            {coloured ? (
              <th scope="col" className="number">
                {t('map.value')}
              </th>
            ) : null}
          </tr>
        </thead>
        <tbody>
          {rows.map((u) => {
            const value = values.get(u.id)
            return (
              <tr key={u.id} data-row={u.id} onMouseEnter={() => props.onPoint(u.id)} onMouseLeave={() => props.onPoint(null)}>
                <td className="figures">{u.code}</td>
                <td>
                  <A to={unitPath(u.id)}>{u.name}</A>
                </td>
                {coloured ? <td className="number figures">{value ? write(value, lang) : t('map.noValue')}</td> : null}
              </tr>
            )
          })}
        </tbody>
      </table>
    </Sheet>
  )
}
