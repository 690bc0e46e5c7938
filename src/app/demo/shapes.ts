/** What the demonstration province is made of. */

/** One version of a unit. Dates are ISO, `validUntil` is the first day it is no longer so; null = unknown start, still valid. */
export interface DemoUnit {
  code: string
  /** Of a territory the name in the list of the statistics office: Xã Trung Nghĩa. */
  name: string
  /** Of a territory the body that governs it: UBND xã Trung Nghĩa. */
  shortName: string
  kind: string
  level: string
  parentCode: string | null
  tree: string
  validFrom: string | null
  validUntil: string | null
  act: string | null
}

export type DemoCategory = 'cadre' | 'civil-servant' | 'commune-civil-servant' | 'public-employee' | 'contract'

export interface DemoPerson {
  key: string
  familyAndMiddle: string
  given: string
  fullName: string
  sex: 'male' | 'female'
  /** Null where the file knows the year alone. */
  birthDate: string | null
  birthYear: number
  category: DemoCategory
}

/** A post held from..until, `until` exclusive. The posts of one person follow each other without gap or overlap. */
export interface DemoPost {
  personKey: string
  unitCode: string
  title: string
  from: string
  until: string | null
  isMain: true
}

export type DemoLevel = 'XS' | 'TOT' | 'HTHC' | 'HT' | 'KHT' | 'KXL'

export interface DemoRating {
  personKey: string
  /** The unit of the main post on the last day of the period. */
  unitCode: string
  population: 'year' | 'school-year'
  periodLabel: '2020' | '2021' | '2021-2022'
  periodFrom: string
  /** Exclusive. */
  periodUntil: string
  level: DemoLevel
  decidedOn: string
  decisionNumber: string
  /** The management body above the unit. */
  decidedBy: string
}

export interface DemoProvince {
  units: DemoUnit[]
  people: DemoPerson[]
  posts: DemoPost[]
  ratings: DemoRating[]
}
