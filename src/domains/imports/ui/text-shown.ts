import { formatDateShort, isPlainDate } from '#kernel/dates.ts'
import type { Language } from '#kernel/words.ts'
import type { Field } from '../import.contract.ts'

/** The text of a cell as people read it: days of spreadsheets are kept as ISO. */
export function textShown(text: string, lang: Language): string {
  return isPlainDate(text) ? formatDateShort(text, lang) : text
}

/** A value of a record as people read it: words for codes. */
export function valueShown(field: Field, value: string | null | undefined, lang: Language): string {
  return field.choices.find((c) => c.value === value)?.label ?? textShown(value ?? '', lang)
}
