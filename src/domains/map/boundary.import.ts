import { type NamedUnit, sameUnitName, unitsOfCodes } from '#domains/organization/index.ts'
import type { Ctx } from '#kernel/context.ts'
import { holdsOn } from '#kernel/dates.ts'
import { refuse } from '#kernel/errors.ts'
import { readFeatures } from '#kernel/imports/geojson.reader.ts'
import {
  defineImport,
  type ImportRow,
  type PlanHelp,
  type RowIssue,
  type RowPlan,
  type Trace,
} from '#kernel/imports/import-kind.ts'
import { type Geometry, pointsOf, readGeometry } from './boundary.rules.ts'
import * as store from './boundary.store.ts'
import { can } from './map.permissions.ts'
import { mapWords } from './map.words.ts'

const { vi, en } = mapWords
const words = (key: keyof typeof vi.boundaries) => ({ vi: vi.boundaries[key], en: en.boundaries[key] })

/** Outlines of units from GeoJSON files: each feature names its unit by code and name. */
export const boundaryImport = defineImport({
  name: 'boundaries',
  words: words('title'),
  about: words('about'),
  permission: can.changeBoundary,
  everywhere: true,
  relations: ['map.boundary'],
  see: async (ctx, id) => {
    const found = await store.findBoundary(ctx.db, id)
    if (!found) throw refuse.notFound({ what: 'boundary' })
    return found
  },
  fields: [
    { name: 'code', words: words('code'), type: 'code', required: true, max: 40, synonyms: ['Mã', 'Mã ĐVHC'], example: '323' },
    {
      name: 'name',
      words: words('name'),
      type: 'text',
      max: 200,
      synonyms: ['fullName', 'full_name', 'Tên'],
      example: 'Thành phố Hưng Yên',
    },
    { name: 'on', words: words('on'), type: 'date', synonyms: ['Ngày', 'valid_from'], example: '01/07/2025' },
    { name: 'shape', words: words('shape'), type: 'text', required: true, synonyms: ['geometry'], example: 'MultiPolygon' },
  ],
  keyOf: ({ code, name }) => (code ? `${code} ${name ?? ''}` : null),
  async plan(ctx, rows, help) {
    const features = await shapesOf(help)
    const units = await unitsFor(ctx, rows)
    const known = await boundariesOf(
      ctx,
      [...units.values()].flatMap((u) => ('unitId' in u ? [u.unitId] : [])),
    )
    return rows.map((row): RowPlan => {
      const unit = units.get(row.no)
      if (!unit || !('unitId' in unit)) return refused(unit?.field ?? 'code', unit?.code ?? 'unitUnknown', unit?.params ?? {})
      const shape = features.get(row.no)
      if (!shape || 'fault' in shape) return refused('shape', shape?.fault.code ?? 'geometryMissing', shape?.fault.params ?? {})
      const there = (known.get(unit.unitId) ?? []).find((b) => holdsOn(b, row.values.on ?? '9999-12-31'))
      if (!there || (row.values.on && there.validFrom !== row.values.on && !sameShape(there.geometry, shape.geometry)))
        return (known.get(unit.unitId) ?? []).some((b) => row.values.on && b.validFrom !== null && b.validFrom > row.values.on)
          ? refused('on', 'laterBoundary', { on: row.values.on ?? '' })
          : { verdict: 'made' }
      if (sameShape(there.geometry, shape.geometry)) return { verdict: 'same', recordId: there.id }
      const points = (g: Geometry) => ctx.kernel.translate(ctx.lang, 'map.points', { count: pointsOf(g) })
      return { verdict: 'changed', recordId: there.id, changes: { shape: [points(there.geometry), points(shape.geometry)] } }
    })
  },
  async commit(ctx, rows, help) {
    const features = await shapesOf(help)
    const units = await unitsFor(ctx, rows)
    const known = await boundariesOf(
      ctx,
      [...units.values()].flatMap((u) => ('unitId' in u ? [u.unitId] : [])),
    )
    const begun: store.Boundary[] = []
    const ended: { id: string; until: string | null }[] = []
    const replaced: { id: string; geometry: Geometry; source: string }[] = []
    const traces: Trace[] = []
    for (const { no, values, plan } of rows) {
      const unit = units.get(no)
      const shape = features.get(no)
      if (!unit || !('unitId' in unit) || !shape || 'fault' in shape) continue
      const source = help.fileName
      if (plan.verdict === 'changed') {
        const was = known.get(unit.unitId)?.find((b) => b.id === plan.recordId)
        replaced.push({ id: plan.recordId, geometry: shape.geometry, source })
        traces.push({
          no,
          relation: 'map.boundary',
          recordId: plan.recordId,
          act: 'changed',
          before: { geometry: was?.geometry, source: was?.source },
        })
        continue
      }
      const id = ctx.newId()
      const on = values.on ?? null
      const former = known.get(unit.unitId)?.find((b) => on !== null && holdsOn(b, on))
      if (former) ended.push({ id: former.id, until: on })
      begun.push({
        id,
        unitId: unit.unitId,
        validFrom: on,
        validUntil: former?.validUntil ?? null,
        geometry: shape.geometry,
        source,
      })
      traces.push({
        no,
        relation: 'map.boundary',
        recordId: id,
        act: 'made',
        ...(former ? { before: { former: former.id, until: former.validUntil } } : {}),
      })
    }
    await store.endBoundaries(ctx.db, ended)
    await store.insertBoundaries(ctx.db, begun, ctx.now())
    await store.replaceGeometries(ctx.db, replaced)
    return traces
  },
  async undo(ctx, traces) {
    await store.deleteBoundaries(
      ctx.db,
      traces.filter((t) => t.act === 'made').map((t) => t.recordId),
    )
    await store.endBoundaries(
      ctx.db,
      traces.flatMap((t) => {
        const { former, until = null } = (t.before ?? {}) as { former?: string; until?: string | null }
        return former ? [{ id: former, until }] : []
      }),
    )
    await store.replaceGeometries(
      ctx.db,
      traces.flatMap((t) =>
        t.act === 'changed' ? [{ id: t.recordId, ...(t.before as { geometry: Geometry; source: string }) }] : [],
      ),
    )
    return []
  },
})

type Shape = ReturnType<typeof readGeometry>

/** The outlines of the file by row: feature n - 2 stands in row n. */
function shapesOf(help: PlanHelp): Promise<Map<number, Shape>> {
  return help.once('shapes', async () => {
    const features = readFeatures(await help.source())
    return new Map(features.map((f, i) => [i + 2, readGeometry(f.geometry)]))
  })
}

type Found = { unitId: string } | { field: string; code: string; params: RowIssue['params'] }

/** The unit each row means: by code on its day, or by code and name where codes were given to others. */
async function unitsFor(ctx: Ctx, rows: readonly ImportRow[]): Promise<Map<number, Found>> {
  const codes = [...new Set(rows.flatMap((r) => (r.values.code ? [r.values.code] : [])))]
  const versions = await unitsOfCodes(ctx, codes)
  return new Map(rows.map((row) => [row.no, unitOf(row, versions)]))
}

function unitOf({ values }: ImportRow, versions: readonly NamedUnit[]): Found {
  const code = values.code ?? ''
  const on = values.on ?? null
  const coded = versions.filter((v) => v.code === code && (on === null || holdsOn(v, on)))
  if (coded.length === 0) return { field: 'code', code: 'unitUnknown', params: { code } }
  const named = values.name ? coded.filter((v) => sameUnitName(v.name, values.name ?? '')) : coded
  if (named.length === 0)
    return { field: 'name', code: 'unitOtherName', params: { code, name: values.name ?? '', known: coded.at(-1)?.name ?? '' } }
  const [unitId, ...others] = new Set(named.map((v) => v.unitId))
  if (!unitId || others.length > 0) return { field: 'on', code: 'unitSeveral', params: { code } }
  return { unitId }
}

async function boundariesOf(ctx: Ctx, unitIds: readonly string[]): Promise<Map<string, store.Boundary[]>> {
  const byUnit = new Map<string, store.Boundary[]>()
  for (const b of await store.findBoundaries(ctx.db, unitIds)) byUnit.set(b.unitId, [...(byUnit.get(b.unitId) ?? []), b])
  return byUnit
}

const sameShape = (a: Geometry, b: Geometry) => JSON.stringify(shapeOf(a)) === JSON.stringify(shapeOf(b))
const shapeOf = ({ type, coordinates }: Geometry) => [type, coordinates]

function refused(field: string, code: string, params: RowIssue['params']): RowPlan {
  return { verdict: 'refused', issues: [{ field, code: `map.${code}`, params }] }
}
