import type { CellRule } from './cell.rules.ts'
import type { HeaderColumn } from './detect.rules.ts'
import { fold } from '../text.ts'

/** A field as far as finding its column goes. */
export interface MappableField extends CellRule {
  name: string
  words: { vi: string; en: string }
  /** Other ways people head this column. */
  synonyms?: readonly string[]
  /** Its value may stand in the group rows (`I. Phòng A`) instead of a column. */
  grouped?: boolean
}

/** Where a field's value comes from: a column (0 is A), the group rows, or one value for the whole file. */
export type FieldSource = { column: number } | { group: true } | { value: string }
export type Mapping = Record<string, FieldSource>

export interface MappingGuess {
  mapping: Mapping
  /** How sure, 0 to 1, by field; 1 is a remembered or exactly named column. */
  confidence: Record<string, number>
}

/** The heading of a column as it is compared: no marks, no case, no punctuation, no numbering. */
export function headingKey(title: string): string {
  return fold(title)
    .replace(/\([^)]*\)/g, ' ')
    .replace(/[^a-z0-9%]+/g, ' ')
    .trim()
}

/** What a header is remembered by: the same headings in the same order. */
export function headerFingerprint(columns: readonly HeaderColumn[]): string {
  return columns
    .map((c) => `${c.index}:${headingKey(c.title)}`)
    .join('|')
    .slice(0, 4000)
}

function likeness(heading: string, wanted: string): number {
  if (heading === '' || wanted === '') return 0
  if (heading === wanted) return 1
  const words = ` ${heading} `
  if (!words.includes(` ${wanted} `)) return 0
  // The words stand in a longer heading: the more of it they are, the surer.
  return 0.4 + 0.5 * (wanted.length / heading.length)
}

function confidenceOf(column: HeaderColumn, field: MappableField): number {
  const whole = headingKey(column.title)
  const last = headingKey(column.path.at(-1) ?? '')
  const wanted = [field.words.vi, field.words.en, field.name, ...(field.synonyms ?? [])].map(headingKey)
  return Math.max(...wanted.map((w) => Math.max(likeness(whole, w), 0.95 * likeness(last, w))))
}

/** Columns that number the rows. */
export function isOrdinalTitle(title: string): boolean {
  return /^(stt|tt|so tt|so thu tu|thu tu|no|so)$/.test(headingKey(title)) || title.trim() === '#'
}

/**
 * Finds the column of each field by its heading; what is surest is given first, no column twice. `fixed` are values for the whole file that
 * titles told; a field that may stand in group rows takes them where no column was found.
 */
export function guessMapping(
  columns: readonly HeaderColumn[],
  fields: readonly MappableField[],
  more: { fixed?: Record<string, string | undefined>; hasGroups?: boolean; remembered?: Mapping | null } = {},
): MappingGuess {
  const mapping: Mapping = {}
  const confidence: Record<string, number> = {}
  const known = new Set(columns.map((c) => c.index))
  if (more.remembered) {
    for (const field of fields) {
      const source = more.remembered[field.name]
      if (!source || 'value' in source || ('column' in source && !known.has(source.column))) continue
      mapping[field.name] = source
      confidence[field.name] = 1
    }
  }
  const taken = new Set(Object.values(mapping).flatMap((s) => ('column' in s ? [s.column] : [])))
  const pairs = fields
    .flatMap((field) => columns.map((column) => ({ field, column, sure: confidenceOf(column, field) })))
    .filter(({ sure }) => sure >= 0.5)
    .sort((a, b) => b.sure - a.sure || a.column.index - b.column.index)
  for (const { field, column, sure } of pairs) {
    if (mapping[field.name] || taken.has(column.index) || isOrdinalTitle(column.title)) continue
    mapping[field.name] = { column: column.index }
    confidence[field.name] = Math.round(sure * 100) / 100
    taken.add(column.index)
  }
  for (const field of fields) {
    if (mapping[field.name]) continue
    const value = more.fixed?.[field.name]
    if (value) {
      mapping[field.name] = { value }
      confidence[field.name] = 0.8
    } else if (field.grouped && more.hasGroups) {
      mapping[field.name] = { group: true }
      confidence[field.name] = 0.6
    }
  }
  return { mapping, confidence }
}

/** How well a header serves a kind: fields found, required ones more. */
export function fitOf(columns: readonly HeaderColumn[], fields: readonly MappableField[]): number {
  const { mapping, confidence } = guessMapping(columns, fields)
  return fields.reduce((sum, f) => sum + (mapping[f.name] ? (confidence[f.name] ?? 0) * (f.required ? 3 : 1) : 0), 0)
}
