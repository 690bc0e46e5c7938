import type { WordsInUse } from '#ui/i18n.ts'
import type { State } from '#ui/page.tsx'
import type { FigureRow } from '../figure.contract.ts'

/** Where a figure stands, as people say it: `1.II.3.4.d/fn17` is "Phần thứ nhất, mục II.3.4.d, chú thích 17"; short, without the first part. */
export function sectionText(section: string, { t }: Pick<WordsInUse, 't'>, form: 'full' | 'short' = 'full'): string {
  const parts = /^(\d+)\.([^/]+)(?:\/fn(\d+))?$/.exec(section)
  if (!parts) return section
  const [, part = '', place = '', note] = parts
  if (form === 'short' && part === '1') return note === undefined ? place : t('reports.sectionShort', { place, note })
  return t(note === undefined ? 'reports.section' : 'reports.sectionNote', { part: t(`reports.parts.${part}`), place, note })
}

/** Words of a code that may be newer than the words: the code itself then. */
export function codeText(group: string, code: string, { t, has }: Pick<WordsInUse, 't' | 'has'>): string {
  const key = `reports.${group}.${code}`
  return has(key) ? t(key) : code
}

/** Which sign and colour a figure's state has. */
export function stateOf(status: FigureRow['status']): State {
  return status === 'ok' ? 'ok' : status === 'differs' ? 'soon' : 'draft'
}

/** Which sign and colour the severity of a finding has. */
export function severityState(severity: 'A' | 'B' | 'C'): State {
  return severity === 'A' ? 'late' : severity === 'B' ? 'soon' : 'draft'
}
