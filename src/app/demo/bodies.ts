import type { DemoProvince, DemoUnit } from './shapes.ts'

/** Records of bodies of the demonstration, units by code. */
export interface DemoBodies {
  decisions: {
    kind: 'functions' | 'merge' | 'dissolve' | 'hand-over'
    unit: string
    subject: string | null
    number: string | null
    decidedOn: string
    appraisedOn: string | null
    unitsChange: number
  }[]
  circulars: { unit: string; issuer: string }[]
  autonomy: { unit: string; level: 1 | 2 | 3 }[]
}

/** The ministry whose circular guides a department; two departments had none in 2022. */
const ministries: Record<string, string> = {
  SNV: 'Bộ Nội vụ',
  STC: 'Bộ Tài chính',
  STNMT: 'Bộ Tài nguyên và Môi trường',
  SKHCN: 'Bộ Khoa học và Công nghệ',
  SCT: 'Bộ Công Thương',
  SYT: 'Bộ Y tế',
  STP: 'Bộ Tư pháp',
  SGDDT: 'Bộ Giáo dục và Đào tạo',
  SVHTTDL: 'Bộ Văn hóa, Thể thao và Du lịch',
  SLDTBXH: 'Bộ Lao động - Thương binh và Xã hội',
  SGTVT: 'Bộ Giao thông vận tải',
  STTTT: 'Bộ Thông tin và Truyền thông',
  SKHDT: 'Bộ Kế hoạch và Đầu tư',
  SXD: 'Bộ Xây dựng',
  VPUBND: 'Văn phòng Chính phủ',
}

/** Service units fewer by year, 75 in all since 2015: one in the year of the report. */
const fewer: Record<number, number> = { 2016: 6, 2017: 11, 2018: 18, 2019: 17, 2020: 13, 2021: 9, 2022: 1 }

/** Decisions, circulars and the plan of autonomy as the report of 2022 counts them; days and subjects are made up. */
export function bodiesOf({ units }: DemoProvince): DemoBodies {
  const on = '2022-12-20'
  const there = units.filter((u) => (u.validFrom ?? '') <= on && (u.validUntil === null || u.validUntil > on))
  const services = there.filter((u) => u.level === 'service-unit')
  const nameOf = new Map(there.map((u) => [u.code, u]))
  const departments = Object.keys(ministries).slice(0, 13)
  const date = (year: number, at: number) =>
    `${year}-${String(1 + (at % 11)).padStart(2, '0')}-${String(5 + (at % 20)).padStart(2, '0')}`
  const functions = (unit: string, year: number, at: number) => ({
    kind: 'functions' as const,
    unit,
    subject: null,
    number: `${at + 11}/${year}/QĐ-UBND`,
    decidedOn: date(year, at),
    appraisedOn: date(year, at).replace(/-\d\d$/, '-02'),
    unitsChange: 0,
  })
  const others = services.filter((u) => !/^(MN|TH|THCS|THPT|GDTX)-/.test(u.code))
  const handed = ['331', '325', '326', '330', '333', '328']
  const merged = Object.entries(fewer).flatMap(([year, count]) =>
    services
      .filter((u) => u.kind === 'primary-school' || u.kind === 'preschool')
      .filter((_, at) => at % 4 === Number(year) % 4)
      .slice(0, count)
      .map((u, at) => ({
        kind: 'merge' as const,
        unit: u.code,
        subject: `Nhập một trường vào ${u.name}`,
        number: null,
        decidedOn: date(Number(year), at),
        appraisedOn: null,
        unitsChange: -1,
      })),
  )
  const district = (code: string): DemoUnit | undefined => nameOf.get(code)
  return {
    decisions: [
      // Seven of the thirteen were appraised in 2022, the others the year before.
      ...departments.map((unit, at) => functions(unit, at < 7 ? 2022 : 2021, at)),
      ...others.slice(0, 18).map((u, at) => functions(u.code, 2022, 20 + at)),
      ...handed.map((unit, at) => ({
        kind: 'hand-over' as const,
        unit,
        subject: null,
        number: null,
        decidedOn: date(2021, at),
        appraisedOn: null,
        unitsChange: 0,
      })),
      ...handed.map((unit, at) => ({
        kind: 'dissolve' as const,
        unit,
        subject: `Phòng Y tế ${(district(unit)?.name ?? '').replace(/^[A-ZĐ]/, (c) => c.toLowerCase())}`,
        number: null,
        decidedOn: date(2021, at),
        appraisedOn: null,
        unitsChange: 0,
      })),
      ...merged,
    ],
    circulars: Object.entries(ministries).map(([unit, issuer]) => ({ unit, issuer })),
    // Group 1 and 2 are hospitals, colleges and centres first, then schools of towns; the rest of 217 pay a part.
    autonomy: [...others, ...services.filter((u) => !others.includes(u))]
      .slice(0, 217)
      .map((u, at) => ({ unit: u.code, level: at < 13 ? 1 : at < 129 ? 2 : 3 })),
  }
}
