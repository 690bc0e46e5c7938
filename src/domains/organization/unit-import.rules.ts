import { fold, normalise } from '#kernel/text.ts'

/** Kinds of administrative units as lists write them, with the level each stands on. */
export const territorialKinds = {
  'central-city': { level: 'province', written: ['Thành phố Trung ương', 'Thành phố trực thuộc trung ương', 'TP trực thuộc TW'] },
  province: { level: 'province', written: ['Tỉnh'] },
  'urban-district': { level: 'district', written: ['Quận'] },
  'rural-district': { level: 'district', written: ['Huyện', 'Huyện đảo'] },
  town: { level: 'district', written: ['Thị xã'] },
  city: {
    level: 'district',
    written: ['Thành phố', 'TP', 'Thành phố thuộc tỉnh', 'Thành phố thuộc thành phố trực thuộc trung ương'],
  },
  ward: { level: 'commune', written: ['Phường'] },
  township: { level: 'commune', written: ['Thị trấn'] },
  'rural-commune': { level: 'commune', written: ['Xã'] },
  'special-zone': { level: 'commune', written: ['Đặc khu'] },
} as const
export type TerritorialKind = keyof typeof territorialKinds

const beginnings: [start: string, kind: TerritorialKind][] = [
  ['thi tran ', 'township'],
  ['thi xa ', 'town'],
  ['thanh pho ', 'city'],
  ['phuong ', 'ward'],
  ['dac khu ', 'special-zone'],
  ['tinh ', 'province'],
  ['quan ', 'urban-district'],
  ['huyen ', 'rural-district'],
  ['xa ', 'rural-commune'],
]

/**
 * The kind of a unit: what the list says, else what its name begins with. A city is the centre of a province or one under the central
 * government: codes of provinces have two digits.
 */
export function kindOfUnit(said: string | null, name: string, code: string): TerritorialKind | null {
  const folded = `${fold(name)} `
  const found = (said as TerritorialKind | null) ?? beginnings.find(([start]) => folded.startsWith(start))?.[1] ?? null
  if (/^\d{2}$/.test(code)) return found === 'city' ? 'central-city' : (found ?? 'province')
  return found
}

/** A province given by its name alone (`Cao Bằng`) is written in full, as the official lists do. */
export function fullNameOfUnit(name: string, kind: TerritorialKind): string {
  const text = normalise(name)
  const written = fold(text)
  if (kind === 'province' && !written.startsWith('tinh ')) return `Tỉnh ${text}`
  return text
}
