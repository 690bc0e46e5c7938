import type { Ctx } from '#kernel/context.ts'
import { addEntry } from './file.service.ts'
import { sections, type SectionSpec } from './section.rules.ts'

const texts: Record<string, string> = {
  'citizen-card': '033185004321',
  'former-card': '145678901',
  'social-insurance': '3312345678',
  passport: 'C1234567',
}
const codes: Record<string, string> = {
  'ethnic-group': '01',
  religion: '0',
  'general-education': '12/12',
  'war-invalid': '4/4',
  'policy-family': 'LS',
  'title-class': 'III',
  professional: 'DH',
  political: 'TC',
  'state-management': 'CV',
  language: 'B3',
  informatics: 'CB',
  'training-forms': 'CQ',
  relations: 'BO',
  'reward-forms': 'GK',
  'discipline-forms': 'KT',
  'blood-groups': 'O',
  'contract-kinds': 'KXD',
  'document-kinds': 'QD',
}

/** Values that suit a kind of a section. */
export function someValues(section: SectionSpec, kind: string | null): Record<string, string | number | null> {
  const listed = (kind !== null && section.kinds?.[kind]?.list) || null
  return Object.fromEntries(
    section.fields.map((f): [string, string | number | null] => {
      if (f.type === 'code')
        return [f.key, f.list ? (codes[f.list] ?? null) : listed && f.key === 'code' ? (codes[kind ?? ''] ?? null) : null]
      if (f.type === 'day' || f.type === 'file') return [f.key, null]
      if (f.type === 'whole') return [f.key, f.key === 'step' ? 3 : f.key === 'birth_year' ? 1955 : 160]
      if (f.type === 'decimal') return [f.key, f.key === 'weight' ? '52.5' : '3.00']
      if (f.key === 'text' && section.name === 'fact' && listed) return [f.key, null]
      return [
        f.key,
        section.name === 'paper'
          ? (texts[kind ?? ''] ?? '')
          : f.key === 'rank_code'
            ? '01.003'
            : `${section.name} ${kind ?? ''}`.trim(),
      ]
    }),
  )
}

/** One row of every section and every kind, for a woman born in 1985; numbers differ by `which`. */
export async function aWholeFile(ctx: Ctx, personId: string, which = 0): Promise<void> {
  for (const section of sections)
    for (const kind of section.kinds ? Object.keys(section.kinds) : [null])
      await addEntry(ctx, {
        ...blank,
        id: personId,
        section: section.name,
        kind,
        values: numbered(someValues(section, kind), which),
        from: '2016-05-04',
      })
}

const blank = { until: null, decisionNumber: '12/QĐ-SNV', decisionOn: '2016-05', decisionBy: 'Sở Nội vụ', note: null }

/** One row as somebody writes it. */
export function anEntry(
  personId: string,
  section: string,
  values: Record<string, string | number | null>,
  more: { kind?: string; from?: string | null; until?: string } = {},
) {
  return { ...blank, id: personId, section, kind: more.kind ?? null, values, from: more.from ?? null, until: more.until ?? null }
}

function numbered(values: Record<string, string | number | null>, which: number): Record<string, string | number | null> {
  return typeof values.number === 'string' ? { ...values, number: values.number.slice(0, -1) + String(which) } : values
}
