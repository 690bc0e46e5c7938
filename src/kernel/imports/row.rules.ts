import { columnLetters, readCell } from './cell.rules.ts'
import type { ReadRow } from './detect.rules.ts'
import type { Mapping, MappableField } from './mapping.rules.ts'

/** A value that is missing or wrong, with its field. */
interface Issue {
  field: string
  code: string
  params: Record<string, string | number>
}

/** The texts of a row by field; what the mapping gives for the whole file is not repeated in each. */
export function textsOfRow(row: ReadRow, mapping: Mapping): Record<string, string> {
  const texts: Record<string, string> = {}
  for (const [field, source] of Object.entries(mapping)) {
    const text = 'column' in source ? row.texts.get(source.column) : 'group' in source ? row.groups.at(-1) : undefined
    if (text) texts[field] = text
  }
  return texts
}

/** The value a field has in each row that says nothing of its own. */
export function constantOf(mapping: Mapping, field: string): string | null {
  const source = mapping[field]
  return source && 'value' in source ? source.value : null
}

/**
 * The values of a row, or what is wrong with its cells. `complete` may tell a value from others before it is missed.
 */
export function readRow(
  texts: Record<string, string>,
  mapping: Mapping,
  fields: readonly MappableField[],
  complete: (values: Record<string, string | null>) => Record<string, string | null> = (v) => v,
): { values: Record<string, string | null>; issues: Issue[] } {
  const read: Record<string, string | null> = {}
  const issues: Issue[] = []
  for (const field of fields) {
    const reading = readCell(texts[field.name] ?? constantOf(mapping, field.name) ?? '', { ...field, required: false })
    read[field.name] = 'value' in reading ? reading.value : null
    if ('issue' in reading) issues.push({ field: field.name, ...reading.issue })
  }
  const values = complete(read)
  for (const field of fields) {
    const missing = field.required && (values[field.name] ?? null) === null && !issues.some((i) => i.field === field.name)
    if (missing) issues.push({ field: field.name, code: 'kernel.imports.issues.missing', params: {} })
  }
  return { values, issues }
}

/** Where a field of a row stands in the sheet: `D7`; the row alone where no column holds it. */
export function cellAddress(mapping: Mapping, field: string | undefined, no: number): string {
  const source = field ? mapping[field] : undefined
  return source && 'column' in source ? `${columnLetters(source.column)}${no}` : String(no)
}
