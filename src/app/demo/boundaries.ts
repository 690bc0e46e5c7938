import type { DemoUnit } from './shapes.ts'

/** A boundary dossier of the demonstration; the unit by code. */
export interface DemoDossier {
  key: string
  unit: string
  level: 'province' | 'district' | 'commune'
  neighbour: string
  facing: string
  signed: { step: 'legal' | 'province'; document: string }[]
}

const legal = [{ step: 'legal' as const, document: 'Biên bản ký pháp lý hồ sơ, bản đồ địa giới hành chính' }]
const confirmed = [{ step: 'province' as const, document: 'Biên bản ký xác nhận hồ sơ cấp tỉnh' }]

/** Districts that touch each neighbour, and whether what lies below the province is signed (report of 2022, footnotes 24 and 25). */
const neighbours = [
  {
    neighbour: 'Thành phố Hà Nội',
    districts: ['325', '326'],
    communes: 4,
    facing: 'Huyện Gia Lâm',
    below: true,
    province: false,
  },
  { neighbour: 'Tỉnh Hải Dương', districts: ['329', '333', '328', '325'], communes: 5, facing: '', below: true, province: true },
  { neighbour: 'Tỉnh Hà Nam', districts: ['323', '331', '332'], communes: 3, facing: '', below: true, province: false },
  { neighbour: 'Tỉnh Bắc Ninh', districts: ['325', '327'], communes: 2, facing: '', below: false, province: true },
  { neighbour: 'Tỉnh Thái Bình', districts: ['332', '333'], communes: 3, facing: '', below: false, province: false },
]

/** Dossiers as the footnotes document them: 20 communes of four districts with Hải Dương; which communes is made up. */
export function dossiersOf(units: DemoUnit[]): DemoDossier[] {
  const communes = (district: string, count: number) =>
    [
      ...new Set(
        units.filter((u) => u.level === 'commune' && u.parentCode === district && u.validUntil === null).map((u) => u.code),
      ),
    ]
      .sort()
      .slice(0, count)
  return neighbours.flatMap(({ neighbour, districts, communes: count, facing, below, province }): DemoDossier[] => {
    const dossier = (unit: string, level: DemoDossier['level'], signed: DemoDossier['signed']) => ({
      key: `${neighbour}/${unit}`,
      unit,
      level,
      neighbour,
      facing: level === 'district' ? facing : '',
      signed,
    })
    return [
      dossier('33', 'province', province ? confirmed : []),
      ...districts.map((code) => dossier(code, 'district', below ? legal : [])),
      ...districts.flatMap((code) => communes(code, count).map((commune) => dossier(commune, 'commune', below ? legal : []))),
    ]
  })
}
