import { existsSync, readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import type { Ctx } from '#kernel/context.ts'
import { establishUnits } from './unit.service.ts'

/** Lists, mapping and resolutions of 2025 as they were given out; tests that need them are left out where they are not. */
export const shared = new URL('../../../../shared/data/', import.meta.url)
export const there = existsSync(new URL('units/mapping/hungyen_old_to_new.csv', shared))

/** The rows of a list of units. */
export function readUnits(name: string): Record<string, string>[] {
  return parse<Record<string, string>>(readFileSync(new URL(`units/${name}`, shared), 'utf8'), {
    columns: true,
    bom: true,
    skip_empty_lines: true,
  })
}

const kinds: Record<string, string> = {
  Phường: 'ward',
  Xã: 'rural-commune',
  'Thị trấn': 'township',
  Huyện: 'rural-district',
  Quận: 'urban-district',
  'Thị xã': 'town',
  'Thành phố': 'city',
}

/** Both provinces as they were before 1 July 2025, from the lists; how many communes and districts there are. */
export function hungYenAndThaiBinh(ctx: Ctx): Promise<{ communes: number; districts: number }> {
  return establishLists(ctx, (province) => ['33', '34'].includes(province), '2025-03-01')
}

/** All units of the country before 1 July 2025, from the lists; how many communes and districts there are. */
export function wholeCountry(ctx: Ctx): Promise<{ communes: number; districts: number }> {
  return establishLists(ctx, () => true, '2020-01-01')
}

async function establishLists(ctx: Ctx, wanted: (province: string) => boolean, validFrom: string) {
  const of = (name: string, column: string) => readUnits(name).filter((r) => wanted(r[column] ?? ''))
  const communes = of('pre2025/communes_10047.csv', 'province_code')
  const districts = of('pre2025/districts_696.csv', 'province_code')
  const provinces = of('pre2025/provinces_63.csv', 'code')
  // Codes of the three levels do not meet: two, three and five digits.
  const ids = new Map([...communes, ...districts, ...provinces].map((r) => [r.code ?? '', ctx.newId()]))
  const unit = (r: Record<string, string>, level: string, kind: string, parent: string | null) => ({
    unitId: ids.get(r.code ?? '') ?? '',
    code: r.code ?? '',
    name: r.name ?? '',
    shortName: r.name ?? '',
    kind,
    level,
    parentId: parent === null ? null : (ids.get(parent) ?? null),
    tree: 'government',
    validFrom,
    validUntil: null,
    act: null,
  })
  await establishUnits(ctx, [
    ...provinces.map((r) => unit(r, 'province', 'province', null)),
    ...districts.map((r) => unit(r, 'district', kinds[r.type ?? ''] ?? '', r.province_code ?? '')),
    ...communes.map((r) => unit(r, 'commune', kinds[r.type ?? ''] ?? '', r.district_code ?? '')),
  ])
  return { communes: communes.length, districts: districts.length }
}
