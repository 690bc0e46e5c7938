/** How closely a field is kept: shown only to who may, each look at the last two written into the log. */
export const fieldClasses = ['open', 'personal', 'sensitive', 'restricted'] as const
export type FieldClass = (typeof fieldClasses)[number]

/** Code lists the file chooses from. */
export const listNames = [
  'ethnic-groups',
  'religions',
  'general-education',
  'degrees',
  'political-levels',
  'state-levels',
  'language-levels',
  'informatics-levels',
  'training-forms',
  'relations',
  'reward-forms',
  'discipline-forms',
  'army-ranks',
  'war-invalid',
  'policy-families',
  'blood-groups',
  'contract-kinds',
  'title-classes',
  'document-kinds',
  'ranks',
] as const
export type ListName = (typeof listNames)[number]

/** `day`: as far as known, `1985`, `1985-03` or `1985-03-08`. */
export type FieldType = 'text' | 'long' | 'code' | 'day' | 'whole' | 'decimal' | 'file'

export interface FieldSpec {
  /** Also the column. */
  key: string
  type: FieldType
  required?: boolean
  /** Choices of a code, where no kind of the section names its own. */
  list?: ListName
}

export interface KindSpec {
  class: FieldClass
  /** Choices of the code for this kind; a kind without one is written in words. */
  list?: ListName
  /** Items of form 2C-BNV/2008. */
  item: string
}

export interface SectionSpec {
  /** Also the table. */
  name: string
  /** Kinds a row may be of, each with its class; a section without kinds has one class. */
  kinds?: Readonly<Record<string, KindSpec>>
  class?: FieldClass
  item?: string
  fields: readonly FieldSpec[]
  /** What the dates of a row mean: it held over a time, it happened on a day, or it has no date. */
  dates: 'period' | 'moment'
  /** The person of the file is not shown it. */
  hiddenFromOwn?: boolean
}

const text = (key: string, required = false): FieldSpec => ({ key, type: 'text', required })
const code = (list?: ListName, key = 'code'): FieldSpec => ({ key, type: 'code', required: true, ...(list ? { list } : {}) })

/** The sections of a file: one table each, one form each, one place on form 2C each. */
export const sections: readonly SectionSpec[] = [
  {
    name: 'name',
    kinds: {
      birth: { class: 'personal', item: '1' },
      other: { class: 'personal', item: '2' },
      former: { class: 'personal', item: '2' },
    },
    fields: [text('text', true)],
    dates: 'period',
  },
  {
    name: 'place',
    kinds: {
      'birth-place': { class: 'personal', item: '4' },
      'native-place': { class: 'personal', item: '5' },
      registered: { class: 'personal', item: '8' },
      present: { class: 'personal', item: '9' },
    },
    fields: [text('text', true)],
    dates: 'period',
  },
  {
    name: 'fact',
    kinds: {
      'ethnic-group': { class: 'sensitive', list: 'ethnic-groups', item: '6' },
      religion: { class: 'sensitive', list: 'religions', item: '7' },
      'occupation-before': { class: 'personal', item: '10' },
      recruitment: { class: 'open', item: '11' },
      'main-work': { class: 'open', item: '13' },
      'general-education': { class: 'open', list: 'general-education', item: '15.1' },
      honour: { class: 'open', item: '19' },
      strength: { class: 'open', item: '20' },
      'war-invalid': { class: 'sensitive', list: 'war-invalid', item: '24' },
      'policy-family': { class: 'personal', list: 'policy-families', item: '24' },
      'job-position': { class: 'open', item: 'HS02' },
      'title-class': { class: 'open', list: 'title-classes', item: 'HS02' },
    },
    fields: [{ key: 'code', type: 'code' }, text('text')],
    dates: 'period',
  },
  {
    name: 'qualification',
    kinds: {
      professional: { class: 'open', list: 'degrees', item: '15.2' },
      political: { class: 'open', list: 'political-levels', item: '15.3' },
      'state-management': { class: 'open', list: 'state-levels', item: '15.4' },
      language: { class: 'open', list: 'language-levels', item: '15.5' },
      informatics: { class: 'open', list: 'informatics-levels', item: '15.6' },
    },
    fields: [code(), text('field')],
    dates: 'moment',
  },
  {
    name: 'training',
    class: 'open',
    item: '27',
    fields: [text('school', true), text('field'), { key: 'form', type: 'code', list: 'training-forms' }, text('certificate')],
    dates: 'period',
  },
  {
    name: 'membership',
    kinds: {
      party: { class: 'sensitive', item: '16' },
      'youth-union': { class: 'personal', item: '17' },
      'trade-union': { class: 'personal', item: '17' },
      'women-union': { class: 'personal', item: '17' },
      veterans: { class: 'personal', item: '17' },
      army: { class: 'personal', list: 'army-ranks', item: '18' },
    },
    fields: [text('body'), { key: 'official_on', type: 'day' }, { key: 'rank', type: 'code' }],
    dates: 'period',
  },
  { name: 'work', class: 'personal', item: '28', fields: [text('title', true), text('body', true)], dates: 'period' },
  {
    name: 'salary',
    class: 'personal',
    item: '14, 31',
    fields: [
      text('rank_code', true),
      { key: 'step', type: 'whole' },
      { key: 'coefficient', type: 'decimal', required: true },
      { key: 'position_allowance', type: 'decimal' },
      { key: 'over_frame', type: 'decimal' },
      text('other_allowance'),
    ],
    dates: 'period',
  },
  { name: 'contract', class: 'open', item: 'HS02', fields: [code('contract-kinds'), text('employer')], dates: 'period' },
  { name: 'reward', class: 'open', item: '21', fields: [code('reward-forms'), text('text')], dates: 'moment' },
  { name: 'discipline', class: 'sensitive', item: '22', fields: [code('discipline-forms'), text('reason')], dates: 'period' },
  {
    name: 'paper',
    kinds: {
      'citizen-card': { class: 'personal', item: '25' },
      'former-card': { class: 'personal', item: '25' },
      'social-insurance': { class: 'personal', item: '26' },
      passport: { class: 'personal', item: '25' },
    },
    fields: [text('number', true)],
    dates: 'period',
  },
  {
    name: 'health',
    class: 'sensitive',
    item: '23',
    fields: [
      text('status', true),
      { key: 'height', type: 'whole' },
      { key: 'weight', type: 'decimal' },
      { key: 'blood', type: 'code', list: 'blood-groups' },
    ],
    dates: 'moment',
  },
  {
    name: 'relative',
    kinds: { own: { class: 'restricted', item: '30' }, spouse: { class: 'restricted', item: '30' } },
    fields: [
      code('relations', 'relation'),
      text('name', true),
      { key: 'birth_year', type: 'whole' },
      { key: 'detail', type: 'long' },
    ],
    dates: 'period',
  },
  {
    name: 'statement',
    kinds: {
      past: { class: 'restricted', item: '29' },
      'foreign-bodies': { class: 'restricted', item: '29' },
      'relatives-abroad': { class: 'restricted', item: '29' },
    },
    fields: [{ key: 'text', type: 'long', required: true }],
    dates: 'moment',
  },
  {
    name: 'assessment',
    class: 'personal',
    item: '32',
    fields: [{ key: 'text', type: 'long', required: true }],
    dates: 'moment',
    hiddenFromOwn: true,
  },
  {
    name: 'document',
    class: 'personal',
    item: 'HS02',
    fields: [
      { key: 'kind', type: 'code', required: true, list: 'document-kinds' },
      text('title', true),
      { key: 'file_id', type: 'file' },
    ],
    dates: 'moment',
  },
]

/** @throws Error for a name that is no section: a mistake of the program. */
export function sectionOf(name: string): SectionSpec {
  const found = sections.find((s) => s.name === name)
  if (!found) throw new Error(`no section ${name}`)
  return found
}

/** The column that holds the kind: of relatives the side. */
export function kindColumn(section: SectionSpec): string | null {
  if (!section.kinds) return null
  return section.name === 'relative' ? 'side' : 'kind'
}

export function classOf(section: SectionSpec, kind: string | null): FieldClass | null {
  return section.kinds ? (section.kinds[kind ?? '']?.class ?? null) : (section.class ?? null)
}

/** The list a code of a row is chosen from; null where it is written in words. */
export function listOf(section: SectionSpec, field: FieldSpec, kind: string | null): ListName | null {
  return field.list ?? section.kinds?.[kind ?? '']?.list ?? null
}

/** A year, a month or a day of the calendar. */
export function isDay(said: string): boolean {
  const parts = /^(1[89]|20)\d\d(?:-(\d\d)(?:-(\d\d))?)?$/.exec(said)
  if (!parts) return false
  const [, , month, day] = parts
  if (month === undefined) return true
  const whole = `${said.slice(0, 7)}-${day ?? '01'}`
  const at = new Date(`${whole}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().slice(0, 10) === whole
}

/** Whether one day comes before another, as far as both are known: 1985 is neither before nor after 1985-03. */
export function isBefore(a: string, b: string): boolean {
  const known = Math.min(a.length, b.length)
  return a.slice(0, known) < b.slice(0, known)
}

/** A row as somebody writes it. */
export interface RowFacts {
  kind: string | null
  values: Record<string, string | number | null>
  from: string | null
  until: string | null
  decisionOn: string | null
}

export type RowFault =
  | { code: 'unknownKind'; field: 'kind' }
  | { code: 'missing' | 'notADay' | 'notANumber' | 'unknownCode' | 'tooLong'; field: string }
  | { code: 'endsBeforeStart'; field: 'until' }
  | { code: 'beforeBirth' | 'later'; field: string }
  | { code: 'wrongNumber'; field: 'number'; why: NumberFault }

const longest: Record<FieldType, number> = { text: 500, long: 4000, code: 40, day: 10, whole: 6, decimal: 10, file: 36 }

/**
 * What is wrong with a row. Dates must be days of the calendar, not before the birth and not after today; a code must stand in its list.
 *
 * @param codes whether a code stands in a list on the day of the row.
 */
export function faultsOf(
  section: SectionSpec,
  row: RowFacts,
  person: { sex: string; birthYear: number | null },
  today: string,
  codes: (list: ListName, code: string) => boolean,
): RowFault[] {
  if (classOf(section, row.kind) === null) return [{ code: 'unknownKind', field: 'kind' }]
  const faults: RowFault[] = []
  for (const field of section.fields) {
    const value = row.values[field.key] ?? null
    const list = listOf(section, field, row.kind)
    if (value === null) {
      if (field.required) faults.push({ code: 'missing', field: field.key })
      continue
    }
    if (String(value).length > longest[field.type]) faults.push({ code: 'tooLong', field: field.key })
    if (field.type === 'day' && !isDay(String(value))) faults.push({ code: 'notADay', field: field.key })
    if (field.type === 'whole' && !/^\d+$/.test(String(value))) faults.push({ code: 'notANumber', field: field.key })
    if (field.type === 'decimal' && !/^\d+([.]\d{1,2})?$/.test(String(value)))
      faults.push({ code: 'notANumber', field: field.key })
    if (field.type === 'code' && list && !codes(list, String(value))) faults.push({ code: 'unknownCode', field: field.key })
  }
  if (section.name === 'fact' && !row.values.code && !row.values.text)
    faults.push({ code: 'missing', field: section.kinds?.[row.kind ?? '']?.list ? 'code' : 'text' })
  for (const [field, day] of [
    ['from', row.from],
    ['until', row.until],
    ['decisionOn', row.decisionOn],
  ] as const) {
    if (day === null) continue
    if (!isDay(day)) faults.push({ code: 'notADay', field })
    else if (field !== 'until' && isBefore(today, day)) faults.push({ code: 'later', field })
    else if (person.birthYear !== null && section.name !== 'relative' && isBefore(day, String(person.birthYear)))
      faults.push({ code: 'beforeBirth', field })
  }
  if (row.from && row.until && isBefore(row.until, row.from)) faults.push({ code: 'endsBeforeStart', field: 'until' })
  const number = section.name === 'paper' ? numberFault(row.kind, String(row.values.number ?? ''), person) : null
  if (number) faults.push({ code: 'wrongNumber', field: 'number', why: number })
  return faults
}

export type NumberFault = 'length' | 'province' | 'sex' | 'year'

/** Codes of provinces as in citizen numbers: three digits, by Decision 124/2004/QĐ-TTg. */
const provinceCodes = new Set(
  (
    '001 002 004 006 008 010 011 012 014 015 017 019 020 022 024 025 026 027 030 031 033 034 035 036 037 038 040 042 044 045 046 048 049 051 ' +
    '052 054 056 058 060 062 064 066 067 068 070 072 074 075 077 079 080 082 083 084 086 087 089 091 092 093 094 095 096'
  ).split(' '),
)

/**
 * What is wrong with a citizen number of twelve digits: province where the birth was registered, century and sex, two digits of the year of
 * birth, six of chance (Law 26/2023/QH15; Decree 137/2015/NĐ-CP article 13). Provinces begin with 0; any other beginning is a country.
 */
export function citizenNumberFault(number: string, person: { sex: string; birthYear: number | null }): NumberFault | null {
  if (!/^\d{12}$/.test(number)) return 'length'
  const place = number.slice(0, 3)
  if (place.startsWith('0') && !provinceCodes.has(place)) return 'province'
  const mark = Number(number[3])
  if (mark % 2 !== (person.sex === 'female' ? 1 : 0)) return 'sex'
  const year = 1900 + Math.floor(mark / 2) * 100 + Number(number.slice(4, 6))
  return person.birthYear !== null && year !== person.birthYear ? 'year' : null
}

function numberFault(kind: string | null, number: string, person: { sex: string; birthYear: number | null }): NumberFault | null {
  if (number === '') return null
  if (kind === 'citizen-card') return citizenNumberFault(number, person)
  if (kind === 'former-card') return /^(\d{9}|\d{12})$/.test(number) ? null : 'length'
  if (kind === 'social-insurance') return /^\d{10}$/.test(number) ? null : 'length'
  return /^[A-Z]\d{7,8}$/.test(number) ? null : 'length'
}
