import { type GeoJSONSource, Map as MapView, type MapGeoJSONFeature, NavigationControl, setWorkerUrl } from 'maplibre-gl'
import 'maplibre-gl/dist/maplibre-gl.css'
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url'
import { useEffect, useRef, useState } from 'react'
import { useAppearance } from '#ui/appearance.tsx'
import { useWords } from '#ui/i18n.ts'
import { tokens } from '#ui/theme.ts'
import type { MappedUnit } from '../map.contract.ts'
import { boundsOf } from './bounds.ts'

setWorkerUrl(workerUrl)

/** The units drawn: filled by their colour, outlined, named. Nothing is fetched from outside. */
export function MapCanvas(props: {
  units: readonly MappedUnit[]
  /** Colour of a unit; the plain ground where it has none. */
  colours: ReadonlyMap<string, string>
  label: string
  pointed: string | null
  onPoint: (id: string | null) => void
  onOpen: (id: string) => void
  onFail: () => void
}) {
  const { t } = useWords()
  const { mode } = useAppearance()
  const holder = useRef<HTMLDivElement>(null)
  const [view, setView] = useState<MapView | null>(null)
  const told = useRef(props)
  told.current = props
  const c = tokens[mode]

  useEffect(() => {
    if (!holder.current) return
    let made: MapView
    try {
      made = new MapView({
        container: holder.current,
        style: { version: 8, sources: {}, layers: [] },
        attributionControl: false,
        dragRotate: false,
        pitchWithRotate: false,
        maxZoom: 16,
      })
    } catch {
      told.current.onFail()
      return
    }
    made.touchZoomRotate.disableRotation()
    made.addControl(new NavigationControl({ showCompass: false }), 'top-right')
    made.on('load', () => setView(made))
    made.on('mousemove', (event) => {
      const [unit] = made.getLayer('fill') ? made.queryRenderedFeatures(event.point, { layers: ['fill'] }) : []
      made.getCanvas().style.cursor = unit ? 'pointer' : ''
      told.current.onPoint(idOf(unit))
    })
    made.on('mouseout', () => told.current.onPoint(null))
    made.on('click', (event) => {
      const [unit] = made.getLayer('fill') ? made.queryRenderedFeatures(event.point, { layers: ['fill'] }) : []
      const id = idOf(unit)
      if (id) told.current.onOpen(id)
    })
    return () => {
      setView(null)
      made.remove()
    }
  }, [])

  useEffect(() => {
    if (!view) return
    const data = {
      type: 'FeatureCollection' as const,
      features: props.units.map(({ id, name, geometry }) => ({
        type: 'Feature' as const,
        properties: { id, name, colour: props.colours.get(id) ?? c.hover },
        geometry,
      })),
    }
    const source = view.getSource<GeoJSONSource>('units')
    if (source) void source.setData(data)
    else view.addSource('units', { type: 'geojson', data, promoteId: 'id' })
    for (const layer of ['names', 'pointed', 'line', 'fill']) if (view.getLayer(layer)) view.removeLayer(layer)
    view.addLayer({ id: 'fill', type: 'fill', source: 'units', paint: { 'fill-color': ['get', 'colour'] } })
    view.addLayer({ id: 'line', type: 'line', source: 'units', paint: { 'line-color': c.edge, 'line-width': 1 } })
    view.addLayer({
      id: 'pointed',
      type: 'line',
      source: 'units',
      filter: ['==', ['get', 'id'], ''],
      paint: { 'line-color': c.accentInk, 'line-width': 2.5 },
    })
    view.addLayer({
      id: 'names',
      type: 'symbol',
      source: 'units',
      layout: {
        'text-field': ['get', 'name'],
        'text-font': ['Be Vietnam Pro'],
        'text-size': 12,
        'text-max-width': 7,
        'text-padding': 4,
      },
      paint: { 'text-color': c.ink, 'text-halo-color': c.sheet, 'text-halo-width': 1.5 },
    })
  }, [view, props.units, props.colours, c])

  // Other units, another place: a day of other boundaries of the same land keeps the view.
  const [west, south, east, north] = boundsOf(props.units)
  useEffect(() => {
    if (view && Number.isFinite(west)) view.fitBounds([west, south, east, north], { padding: 24, animate: false })
  }, [view, west, south, east, north])

  useEffect(() => {
    if (view?.getLayer('pointed')) view.setFilter('pointed', ['==', ['get', 'id'], props.pointed ?? ''])
  }, [view, props.pointed, props.units, props.colours])

  return (
    <div
      ref={holder}
      className="map-canvas"
      role="img"
      aria-label={props.label}
      title={t('map.map')}
      data-ready={view !== null}
    />
  )
}

function idOf(unit: MapGeoJSONFeature | undefined): string | null {
  const id = unit?.properties.id as unknown
  return typeof id === 'string' ? id : null
}
