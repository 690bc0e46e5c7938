import { existsSync, readFileSync } from 'node:fs'
import { describe, expect } from 'vitest'
import { applyAct, organization } from '#domains/organization/index.ts'
import { anAct } from '#domains/organization/act.factory.ts'
import { aUnit } from '#domains/organization/unit.factory.ts'
import { hungYenAndThaiBinh, shared, there } from '#domains/organization/units-of-2025.factory.ts'
import { ImportBench } from '#kernel/imports/import.factory.ts'
import { importRows, undoImport } from '#kernel/imports/import.service.ts'
import { anActor, anActorWith, type TestWorld, worldTest } from '#kernel/testing.ts'
import { map } from './index.ts'
import { can } from './map.permissions.ts'
import { mapMoments, readMap } from './map.service.ts'

const test = worldTest([organization, map])
const may = { [can.readMap.id]: { all: true }, [can.changeBoundary.id]: { all: true }, 'organization.readUnit': { all: true } }
const bench = (world: TestWorld) => new ImportBench(world, anActor(may))

const ring = (west: number) => [
  [west, 20.6],
  [west + 0.1, 20.6],
  [west + 0.1, 20.7],
  [west, 20.6],
]
const file = (...features: [properties: Record<string, unknown>, west: number | null][]) =>
  JSON.stringify({
    type: 'FeatureCollection',
    features: features.map(([properties, west]) => ({
      type: 'Feature',
      properties,
      geometry: west === null ? { type: 'Point', coordinates: [106, 20] } : { type: 'Polygon', coordinates: [ring(west)] },
    })),
  })
const commune = (world: TestWorld, code: string, name: string) =>
  world.asSystem((ctx) => aUnit(ctx, { code, name, level: 'commune', kind: 'rural-commune', validFrom: '1997-01-01' }))

describe('boundaries from GeoJSON', () => {
  test('lie with their units on the map, are known again, and go when undone', async ({ world }) => {
    const b = bench(world)
    const [tan, lac] = [await commune(world, '12001', 'Xã Tân Quang'), await commune(world, '12004', 'Xã Lạc Hồng')]
    const given = file([{ code: '12001', name: 'Tân Quang', areaKm2: 4.5 }, 106])
    const { id } = await b.draft('boundaries', 'xa.geojson', given)
    expect((await b.check(id)).run?.counts).toEqual({ made: 1 })
    await b.commit(id)
    const seen = await b.do((ctx) => readMap(ctx, { on: '2022-06-01', level: 'commune' }))
    expect(seen.units.map((u) => [u.id, u.geometry])).toEqual([[tan.unitId, { type: 'Polygon', coordinates: [ring(106)] }]])
    expect(seen.missing).toEqual([{ id: lac.unitId, name: 'Xã Lạc Hồng' }])
    const again = await b.draft('boundaries', 'xa.geojson', given)
    expect((await b.check(again.id)).run?.counts).toEqual({ same: 1 })
    await b.do((ctx) => undoImport(ctx, { id, reason: 'Sai tệp' }))
    expect(await world.sql('SELECT FROM map.boundary')).toHaveLength(0)
  })

  test('of another day follow one another; a better outline of the same days replaces it, and both come back', async ({
    world,
  }) => {
    const b = bench(world)
    await commune(world, '12001', 'Xã Tân Quang')
    const bring = async (name: string, west: number, on?: string) => {
      const { id } = await b.draft('boundaries', name, file([{ code: '12001', ...(on ? { Ngày: on } : {}) }, west]))
      await b.check(id)
      await b.commit(id)
      return id
    }
    const westOn = async (on: string) => {
      const [unit] = (await b.do((ctx) => readMap(ctx, { on, level: 'commune' }))).units
      return unit?.geometry.type === 'Polygon' ? unit.geometry.coordinates[0]?.[0]?.[0] : undefined
    }
    await bring('cu.geojson', 106)
    const later = await bring('moi.geojson', 106.2, '2022-03-01')
    expect([await westOn('2022-02-28'), await westOn('2022-03-01')]).toEqual([106, 106.2])
    await b.do((ctx) => undoImport(ctx, { id: later, reason: 'Thử' }))
    expect(await westOn('2022-03-01')).toBe(106)
    await bring('moi.geojson', 106.2, '2022-03-01')
    const better = await bring('tinh.geojson', 106.3, '2022-03-01')
    expect([await westOn('2022-02-28'), await westOn('2022-03-01')]).toEqual([106, 106.3])
    await b.do((ctx) => undoImport(ctx, { id: better, reason: 'Thử' }))
    expect([await westOn('2022-02-28'), await westOn('2022-03-01')]).toEqual([106, 106.2])
  })

  test('that cannot be taken say which cell and why; the others are taken', async ({ world }) => {
    const b = bench(world)
    const act = await world.asSystem((ctx) => anAct(ctx))
    await commune(world, '12001', 'Xã Tân Quang')
    const given = file(
      [{ code: '12001', name: 'Tân Quang' }, 106],
      [{ code: '99999', name: 'Xã Không Có' }, 106],
      [{ code: '12001', name: 'Xã Lạc Hồng' }, 106],
      [{ code: '12001', name: 'Xã Tân Quang' }, null],
    )
    const { id } = await b.draft('boundaries', 'xa.geojson', given)
    expect((await b.check(id)).run?.counts).toEqual({ made: 1, refused: 3 })
    const { rows } = await b.do((ctx) => importRows(ctx, { id, limit: 5 }))
    expect(rows.map((r) => [r.no, r.issues[0]?.code])).toEqual([
      [2, undefined],
      [3, 'map.unitUnknown'],
      [4, 'map.unitOtherName'],
      [5, 'map.geometryKind'],
    ])
    expect(act.from).not.toBe('')
  })

  test('are not brought in without the permission, nor seen without its', async ({ world }) => {
    const b = new ImportBench(world, anActor({ [can.readMap.id]: { all: true } }))
    await expect(b.draft('boundaries', 'xa.geojson', file([{ code: '1' }, 106]))).rejects.toMatchObject({
      code: 'kernel.forbidden',
    })
    const reader = anActorWith({ ...can.readMap, id: 'organization.readUnit' })
    await commune(world, '12001', 'Xã Tân Quang')
    const owner = bench(world)
    const { id } = await owner.draft('boundaries', 'xa.geojson', file([{ code: '12001' }, 106]))
    await owner.check(id)
    await owner.commit(id)
    expect((await world.as(reader, (ctx) => readMap(ctx, { on: '2022-06-01', level: 'commune' }))).units).toEqual([])
  })
})

describe('the map over time', () => {
  test('shows a unit only while it exists, and names the days of change', async ({ world }) => {
    const b = bench(world)
    const act = await world.asSystem((ctx) => anAct(ctx))
    await world.sql(`UPDATE organization.unit_version SET level = 'commune', kind = 'rural-commune' WHERE unit_id = ANY ($1)`, [
      [act.from, act.into],
    ])
    const codes = await world.sql<{ code: string }>('SELECT code FROM organization.unit_version ORDER BY code')
    const { id } = await b.draft(
      'boundaries',
      'xa.geojson',
      file(...codes.map((c, i): [{ code: string }, number] => [c, 106 + i / 5])),
    )
    await b.check(id)
    await b.commit(id)
    await world.asSystem((ctx) => applyAct(ctx, act.id))
    const idsOn = async (on: string) => (await b.do((ctx) => readMap(ctx, { on, level: 'commune' }))).units.map((u) => u.id)
    expect(new Set(await idsOn('2022-11-30'))).toEqual(new Set([act.from, act.into]))
    expect(await idsOn('2022-12-01')).toEqual([act.into])
    expect((await b.do(mapMoments)).map((m) => m.on)).toEqual(['2010-01-01', '2022-12-01'])
  })

  test.skipIf(!there || !existsSync(new URL('boundaries', shared)))(
    'takes the boundaries of both provinces as given out: 18 districts and 2 provinces before 1 July 2025',
    async ({ world }) => {
      const b = bench(world)
      await world.asSystem(hungYenAndThaiBinh)
      for (const name of ['pre2025_hungyen_33_districts', 'pre2025_thaibinh_34_districts']) {
        const bytes = readFileSync(new URL(`boundaries/${name}.geojson`, shared))
        const { id } = await b.draft('boundaries', `${name}.geojson`, bytes)
        const { run } = await b.check(id)
        expect(run?.counts).toEqual({ made: name.includes('hungyen') ? 11 : 9 })
        await b.commit(id)
      }
      const districts = await b.do((ctx) => readMap(ctx, { on: '2025-06-30', level: 'district' }))
      expect([districts.units.length, districts.missing]).toEqual([18, []])
      const provinces = await b.do((ctx) => readMap(ctx, { on: '2025-06-30', level: 'province' }))
      expect(provinces.units.map((u) => u.code)).toEqual(['33', '34'])
    },
  )
})
